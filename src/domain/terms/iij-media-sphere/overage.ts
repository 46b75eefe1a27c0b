import { type Case, type Question, given, missing, tariffOr } from '../../contract/case.ts'
import { type Reading, billable, readingsOf } from '../../contract/metered.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Month, endOf, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined } from '../../kernel/finding.ts'
import { text, toYen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { type Share, planShares } from './plan-shares.ts'
import { METERS, type Meter, allowance } from './plan.ts'
import { overagePrice } from './prices.ts'

const UNITS: Readonly<Record<Meter, 'h' | 'GB'>> = {
  'transcode-hours': 'h',
  'storage-gb': 'GB',
  'delivery-gb': 'GB',
  'live-hours': 'h',
}
/** The lines of a month, a meter each: they neither offset each other nor carry anything over (IJ-A1-3). */
function overages(c: Case, month: Month): readonly Charge[] {
  const plans = planShares(c, month)
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
    causes: [...(reading?.facts ?? []), ...howMeasured(c, month, meter)],
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

/** How the storage figure was measured is shown where it was published; it changes nothing (IJ-Q12). */
function howMeasured(c: Case, month: Month, meter: Meter): readonly Fact[] {
  const on = lastDayOf(month)
  const published =
    meter === 'storage-gb' && c.reference.tariff('storageMeasure', on, c.terms.versionOn(c, on).id)
  return published ? [published.fact] : []
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
  const isWhole = days === of
  const item = isWhole ? meter : `${plan}.${meter}`
  const line = { kind: 'overage', item, ref: item, amount: { ...amount, ref: item } } as const
  if (!isKnown(included) || !isKnown(mode) || !isKnown(price)) return [line]
  const above = units(included.value, mode.value)
  const rate = { quantity: text(above), unit: UNITS[meter], unitPrice: String(price.value) }
  return above.isZero() ? [] : [isWhole ? { ...line, ...rate } : line]
}

/** 別紙1の2(1), 第1条: what is used above the included volumes. */
export const overage: Subject = {
  acts: { UsageMeasured: { basis: ['IJ-7-1', 'IJ-A1-3'] } },
  charges: overages,
}
