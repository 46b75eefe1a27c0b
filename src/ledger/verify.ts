import { epochMs } from '../domain/kernel/calendar.ts'
import { type EventStore, type StoredEvent } from '../eventstore/event-store.ts'
import { leafHash } from './leaf.ts'

/** Something in the log that is not as it was written, and where. */
export type Fault = { readonly position: number; readonly stream: string; readonly fault: string }

type Last = { readonly revision: number; readonly hash: string | null; readonly recordedAt: string }
const BEGINNING: Last = { revision: 0, hash: null, recordedAt: '' }

/**
 * How far `recordedAt` may go back from one stream to another: in a ledger that several machines wrote, wherever it lies
 * now, their clocks differ, and an append that is repeated keeps its instant.
 */
const BACK_MS_MAX = 60_000

/**
 * Looks at every event of a log: its hash covers its record, it names the hash of the event before it in its stream,
 * nothing is left out of a stream, and `recordedAt` never goes back in it, nor far in the ledger. Needs no keys.
 */
export async function* verify(store: Pick<EventStore, 'readAll'>, seen: () => void): AsyncGenerator<Fault> {
  const streams = new Map<string, Last>()
  let before: Pick<StoredEvent, 'position' | 'recordedAt'> | undefined
  for await (const event of store.readAll(0)) {
    const { position, stream, revision, hash } = event
    const last = streams.get(stream) ?? BEGINNING
    for (const fault of faultsOf(event, last, before)) yield { position, stream, fault }
    streams.set(stream, { revision, hash, recordedAt: event.recordedAt })
    before = event
    seen()
  }
}

function* faultsOf(
  event: StoredEvent,
  last: Last,
  before: Pick<StoredEvent, 'position' | 'recordedAt'> | undefined,
): Generator<string> {
  if (leafHash(event) !== event.hash) yield 'the hash does not cover the record'
  if (event.prev !== last.hash) yield 'it does not follow the event before it in its stream'
  if (event.revision !== last.revision + 1) yield `revision ${event.revision} follows ${last.revision}`
  if (event.position <= (before?.position ?? 0))
    yield `position ${event.position} follows ${before?.position ?? 0}`
  if (goesBack(event, last, before)) yield 'it was recorded before the event before it'
}

function goesBack(
  { recordedAt }: StoredEvent,
  inStream: Last,
  before: Pick<StoredEvent, 'recordedAt'> | undefined,
): boolean {
  if (recordedAt < inStream.recordedAt) return true
  if (before === undefined || recordedAt >= before.recordedAt) return false
  return epochMs(before.recordedAt) - epochMs(recordedAt) > BACK_MS_MAX
}
