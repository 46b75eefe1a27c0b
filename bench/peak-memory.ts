import { writeFileSync } from 'node:fs'

/** Loaded into a process that is measured: the most memory it held, in kilobytes, is written to a file when it ends. */
const file = process.env['BENCH_PEAK']
if (file !== undefined)
  process.once('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)))
