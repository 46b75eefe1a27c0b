import { type Case, type Question, answer, factsOf, given, listPrice } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Month, monthOf } from '../../kernel/calendar.ts'
import { type Charge, type Subject } from '../terms.ts'
import { requestOf } from './plan.ts'

/** A fact on which a one-time fee arises; `ref` tells fees of one item apart. */
type Occasion = { readonly fact: Fact; readonly item: string; readonly ref: string }

/** The acceptance of a requested change that causes a fee, or, where nothing is accepted, the causing fact itself. */
const occasions = (c: Case): readonly Occasion[] => [
  ...factsOf(c, 'PlanChangeAccepted').flatMap((fact): readonly Occasion[] => {
    const { changeId, oneTimeFee } = fact.data
    return oneTimeFee !== undefined && requestOf(c, changeId)
      ? [{ fact, item: oneTimeFee, ref: changeId }]
      : []
  }),
  ...factsOf(c, 'OneTimeFactOccurred').map((fact) => ({ fact, item: fact.data.item, ref: fact.id })),
]

function charge(c: Case, { fact, item, ref }: Occasion): Charge {
  const q: Question = { what: 'charge.one-time', ref, rule: 'IJ-7-4', on: on(fact) }
  const arises = answer(c, { ...q, what: 'charge.arises-on', causes: [fact] }, on(fact))
  const price = listPrice(c, 'oneTimeFees', item, on(fact), 'IJ-7-4')
  return {
    kind: 'one-time',
    item,
    ref,
    occurredOn: on(fact),
    amount: given(c, q, [arises, price], (_day, yen) => yen),
  }
}

/** 一時費用: the annex prints no amount, a tariff does (IJ-7-4). */
export const oneTimeFees: Subject = {
  acts: { OneTimeFactOccurred: { basis: ['IJ-7-4'] } },
  charges: (c: Case, month: Month) =>
    occasions(c)
      .filter(({ fact }) => monthOf(fact.at) === month)
      .map((occasion) => charge(c, occasion)),
}
