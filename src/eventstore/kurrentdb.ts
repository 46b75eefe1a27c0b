import { LRUCache } from 'lru-cache'
import { type EventStore, type StoredEvent } from './event-store.ts'
import { type Append, type Sealing, type Writing, appendEvents } from './kurrentdb-append.ts'
import { connect } from './kurrentdb-connection.ts'
import { follow } from './kurrentdb-follow.ts'
import { type LogIndex } from './kurrentdb-index.ts'
import { belongsTo, lookup } from './kurrentdb-lookup.ts'
import { namesOf } from './kurrentdb-names.ts'
import { pageReader } from './kurrentdb-pages.ts'
import { PATIENCE, type Patience, persistently } from './kurrentdb-patience.ts'
import { reader } from './kurrentdb-read.ts'
import { appendReceipt } from './kurrentdb-receipts.ts'
import { newest } from './kurrentdb-newest.ts'
import { stands } from './kurrentdb-stands.ts'
import { turns } from './kurrentdb-turns.ts'
import { sqliteLogIndex } from './sqlite-log-index.ts'

/** Ids in doubt that are remembered; only who sends the very same events again needs them. */
const DOUBTED_MAX = 100_000

export type KurrentOptions = Sealing & {
  /** Connection string: `kurrentdb://user:secret@host:2113?tls=true`. */
  readonly url: string
  /** Name of the ledger within the database: small letters, digits, hyphens. */
  readonly ledger?: string
  /** Where ids and keys are looked up; in memory when none is given. Closed with the store. */
  readonly index?: LogIndex
  /** False for a process that only reads: the index is not built before something is looked up. */
  readonly writes?: boolean
  readonly patience?: Patience
}

export type KurrentStore = EventStore & {
  /** Every event after a position, then each new one as it is recorded, until the signal is aborted or the store closed. */
  follow(after: number, signal: AbortSignal): AsyncIterable<StoredEvent>
}

/**
 * A ledger in KurrentDB, or EventStoreDB from 23.10 on. The stream `contract-1` of the ledger `daicho` is KurrentDB's
 * `daicho.contract-1`; the position of an event is the commit position of its append, which grows and has gaps.
 * `recordedAt` never goes back within a stream. An id is refused when it stands in the stream already, or was anywhere
 * in the ledger when the append began.
 * @throws StoreUnavailable when no server answers
 * @throws Error when the connection string is none
 */
export async function openKurrentStore(options: KurrentOptions): Promise<KurrentStore> {
  const names = namesOf(options.ledger ?? 'daicho')
  const persist = persistently(options.patience ?? PATIENCE)
  // Reads mend by a new client, which would break off the appends under way: each has its own.
  const reading = connect(options.url)
  const connection = connect(options.url)
  const following = connect(options.url)
  const pages = pageReader(reading, persist)
  const index = options.index ?? sqliteLogIndex(':memory:')
  const clock = newest(options.now)
  const found = lookup(index, pages, names, clock)
  const closeAll = async (): Promise<void> => {
    await Promise.allSettled([reading.close(), connection.close(), following.close()])
    await index.close()
  }
  try {
    await pages.last() // the first read of a client takes half a second
    if (!(await belongsTo(index, pages, names))) await index.clear()
    if (options.writes !== false) await found.catchUp()
  } catch (error) {
    await closeAll()
    throw error
  }
  const sealing = { seal: options.seal, ...clock }
  const writing = { connection, persist, pages, names, lookup: found, sealing }
  const append = appender({
    ...writing,
    stands: stands(pages, names, found),
    doubted: new LRUCache({ max: DOUBTED_MAX }),
  })
  const closing = new AbortController()
  return {
    ...reader(pages, names, found, clock),
    append: append.append,
    follow: (after, signal) => follow(following, names, after, AbortSignal.any([signal, closing.signal])),
    close: async () => {
      if (!append.close()) return
      closing.abort()
      await append.idle()
      await closeAll()
    },
  }
}

function appender(writing: Writing) {
  const { underKey, withIds } = turns()
  const underWay = new Set<Promise<unknown>>()
  let closed = false
  const append: EventStore['append'] = async (stream, expected, events, receipt) => {
    if (closed) throw new Error('the event store is closed')
    const kept = receipt && { ...receipt, eventIds: events.map(({ id }) => id) }
    const one: Append = { stream, expected, events, receipt: kept }
    const work = () =>
      withIds(events, () => (events.length === 0 ? appendReceipt(writing, one) : appendEvents(writing, one)))
    const result = kept ? underKey(JSON.stringify([kept.credential, kept.door, kept.key]), work) : work()
    underWay.add(result)
    try {
      return await result
    } finally {
      underWay.delete(result)
    }
  }
  return {
    append,
    /** False when it was closed before. */
    close: (): boolean => !closed && (closed = true),
    idle: () => Promise.allSettled([...underWay]),
  }
}
