import { type EventData, type ResolvedEvent, jsonEvent } from '@kurrent/kurrentdb-client'
import { type EventRecord, type Receipt, type StoredEvent } from './event-store.ts'
import { type Names, kurrentId } from './kurrentdb-names.ts'

/** A record ready to be stored: its canonical text and the hash of that text. */
export type Sealed = { readonly record: EventRecord; readonly text: string; readonly hash: string }

/** What is kept beside a record. A receipt lies with the first event of its append, and so goes in with it or not at all. */
type Metadata = { readonly hash: string; readonly receipt?: Receipt }

/** The client's form of a resolved event, as reads and subscriptions give it. */
export type Resolved = Pick<ResolvedEvent, 'event'>

/** The record goes as JSON, so that other tools read it too; its hash covers the canonical text of that JSON. */
export const eventData = ({ record, text, hash }: Sealed, receipt: Receipt | undefined): EventData =>
  jsonEvent({
    id: kurrentId(record.id),
    type: record.type,
    data: JSON.parse(text) as Record<string, unknown>,
    metadata: { hash, ...(receipt && { receipt }) },
  })

/** What lies at a place of the log, as far as it is this ledger's. */
export type Found =
  | { readonly kind: 'event'; readonly event: StoredEvent; readonly receipt: Receipt | undefined }
  | { readonly kind: 'receipt'; readonly receipt: Receipt; readonly position: number }
  | { readonly kind: 'foreign'; readonly position: number }

/** @throws Error when a stream of the ledger holds what the ledger did not write */
export function foundIn({ event }: Resolved, names: Names): Found {
  if (event === undefined) return { kind: 'foreign', position: 0 }
  const position = Number(event.position?.commit ?? 0n)
  if (event.streamId.startsWith(names.receipts)) {
    return { kind: 'receipt', receipt: event.data as Receipt, position }
  }
  if (!event.streamId.startsWith(names.events)) return { kind: 'foreign', position }
  const { hash, receipt } = (event.metadata ?? {}) as Partial<Metadata>
  const record = event.data as { -readonly [K in keyof StoredEvent]: StoredEvent[K] }
  const whole = hash !== undefined && names.stream(record.stream) === event.streamId
  if (!whole || record.revision !== Number(event.revision) + 1) {
    throw new Error(`${event.streamId} holds at ${event.revision} what no ledger wrote there`)
  }
  record.position = position
  record.hash = hash
  return { kind: 'event', event: record, receipt }
}
