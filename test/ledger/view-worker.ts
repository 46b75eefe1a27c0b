import { instant } from '../../src/domain/kernel/calendar.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { Directory } from '../../src/ledger/directory.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { Loader } from '../../src/ledger/load.ts'
import { tend } from '../../src/ledger/tend.ts'
import { openPostgresViews } from '../../src/readstore/postgres.ts'

// A process of its own that keeps views in PostgreSQL caught up with a log that stands still: LOG URL NOW.
const [path = '', url = '', at = ''] = process.argv.slice(2)
const clock = { now: () => instant(at) }
const store = await openSqliteStore({ path, now: clock.now, seal })
const directory = new Directory(store)
const reads = await openPostgresViews(url)
process.send?.('working')
await tend(
  {
    ledger: { store, directory, clock },
    loader: new Loader(store, directory),
    reads,
    onFault: (what, error) => process.stderr.write(`${what}: ${String(error)}\n`),
  },
  new AbortController().signal,
)
