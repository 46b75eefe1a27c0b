import { type Case, type Question, given, listPrice, tariff } from '../../contract/case.ts'
import { flatFees, isOwed } from '../../contract/flat-fee.ts'
import { meteredCharges } from '../../contract/metered.ts'
import { monthlyPayments } from '../../contract/monthly-payment.ts'
import { type Day, type Month, lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { end } from './ending.ts'
import { start } from './lifecycle.ts'
import { planOn, planSteps, typeOf } from './plan.ts'

const RULE = 'IF-5-1'

/** Charges of a month of use (IF-5-1): nothing before the service started, whatever was measured. */
function monthly(c: Case, month: Month): readonly Charge[] {
  const started = start(c)
  const over = end(c)
  const term = started && {
    first: started.day,
    last: over?.day,
    facts: [started.fact, ...(over?.facts ?? [])],
  }
  if (!term || !isOwed(c, month, term)) return []
  const price = (item: string): Answer<Yen> => priceOf(c, 'monthlyFees', item, lastDayOf(month))
  const fees = flatFees(c, month, { what: 'charge.monthly-base', rule: RULE, price }, term, planSteps(c))
  const item = planOn(c, over && over.day < lastDayOf(month) ? over.day : lastDayOf(month))?.item
  return [
    ...initial(c, month, term.first),
    ...fees.map((fee): Charge => ({ kind: 'monthly-base', ...fee })),
    ...(item === undefined ? [] : meteredCharges(c, month, RULE, item)),
  ]
}

/** Price of a plan; of a delivery method without a price of its own the price of its type. */
function priceOf(c: Case, key: 'monthlyFees' | 'initialFees', item: string, on: Day): Answer<Yen> {
  const own = listPrice(c, key, item, on, RULE)
  return isUndetermined(own) && typeOf(item) !== item ? listPrice(c, key, typeOf(item), on, RULE) : own
}

/** The initial fee in the month of the start, where a tariff has one for the plan. */
function initial(c: Case, month: Month, startsOn: Day): readonly Charge[] {
  const item = planOn(c, startsOn)?.item
  if (month !== monthOf(startsOn) || item === undefined) return []
  if (isUndetermined(tariff(c, 'initialFees', startsOn, RULE))) return []
  const price = priceOf(c, 'initialFees', item, startsOn)
  if (isUndetermined(price)) return []
  const q: Question = { what: 'charge.initial', rule: RULE, on: startsOn, causes: [start(c)?.fact] }
  return [{ kind: 'initial', item, occurredOn: startsOn, amount: given(c, q, [price], (yen) => yen) }]
}

export const charges: Subject = {
  acts: {
    UsageMeasured: { basis: [RULE] },
    InvoiceIssued: { basis: [RULE] },
    PaymentReceived: { basis: [RULE, 'IF-4-1b'] },
  },
  charges: monthly,
  deadlines: (c) => {
    const started = start(c)
    return monthlyPayments(c, started && monthOf(started.day))
  },
}
