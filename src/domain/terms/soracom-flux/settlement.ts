import {
  type Case,
  type Question,
  answer,
  factsOf,
  given,
  missing,
  tariff,
  tariffOr,
} from '../../contract/case.ts'
import { interestOf } from '../../contract/late-interest.ts'
import { on } from '../../contract/timeline.ts'
import { type Day, type Month, addMonths, dayInMonth, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../kernel/finding.ts'
import { type Yen, toYen } from '../../kernel/money.ts'
import { type Owed, type Settlement } from '../terms.ts'
import { acceleratedTo } from './acceleration.ts'

/** 第12.3条: a year. */
const LATE_INTEREST_RATE = '0.145'

/** Due date of a month (SF-12.2): designated on its invoice, else by the published day. */
function dueOn(c: Case, month: Month): Answer<Day> {
  const q: Question = { what: 'payment.due-on', ref: month, rule: 'SF-12.2', on: lastDayOf(month) }
  const invoice = factsOf(c, 'InvoiceIssued').findLast(
    ({ data }) => data.month === month && data.dueOn !== undefined,
  )
  if (invoice?.data.dueOn !== undefined)
    return answer(c, { ...q, on: on(invoice), causes: [invoice] }, invoice.data.dueOn)
  const months = tariff(c, 'paymentDueMonths', q.on, 'SF-12.2')
  const dayOfMonth = tariff(c, 'paymentDueDay', q.on, 'SF-12.2')
  if (isUndetermined(months) || isUndetermined(dayOfMonth)) return missing(c, q, 'fact:due-date')
  return given(c, q, [months, dayOfMonth], (n, nth) => dayInMonth(addMonths(month, n), nth))
}

/** Late interest (SF-12.3). */
function lateInterest(c: Case, { ref, dueOn: due, portions }: Owed): Answer<Yen> {
  const invoice = factsOf(c, 'InvoiceIssued').find(({ data }) => data.invoiceId === ref)
  const q: Question = { what: 'charge.late-interest', ref, rule: 'SF-12.3', on: due, causes: [invoice] }
  const basis = tariffOr(c, 'interestBasis', due, 'SF-Q5', 'act/act')
  const rounding = tariffOr(c, 'lineRounding', due, 'CC-11', 'floor')
  return given(c, q, [basis, rounding], (days, mode) =>
    toYen(interestOf(due, portions, LATE_INTEREST_RATE, days), mode),
  )
}

export const settlement: Settlement = {
  dueOn,
  lateInterest,
  overdueRule: 'SF-12.3',
  designationRule: 'SF-12.2',
  taxRule: 'SF-12.1',
  accelerated: acceleratedTo,
}
