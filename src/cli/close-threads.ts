import { extname } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { lend } from '../eventstore/message-port.ts'
import { type Done, type RunOptions, SIDE_BY_SIDE, closeContract, sideBySide } from '../ledger/close-run.ts'
import { type Contract } from '../ledger/directory.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { Loader } from '../ledger/load.ts'
import { WALK_EVENTS } from '../ledger/walk.ts'
import { type WorkerInput } from './close-worker.ts'

/** Contracts given to a thread at once. */
const CHUNK = 128
/** As it lies beside this file: TypeScript in the project, JavaScript in a package. */
const WORKER = new URL(`./close-worker${extname(import.meta.filename)}`, import.meta.url)

/** Closes contracts in this thread, or in so many others, and gives what became of each as it comes. */
export const closings = (
  ledger: Ledger,
  contracts: readonly Contract[],
  run: RunOptions,
  workers: number,
): AsyncIterable<readonly Done[]> =>
  workers === 1 ? alone(ledger, contracts, run) : shared(ledger, contracts, run, workers)

function alone(
  ledger: Ledger,
  contracts: readonly Contract[],
  run: RunOptions,
): AsyncGenerator<readonly Done[]> {
  const closer = { ...ledger, loader: new Loader(ledger.store, ledger.directory, WALK_EVENTS) }
  return sideBySide(contracts, SIDE_BY_SIDE, (each) => closeContract(closer, each, run))
}

/** The threads fold and compute; this one reads the log for them and appends to it. */
function shared(
  ledger: Ledger,
  contracts: readonly Contract[],
  run: RunOptions,
  workers: number,
): ReadableStream<readonly Done[]> {
  let next = 0
  let working = workers
  return new ReadableStream<readonly Done[]>({
    start: (results) => {
      const take = (): readonly Contract[] => contracts.slice(next, (next += CHUNK))
      const end = (): void => {
        if (--working === 0) results.close()
      }
      const fail = (error: unknown): void => {
        results.error(error)
        for (const each of threads) void each.terminate() // the process would not end before they do
      }
      const threads = Array.from({ length: workers }, () => thread(ledger, run, { results, take, end, fail }))
    },
  })
}

type Work = {
  readonly results: ReadableStreamDefaultController<readonly Done[]>
  readonly take: () => readonly Contract[]
  readonly end: () => void
  readonly fail: (error: unknown) => void
}

function thread(ledger: Ledger, run: RunOptions, { results, take, end, fail }: Work): Worker {
  const { port1, port2 } = new MessageChannel()
  lend(ledger.store, port1)
  const worker = new Worker(WORKER, {
    workerData: { store: port2, run, now: ledger.clock.now() } satisfies WorkerInput,
    transferList: [port2],
  })
  worker.on('message', (said: 'ready' | { readonly done: readonly Done[] }) => {
    if (said !== 'ready') return results.enqueue(said.done)
    const contracts = take()
    if (contracts.length > 0) return worker.postMessage(contracts)
    port1.close()
    void worker.terminate().then(end)
  })
  worker.on('error', fail)
  return worker
}
