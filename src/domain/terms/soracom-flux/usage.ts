import { type Case, type Question, clauseOf, factsOf, given, missing, tariffOr } from '../../contract/case.ts'
import { type Reading, billable, meteredCharges, pricesOf, readingsOf } from '../../contract/metered.ts'
import { type Published, type TariffValue } from '../../contract/reference.ts'
import { cause } from '../../contract/timeline.ts'
import {
  type Day,
  type Instant,
  type Month,
  addDays,
  dayOf,
  endOf,
  firstDayOf,
  lastDayOf,
  startOf,
} from '../../kernel/calendar.ts'
import { type Exact, exact, text, toYen } from '../../kernel/money.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Charge, type Version } from '../terms.ts'
import { start } from './application.ts'
import { RULE } from './fees.ts'
import { type Reign, reigns, versionAt } from './versions.ts'

type PriceList = Published<TariffValue<'usagePrices'>>
/** A part of a month under one version, with the prices that hold in it; `reign` = what ended the part before. */
type Part = {
  readonly version: Version
  readonly from: Instant
  readonly to: Instant
  readonly prices: PriceList | undefined
  readonly reign?: Reign
}

/**
 * Metered fees of a month. Where other terms, and with them other prices, came to govern inside the month, what was
 * used before that instant keeps the old prices (SF-1.2-2, SF-Q1, R-6).
 */
export function usage(c: Case, month: Month, item: string): readonly Charge[] {
  const parts = partsOf(c, month)
  if (parts.length < 2) return meteredCharges(c, month, RULE, item)
  const meters = new Set([
    ...parts.flatMap(({ prices }) => [...pricesOf(prices?.value ?? [], item).keys()]),
    ...readingsOf(c, month).keys(),
  ])
  return [...meters].flatMap((meter) => split(c, month, item, meter, parts))
}

/** The parts of a month, two neighbours under the same price list taken as one. */
function partsOf(c: Case, month: Month): readonly Part[] {
  const first = startOf(firstDayOf(month))
  const last = endOf(lastDayOf(month))
  const inside = reigns(c).filter(({ from }) => from > first && from < last)
  const begin: Part = part(c, versionAt(c, first), first, last, inside[0])
  const all = [
    begin,
    ...inside.map((reign, i) => ({ ...part(c, reign.version, reign.from, last, inside[i + 1]), reign })),
  ]
  return all.filter((each, i) => i === 0 || each.prices?.fact !== all[i - 1]?.prices?.fact)
}

function part(c: Case, version: Version, from: Instant, last: Instant, next: Reign | undefined): Part {
  const to = next?.from ?? last
  const day: Day = next ? dayOf(next.from) : addDays(dayOf(last), -1)
  return { version, from, to, prices: c.reference.tariff('usagePrices', day, version.id) }
}

/** A meter through the parts of a month: what its reading grew by in each. */
function split(
  c: Case,
  month: Month,
  item: string,
  meter: string,
  parts: readonly Part[],
): readonly Charge[] {
  const total = readingsOf(c, month).get(meter)
  const charges: Charge[] = []
  let before = exact(0)
  for (const [i, each] of parts.entries()) {
    const next = parts[i + 1]
    const reading = next ? readingAt(c, month, meter, next) : total
    charges.push(...line(c, month, item, meter, each, before, reading))
    if (!reading) return charges
    before = reading.quantity
  }
  return charges
}

/**
 * The reading of a meter at the instant at which other terms took over: the last one before it. Where they did with
 * the first use after the announcement and that was made before the month, nothing was used before it.
 */
function readingAt(c: Case, month: Month, meter: string, { from, reign }: Part): Reading | undefined {
  const told = readingsOf(c, month, from).get(meter)
  if (told || !reign) return told
  const { announcement, consent } = reign.change
  const unused = consent?.at === from && announcement && announcement.at <= startOf(firstDayOf(month))
  const fresh = (start(c)?.fact.at ?? '') >= from
  const earlier = factsOf(c, 'ServiceUsed').some(({ at }) => at >= startOf(firstDayOf(month)) && at < from)
  return (unused && !earlier) || fresh ? { quantity: exact(0), facts: consent ? [consent] : [] } : undefined
}

function line(
  c: Case,
  month: Month,
  item: string,
  meter: string,
  { version, prices }: Part,
  before: Exact,
  reading: Reading | undefined,
): readonly Charge[] {
  const facts = [...(prices ? [prices.fact] : []), ...(reading?.facts ?? [])]
  const q: Question = {
    what: 'charge.usage',
    ref: `${meter}/${version.id}`,
    rule: RULE,
    on: lastDayOf(month),
    causes: facts,
  }
  const price = pricesOf(prices?.value ?? [], item).get(meter)
  const base = { kind: 'usage', item: meter, ref: version.id } as const
  if (!reading) return c.asOf < endOf(q.on) ? [] : [{ ...base, amount: missing(c, q, `usage:${meter}`) }]
  const grown = reading.quantity.minus(before)
  if (!price) return grown.isZero() ? [] : [{ ...base, amount: missing(c, q, 'tariff:usagePrices') }]
  const paid = billable(reading.quantity, price.included).minus(billable(before, price.included))
  const quantity = paid.isNegative() ? exact(0) : paid
  const switched: Answer<string> = {
    what: 'terms.version',
    ref: version.id,
    value: version.id,
    clause: clauseOf(c, 'SF-1.2-2', lastDayOf(month)),
    causes: version.fact ? [cause(version.fact)] : [],
  }
  const rounding = tariffOr(c, 'lineRounding', q.on, 'CC-11', 'floor')
  const amount = given(c, q, [switched, rounding], (_, mode) => toYen(quantity.times(price.unitPrice), mode))
  return [{ ...base, quantity: text(quantity), unit: price.unit, unitPrice: price.unitPrice, amount }]
}
