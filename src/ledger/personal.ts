import { personalFields } from '../domain/contract/parse-action.ts'
import { type EventType, isEventType } from '../domain/contract/vocabulary.ts'
import { type EventDraft, type StoredEvent } from '../eventstore/event-store.ts'
import { type SubjectKeys, openPersonal, sealPersonal } from './subjects.ts'

/** Types whose personal fields speak of somebody who is not the party: an administrator, a reporter, a complainant. */
const OF_OTHERS: ReadonlySet<EventType> = new Set<EventType>([
  'AdministratorAppointed',
  'ProhibitedActReported',
  'ThirdPartyDisputeReported',
])

/** Whose facts they are: what decides under which key a personal field lies. */
type Whose = Pick<EventDraft, 'id' | 'contractId' | 'partyId'>

/** The subject of the personal fields of an action (`ledger.md` section 6): the party, or one person of one event. */
const subjectOf = (type: EventType, { id, contractId, partyId }: Whose): string =>
  OF_OTHERS.has(type) || partyId === null ? `${contractId ?? 'provider'}/${id}` : partyId

/** The type whose fields are meant: of a refusal that of the refused action. */
const told = (
  type: string,
  data: Readonly<Record<string, unknown>>,
): { type: EventType; path: string } | undefined => {
  const inside = type === 'ActionRefused'
  const name = inside ? data['type'] : type
  return typeof name === 'string' && isEventType(name)
    ? { type: name, path: inside ? 'data.' : '' }
    : undefined
}

/** The draft with its personal fields as ciphertext, also inside a refusal. */
export function sealed(keys: SubjectKeys, draft: EventDraft): EventDraft {
  const of = told(draft.type, draft.data)
  const fields = of ? personalFields(of.type).map((field) => `${of.path}${field}`) : []
  if (!of || fields.length === 0) return draft
  return { ...draft, data: sealPersonal(draft.data, fields, subjectOf(of.type, draft), draft.id, keys) }
}

/** The data of an event with its personal fields opened; `null` and `erased: true` where the key is gone. */
export function opened(
  keys: SubjectKeys,
  { id, type, data }: Pick<StoredEvent, 'id' | 'type' | 'data'>,
): Readonly<Record<string, unknown>> {
  const of = told(type, data)
  return of && personalFields(of.type).length > 0 ? openPersonal(data, id, keys) : data
}

/** The subject whose key an input is hashed under: of one that holds personal fields, else `null`. */
export function subjectOfInput(body: unknown, whose: Whose): string | null {
  const { type, data } = (body ?? {}) as { type?: unknown; data?: unknown }
  if (typeof type !== 'string' || !isEventType(type) || typeof data !== 'object' || data === null) return null
  const holds = personalFields(type).some((field) => field in data)
  return holds ? subjectOf(type, whose) : null
}
