import { personalFields } from '../domain/contract/parse-action.ts'
import { type EventType, isEventType } from '../domain/contract/vocabulary.ts'
import { type EventDraft, type StoredEvent } from '../eventstore/event-store.ts'
import { type SubjectKeys, holdsField, openPersonal, sealPersonal, sealedSubjects } from './subjects.ts'

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

type Told = Pick<StoredEvent, 'id' | 'type' | 'data'>
type Data = Readonly<Record<string, unknown>>

/** Names of the personal fields that an event of this type may have, as `subjects.ts` writes them. */
function fieldsOf(of: ReturnType<typeof told>): readonly string[] {
  return of ? personalFields(of.type).map((field) => `${of.path}${field}`) : []
}

/** The draft with its personal fields as ciphertext, also inside a refusal. */
export async function sealed(keys: SubjectKeys, draft: EventDraft): Promise<EventDraft> {
  const of = told(draft.type, draft.data)
  const fields = fieldsOf(of)
  if (!of || !holdsField(draft.data, fields)) return draft
  const subject = subjectOf(of.type, draft)
  const key = await keys.keyFor(subject)
  return { ...draft, data: sealPersonal(draft.data, fields, { subject, key }, draft.id) }
}

/** The data of an event with its personal fields opened; `null` and `erased: true` where the key is gone. */
export const opened = async (keys: SubjectKeys, event: Told): Promise<Data> =>
  (await openedAll(keys, [event]))[0] ?? event.data

/** The same of several events, whose keys are asked for together. */
export async function openedAll(keys: SubjectKeys, events: readonly Told[]): Promise<readonly Data[]> {
  const personal = events.map(({ type, data }) => fieldsOf(told(type, data)).length > 0)
  const subjects = new Set(events.flatMap(({ data }, i) => (personal[i] ? [...sealedSubjects(data)] : [])))
  if (subjects.size === 0) return events.map(({ data }) => data)
  const found = await keys.keysOf([...subjects])
  return events.map(({ id, data }, i) => (personal[i] ? openPersonal(data, id, found) : data))
}

/** The subject whose key an input is hashed under: of one that holds personal fields, else `null`. */
export function subjectOfInput(body: unknown, whose: Whose): string | null {
  const { type, data } = (body ?? {}) as { type?: unknown; data?: unknown }
  if (typeof type !== 'string' || !isEventType(type) || typeof data !== 'object' || data === null) return null
  const holds = personalFields(type).some((field) => field in data)
  return holds ? subjectOf(type, whose) : null
}
