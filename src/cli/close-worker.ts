import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type Instant } from '../domain/kernel/calendar.ts'
import { borrow } from '../eventstore/message-port.ts'
import { type Closer } from '../ledger/close.ts'
import { type RunOptions, SIDE_BY_SIDE, closeContract, sideBySide } from '../ledger/close-run.ts'
import { type Contract, Directory } from '../ledger/directory.ts'
import { Loader } from '../ledger/load.ts'
import { Numbers } from '../ledger/numbers.ts'
import { WALK_EVENTS } from '../ledger/walk.ts'

/** What a thread is started with: a log that another thread owns, and what to close as of when. */
export type WorkerInput = { readonly store: MessagePort; readonly run: RunOptions; readonly now: Instant }

async function work({ store: port, run, now }: WorkerInput, main: MessagePort): Promise<void> {
  const store = borrow(port)
  const directory = new Directory(store)
  await directory.catchUp()
  const loader = new Loader(store, directory, WALK_EVENTS)
  const closer: Closer = { store, clock: { now: () => now }, loader, numbers: new Numbers(store) }
  const closeAll = async (contracts: readonly Contract[]): Promise<void> => {
    for await (const done of sideBySide(contracts, SIDE_BY_SIDE, (each) => closeContract(closer, each, run)))
      main.postMessage({ done })
    main.postMessage('ready')
  }
  main.on('message', (contracts: readonly Contract[]) => void closeAll(contracts))
  main.postMessage('ready')
}

if (parentPort) await work(workerData as WorkerInput, parentPort as unknown as MessagePort)
