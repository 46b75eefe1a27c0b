import { type Case, asOf } from './case.ts'
import { inForce } from './in-force.ts'
import { type Fact, Timeline } from './timeline.ts'

/** Types of the reference door that hold for contracts rather than for the service. */
const WIDE: ReadonlySet<string> = new Set(['TermsChangeAnnounced', 'IndividualTermsAdded', 'TemporaryReductionAnnounced', 'BillingCycleChanged', 'ServiceSuspended', 'ServiceRestricted', 'ServiceResumed', 'NoticeGiven', 'ServiceContentChanged', 'ProviderEventOccurred', 'ServiceDiscontinued']) // prettier-ignore
export const isWide = (fact: Fact): boolean => WIDE.has(fact.type)

/** Fields whose value says that several facts speak of one thing. */
const IDS = [
  'outageId',
  'measureId',
  'noticeId',
  'contentChangeId',
  'reductionId',
  'agreementId',
  'eventId',
] as const

const idOf = (fact: Fact): string => {
  const data = fact.data as Readonly<Record<string, unknown>>
  const field = IDS.find((name) => typeof data[name] === 'string')
  return field ? `${field}:${String(data[field])}` : fact.id
}

const inOrder = (a: Fact, b: Fact): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.position - b.position)

/** Facts of the whole service by the thing they speak of, the thing that was met first first. */
export function groupsOf(facts: readonly Fact[]): readonly (readonly Fact[])[] {
  const groups = new Map<string, Fact[]>()
  for (const fact of [...facts].sort(inOrder)) {
    const id = idOf(fact)
    const group = groups.get(id)
    if (group) group.push(fact)
    else groups.set(id, [fact])
  }
  return [...groups.values()]
}

/** Wide facts after which a contract may no longer be in force as it was; the others leave later membership alone. */
const MAY_END: ReadonlySet<string> = new Set(['ServiceDiscontinued', 'IndividualTermsAdded'])

/**
 * The timeline of a contract with the wide facts that hold for it: those of a thing whose first fact met the contract
 * in force. Later facts of the same thing follow that membership, even behind the contract's end.
 */
export function withWideFacts(
  own: readonly Fact[],
  groups: readonly (readonly Fact[])[],
  caseOf: (timeline: Timeline) => Case,
): Timeline {
  const facts = [...own]
  let timeline = new Timeline(facts)
  for (const group of groups) {
    const first = group[0]
    if (!first || !isMember(timeline, first, caseOf)) continue
    facts.push(...group)
    if (group.some(({ type }) => MAY_END.has(type))) timeline = new Timeline(facts)
  }
  return timeline.length === facts.length ? timeline : new Timeline(facts)
}

/** The contract's own word on an outage makes the provider-wide facts of that outage its own as well. */
function isMember(timeline: Timeline, first: Fact, caseOf: (timeline: Timeline) => Case): boolean {
  if (timeline.length === 0) return false
  const then = { ...asOf(caseOf(timeline), first.at), facts: timeline.before(first) }
  return then.facts.length > 0 && inForce(then)
}
