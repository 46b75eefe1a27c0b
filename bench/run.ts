import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { appends } from './appends.ts'
import { close } from './close.ts'
import { http } from './http.ts'
import { lists } from './lists.ts'
import { replay } from './replay.ts'
import { views } from './views.ts'

/**
 * What is measured, as ratios beside the raw limit in the same run: `npm run bench [-- --quick] [appends|replay|http|close|views|lists]`.
 * Absolute figures depend on the machine and on who else uses it; quote the ratios.
 */
const all = { appends, replay, http, close, views, lists }
const quick = process.argv.includes('--quick')
const named = Object.keys(all).filter((name) => process.argv.includes(name)) as (keyof typeof all)[]
const directory = mkdtempSync(join(process.cwd(), 'bench-data-'))
try {
  for (const name of named.length > 0 ? named : (Object.keys(all) as (keyof typeof all)[]))
    await all[name](directory, quick)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
