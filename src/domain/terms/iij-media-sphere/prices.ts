import { type Case, type Question, answer, factsOf, missing } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Meter, type Plan } from './plan.ts'

type Price = {
  /** 別紙1の2: the rule of the monthly amounts. */
  readonly rule: RuleId
  readonly initial: Yen
  readonly monthly: Yen
  /** Yen an hour or a GB above the included volume. */
  readonly overage: Readonly<Record<Meter, Yen>>
}

/** 別紙1. Overage of transcoding and LIVE channels is dearer on PREMIUM: so it is printed. */
const PRICES: { readonly [P in Plan]: Price } = {
  basic: {
    rule: 'IJ-A1-2a',
    initial: 80_000,
    monthly: 100_000,
    overage: { 'transcode-hours': 150, 'storage-gb': 7, 'delivery-gb': 8, 'live-hours': 75 },
  },
  premium: {
    rule: 'IJ-A1-2b',
    initial: 150_000,
    monthly: 200_000,
    overage: { 'transcode-hours': 400, 'storage-gb': 7, 'delivery-gb': 7, 'live-hours': 150 },
  },
}

/** The rule under which a plan's monthly amounts are printed. */
export const priceRule = (plan: Plan): RuleId => PRICES[plan].rule

export const initialFee = (c: Case, plan: Plan, day: Day): Answer<Yen> =>
  answer(c, { what: 'price.initial', rule: 'IJ-A1-1', on: day }, PRICES[plan].initial)

/** 月額基本料. */
export const monthlyFee = (c: Case, plan: Plan, day: Day): Answer<Yen> =>
  answer(c, { what: 'price.monthly-base', rule: priceRule(plan), on: day }, PRICES[plan].monthly)

export const overagePrice = (c: Case, plan: Plan, meter: Meter, day: Day): Answer<Yen> =>
  answer(
    c,
    { what: 'price.overage', ref: meter, rule: priceRule(plan), on: day },
    PRICES[plan].overage[meter],
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
const since = (quote: Quote): Day => quote.data.effectiveOn ?? on(quote)

/** Of the quotes that hold on a day the latest: by its day, then by order. */
const inForce = (quotes: readonly Quote[], day: Day): Quote | undefined =>
  quotes
    .filter((quote) => since(quote) <= day)
    .reduce<Quote | undefined>((best, next) => (best && since(next) < since(best) ? best : next), undefined)
