import { type Case, type Question, answer, factsOf, given, tariff, today } from '../../../contract/case.ts'
import { openMeasures } from '../../../contract/measures.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import {
  type Day,
  type Instant,
  type Month,
  addDays,
  civilEnd,
  dayOf,
  endOf,
  firstDay,
  lastDayOf,
  monthOf,
} from '../../../kernel/calendar.ts'
import { type Answer, type Finding, type RuleId, isKnown, valueOf } from '../../../kernel/finding.ts'
import { type Deadline, type OptionEntry, type State } from '../../terms.ts'
import { clauseOf } from '../../../contract/case.ts'

/** The articles of an option contract that forms by itself and ends when all its resources are deleted (§8, §9). */
export type Articles = {
  readonly option: string
  readonly formation: RuleId
  readonly renewal: RuleId
  readonly deletion: RuleId
}

/** One such contract: from the fact that formed it to the full deletion, if there was one. */
export type Formed = {
  readonly articles: Articles
  readonly ref: string
  readonly fact: Fact
  readonly deleted?: Fact
}

/** From this fact on there is none of the resources, or there is one again. */
type Turn = { readonly fact: Fact; readonly empty: boolean }

/** 第51条第1項, 第62条第1項: the extension. */
const EXTENSION_MONTHS = 12

/** Each stretch with a resource is a contract: a registration behind a full deletion forms a new one (SC-Q16). */
export function contractsOf(articles: Articles, turns: readonly Turn[]): readonly Formed[] {
  const formed: Formed[] = []
  for (const { fact, empty } of turns) {
    const last = formed.at(-1)
    if (!empty) formed.push({ articles, fact, ref: refOf(articles.option, formed.length) })
    else if (last) formed[formed.length - 1] = { ...last, deleted: fact }
  }
  return formed
}

const refOf = (option: string, before: number): string => (before === 0 ? option : `${option}-${before + 1}`)

// ---- term --------------------------------------------------------------------------------------------------------

/** Last day of the term that runs at an instant: the initial one, extended by a year as long as a resource is there. */
function termAt(first: Day, { deleted }: Formed, at: Instant): Day {
  let end = first
  while (endOf(end) <= at && !(deleted && on(deleted) <= end))
    end = civilEnd(addDays(end, 1), EXTENSION_MONTHS)
  return end
}

/** Last day of the initial term: its length is a matter of the base terms, and of the tariff (SC-Q18). */
function initialEnd(c: Case, { articles, fact }: Formed): Answer<Day> {
  const q: Question = { what: 'term.initial-end', rule: articles.renewal, on: on(fact), causes: [fact] }
  return given(c, q, [tariff(c, 'initialTermMonths', on(fact), articles.renewal)], (months) =>
    civilEnd(firstDay(fact.at), months),
  )
}

/** `term.end`: the current one; an extension shows at 00:00 after the end before it. */
export function termEnd(c: Case, formed: Formed): Answer<Day> {
  const { articles, ref, fact, deleted } = formed
  const q: Question = { what: 'term.end', ref, rule: articles.renewal, on: on(fact), causes: [deleted] }
  return given(c, q, [initialEnd(c, formed)], (first) => termAt(first, formed, c.asOf))
}

/** `term.renews`: without full deletion the contract will extend. */
export const termRenews = (c: Case, { articles, ref, fact, deleted }: Formed): Answer<boolean> =>
  answer(
    c,
    { what: 'term.renews', ref, rule: articles.renewal, on: today(c), causes: [fact, deleted] },
    deleted === undefined,
  )

// ---- end ---------------------------------------------------------------------------------------------------------

/** The last day of the contract; undefined while nothing ends it. */
export function endOfContract(c: Case, formed: Formed): Answer<Day> | undefined {
  const ends = [byDeletion(c, formed), ...byProvider(c, formed)].filter((end) => end !== undefined)
  return ends.reduce<Answer<Day> | undefined>((best, end) => earlier(best, end), undefined)
}

const earlier = (a: Answer<Day> | undefined, b: Answer<Day>): Answer<Day> => {
  const [x, y] = [valueOf(a), valueOf(b)]
  return a === undefined || x === undefined || (y !== undefined && y < x) ? b : a
}

/** Full deletion: the end of its month, or of the term where that comes first (SC-Q17). */
function byDeletion(c: Case, formed: Formed): Answer<Day> | undefined {
  const { articles, ref, deleted } = formed
  if (!deleted) return undefined
  const first = initialEnd(c, formed)
  const monthEnd = lastDayOf(monthOf(deleted.at))
  const term = isKnown(first) ? termAt(first.value, formed, deleted.at) : undefined
  const expires = term !== undefined && term < monthEnd
  const rule = expires ? articles.renewal : articles.deletion
  const q: Question = { what: 'option.ends-on', ref, rule, on: on(deleted), causes: [deleted, first] }
  return answer(c, q, expires ? term : monthEnd)
}

/** Ends that others than the terms of the option decide: a rescission, an abolition, the base terms. */
function byProvider(c: Case, { articles, ref, fact }: Formed): readonly Answer<Day>[] {
  const ends = [
    ...factsOf(c, 'ContractRescinded').filter(({ data }) => data.ref === ref),
    ...factsOf(c, 'ContractEnded').filter(({ data }) => data.ref === ref),
    ...factsOf(c, 'ServiceDiscontinued').filter(
      ({ data }) => data.ref === ref || data.option === articles.option || data.scope === 'all',
    ),
  ]
  return ends
    .filter((end) => end.at >= fact.at)
    .map((end) =>
      answer(
        c,
        { what: 'option.ends-on', ref, rule: 'SC-1-2', on: on(end), causes: [end] },
        end.data.endsOn ?? on(end),
      ),
    )
}

// ---- state -------------------------------------------------------------------------------------------------------

/** Its last day lies behind `asOf`. */
export function isOver(c: Case, formed: Formed): boolean {
  const end = valueOf(endOfContract(c, formed))
  return end !== undefined && today(c) > end
}

/** In force in some day of a month. */
export function touches(c: Case, formed: Formed, month: Month): boolean {
  const end = valueOf(endOfContract(c, formed))
  return monthOf(formed.fact.at) <= month && (end === undefined || month <= monthOf(end))
}

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
