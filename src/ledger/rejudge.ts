import { type Case, clauseOf } from '../domain/contract/case.ts'
import { Names, packed } from '../domain/contract/bulk.ts'
import { judge } from '../domain/contract/judge.ts'
import { type EventType, type Service, isEventType, vocabulary } from '../domain/contract/vocabulary.ts'
import { type Instant, dayOf } from '../domain/kernel/calendar.ts'
import { type Clause, type RuleId, rulesUnder } from '../domain/kernel/finding.ts'
import { type Act, type Terms } from '../domain/terms/terms.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { type AddressView, addressViews } from './addresses-seen.ts'
import { caseBefore, withoutTarget } from './before.ts'
import { type Contract, contractStream, outageStream, referenceStream } from './directory.ts'
import { type Ledger } from './ledger.ts'
import { Loader, type Material, type Stream, asRecorded, caseOf } from './load.ts'
import { opened } from './personal.ts'
import { type BillDifference, billAgain } from './rejudge-bill.ts'
import { WALK_EVENTS } from './walk.ts'

/** What the judge said of an action: allowed on these rules, or refused by a provision. */
export type Judgement =
  | { readonly allowed: true; readonly basis: readonly RuleId[] }
  | {
      readonly allowed: false
      readonly what: string
      readonly clause: Clause
      readonly basis: readonly RuleId[]
    }

/** Which event it is. `type` is that of the action, also where it was refused. */
type Which = {
  readonly event: string
  readonly position: number
  readonly contractId: string | null
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly occurredAt: Instant
}
/** An action of which the judge says something else today: `then` is what is recorded. */
export type Difference = Which & { readonly then: Judgement; readonly now: Judgement }
/** A closed bill that would be another one today. */
export type ClosingDifference = Which & BillDifference

/**
 * What came of an event: the same, another thing, or nobody's action but the ledger's own record. `erased`: the same as
 * far as can be told, for an address it turns on is erased, and was taken to be what the record says.
 */
export type Rejudged =
  | { readonly outcome: 'same' | 'own' | 'erased' }
  | { readonly outcome: 'different'; readonly difference: Difference | ClosingDifference }

type Judging = Pick<Ledger, 'store' | 'directory' | 'keys'> & {
  readonly loader: Loader
  /** The 約款 to judge by instead of those of the registry. */
  readonly terms: ((service: Service) => Terms | undefined) | undefined
}

/**
 * Judges every recorded action again, as it was judged when it was recorded: on its own stream up to the event before
 * it and on the other streams as far as it says it saw them; and computes every closed bill again. Stream by stream in the order in which they begin, one in
 * memory at a time; one answer an event.
 * @param options.contractId events of this contract only
 * @param options.terms what to judge by, to see what a change of a rule would change
 */
export async function* rejudge(
  { store, directory, keys }: Pick<Ledger, 'store' | 'directory' | 'keys'>,
  options: { readonly contractId?: string | undefined; readonly terms?: Judging['terms'] } = {},
): AsyncGenerator<Rejudged, void, undefined> {
  await directory.catchUp()
  const loader = new Loader(store, directory, WALK_EVENTS)
  const judging: Judging = { store, directory, keys, loader, terms: options.terms }
  const { contractId } = options
  const first =
    contractId === undefined ? store.readAll(0) : beginningOf(store.read(contractStream(contractId)))
  for await (const event of first) if (event.revision === 1) yield* stream(judging, event)
}

async function* beginningOf(events: AsyncIterable<StoredEvent>): AsyncGenerator<StoredEvent> {
  for await (const event of events) return yield event
}

async function* stream(judging: Judging, first: StoredEvent): AsyncGenerator<Rejudged> {
  const { stream: name, contractId, service } = first
  if (contractId !== null && name === contractStream(contractId)) {
    const contract = judging.directory.contract(contractId)
    if (!contract) throw new Error(`contract ${contractId} has events, and none that opens it`)
    return yield* contractEvents(judging, contract)
  }
  const isOfProvider = name === referenceStream(service) || name === outageStream(service)
  for await (const event of judging.store.read(name)) {
    yield isOfProvider ? providerEvent(event) : { outcome: 'own' }
  }
}

/** What a provider tells of its service is judged by no provision: it is recorded as it comes. */
const providerEvent = (event: StoredEvent): Rejudged =>
  event.type !== 'ActionRefused' && event.basis.length === 0
    ? { outcome: 'same' }
    : different(event, event.type, { then: said(event, undefined), now: { allowed: true, basis: [] } })

async function* contractEvents(judging: Judging, contract: Contract): AsyncGenerator<Rejudged> {
  const own = await judging.loader.stream(contract.stream)
  const others = await judging.loader.beside(contract)
  let material: Material | undefined
  for (const event of own.events) {
    if (isOwn(event)) {
      yield { outcome: 'own' }
      continue
    }
    material = judging.loader.asSeen(contract, own, others, event, material)
    yield event.type === CLOSED
      ? closing(judging, material, event)
      : await contractEvent(judging, material, own, event)
  }
}

const CLOSED = 'StatementClosed'

/** What the ledger records by itself, and nothing follows from: erasures. */
const isOwn = ({ type }: StoredEvent): boolean =>
  type !== 'ActionRefused' && type !== CLOSED && (!isEventType(type) || vocabulary[type].scope === 'system')

/** A bill is no action, but it is decided by the same rules on the same facts. */
function closing(judging: Judging, material: Material, event: StoredEvent): Rejudged {
  const found = billAgain(byTerms(judging, caseOf(material, event.occurredAt)), event)
  return found ? different(event, event.type, found) : { outcome: 'same' }
}

async function contractEvent(
  judging: Judging,
  material: Material,
  own: Stream,
  event: StoredEvent,
): Promise<Rejudged> {
  const act = await actOf(judging, event)
  const views = await addressViews(judging, act, own, event)
  const at = (view: AddressView, corrects: string | null): Case =>
    caseOfEvent(judging, material, event, { ...view, corrects })
  const then = said(event, at({}, event.corrects))
  let now: Judgement | undefined
  for (const corrects of targetsOf(event, act, own)) {
    for (const view of views) {
      const found = judged(at(view, corrects), view.email === undefined ? act : withEmail(act, view.email))
      if (isSame(found, then)) return { outcome: view.email === undefined ? 'same' : 'erased' }
      now ??= found
    }
  }
  return now ? different(event, act.type, { then, now }) : { outcome: 'same' }
}

/**
 * The action an event tells of, or of which it records that it was refused; in today's words, with what personal
 * fields can still be opened.
 */
async function actOf({ keys }: Judging, event: StoredEvent): Promise<Act> {
  const data = await opened(keys, event)
  const isRefusal = event.type === 'ActionRefused'
  const lifted = asRecorded({ ...event, data }).data
  const type = (isRefusal ? lifted['type'] : event.type) as EventType
  const told = (isRefusal ? lifted['data'] : lifted) as Readonly<Record<string, unknown>>
  return { type, at: event.occurredAt, data: packed(type, told, new Names()) as Act['data'] }
}

/** What the action may have replaced. A refusal does not say it, so any earlier action of its type may have been it. */
function targetsOf(event: StoredEvent, { type }: Act, { events }: Stream): readonly (string | null)[] {
  if (event.type !== 'ActionRefused') return [event.corrects]
  const earlier = events.slice(0, event.revision - 1).filter((each) => each.type === type)
  return [null, ...earlier.map(({ id }) => id)]
}

function caseOfEvent(
  judging: Judging,
  material: Material,
  event: StoredEvent,
  { corrects, takenAddresses }: AddressView & { readonly corrects: string | null },
): Case {
  const action = {
    envelope: { occurredAt: event.occurredAt, ...(corrects !== null && { corrects }) },
  }
  const timeline = withoutTarget(action, { events: material.own.events, material })
  return byTerms(judging, caseBefore(action, takenAddresses ? { takenAddresses } : {}, material, timeline))
}

function byTerms({ terms }: Judging, c: Case): Case {
  const other = terms?.(c.service)
  return other ? { ...c, terms: other } : c
}

const withEmail = (act: Act, email: string): Act => ({
  ...act,
  data: { ...act.data, email } as Act['data'],
})

function judged(c: Case, act: Act): Judgement {
  const verdict = judge(c, act)
  if ('allowed' in verdict) return { allowed: true, basis: verdict.allowed }
  const { what, clause, causes } = verdict.refused
  return { allowed: false, what, clause, basis: rulesUnder({ what, value: what, clause, causes }) }
}

/** What an event says was judged; of its provision it keeps the rule only. */
function said({ type, data, basis, service, occurredAt }: StoredEvent, c: Case | undefined): Judgement {
  if (type !== 'ActionRefused') return { allowed: true, basis }
  const rule = String(data['rule'])
  const clause = c
    ? clauseOf(c, rule, dayOf(occurredAt))
    : { terms: service, version: '', article: rule, rule }
  return { allowed: false, what: String(data['what']), clause, basis }
}

const isSame = (a: Judgement, b: Judgement): boolean =>
  a.basis.join() === b.basis.join() &&
  (a.allowed ? b.allowed : !b.allowed && a.what === b.what && a.clause.rule === b.clause.rule)

const different = (
  { id, position, contractId, stream: name, revision, occurredAt }: StoredEvent,
  type: string,
  found: Pick<Difference, 'then' | 'now'> | BillDifference,
): Rejudged => ({
  outcome: 'different',
  difference: { event: id, position, contractId, stream: name, revision, type, occurredAt, ...found },
})
