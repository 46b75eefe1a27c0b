import { once } from 'node:events'
import { extname } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { type EventStore } from '../eventstore/event-store.ts'
import { lend } from '../eventstore/message-port.ts'
import { type Fault } from './views.ts'
import { type ViewsFault, type ViewsInput } from './views-worker.ts'

/** As it lies beside this file: TypeScript in the project, JavaScript in a package. */
const WORKER = new URL(`./views-worker${extname(import.meta.filename)}`, import.meta.url)

/**
 * Keeps the views in a file caught up in a thread of its own, so that nobody who records waits for a contract to be
 * computed. This thread reads the log for it.
 * @returns what ends it, when what is under way is done
 */
export function tendInThread(store: EventStore, views: string, onFault: Fault): () => Promise<void> {
  const { port1, port2 } = new MessageChannel()
  lend(store, port1)
  const worker = new Worker(WORKER, {
    workerData: { store: port2, views } satisfies ViewsInput,
    transferList: [port2],
    execArgv: ['--disable-warning=ExperimentalWarning'], // node:sqlite still announces itself as experimental
  })
  worker.on('message', ({ what, error }: ViewsFault) => onFault(what, error))
  worker.on('error', (error) =>
    onFault('the views are not kept caught up any more; restart the server', error),
  )
  const ended = once(worker, 'exit')
  return async () => {
    worker.postMessage('end')
    await ended
    port1.close()
  }
}
