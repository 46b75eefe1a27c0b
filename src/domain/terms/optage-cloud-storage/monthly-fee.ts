import {
  type Case,
  type Question,
  answer,
  given,
  listPrice,
  missing,
  tariff,
  tariffOr,
} from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type RuleId, isUndetermined } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'
import { type Content, type Step } from './content.ts'
import { type Column, priceList, priceOfComponents } from './price-list.ts'
import { type Relaxation } from './relaxations.ts'
import { taxRate, taxTreatment, withTax } from './tax.ts'

/** A fee that is owed month by month, before tax as the price list or the tariff states it. */
export type Fee = {
  readonly kind: 'monthly-base' | 'component' | 'metric-relaxation'
  /** Whose fee it is: outages of storage and of the managed service are credited apart. */
  readonly part: 'managed' | 'storage' | 'option'
  readonly item: string
  readonly ref?: string
  readonly option?: string
  readonly quantity?: string
  readonly unit?: string
  readonly unitPrice?: string
  readonly amount: Answer<Yen>
}

/** What is owed a month for a content, at the prices of a day (`on`). `also` shapes every fee: how the month counts. */
export type FeeQuestion = {
  readonly step: Step
  readonly relaxations: readonly Relaxation[]
  readonly on: Day
  readonly also?: readonly Answer<unknown>[]
}

const question = (what: string, rule: RuleId, on: Day, facts: readonly Fact[]): Question => ({
  what,
  rule,
  on,
  causes: facts,
})

/** Which column of 別表2 holds for a plan; PREMIUM has two, and one Windows machine selects the dearer for all (OP-A2-2). */
function column(c: Case, { content, facts }: Step, plan: string, on: Day): Answer<Column> {
  const rule = plan === 'premium' ? 'OP-A2-2' : 'OP-A2-1'
  const key = plan === 'premium' ? `premium-${content.windows === true ? 'windows' : 'linux'}` : plan
  const list = priceList(c, on, rule)
  const q = question(`terms.price-list.${key}`, rule, on, facts)
  if (isUndetermined(list)) return missing(c, { ...q, causes: [list] }, list.undetermined.missing)
  const found = list.value.columns[key]
  return found ? answer(c, { ...q, causes: [...facts, list] }, found) : missing(c, q, 'tariff:monthlyFees')
}

function managed(c: Case, ask: FeeQuestion, plan: string): readonly Fee[] {
  const { step, on, also = [] } = ask
  const prices = column(c, step, plan, on)
  const base = given(
    c,
    question('charge.monthly-base', 'OP-A2-1', on, step.facts),
    [prices, ...also],
    ({ base: yen }) => yen,
  )
  const first: Fee = { kind: 'monthly-base', part: 'managed', item: plan, amount: base }
  const { components } = step.content
  return components === 0 ? [first] : [first, componentFee(c, ask, plan, prices)]
}

/** `charge.component` (OP-A2-1, OP-A2-2): 別表2 by the tiers of the component count. */
function componentFee(
  c: Case,
  { step, on, also = [] }: FeeQuestion,
  plan: string,
  prices: Answer<Column>,
): Fee {
  const { components } = step.content
  const q = question('charge.component', plan === 'premium' ? 'OP-A2-2' : 'OP-A2-1', on, step.facts)
  const mode = tariffOr(c, 'tierMode', on, 'OP-Q8', 'graduated')
  const amount =
    components === undefined
      ? missing(c, q, 'fact:components')
      : given(c, q, [prices, mode, ...also], ({ tiers }, how) => priceOfComponents(components, tiers, how))
  return {
    kind: 'component',
    part: 'managed',
    item: plan,
    ...(components !== undefined && { quantity: String(components) }),
    unit: 'component',
    amount,
  }
}

function storage(c: Case, { step, on, also = [] }: FeeQuestion, item: string): Fee {
  const price = listPrice(c, 'monthlyFees', item, on, 'OP-A3-1a')
  const q = question('charge.monthly-base', 'OP-A3-1a', on, step.facts)
  return { kind: 'monthly-base', part: 'storage', item, amount: given(c, q, [price, ...also], (yen) => yen) }
}

/** `charge.metric-relaxation` (OP-A2-4): the first of a component has a price in 別表2, a repeated one a published one. */
function relaxation(c: Case, { on, also = [] }: FeeQuestion, { ref, nth, enabled }: Relaxation): Fee {
  const q: Question = { ...question('charge.metric-relaxation', 'OP-A2-4', on, [enabled]), ref }
  const price: Answer<Yen> =
    nth === 1
      ? given(
          c,
          { ...q, what: 'terms.price-list.metric-relaxation' },
          [priceList(c, on, 'OP-A2-4')],
          (list) => list.metricRelaxation,
        )
      : tariff(c, 'metricRelaxationRepeatFee', on, 'OP-A2-4')
  const option = 'metric-relaxation'
  return {
    kind: option,
    part: 'option',
    item: option,
    option,
    ref,
    amount: given(c, q, [price, ...also], (yen) => yen),
  }
}

/** The fees of a month for a content: managed plan, components, storage, options. */
export function fees(c: Case, ask: FeeQuestion): readonly Fee[] {
  const { plan, storagePlan }: Content = ask.step.content
  return [
    ...(plan === undefined ? [] : managed(c, ask, plan)),
    ...(storagePlan === undefined ? [] : [storage(c, ask, storagePlan)]),
    ...ask.relaxations.map((each) => relaxation(c, ask, each)),
  ]
}

export const sumOf = (c: Case, q: Question, amounts: readonly Answer<Yen>[]): Answer<Yen> =>
  given(c, q, amounts, (...all) => (all as Yen[]).reduce((sum, each) => sum + each, 0))

const ofTariff = (fee: Fee): boolean => fee.part === 'storage'

/** The month with tax, its fraction cut off once (別表3の2, の6). A tariff's prices may hold the tax already or show none. */
export function monthWithTax(c: Case, q: Question, of: readonly Fee[]): Answer<Yen> {
  const treatment = taxTreatment(c, q.on)
  const amounts = (list: readonly Fee[]): readonly Answer<Yen>[] => list.map(({ amount }) => amount)
  if (isUndetermined(treatment) || treatment.value === 'none') return sumOf(c, q, amounts(of))
  if (treatment.value === 'exclusive')
    return withTax(c, q, sumOf(c, { ...q, what: 'charge.month' }, amounts(of)))
  const taxed = withTax(
    c,
    q,
    sumOf(c, { ...q, what: 'charge.month' }, amounts(of.filter((fee) => !ofTariff(fee)))),
  )
  return sumOf(c, q, [taxed, ...amounts(of.filter(ofTariff))])
}

/** The month without tax, as 第29条第3項 asks for it: the tax that a tariff's prices hold is taken out. */
export function monthBeforeTax(c: Case, q: Question, of: readonly Fee[]): Answer<Yen> {
  const treatment = taxTreatment(c, q.on)
  const inclusive = !isUndetermined(treatment) && treatment.value === 'inclusive'
  const bare = of.map((fee) =>
    inclusive && ofTariff(fee)
      ? given(c, { ...q, what: 'charge.month-before-tax' }, [fee.amount, taxRate(c, q.on)], (yen, rate) =>
          toYen(exact(yen).div(exact(rate).plus(1))),
        )
      : fee.amount,
  )
  return sumOf(c, q, bare)
}
