/** Told to the parent when the process ends: the most memory it held, in kilobytes. */
process.once('beforeExit', () => {
  process.send?.(process.resourceUsage().maxRSS)
  process.disconnect()
})
process.channel?.unref()
