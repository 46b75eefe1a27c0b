import { join } from 'node:path'
import { createApp } from '../src/api/app.ts'
import { openEmbedded } from '../src/cli/embedded.ts'
import { viewsOf } from '../src/cli/views.ts'
import { openPostgresViews } from '../src/readstore/postgres.ts'
import { openSqliteViews } from '../src/readstore/sqlite.ts'

/**
 * A server of the lists in a process of its own: `DIR [URL]` serves the log in DIR with the views beside it, or with
 * those in a PostgreSQL. Nobody keeps them caught up: they were put there without a log. Prints its port; asked for
 * `peak` it tells the most memory it has held since it was asked last, in bytes.
 */
const [directory = '.', url] = process.argv.slice(2)
const { ledger } = await openEmbedded({ token: 'bench', testClock: false, data: directory }, {})
const reads =
  url === undefined ? await openSqliteViews(join(directory, 'views.sqlite')) : await openPostgresViews(url)
const { lists } = viewsOf(ledger, reads, (what, error) => console.error(what, error))
const app = await createApp(ledger, { token: 'bench', lists })
await app.listen({ port: 0, host: '127.0.0.1' })

let peak = 0
const look = (): number => (peak = Math.max(peak, process.memoryUsage.rss()))
setInterval(look, 20)
process.on('message', () => {
  process.send?.({ peak: look() })
  peak = 0
})
process.on('disconnect', () => process.exit(0))
const address = app.server.address()
process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
