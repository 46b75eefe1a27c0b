import { type Case, type Question, given, listPrice, missing, tariff } from '../../contract/case.ts'
import { isOwed } from '../../contract/flat-fee.ts'
import { monthlyPayments } from '../../contract/monthly-payment.ts'
import { type Month, lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { isUndetermined } from '../../kernel/finding.ts'
import { type Charge, type Subject } from '../terms.ts'
import { start } from './application.ts'
import { RULE, baseFees, planOf, term } from './fees.ts'
import { planOn } from './plan.ts'
import { usage } from './usage.ts'

/** The service fee of a month (SF-12.1). Measures of the provider do not stop it (SF-Q6). */
function monthly(c: Case, month: Month): readonly Charge[] {
  const days = term(c)
  if (!days || !isOwed(c, month, days)) return []
  const item = planOf(c, month)
  return [
    ...initial(c, month),
    ...(item === undefined
      ? [unnamedPlan(c, month)]
      : baseFees(c, month).map((fee): Charge => ({ kind: 'monthly-base', ...fee }))),
    ...usage(c, month, item ?? ''),
  ]
}

/** Nobody said which plan: the price list is there, but not what to look up in it. */
function unnamedPlan(c: Case, month: Month): Charge {
  const q: Question = {
    what: 'charge.monthly-base',
    rule: RULE,
    on: lastDayOf(month),
    causes: c.facts.of('ApplicationSubmitted'),
  }
  return { kind: 'monthly-base', item: 'plan', amount: missing(c, q, 'tariff:monthlyFees') }
}

/** The initial fee in the month of the start, where a tariff has one for the plan. */
function initial(c: Case, month: Month): readonly Charge[] {
  const started = start(c)
  if (!started || month !== monthOf(started.day)) return []
  const item = planOn(c, started.day)?.item
  if (item === undefined || isUndetermined(tariff(c, 'initialFees', started.day, RULE))) return []
  const price = listPrice(c, 'initialFees', item, started.day, RULE)
  if (isUndetermined(price)) return []
  const q: Question = { what: 'charge.initial', rule: RULE, on: started.day, causes: [started.fact] }
  return [{ kind: 'initial', item, occurredOn: started.day, amount: given(c, q, [price], (yen) => yen) }]
}

export const charges: Subject = {
  acts: { UsageMeasured: { basis: [RULE] } },
  charges: monthly,
  deadlines: (c) => {
    const started = start(c)
    return monthlyPayments(c, started && monthOf(started.day))
  },
}
