import { type Case, type Question, given, listPrice, missing, today } from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Day, type Month, monthOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { type Step, steps } from './content.ts'
import { end } from './ending.ts'
import { priceList } from './price-list.ts'

/** The quote for the initial fee that holds on a day; it stands in the place of the printed amount. */
const quoteOn = (c: Case, day: Day): Fact<'QuoteGiven'> | undefined =>
  c.facts
    .of('QuoteGiven')
    .findLast(
      ({ data }) => data.item === 'initial' && (data.effectiveOn === undefined || data.effectiveOn <= day),
    )

/** The managed service begins: the fee for the first components, and for each one beyond them (OP-A2-3). */
function firstFee(c: Case, { from, content, facts }: Step): Answer<Yen> {
  const quote = quoteOn(c, from)
  const { components } = content
  const q: Question = { what: 'charge.initial', rule: 'OP-A2-3', on: from, causes: [...facts, quote] }
  if (components === undefined) return missing(c, q, 'fact:components')
  return given(
    c,
    q,
    [priceList(c, from, 'OP-A2-3')],
    (list) =>
      (quote?.data.amount ?? list.initial) +
      Math.max(0, components - list.initialCovers) * list.initialPerComponent,
  )
}

/** Components added later cost the same each, also below the number the first fee covers (OP-A2-3). */
function addition(c: Case, { from, ref, facts }: Step, added: number): Charge {
  const q: Question = { what: 'charge.initial', ref, rule: 'OP-A2-3', on: from, causes: facts }
  const list = priceList(c, from, 'OP-A2-3')
  return {
    kind: 'initial',
    item: 'component',
    ref,
    quantity: String(added),
    unit: 'component',
    amount: given(c, q, [list], (prices) => added * prices.initialPerComponent),
    occurredOn: from,
  }
}

/** 初期費用 of storage, where a tariff names one for the plan. */
function storageFee(c: Case, { from, content, facts }: Step): readonly Charge[] {
  const item = content.storagePlan
  const list = c.reference.tariff('initialFees', from, c.terms.versionOn(c, from).id)
  if (item === undefined || !list?.value.some((price) => price.item === item)) return []
  const q: Question = { what: 'charge.initial', ref: item, rule: 'OP-A3-1a', on: from, causes: facts }
  const amount = given(c, q, [listPrice(c, 'initialFees', item, from, 'OP-A3-1a')], (yen) => yen)
  return [{ kind: 'initial', item, ref: item, amount, occurredOn: from }]
}

function feesOfStep(c: Case, step: Step, before: Step | undefined): readonly Charge[] {
  const { plan, components, storagePlan } = step.content
  const begins = plan !== undefined && before?.content.plan === undefined
  const added = begins || plan === undefined ? 0 : (components ?? 0) - (before?.content.components ?? 0)
  return [
    ...(begins
      ? [{ kind: 'initial' as const, item: plan, amount: firstFee(c, step), occurredOn: step.from }]
      : []),
    ...(added > 0 ? [addition(c, step, added)] : []),
    ...(storagePlan !== before?.content.storagePlan ? storageFee(c, step) : []),
  ]
}

/** One-time fees stand in the month of the start, later ones in the month the change takes effect in. */
const lines = (c: Case, month: Month): readonly Charge[] => {
  const over = end(c)
  return steps(c)
    .flatMap((step, i, all) => (over && over.day < step.from ? [] : feesOfStep(c, step, all[i - 1])))
    .filter(
      ({ occurredOn }) => occurredOn !== undefined && monthOf(occurredOn) === month && occurredOn <= today(c),
    )
}

/** 別表2備考: the initial fee and what components added later cost. */
export const initialFee: Subject = {
  acts: { QuoteGiven: { basis: ['OP-A2-3'] } },
  charges: lines,
}
