import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { fromEpochMs, instant, type Instant } from '../../src/domain/kernel/calendar.ts'
import {
  type Appended,
  type EventDraft,
  type EventStore,
  type StoredEvent,
} from '../../src/eventstore/event-store.ts'
import { leafHash } from '../../src/ledger/leaf.ts'

/** A draft that differs from every other one by its id. */
export const draft = (over: Partial<EventDraft> = {}): EventDraft => ({
  v: 1,
  id: randomUUID(),
  type: 'UsagePaused',
  service: 'sakura-cloud',
  contractId: 'c-1',
  partyId: 'p-1',
  occurredAt: instant('2025-11-30T14:00:00.000+09:00'),
  actor: { id: 'op-1', role: 'operator' },
  reportedBy: null,
  data: { pauseId: 'pa-1', scope: 'base' },
  basis: ['SC-7-1'],
  corrects: null,
  evidence: null,
  seen: { 'reference-sakura-cloud': 12 },
  ...over,
})

export const drafts = (count: number, over: Partial<EventDraft> = {}): EventDraft[] =>
  Array.from({ length: count }, () => draft(over))

/** A clock that stands still until it is set. */
export type Clock = { readonly now: () => Instant; set: (at: string) => void }
export function clockAt(at: string): Clock {
  let now = instant(at)
  return {
    now: () => now,
    set: (next) => {
      now = instant(next)
    },
  }
}
export const wallClock = (): Instant => fromEpochMs(Date.now())

/** The events of an append that must have gone through. */
export function eventsOf(result: Appended): readonly StoredEvent[] {
  if (result.outcome !== 'appended') throw new Error(`not appended: ${JSON.stringify(result)}`)
  return result.events
}

let filled = 0
/** Fills a stream that is empty so far, 1,000 small events an append, with ids that grow as version 7 does. */
export async function fill(store: EventStore, stream: string, count: number): Promise<void> {
  const small = { data: {}, basis: [], seen: {} }
  const next = (): EventDraft => draft({ ...small, id: `fill-${String(++filled).padStart(12, '0')}` })
  for (let done = 0; done < count; done += 1_000) {
    const events = Array.from({ length: Math.min(1_000, count - done) }, next)
    eventsOf(await store.append(stream, done, events))
  }
}

export async function all(events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const list: StoredEvent[] = []
  for await (const event of events) list.push(event)
  return list
}

/** Every hash covers its record, every `prev` is the hash before it in the stream, positions only grow. */
export function expectSound(ledger: readonly StoredEvent[]): void {
  const last = new Map<string, StoredEvent>()
  let position = 0
  for (const event of ledger) {
    const before = last.get(event.stream)
    expect(leafHash(event)).toBe(event.hash)
    expect(event.prev).toBe(before?.hash ?? null)
    expect(event.revision).toBe((before?.revision ?? 0) + 1)
    expect(event.position).toBeGreaterThan(position)
    position = event.position
    last.set(event.stream, event)
  }
}
