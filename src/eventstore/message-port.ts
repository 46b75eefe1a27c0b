import { type MessagePort } from 'node:worker_threads'
import { type EventStore, type StoredEvent, StoreUnavailable } from './event-store.ts'

/**
 * A log lent to another thread: the thread that owns it answers, the other one asks through a port. Everything but
 * closing is passed on; who lent it closes it.
 */

/** Events of one answer. */
const PAGE = 1_000

/** What is asked, by name; a generator becomes pages. */
type Asked = {
  append: EventStore['append']
  find: EventStore['find']
  at: EventStore['at']
  findReceipt: EventStore['findReceipt']
  head: EventStore['head']
  readPage: (stream: string, from: number) => Promise<readonly StoredEvent[]>
  readAllPage: (after: number, types: readonly string[] | undefined) => Promise<readonly StoredEvent[]>
}
type Question = { readonly id: number; readonly ask: keyof Asked; readonly with: readonly unknown[] }
/** An error loses its class on the way; of one that asks for patience it is told beside it. */
type Failed = { readonly error: Error; readonly patience?: Pick<StoreUnavailable, 'retryAfter' | 'inDoubt'> }
type Reply = { readonly id: number } & ({ readonly value: unknown } | Failed)

/** Answers the questions that come through a port from a store. */
export function lend(store: EventStore, port: MessagePort): void {
  const asked: Asked = {
    append: store.append.bind(store),
    find: store.find.bind(store),
    at: store.at.bind(store),
    findReceipt: store.findReceipt.bind(store),
    head: store.head.bind(store),
    readPage: (stream, from) => first(store.read(stream, from)),
    readAllPage: (after, types) => first(store.readAll(after, types)),
  }
  port.on('message', ({ id, ask, with: args }: Question) => {
    const answer = asked[ask] as (...all: readonly unknown[]) => Promise<unknown>
    answer(...args).then(
      (value) => port.postMessage({ id, value } satisfies Reply),
      (error: Error) => port.postMessage({ id, ...failed(error) } satisfies Reply),
    )
  })
}

function failed(error: Error): Failed {
  if (!(error instanceof StoreUnavailable)) return { error }
  const { retryAfter, inDoubt } = error
  return { error, patience: { retryAfter, inDoubt } }
}

const thrown = ({ error, patience }: Failed): Error =>
  patience ? new StoreUnavailable(error.message, { ...patience, cause: error.cause }) : error

async function first(events: AsyncIterable<StoredEvent>): Promise<readonly StoredEvent[]> {
  const page: StoredEvent[] = []
  for await (const event of events) if (page.push(event) === PAGE) break
  return page
}

/** The store at the other end of a port. */
export function borrow(port: MessagePort): EventStore {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let last = 0
  port.on('message', (reply: Reply) => {
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) asker?.reject(thrown(reply))
    else asker?.resolve(reply.value)
  })
  const ask = <A extends keyof Asked>(what: A, ...args: Parameters<Asked[A]>): ReturnType<Asked[A]> =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      port.postMessage({ id, ask: what, with: args } satisfies Question)
    }) as ReturnType<Asked[A]>
  return {
    append: (...args) => ask('append', ...args),
    find: (id) => ask('find', id),
    at: (position) => ask('at', position),
    findReceipt: (...args) => ask('findReceipt', ...args),
    head: (stream) => ask('head', stream),
    read: (stream, from = 1) =>
      paged(
        from - 1,
        (after) => ask('readPage', stream, after + 1),
        ({ revision }) => revision,
        async () => (await ask('head', stream)).revision,
      ),
    readAll: (after, types) =>
      paged(
        after,
        (low) => ask('readAllPage', low, types),
        ({ position }) => position,
        async () => (await ask('head')).position,
      ),
    close: async () => port.close(),
  }
}

/** Pages up to where the log ended when the iteration began. A page that is not full is the last one. */
async function* paged(
  after: number,
  page: (after: number) => Promise<readonly StoredEvent[]>,
  numberOf: (event: StoredEvent) => number,
  end: () => Promise<number>,
): AsyncGenerator<StoredEvent, void, undefined> {
  let low = after
  let last = Infinity
  for (let size = PAGE; size === PAGE;) {
    const events = await page(low)
    size = events.length
    if (size === PAGE && last === Infinity) last = await end()
    for (const event of events) {
      low = numberOf(event)
      if (low > last) return
      yield event
    }
  }
}
