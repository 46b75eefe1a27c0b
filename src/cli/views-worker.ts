import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { borrow } from '../eventstore/message-port.ts'
import { machineClock } from '../ledger/clock.ts'
import { Directory } from '../ledger/directory.ts'
import { Loader } from '../ledger/load.ts'
import { tend } from '../ledger/tend.ts'
import { openSqliteViews } from '../readstore/sqlite.ts'

/** What a thread that keeps views is started with: a log that another thread owns, and the file of the views. */
export type ViewsInput = { readonly store: MessagePort; readonly views: string }
/** What it says: something could not be done, and it goes on. */
export type ViewsFault = { readonly what: string; readonly error: unknown }

/** Events kept in memory: contracts that are told of again and again are mostly those told of last. */
const CACHED_EVENTS = 100_000

async function work({ store: port, views }: ViewsInput, main: MessagePort): Promise<void> {
  const store = borrow(port)
  const directory = new Directory(store)
  const reads = await openSqliteViews(views)
  const ending = new AbortController()
  main.once('message', () => ending.abort())
  const onFault = (what: string, error: unknown): void =>
    main.postMessage({ what, error } satisfies ViewsFault)
  const loader = new Loader(store, directory, CACHED_EVENTS)
  await tend({ ledger: { store, directory, clock: machineClock }, loader, reads, onFault }, ending.signal)
  await reads.close()
  await store.close()
  main.close()
}

if (parentPort) await work(workerData as ViewsInput, parentPort as unknown as MessagePort)
