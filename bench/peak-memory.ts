import { writeFileSync } from 'node:fs'

/**
 * Loaded into a process that is measured: the most memory it held, in kilobytes, and the time it computed, in
 * microseconds, are written to a file when it ends. On a machine that others use too the second says more than a clock.
 */
const file = process.env['BENCH_PEAK']
if (file !== undefined)
  process.once('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
    writeFileSync(file, JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }))
  })
