import { type Case, type Question, answer, factsOf, given, tariff, today } from '../../../contract/case.ts'
import { on } from '../../../contract/timeline.ts'
import {
  type Day,
  type Instant,
  type Month,
  addDays,
  civilEnd,
  endOf,
  firstDay,
  lastDayOf,
  monthOf,
} from '../../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../../kernel/finding.ts'
import { type Formed } from './formed.ts'

/** 第51条第1項, 第62条第1項: the extension. */
const EXTENSION_MONTHS = 12

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
      ({ data }) =>
        data.scope === 'all' || (data.ref === undefined ? data.option === articles.option : data.ref === ref),
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
