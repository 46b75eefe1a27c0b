import { type Case, type Question, answer, factsOf, given, missing } from '../../contract/case.ts'
import { type Fact, on as dayOf } from '../../contract/timeline.ts'
import { said } from '../../contract/said.ts'
import { type Day, day } from '../../kernel/calendar.ts'
import { type Dated, dated } from '../../kernel/dated.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Meter, type Plan } from './plan.ts'

type Price = {
  readonly initial: Yen
  readonly monthly: Yen
  /** Yen an hour or a GB above the included volume. */
  readonly overage: Readonly<Record<Meter, Yen>>
}

type PriceList = { readonly [P in Plan]: Price }

/** 別紙1, by the version it is printed in. Overage of transcoding and LIVE is dearer on PREMIUM: so it is printed. */
const PRICES: Dated<PriceList> = dated({
  from: day('2022-05-01'),
  value: {
    basic: {
      initial: 80_000,
      monthly: 100_000,
      overage: { 'transcode-hours': 150, 'storage-gb': 7, 'delivery-gb': 8, 'live-hours': 75 },
    },
    premium: {
      initial: 150_000,
      monthly: 200_000,
      overage: { 'transcode-hours': 400, 'storage-gb': 7, 'delivery-gb': 7, 'live-hours': 150 },
    },
  },
})

/** The rule under which a plan's monthly amounts are printed (別紙1の2). */
const RULES: { readonly [P in Plan]: RuleId } = { basic: 'IJ-A1-2a', premium: 'IJ-A1-2b' }
export const priceRule = (plan: Plan): RuleId => RULES[plan]

const price = (c: Case, q: Question, of: (prices: PriceList) => Yen): Answer<Yen> =>
  given(c, q, [said(c, { what: 'terms.price-list', rule: q.rule, on: q.on }, PRICES)], (prices) =>
    of(prices as PriceList),
  )

export const initialFee = (c: Case, plan: Plan, on: Day): Answer<Yen> =>
  price(c, { what: 'price.initial', rule: 'IJ-A1-1', on }, (prices) => prices[plan].initial)

/** 月額基本料. */
export const monthlyFee = (c: Case, plan: Plan, on: Day): Answer<Yen> =>
  price(c, { what: 'price.monthly-base', rule: priceRule(plan), on }, (prices) => prices[plan].monthly)

export const overagePrice = (c: Case, plan: Plan, meter: Meter, on: Day): Answer<Yen> =>
  price(
    c,
    { what: 'price.overage', ref: meter, rule: priceRule(plan), on },
    (prices) => prices[plan].overage[meter],
  )

// ---- what is quoted ------------------------------------------------------------------------------------------------

type Quote = Fact<'QuoteGiven'>

/**
 * DRM costs what was quoted to the customer (別紙1の1(2), 2(2)): on a day the quote in force, one for this very option
 * before a general one. A quote that names no day also covers what went before it, where nothing else does.
 */
export function quoted(
  c: Case,
  item: 'drm-initial' | 'drm-monthly',
  ref: string,
  day: Day,
  rule: RuleId,
): Answer<Yen> {
  const quotes = factsOf(c, 'QuoteGiven').filter(({ data }) => data.item === item)
  const own = quotes.filter(({ data }) => data.ref === ref)
  const general = quotes.filter(({ data }) => data.ref === undefined)
  const quote = inForce(own, day) ?? inForce(general, day) ?? [...own, ...general].find(isUndated)
  const q: Question = { what: `quote.${item}`, ref, rule, on: day, causes: [quote] }
  return quote ? answer(c, q, quote.data.amount) : missing(c, q, 'quote:drm')
}

const isUndated = ({ data }: Quote): boolean => data.effectiveOn === undefined
const since = (quote: Quote): Day => quote.data.effectiveOn ?? dayOf(quote)

/** Of the quotes that hold on a day the latest: by its day, then by order. */
const inForce = (quotes: readonly Quote[], day: Day): Quote | undefined =>
  quotes
    .filter((quote) => since(quote) <= day)
    .reduce<Quote | undefined>((best, next) => (best && since(next) < since(best) ? best : next), undefined)
