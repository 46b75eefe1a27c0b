import { type LRUCache } from 'lru-cache'
import { validate, version } from 'uuid'
import { type Instant } from '../domain/kernel/calendar.ts'
import {
  AppendTooLarge,
  type Appended,
  type EventDraft,
  type EventRecord,
  type Receipt,
  type Revision,
  type StoredEvent,
  StoreUnavailable,
} from './event-store.ts'
import { isTooLarge, revisionInConflict } from './kurrentdb-errors.ts'
import { type Found, type Sealed, eventData, foundIn } from './kurrentdb-events.ts'
import { type Lookup } from './kurrentdb-lookup.ts'
import { keptReceipt, lost, shown } from './kurrentdb-lost.ts'
import { type Names } from './kurrentdb-names.ts'
import { type Newest } from './kurrentdb-newest.ts'
import { type Pages } from './kurrentdb-pages.ts'
import { type Sent, type Wire, send } from './kurrentdb-send.ts'
import { type Stand, type Stands } from './kurrentdb-stands.ts'

export type Sealing = {
  readonly now: () => Instant
  /** The stored text of a record and the hash of that text. */
  readonly seal: (record: EventRecord) => { readonly text: string; readonly hash: string }
}

/** One call of the port's `append`. */
export type Append = {
  readonly stream: string
  readonly expected: Revision
  readonly events: readonly EventDraft[]
  readonly receipt: Receipt | undefined
}

export type Writing = Wire & {
  readonly pages: Pages
  readonly names: Names
  readonly lookup: Lookup
  readonly stands: Stands
  readonly sealing: Sealing & Pick<Newest, 'saw'>
  /** Ids of which this process does not know whether they were recorded. */
  readonly doubted: LRUCache<string, true>
}

/**
 * Appends events with their receipt in one append to one stream. The receipt lies in the metadata of the first event,
 * so that both are there or neither; whoever brings the key again finds it through the index. Two processes that bring
 * one key at once make the same ids of it: KurrentDB lets one in, and takes the other for a repetition, which the
 * second learns by reading back what stands there.
 */
export async function appendEvents(writing: Writing, append: Append): Promise<Appended> {
  const { stream, expected, events } = append
  const first = await keptReceipt(writing, append.receipt)
  if (first) return { outcome: 'repeated', receipt: first }
  const stand = await writing.stands.at(stream, expected)
  if (stand === undefined) return lost(writing, append)
  const meanwhile = await keptReceipt(writing, append.receipt) // the index may have caught up for the stand
  if (meanwhile) return { outcome: 'repeated', receipt: meanwhile }
  const known = await writing.lookup.index.known(events.map(({ id }) => id))
  if (known !== undefined) {
    const place = await writing.lookup.index.byId(known)
    // Another process was first with the very same thing, and the index knows it already.
    if (place?.stream === stream && place.revision > expected) return lost(writing, append)
    throw new RangeError(`the ledger has an event ${known} already`)
  }
  return write(writing, append, sealed(writing.sealing, append, stand))
}

/** The records as they will stand, each chained to the one before it; `recordedAt` never goes back in the stream. */
function sealed(
  { now, seal }: Sealing,
  { stream, expected, events }: Append,
  stand: Stand,
): readonly Sealed[] {
  const clock = now()
  const recordedAt = clock > stand.recordedAt ? clock : (stand.recordedAt as Instant)
  let prev = stand.hash
  return events.map((draft, i) => {
    const record = { ...draft, stream, revision: expected + 1 + i, recordedAt, prev }
    const { text, hash } = seal(record)
    prev = hash
    return { record, text, hash }
  })
}

async function write(writing: Writing, append: Append, records: readonly Sealed[]): Promise<Appended> {
  const data = records.map((record, i) => eventData(record, i === 0 ? append.receipt : undefined))
  const { stream, expected, events } = append
  try {
    const sent = await send(writing, writing.names.stream(stream), expected, data)
    if (!sent.result.success) return await lost(writing, append)
    const own = ownOf(writing, append, records, sent)
    return await recorded(writing, append, records, own ? [own] : await readBack(writing, append))
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      for (const { id } of events) writing.doubted.set(id, true)
      throw new StoreUnavailable(error.message, { ...error, inDoubt: true, cause: error.cause })
    }
    const actual = revisionInConflict(error)
    if (actual !== undefined) return lost(writing, append, actual + 1)
    if (!isTooLarge(error)) throw error
    const message = `${stream}: ${records.length} events are more than KurrentDB takes in one append; append fewer at once, or raise its MaxAppendSize`
    throw new AppendTooLarge(message, { cause: error })
  }
}

/** The version of UUIDs that are made from something, so that others make the same. */
const DERIVED = 8

/** The event of an append that needs no reading back: its only one, sent once, under an id nobody else can have made. */
function ownOf(
  { doubted }: Writing,
  { receipt }: Append,
  [record, ...more]: readonly Sealed[],
  { result, attempts }: Sent,
): Stored | undefined {
  const isSure = attempts === 1 && receipt === undefined && more.length === 0
  if (!isSure || record === undefined || !result.position) return undefined
  const { id } = record.record
  if (doubted.has(id) || !validate(id) || version(id) === DERIVED) return undefined
  return storedAs(record, Number(result.position.commit))
}

type Stored = { readonly event: StoredEvent; readonly receipt: Receipt | undefined }

const storedAs = ({ text, hash }: Sealed, position: number): Stored => {
  const event = JSON.parse(text) as { -readonly [K in keyof StoredEvent]: StoredEvent[K] }
  event.position = position
  event.hash = hash
  return { event, receipt: undefined }
}

async function readBack(writing: Writing, { stream, expected, events }: Append): Promise<readonly Stored[]> {
  const { pages, names } = writing
  const read = () => pages.ofStream(names.stream(stream), expected + 1, events.length)
  let page = await read()
  if (page.length < events.length) {
    await shown(writing, stream, expected + events.length)
    page = await read()
  }
  return page.map((resolved) => foundIn(resolved, names)).filter((found: Found) => found.kind === 'event')
}

/**
 * What to answer where the append is in the log: the events as they stand there. They may be those of an earlier
 * attempt whose answer never came, sealed at another moment, or another process's of the same key; or another
 * process made the same id for what it had to say of the same thing, and was first.
 */
async function recorded(
  writing: Writing,
  append: Append,
  records: readonly Sealed[],
  stored: readonly Stored[],
): Promise<Appended> {
  const { lookup, stands, sealing, doubted } = writing
  const { receipt, events: drafts } = append
  const events = stored.map(({ event }) => event)
  const theirs = stored[0]?.receipt
  await lookup.index.learn({ entries: events, receipts: theirs ? [theirs] : [] })
  const isOurs = records.every(({ hash }, i) => events[i]?.hash === hash)
  if (!isOurs && theirs && theirs.key === receipt?.key) return { outcome: 'repeated', receipt: theirs }
  if (!isOurs && !isSaidBy(drafts, events, sealing)) return lost(writing, append)
  for (const last of events.slice(-1)) {
    stands.remember(last)
    sealing.saw(last.recordedAt)
  }
  for (const { id } of drafts) doubted.delete(id)
  return { outcome: 'appended', events }
}

/** Whether these events say what the drafts say, whenever they were sealed. */
const isSaidBy = (
  drafts: readonly EventDraft[],
  events: readonly StoredEvent[],
  { seal }: Sealing,
): boolean =>
  drafts.every((draft, i) => {
    const event = events[i]
    if (event === undefined) return false
    const { stream, revision, recordedAt, prev, hash } = event
    return seal({ ...draft, stream, revision, recordedAt, prev }).hash === hash
  })
