import { type Case, answer, clauseOf, today } from '../../../contract/case.ts'
import { openMeasures } from '../../../contract/measures.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Day, type Instant, dayOf } from '../../../kernel/calendar.ts'
import { type Answer, type Finding, isKnown } from '../../../kernel/finding.ts'
import { type Deadline, type OptionEntry, type State } from '../../terms.ts'
import { type Formed } from './formed.ts'
import { endOfContract, termEnd } from './term.ts'

/** `option.state`: in force from the formation to 24:00 of the last day. */
export function stateOf(c: Case, formed: Formed): Finding<State> {
  const { articles, ref, fact } = formed
  const end = endOfContract(c, formed)
  const q = { what: 'option.state', ref }
  if (end && isKnown(end) && today(c) > end.value)
    return { ...q, value: 'ended', clause: end.clause, causes: [end] }
  const measure = openMeasures(c).find(
    (open) =>
      open.fact.type === 'ServiceSuspended' &&
      (open.fact as Fact<'ServiceSuspended'>).data.kind === 'suspension' &&
      open.fact.data.ref === ref,
  )
  return measure
    ? {
        ...q,
        value: 'suspended',
        clause: clauseOf(c, 'SC-1-2', today(c)),
        causes: [cause(fact), cause(measure.fact)],
      }
    : { ...q, value: 'active', clause: clauseOf(c, articles.formation, on(fact)), causes: [cause(fact)] }
}

/** `contract.formed-at`: the instant at which the provider received the data. */
export const formedAt = (c: Case, { articles, ref, fact }: Formed): Answer<Instant> =>
  answer(
    c,
    { what: 'contract.formed-at', ref, rule: articles.formation, on: on(fact), causes: [fact] },
    fact.at,
  )

/** `contract.starts-on`: the day of the conclusion, for options as for the base service (第3条第1項). */
export const startsOn = (c: Case, { ref, fact }: Formed): Answer<Day> =>
  answer(c, { what: 'contract.starts-on', ref, rule: 'SC-3-1', on: on(fact), causes: [fact] }, dayOf(fact.at))

export function entryOf(c: Case, formed: Formed): OptionEntry {
  const end = endOfContract(c, formed)
  return {
    option: formed.articles.option,
    ref: formed.ref,
    state: stateOf(c, formed),
    startsOn: startsOn(c, formed),
    ...(end && { endsOn: end }),
  }
}

/** The end that was brought about, and the term end by which everything must be deleted, or it extends. */
export function deadlinesOf(c: Case, formed: Formed): readonly Deadline[] {
  const end = endOfContract(c, formed)
  const term = termEnd(c, formed)
  const found: Deadline[] = []
  if (end && isKnown(end)) {
    const state = today(c) <= end.value ? 'upcoming' : 'met'
    found.push({ kind: 'termination-effective', ref: formed.ref, who: 'customer', state, when: end })
  }
  if (isKnown(term)) {
    const state = end && isKnown(end) ? (end.value < term.value ? 'lapsed' : 'met') : 'upcoming'
    found.push({ kind: 'term-end', ref: formed.ref, who: 'customer', state, when: term })
  }
  return found
}
