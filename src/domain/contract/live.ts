import { type Instant } from '../kernel/calendar.ts'
import { Names, packed } from './bulk.ts'
import { type Fact } from './timeline.ts'
import { personalFields } from './parse-action.ts'
import { type EventType, isEventType } from './vocabulary.ts'

/** What the domain needs of a recorded event. */
export type Recorded = {
  readonly id: string
  readonly type: string
  readonly occurredAt: Instant
  readonly recordedAt: Instant
  readonly position: number
  readonly stream: string
  readonly data: Readonly<Record<string, unknown>>
  readonly corrects: string | null
}

/** Types the ledger records itself, and withdrawals: they are part of the history, not facts of the contract. */
const NOT_FACTS: ReadonlySet<string> = new Set([
  'ActionRefused',
  'ActionVoided',
  'SubjectErased',
  'StatementClosed',
])

/** Id of the event that this one removes: the one it replaces, or the one it withdraws. */
export const removes = (event: Pick<Recorded, 'type' | 'data' | 'corrects'>): string | null =>
  event.type === 'ActionVoided' ? String(event.data['eventId']) : event.corrects

/**
 * The facts that count: refusals, corrected and withdrawn events left out (CC-17). Withdrawing a replacement
 * withdraws the fact, for what it had replaced stays removed.
 */
export function live(events: readonly Recorded[]): readonly Fact[] {
  const removed = new Set(events.map(removes))
  return events.filter((event) => !NOT_FACTS.has(event.type) && !removed.has(event.id)).map(factOf)
}

export const factOf = (event: Recorded): Fact => ({
  id: event.id,
  type: event.type as EventType,
  at: event.occurredAt,
  position: event.position,
  recordedAt: event.recordedAt,
  stream: event.stream,
  data: packed(event.type, impersonal(event), new Names()) as Fact['data'],
})

/** No rule reads who somebody is: personal fields are left out, whether sealed or not. */
function impersonal({ type, data }: Recorded): Recorded['data'] {
  const personal = isEventType(type) ? personalFields(type) : []
  if (personal.length === 0) return data
  return Object.fromEntries(Object.entries(data).filter(([field]) => !personal.includes(field)))
}
