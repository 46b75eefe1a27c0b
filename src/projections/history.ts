import { removes } from '../domain/contract/live.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'

/** The audit trail in ledger order, refusals included: each event as clients see it, with what replaced or withdrew it. */
export function history(
  events: readonly StoredEvent[],
  answerOf: (event: StoredEvent, index: number) => Record<string, unknown>,
): readonly Record<string, unknown>[] {
  const removedBy = new Map<string, string>()
  for (const event of events) {
    const removed = removes(event)
    if (removed !== null) removedBy.set(removed, event.id)
  }
  return events.map((event, i) => ({ ...answerOf(event, i), correctedBy: removedBy.get(event.id) ?? null }))
}
