import { type Receipt, type StoredEvent } from './event-store.ts'

export type EventRow = { readonly position: number; readonly record: string; readonly hash: string }

/** The event a row holds: its stored text, with its place and its hash. */
export function eventOf({ position, record, hash }: EventRow): StoredEvent {
  const event = JSON.parse(record) as { -readonly [K in keyof StoredEvent]: StoredEvent[K] }
  event.position = position
  event.hash = hash
  return event
}

export function receiptOf(row: Readonly<Record<string, unknown>>): Receipt {
  const problem = row['problem']
  return {
    credential: String(row['credential']),
    door: String(row['door']),
    key: String(row['key']),
    inputHash: String(row['input_hash']),
    status: Number(row['status']),
    eventIds: JSON.parse(String(row['event_ids'])) as string[],
    problem: problem === null ? null : (JSON.parse(String(problem)) as Record<string, unknown>),
  }
}
