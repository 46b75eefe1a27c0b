import { type AppendResult, type KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client'
import { type Instant } from '../domain/kernel/calendar.ts'
import {
  type Appended,
  type EventDraft,
  type EventRecord,
  type Receipt,
  type Revision,
  type StoredEvent,
} from './event-store.ts'
import { type Connection } from './kurrentdb-connection.ts'
import { NoAnswer, isTooLarge, revisionInConflict } from './kurrentdb-errors.ts'
import { type Found, type Sealed, eventData, foundIn } from './kurrentdb-events.ts'
import { type Lookup } from './kurrentdb-lookup.ts'
import { type Names } from './kurrentdb-names.ts'
import { type Pages } from './kurrentdb-pages.ts'
import { type Persist } from './kurrentdb-patience.ts'
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

export type Writing = {
  readonly connection: Connection
  readonly persist: Persist
  readonly pages: Pages
  readonly names: Names
  readonly lookup: Lookup
  readonly stands: Stands
  readonly sealing: Sealing
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
  if (known !== undefined) throw new RangeError(`the ledger has an event ${known} already`)
  return write(writing, append, sealed(writing.sealing, append, stand))
}

const keptReceipt = async ({ lookup }: Writing, receipt: Receipt | undefined): Promise<Receipt | undefined> =>
  receipt && lookup.index.receipt(receipt.credential, receipt.door, receipt.key)

/** What to say where another writer was first: that one may have brought the same key. */
export async function lost(writing: Writing, append: Append, revision?: Revision): Promise<Appended> {
  if (append.receipt) {
    await writing.lookup.catchUp()
    const receipt = await keptReceipt(writing, append.receipt)
    if (receipt) return { outcome: 'repeated', receipt }
  }
  const stand = revision ?? (await writing.pages.revision(writing.names.stream(append.stream)))
  return { outcome: 'conflict', revision: stand }
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
  const { stream, expected, receipt } = append
  try {
    const { result, attempts } = await send(writing, writing.names.stream(stream), expected, data)
    if (!result.success) return await lost(writing, append)
    const only = records.length === 1 && attempts === 1 && receipt === undefined ? records[0] : undefined
    const stored =
      only && result.position
        ? [storedAs(only, Number(result.position.commit))]
        : await readBack(writing, append)
    return await recorded(writing, append, records, stored)
  } catch (error) {
    const actual = revisionInConflict(error)
    if (actual !== undefined) return lost(writing, append, actual + 1)
    if (!isTooLarge(error)) throw error
    const message = `${stream}: ${records.length} events are more than KurrentDB takes in one append; append fewer at once`
    throw new Error(message, { cause: error })
  }
}

/** Attempts after which a client that could mend itself is given up. */
const MENDING_ATTEMPTS = 3

/**
 * Every repetition carries the same ids and the same expected revision: then KurrentDB records once, whatever became
 * of the earlier ones. With a revision looked up anew it would record again.
 */
export async function send(
  { connection, persist }: Pick<Writing, 'connection' | 'persist'>,
  name: string,
  expected: Revision,
  data: Parameters<KurrentDBClient['appendToStream']>[1],
): Promise<{ readonly result: AppendResult; readonly attempts: number }> {
  const streamState = expected === 0 ? NO_STREAM : BigInt(expected - 1)
  let client = connection.client()
  let attempts = 0
  const call = (): Promise<AppendResult> => {
    client = connection.client()
    attempts++
    return client.appendToStream(name, data, { streamState, requiresLeader: true })
  }
  const repair = (error: unknown): void => {
    if (error instanceof NoAnswer || attempts >= MENDING_ATTEMPTS) connection.replace(client)
  }
  const result = await persist({ what: `append to ${name}`, call, repair, inDoubt: true })
  return { result, attempts }
}

type Stored = { readonly event: StoredEvent; readonly receipt: Receipt | undefined }

const storedAs = ({ text, hash }: Sealed, position: number): Stored => {
  const event = JSON.parse(text) as { -readonly [K in keyof StoredEvent]: StoredEvent[K] }
  event.position = position
  event.hash = hash
  return { event, receipt: undefined }
}

async function readBack(
  { pages, names }: Writing,
  { stream, expected, events }: Append,
): Promise<readonly Stored[]> {
  const page = await pages.ofStream(names.stream(stream), expected + 1, events.length)
  return page.map((resolved) => foundIn(resolved, names)).filter((found: Found) => found.kind === 'event')
}

async function recorded(
  { lookup, stands }: Writing,
  { stream, receipt }: Append,
  records: readonly Sealed[],
  stored: readonly Stored[],
): Promise<Appended> {
  const events = stored.map(({ event }) => event)
  const theirs = stored[0]?.receipt
  await lookup.index.learn({ entries: events, receipts: theirs ? [theirs] : [] })
  if (records.every(({ hash }, i) => events[i]?.hash === hash)) {
    const last = events.at(-1)
    if (last) stands.remember(last)
    return { outcome: 'appended', events }
  }
  if (theirs && theirs.key === receipt?.key) return { outcome: 'repeated', receipt: theirs }
  throw new Error(`${stream}: another writer recorded event ${records[0]?.record.id} with other content`)
}
