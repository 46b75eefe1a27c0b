import {
  type Case,
  type Question,
  answer,
  given,
  missing,
  remembered,
  tariffOr,
} from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { on } from '../../contract/timeline.ts'
import { type Answer, generally, isUndetermined, valueOf } from '../../kernel/finding.ts'
import { type Yen, prorate } from '../../kernel/money.ts'
import { type CreditOutcome } from '../terms.ts'
import { type Known, goodwill, knownOf, outcomeByTerms, question } from './credit-outcome.ts'
import { type Clock, units } from './outage-clock.ts'
import { planOn } from './plan.ts'
import { monthlyFee } from './prices.ts'

/** 別紙2: a unit is a thirtieth of the monthly base fee, however long the month. */
const THIRTIETH = 30

/** The reduction for an outage. */
export type Credit = Known & {
  readonly outcome: Answer<CreditOutcome>
  /** Yen, not negative; absent while it still grows. */
  readonly amount?: Answer<Yen>
}

/** The reduction for every outage (第8条). */
export const credits = remembered((c: Case): readonly Credit[] =>
  outages(c).map((outage) => creditOf(c, outage)),
)

export function creditOf(c: Case, outage: Outage): Credit {
  const known = knownOf(c, outage)
  const byTerms = outcomeByTerms(c, known)
  const outcome = generally(byTerms, goodwill(c, known, byTerms))
  const amount = amountOf(c, known, byTerms, outcome)
  return { ...known, outcome, ...(amount && { amount }) }
}

/** `credit.base`: the base fee of the plan in force when the provider learned of the outage (IJ-Q8). */
export function base(c: Case, { outage, recognized }: Clock): Answer<Yen> {
  const day = on(recognized)
  const step = planOn(c, day)
  const q: Question = { what: 'credit.base', ref: outage.id, rule: 'IJ-A2-1', on: day, causes: [recognized] }
  if (!step) return missing(c, q, 'fact:plan')
  const plan = answer(c, { what: 'contract.plan', rule: 'IJ-Q8', on: day, causes: step.facts }, step.item)
  return given(c, q, [plan, monthlyFee(c, step.item, day)], (_plan, yen) => yen)
}

/** Outcomes on which nothing is paid, whatever else is told. */
const NOTHING: readonly CreditOutcome[] = [
  'not-attributable',
  'excluded',
  'below-threshold',
  'forfeited',
  'refused',
]

/** `credit.outage`: units × base ÷ 30, cut off once (IJ-Q6); what the provider granted where the terms give none. */
function amountOf(
  c: Case,
  known: Known,
  byTerms: Answer<CreditOutcome>,
  outcome: Answer<CreditOutcome>,
): Answer<Yen> | undefined {
  const { outage, clock } = known
  const q = question(c, known, 'credit.outage', 'IJ-A2-1')
  if (isUndetermined(outcome)) return given(c, q, [outcome], () => 0)
  if (outcome.value === 'granted' && valueOf(byTerms) !== 'granted')
    return given(c, { ...q, rule: 'IJ-8-1' }, [outcome], () => outage.granted?.data.amount ?? 0)
  if (NOTHING.includes(outcome.value)) {
    const rule = outage.attribution === 'restriction' ? 'IJ-11-1' : 'IJ-A2-1'
    return given(c, { ...q, rule }, [outcome], () => 0)
  }
  return clock?.isOver ? computed(c, clock, { ...q, causes: [...(q.causes ?? []), outcome] }) : undefined
}

function computed(c: Case, clock: Clock, q: Question): Answer<Yen> {
  const rounding = tariffOr(c, 'lineRounding', q.on, 'CC-11', 'floor')
  return given(c, q, [units(c, clock), base(c, clock), rounding], (count, yen, mode) =>
    prorate(yen, count, THIRTIETH, mode),
  )
}
