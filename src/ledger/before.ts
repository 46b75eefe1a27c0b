import { type Case, asOf } from '../domain/contract/case.ts'
import { live } from '../domain/contract/live.ts'
import { type Fact, Timeline } from '../domain/contract/timeline.ts'
import { type Instant } from '../domain/kernel/calendar.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { type Ledger } from './ledger.ts'
import { type Material, asRecorded, caseOf } from './load.ts'
import { type Checked } from './request.ts'

/** Behind everything: with it nothing is left out. */
export const END = '9999-12-31T23:59:59.999+09:00' as Instant

/** What an action is judged on: the stream it goes to, and for a contract its material. */
export type Before = {
  readonly revision: number
  readonly events: readonly StoredEvent[]
  readonly material: Material | undefined
  /** Addresses of the action that are in use in the service (SF-3.5-1). */
  readonly takenAddresses?: ReadonlySet<string>
}

/** Reads what an action is judged on, as it stands now. */
export async function loadBefore(ledger: Ledger, action: Checked): Promise<Before> {
  if (action.door !== 'contract') {
    const stream = await ledger.loader.stream(action.stream)
    return { revision: stream.revision, events: stream.events, material: undefined }
  }
  const contract = action.contract ?? {
    id: action.contractId ?? '',
    service: action.service,
    partyId: action.envelope.partyId ?? '',
    stream: action.stream,
  }
  const material =
    (action.contract && (await ledger.loader.material(contract.id))) ?? (await ledger.loader.blank(contract))
  const before = { revision: material.own.revision, events: material.own.events, material }
  const taken = await ledger.addresses.takenFor(action)
  if (!taken) return before
  const seen = { ...material.seen, ...taken.seen }
  return { ...before, material: { ...material, seen }, takenAddresses: taken.addresses }
}

/** When an action happened, and which event it replaces: what of it decides on which facts it is judged. */
export type Judged = { readonly envelope: Pick<Checked['envelope'], 'occurredAt' | 'corrects'> }

/** Facts without the one that is replaced: a replacement is judged as if that were not there. */
export function withoutTarget(action: Judged, { events, material }: Omit<Before, 'revision'>): Timeline {
  const facts = material?.timeline ?? new Timeline(live(events.map(asRecorded)))
  const target = action.envelope.corrects
  if (target === undefined) return facts
  return new Timeline([...facts.until(END).all()].filter((fact: Fact) => fact.id !== target))
}

/** The case an action meets: the live facts at or before its own instant. */
export const caseBefore = (
  action: Judged,
  { takenAddresses }: Pick<Before, 'takenAddresses'>,
  material: Material,
  timeline: Timeline,
): Case => {
  const then = asOf(caseOf({ ...material, timeline }, END), action.envelope.occurredAt)
  return takenAddresses ? { ...then, takenAddresses } : then
}
