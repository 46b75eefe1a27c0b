import { maybeSame, unpacked } from '../domain/contract/bulk.ts'
import { removes } from '../domain/contract/live.ts'
import { type EventType, vocabulary } from '../domain/contract/vocabulary.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { canonical } from './leaf.ts'
import { type Ledger } from './ledger.ts'
import { type Problem, conflict, notFound } from './outcome.ts'
import { openedAll } from './personal.ts'
import { plain } from './receipts.ts'
import { type Checked } from './request.ts'

/** Does `corrects`, or the event an ActionVoided names, name a live event of this stream and type? */
export async function targetProblem(
  ledger: Ledger,
  action: Checked,
  events: readonly StoredEvent[],
): Promise<Problem | undefined> {
  const id = action.type === 'ActionVoided' ? String(action.data['eventId']) : action.envelope.corrects
  if (id === undefined) return undefined
  const target = events.find((event) => event.id === id)
  if (!target)
    return (await ledger.store.find(id))
      ? conflict(`event ${id} is not one of ${action.stream}`)
      : notFound(`there is no event ${id}`)
  if (target.type !== action.type && action.type !== 'ActionVoided')
    return conflict(`event ${id} is ${target.type}; a correction has the same type, not ${action.type}`)
  if (vocabulary[target.type as EventType].scope === 'system' || target.type === 'ActionVoided')
    return conflict(`event ${id} is ${target.type}, which cannot be corrected or withdrawn`)
  if (events.some((event) => removes(event) === id))
    return conflict(`event ${id} was corrected or withdrawn already; name the event that stands now`)
  return undefined
}

/** The live event that says the same, unless two keys say that these are two facts. */
export async function sameFact(
  ledger: Ledger,
  action: Checked,
  events: readonly StoredEvent[],
): Promise<StoredEvent | undefined> {
  const { envelope, type } = action
  const candidates = events.filter(
    (event) =>
      event.type === type &&
      event.occurredAt === envelope.occurredAt &&
      event.corrects === (envelope.corrects ?? null) &&
      event.evidence === (envelope.evidence ?? null) &&
      maybeSame(type, event.data, action.data),
  )
  if (candidates.length === 0) return undefined
  const gone = new Set(events.map(removes))
  const text = canonical(plain(action.data))
  const live = candidates.filter(({ id }) => !gone.has(id) && !(action.key !== undefined && isKeyed(id)))
  const whole = live.map((event) => ({ ...event, data: unpacked(event.type, event.data) }))
  const told = await openedAll(ledger.keys, whole)
  return live.find((_, i) => canonical(told[i]) === text)
}

/** Ids made from a key are UUIDs of version 8. */
const isKeyed = (id: string): boolean => id.charAt(14) === '8'
