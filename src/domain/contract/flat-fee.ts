import {
  type Day,
  type Month,
  addDays,
  dayOf,
  daysIn,
  daysInclusive,
  firstDayOf,
  lastDayOf,
} from '../kernel/calendar.ts'
import { type Answer, type RuleId, isUndetermined } from '../kernel/finding.ts'
import { type Yen, prorate } from '../kernel/money.ts'
import { type Case, type Question, given, tariff, tariffOr } from './case.ts'
import { type Fact } from './timeline.ts'

/** What is charged from a day on: an item of a price list. */
export type PlanStep = { readonly from: Day; readonly item: string; readonly facts: readonly Fact[] }
/** Days on which a fee is owed; no `last` = going on. */
export type Term = { readonly first: Day; readonly last?: Day | undefined; readonly facts: readonly Fact[] }
/** The fee of an item for a month, or for its part of the month. */
export type FlatFee = { readonly item: string; readonly amount: Answer<Yen> }
export type FlatFeeQuestion = {
  readonly what: string
  readonly rule: RuleId
  readonly price: (item: string) => Answer<Yen>
}

/** Days of a month on which one item was in force. */
export type Span = {
  readonly item: string
  readonly first: Day
  readonly last: Day
  readonly facts: readonly Fact[]
}

/** Days of a "month" of `thirtieths`. */
const THIRTY = 30

/**
 * A flat monthly fee for a month, where the terms are silent on parts of a month and a tariff speaks of them: a month
 * that is not wholly inside the term by `prorationRule`, a month of a plan change by `planChangeProration`. Prices are
 * those of the last day of the month (CC-14); a month behind `asOf`, and one in which nothing began yet, has none.
 */
export function flatFees(
  c: Case,
  month: Month,
  ask: FlatFeeQuestion,
  term: Term,
  steps: readonly PlanStep[],
): readonly FlatFee[] {
  const first = later(term.first, firstDayOf(month))
  const last = term.last !== undefined && term.last < lastDayOf(month) ? term.last : lastDayOf(month)
  if (!isOwed(c, month, term)) return []
  const spans = spansOf(steps, first, last)
  const whole = { first, last, facts: partial(month, first, last) ? term.facts : [] }
  const items = new Set(spans.map(({ item }) => item))
  const before = itemBefore(c, steps, month, first)
  if (items.size <= 1 && (before === undefined || items.has(before.item)))
    return spans[0]
      ? [single(c, month, ask, { ...spans[0], ...whole, facts: [...spans[0].facts, ...whole.facts] })]
      : []
  return changed(c, month, ask, { spans, before, ...whole })
}

/** Has the term begun by `asOf`, and does it touch the month? */
export const isOwed = (c: Case, month: Month, { first, last }: Term): boolean => {
  const begins = later(first, firstDayOf(month))
  return begins <= lastDayOf(month) && (last === undefined || begins <= last) && begins <= dayOf(c.asOf)
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)
const partial = (month: Month, first: Day, last: Day): boolean =>
  first > firstDayOf(month) || last < lastDayOf(month)

/** The steps that fall into the days from `first` to `last`, each with its own days. */
export function spansOf(steps: readonly PlanStep[], first: Day, last: Day): readonly Span[] {
  return steps.flatMap(({ item, from, facts }, i): readonly Span[] => {
    const next = steps[i + 1]?.from
    const begins = i === 0 ? first : later(from, first)
    const ends = next !== undefined && next <= last ? addDays(next, -1) : last
    return begins <= ends ? [{ item, first: begins, last: ends, facts }] : []
  })
}

/** What was in force on the day before a change of this very month took effect on its first day. */
export function itemBefore(
  c: Case,
  steps: readonly PlanStep[],
  month: Month,
  first: Day,
): PlanStep | undefined {
  const onFirst = steps.findIndex((step, i) => i > 0 && step.from === firstDayOf(month))
  const old = onFirst > 0 && first === firstDayOf(month) ? steps[onFirst - 1] : undefined
  const rule = c.reference.tariff(
    'planChangeProration',
    lastDayOf(month),
    c.terms.versionOn(c, lastDayOf(month)).id,
  )
  return rule?.value === 'full-month-old' ? old : undefined
}

const question = (ask: FlatFeeQuestion, month: Month, facts: readonly Fact[]): Question => ({
  what: ask.what,
  rule: ask.rule,
  on: lastDayOf(month),
  causes: facts,
})

/** One item for the days of the term in the month. */
function single(c: Case, month: Month, ask: FlatFeeQuestion, span: Span): FlatFee {
  const q = question(ask, month, span.facts)
  const price = ask.price(span.item)
  if (!partial(month, span.first, span.last))
    return { item: span.item, amount: given(c, q, [price], (yen) => yen) }
  const how = tariff(c, 'prorationRule', q.on, ask.rule)
  const rounding = tariffOr(c, 'lineRounding', q.on, 'CC-11', 'floor')
  const days = daysInclusive(span.first, span.last)
  const amount = given(c, q, [price, how, rounding], (yen, rule, mode) =>
    rule === 'full-month' ? yen : prorate(yen, days, lengthOf(month, rule), mode),
  )
  return { item: span.item, amount }
}

const lengthOf = (month: Month, rule: 'calendar-days' | 'thirtieths' | 'full-month'): number =>
  rule === 'thirtieths' ? THIRTY : daysIn(month)

type Changed = {
  readonly spans: readonly Span[]
  readonly before: PlanStep | undefined
  readonly first: Day
  readonly last: Day
  readonly facts: readonly Fact[]
}

/** The month of a plan change. */
function changed(
  c: Case,
  month: Month,
  ask: FlatFeeQuestion,
  { spans, before, ...whole }: Changed,
): readonly FlatFee[] {
  const how = tariff(c, 'planChangeProration', lastDayOf(month), ask.rule)
  const facts = [...whole.facts, ...spans.flatMap((span) => span.facts)]
  const newest = spans.at(-1)
  const oldest = before ?? spans[0]
  if (!newest || !oldest) return []
  if (isUndetermined(how)) {
    const amount = given(c, question(ask, month, facts), [how], () => 0)
    return [{ item: newest.item, amount }]
  }
  if (how.value === 'calendar-days') return byDays(c, month, ask, spans, how)
  const item = { 'next-month': spans[0], 'full-month-new': newest, 'full-month-old': oldest }[how.value]?.item
  return item === undefined
    ? []
    : [withCause(c, month, ask, single(c, month, ask, { ...whole, item, facts }), how)]
}

const withCause = (
  c: Case,
  month: Month,
  ask: FlatFeeQuestion,
  fee: FlatFee,
  how: Answer<unknown>,
): FlatFee => ({
  item: fee.item,
  amount: given(c, question(ask, month, []), [fee.amount, how], (yen) => yen),
})

/** Each plan by its days, one rounding a line; what is owed for the whole month belongs to the plans at its edges. */
function byDays(
  c: Case,
  month: Month,
  ask: FlatFeeQuestion,
  spans: readonly Span[],
  how: Answer<unknown>,
): readonly FlatFee[] {
  const on = lastDayOf(month)
  const first = spans[0]?.first ?? firstDayOf(month)
  const last = spans.at(-1)?.last ?? on
  const isPart = partial(month, first, last)
  const edges = isPart ? tariff(c, 'prorationRule', on, ask.rule) : undefined
  const rounding = tariffOr(c, 'lineRounding', on, 'CC-11', 'floor')
  return [...new Set(spans.map(({ item }) => item))].map((item) => {
    const own = spans.filter((span) => span.item === item)
    const q = question(
      ask,
      month,
      own.flatMap(({ facts }) => facts),
    )
    const price = ask.price(item)
    if (!edges)
      return {
        item,
        amount: given(c, q, [price, rounding, how], (yen, mode) =>
          prorate(yen, daysOf(own), daysIn(month), mode),
        ),
      }
    const amount = given(c, q, [price, rounding, edges, how], (yen, mode, rule) =>
      prorate(
        yen,
        daysOf(own) + (rule === 'full-month' ? edgeDays(month, spans, own) : 0),
        lengthOf(month, rule),
        mode,
      ),
    )
    return { item, amount }
  })
}

const daysOf = (spans: readonly Span[]): number =>
  spans.reduce((total, { first, last }) => total + daysInclusive(first, last), 0)

/** Days of the month outside the term, put to the plan next to them. */
function edgeDays(month: Month, spans: readonly Span[], own: readonly Span[]): number {
  const [first, last] = [spans[0], spans.at(-1)]
  const ahead = first && own.includes(first) ? daysInclusive(firstDayOf(month), first.first) - 1 : 0
  const behind = last && own.includes(last) ? daysInclusive(last.last, lastDayOf(month)) - 1 : 0
  return ahead + behind
}
