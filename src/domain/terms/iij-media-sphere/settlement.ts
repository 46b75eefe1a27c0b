import { type Case, type Question, given, missing, tariff, tariffOr } from '../../contract/case.ts'
import { interestOf } from '../../contract/late-interest.ts'
import { monthlyPayments } from '../../contract/monthly-payment.ts'
import { type Day, type Month, addMonths, dayInMonth, lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../kernel/finding.ts'
import { type Yen, toYen } from '../../kernel/money.ts'
import { type Owed, type Settlement, type Subject } from '../terms.ts'
import { conclusion } from './application.ts'
import { billingStart } from './billing.ts'

/** Due dates, late charges and tax are matters of the general rules; what a tariff publishes stands in for them. */
const GENERAL = 'terms:general-rules'
const DUE = 'IJ-7-3'

function dueOn(c: Case, month: Month): Answer<Day> {
  const on = lastDayOf(month)
  const q: Question = { what: 'payment.due-on', ref: month, rule: DUE, on }
  const months = tariff(c, 'paymentDueMonths', on, DUE)
  const dayOfMonth = tariff(c, 'paymentDueDay', on, DUE)
  if (isUndetermined(months) || isUndetermined(dayOfMonth)) return missing(c, q, GENERAL)
  return given(c, q, [months, dayOfMonth], (n, nth) => dayInMonth(addMonths(month, n), nth))
}

function lateInterest(c: Case, { ref, dueOn: due, portions }: Owed): Answer<Yen> {
  const q: Question = { what: 'charge.late-interest', ref, rule: DUE, on: due }
  const rate = tariff(c, 'lateInterestRate', due, DUE)
  if (isUndetermined(rate)) return missing(c, q, GENERAL)
  const basis = tariff(c, 'interestBasis', due, DUE)
  const rounding = tariffOr(c, 'lineRounding', due, 'CC-11', 'floor')
  return given(c, q, [rate, basis, rounding], (perYear, days, mode) =>
    toYen(interestOf(due, portions, perYear, days), mode),
  )
}

export const settlement: Settlement = { dueOn, lateInterest, overdueRule: DUE, taxRule: 'IJ-7-1' }

/** The first month that may owe something: that of the acceptance, or of the billing start. */
const firstMonth = (c: Case): Month | undefined => {
  const days = [conclusion(c)?.at, billingStart(c)?.data.billingStartsOn].filter((when) => when !== undefined)
  return days.map(monthOf).sort()[0]
}

/** Months that no invoice names are due all the same. */
export const payments: Subject = { deadlines: (c) => monthlyPayments(c, firstMonth(c)) }
