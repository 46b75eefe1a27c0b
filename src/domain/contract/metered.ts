import { type Instant, type Month, endOf, lastDayOf } from '../kernel/calendar.ts'
import { type Answer, type RuleId, isUndetermined } from '../kernel/finding.ts'
import { type Exact, type Yen, exact, text, toYen } from '../kernel/money.ts'
import { type Charge } from '../terms/terms.ts'
import { type Case, type Question, factsOf, given, missing, tariff, tariffOr } from './case.ts'
import { type TariffValue } from './reference.ts'
import { type Fact } from './timeline.ts'

type Price = TariffValue<'usagePrices'>[number]

/** The last reading of a meter in a month for each of its refs. */
export type Reading = { readonly quantity: Exact; readonly facts: readonly Fact[] }

/**
 * Readings of a month by meter, all refs of a meter together; a later reading replaces the earlier one of its ref.
 * With `before` as they stood just before an instant.
 */
export function readingsOf(c: Case, month: Month, before?: Instant): ReadonlyMap<string, Reading> {
  const last = new Map<string, { meter: string; quantity: string; fact: Fact }>()
  for (const fact of factsOf(c, 'UsageMeasured')) {
    if (fact.data.month !== month || (before !== undefined && fact.at >= before)) continue
    for (const { meter, ref, quantity } of fact.data.readings)
      last.set(`${meter}/${ref ?? ''}`, { meter, quantity, fact })
  }
  const meters = new Map<string, Reading>()
  for (const { meter, quantity, fact } of last.values()) {
    const others = meters.get(meter)
    meters.set(meter, {
      quantity: exact(quantity).plus(others?.quantity ?? 0),
      facts: [...new Set([...(others?.facts ?? []), fact])],
    })
  }
  return meters
}

/** Prices that hold for an item, one a meter: the one that names the item, else the one that names none. */
export function pricesOf(list: readonly Price[], item: string): ReadonlyMap<string, Price> {
  const general = list.filter((price) => price.item === undefined)
  const kind = item.split('.')[0]
  const own = (name: string | undefined): readonly Price[] => list.filter((price) => price.item === name)
  return new Map(
    [...general, ...(kind === item ? [] : own(kind)), ...own(item)].map((price) => [price.meter, price]),
  )
}

/** What is paid for: the quantity above what a price includes. */
export const billable = (quantity: Exact, included: string | undefined): Exact => {
  const above = quantity.minus(included ?? 0)
  return above.isNegative() ? exact(0) : above
}

/**
 * Metered charges of a month at the prices of its last day (CC-14). A priced meter without a reading is undetermined
 * (`usage:<meter>`) once the month is over, and a reading without a price at once; neither is taken for zero.
 */
export function meteredCharges(c: Case, month: Month, rule: RuleId, item: string): readonly Charge[] {
  const on = lastDayOf(month)
  const readings = readingsOf(c, month)
  const list = tariff(c, 'usagePrices', on, rule)
  if (isUndetermined(list))
    return [...readings].map(([meter, { facts }]) => gap(c, month, rule, meter, list, facts))
  const prices = pricesOf(list.value, item)
  const unpriced = [...readings].filter(([meter]) => !prices.has(meter))
  return [
    ...[...prices.values()].flatMap((price) =>
      charge(c, month, rule, price, readings.get(price.meter), list),
    ),
    ...unpriced.map(([meter, { facts }]) => gap(c, month, rule, meter, list, facts)),
  ]
}

const question = (month: Month, rule: RuleId, meter: string, facts: readonly Fact[]): Question => ({
  what: 'charge.usage',
  ref: meter,
  rule,
  on: lastDayOf(month),
  causes: facts,
})

/** A reading that no published price covers. */
function gap(
  c: Case,
  month: Month,
  rule: RuleId,
  meter: string,
  list: Answer<unknown>,
  facts: readonly Fact[],
): Charge {
  const q = question(month, rule, meter, facts)
  const amount = missing(c, { ...q, causes: [...facts, list] }, 'tariff:usagePrices')
  return { kind: 'usage', item: meter, amount }
}

function charge(
  c: Case,
  month: Month,
  rule: RuleId,
  price: Price,
  reading: Reading | undefined,
  list: Answer<unknown>,
): readonly Charge[] {
  const q = question(month, rule, price.meter, reading?.facts ?? [])
  if (!reading) {
    if (c.asOf < endOf(q.on)) return []
    return [
      {
        kind: 'usage',
        item: price.meter,
        amount: missing(c, { ...q, causes: [list] }, `usage:${price.meter}`),
      },
    ]
  }
  const quantity = billable(reading.quantity, price.included)
  const rounding = tariffOr(c, 'lineRounding', q.on, 'CC-11', 'floor')
  const amount: Answer<Yen> = given(c, q, [list, rounding], (_, mode) =>
    toYen(quantity.times(price.unitPrice), mode),
  )
  const { unit, unitPrice, meter } = price
  return [{ kind: 'usage', item: meter, quantity: text(quantity), unit, unitPrice, amount }]
}
