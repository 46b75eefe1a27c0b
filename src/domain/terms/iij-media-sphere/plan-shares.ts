import { type Case, type Question, given, tariff } from '../../contract/case.ts'
import { type Span, isOwed, itemBefore, spansOf } from '../../contract/flat-fee.ts'
import { type Month, daysInclusive, firstDayOf, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { billedTerm } from './monthly-fees.ts'
import { type Plan, planSteps } from './plan.ts'

/** A plan that bears a month's usage, wholly or by `days` of `of`. */
export type Share = { readonly plan: Plan; readonly days: number; readonly of: number }

/**
 * Plans by which the usage of a month is charged; none where no monthly fee is owed. In the month of a change a tariff says which (R-16, IJ-Q11): one of
 * them for the whole month, or each by its days, that is its own overage of the whole month in that proportion.
 */
export function planShares(c: Case, month: Month): Answer<readonly Share[]> | undefined {
  const term = billedTerm(c)
  if (!term || !isOwed(c, month, term)) return undefined
  const first = term.first > firstDayOf(month) ? term.first : firstDayOf(month)
  const last = term.last !== undefined && term.last < lastDayOf(month) ? term.last : lastDayOf(month)
  const spans = spansOf(planSteps(c), first, last)
  const before = itemBefore(c, planSteps(c), month, first)
  const oldest = (before ?? spans[0])?.item
  const q: Question = { what: 'overage.plans', rule: 'IJ-A1-3', on: lastDayOf(month) }
  const facts = spans.flatMap((span) => span.facts)
  if (spans.length <= 1 && oldest === spans[0]?.item)
    return given(c, { ...q, causes: facts }, [], () => whole(oldest))
  const how = tariff(c, 'planChangeProration', lastDayOf(month), 'IJ-Q11')
  return given(c, { ...q, causes: facts }, [how], (rule) => {
    if (rule === 'calendar-days') return byDays(spans)
    return whole(
      { 'next-month': spans[0]?.item, 'full-month-new': spans.at(-1)?.item, 'full-month-old': oldest }[rule],
    )
  })
}

const whole = (plan: string | undefined): readonly Share[] =>
  plan === undefined ? [] : [{ plan: plan as Plan, days: 1, of: 1 }]

function byDays(spans: readonly Span[]): readonly Share[] {
  const days = (all: readonly Span[]): number =>
    all.reduce((sum, { first, last }) => sum + daysInclusive(first, last), 0)
  return [...new Set(spans.map(({ item }) => item))].map((item) => ({
    plan: item as Plan,
    days: days(spans.filter((span) => span.item === item)),
    of: days(spans),
  }))
}
