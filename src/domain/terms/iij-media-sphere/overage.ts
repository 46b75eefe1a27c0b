import { type Case, type Question, given, missing, tariff, tariffOr, today } from '../../contract/case.ts'
import { type Span, isOwed, itemBefore, spansOf } from '../../contract/flat-fee.ts'
import { type Reading, billable, readingsOf } from '../../contract/metered.ts'
import { type Month, daysInclusive, endOf, firstDayOf, lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined } from '../../kernel/finding.ts'
import { exact, text, toYen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { billedTerm } from './monthly-fees.ts'
import { METERS, type Meter, type Plan, allowance, planOn, planSteps } from './plan.ts'
import { overagePrice } from './prices.ts'

const UNITS: Readonly<Record<Meter, 'h' | 'GB'>> = {
  'transcode-hours': 'h',
  'storage-gb': 'GB',
  'delivery-gb': 'GB',
  'live-hours': 'h',
}
/** A share that does not end is cut off there; nobody is told 0.8 before it is reached. */
const SHARE_DIGITS = 6

/** A plan that bears a month's usage, wholly or by `days` of `of`. */
type Share = { readonly plan: Plan; readonly days: number; readonly of: number }

/**
 * Plans by which the usage of a month is measured. In the month of a change a tariff says which (R-16, IJ-Q11): one of
 * them for the whole month, or each by its days, that is its own overage of the whole month in that proportion.
 */
function shares(c: Case, month: Month): Answer<readonly Share[]> | undefined {
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

/** The lines of a month, a meter each: they neither offset each other nor carry anything over (IJ-A1-3). */
function overages(c: Case, month: Month): readonly Charge[] {
  const plans = shares(c, month)
  if (!plans) return []
  const readings = readingsOf(c, month)
  return METERS.flatMap((meter) => ofMeter(c, month, meter, plans, readings.get(meter)))
}

function ofMeter(
  c: Case,
  month: Month,
  meter: Meter,
  plans: Answer<readonly Share[]>,
  reading: Reading | undefined,
): readonly Charge[] {
  const on = lastDayOf(month)
  const q: Question = {
    what: 'charge.overage',
    ref: meter,
    rule: 'IJ-A1-3',
    on,
    causes: reading?.facts ?? [],
  }
  const line = { kind: 'overage', item: meter, ref: meter } as const
  const measured = reading
    ? given(c, { ...q, what: 'usage.measured' }, [], () => reading.quantity)
    : missing(c, { ...q, what: 'usage.measured' }, `usage:${meter}`)
  if (isUndetermined(measured) && c.asOf < endOf(on)) return [] // nothing has arisen yet that could be charged
  if (isUndetermined(measured) || isUndetermined(plans))
    return [{ ...line, amount: given(c, q, [measured, plans], () => 0) }]
  return plans.value.flatMap((share) => lineOf(c, month, meter, share, plans, measured.value, q))
}

/** What a plan charges for a meter, in proportion to its share; no line where nothing lies above the allowance. */
function lineOf(
  c: Case,
  month: Month,
  meter: Meter,
  { plan, days, of }: Share,
  plans: Answer<unknown>,
  quantity: Reading['quantity'],
  q: Question,
): readonly Charge[] {
  const on = lastDayOf(month)
  const included = allowance(c, plan, meter, on)
  const price = overagePrice(c, plan, meter, on)
  const mode = tariffOr(c, 'overageRounding', on, 'IJ-Q5', 'exact')
  const rounding = tariffOr(c, 'lineRounding', on, 'CC-11', 'floor')
  const units = (volume: string, how: string): Reading['quantity'] => {
    const above = billable(quantity, volume)
    return how === 'ceil' ? above.ceil() : how === 'floor' ? above.floor() : above
  }
  const amount = given(c, q, [plans, included, mode, price, rounding], (_plans, volume, how, yen, round) =>
    toYen(units(volume, how).times(yen).times(days).div(of), round),
  )
  const item = days === of ? meter : `${plan}.${meter}`
  const line = {
    kind: 'overage',
    item,
    ref: item,
    unit: UNITS[meter],
    amount: { ...amount, ref: item },
  } as const
  if (!isKnown(included) || !isKnown(mode) || !isKnown(price)) return [line]
  const above = units(included.value, mode.value)
  return above.isZero() ? [] : [{ ...line, quantity: text(above), unitPrice: String(price.value) }]
}

/** `usage.allowance-used`: the share of each allowance that the last measured month has used (0.8 and 1 are reminders). */
function allowanceUsed(c: Case): readonly Answer<string>[] {
  return METERS.flatMap((meter): readonly Answer<string>[] => {
    const month = lastMeasured(c, meter)
    const step = month && planOn(c, lastDayOf(month) < today(c) ? lastDayOf(month) : today(c))
    const reading = month && readingsOf(c, month).get(meter)
    if (!month || !step || !reading) return []
    const included = allowance(c, step.item, meter, lastDayOf(month))
    const q: Question = { what: 'usage.allowance-used', ref: meter, rule: 'IJ-A1-3', on: lastDayOf(month) }
    const causes = [...reading.facts, { what: 'month', value: month }]
    const share = (volume: string) => reading.quantity.div(exact(volume)).toDecimalPlaces(SHARE_DIGITS)
    return [given(c, { ...q, causes }, [included], (volume) => text(share(volume)))]
  })
}

const lastMeasured = (c: Case, meter: Meter): Month | undefined =>
  c.facts
    .of('UsageMeasured')
    .filter(({ data }) => data.month <= monthOf(c.asOf) && data.readings.some((each) => each.meter === meter))
    .map(({ data }) => data.month)
    .sort()
    .at(-1)

/** 別紙1の2(1), 第1条: what is used above the included volumes. */
export const overage: Subject = {
  acts: { UsageMeasured: { basis: ['IJ-7-1', 'IJ-A1-3'] } },
  answers: { 'usage.allowance-used': allowanceUsed },
  charges: overages,
}
