import { type Case, type Question, answer, given, missing, tariff, tariffOr } from '../../contract/case.ts'
import { interestOf } from '../../contract/late-interest.ts'
import { type Day, type Month, addMonths, dayInMonth, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../kernel/finding.ts'
import { type Yen, toYen } from '../../kernel/money.ts'
import { type Owed, type Settlement } from '../terms.ts'
import { dueWithFirst } from './options/hybrid.ts'

/** 第4条第1項: the 10th of the following month. */
const DUE_DAY = 10
const MONTHS_TO_PAY = 1

/** The regular due date; of a month in which nothing but a hybrid connection began, that of its first charge (第15条第1項). */
function dueOn(c: Case, month: Month): Answer<Day> {
  const first = dueWithFirst(c, month)
  if (first) return { ...first, ref: month }
  const q = { what: 'payment.due-on', ref: month, rule: 'SC-4-1', on: lastDayOf(month) }
  return answer(c, q, dayInMonth(addMonths(month, MONTHS_TO_PAY), DUE_DAY))
}

/** Late charges are a matter of the base terms (第1条第2項); a published rate stands in for them. */
function lateInterest(c: Case, { ref, dueOn: due, portions }: Owed): Answer<Yen> {
  const q: Question = { what: 'charge.late-interest', ref, rule: 'SC-1-2', on: due }
  const rate = tariff(c, 'lateInterestRate', due, 'SC-1-2')
  if (isUndetermined(rate)) return missing(c, q, 'terms:base')
  const basis = tariff(c, 'interestBasis', due, 'SC-1-2')
  const rounding = tariffOr(c, 'lineRounding', due, 'CC-11', 'floor')
  return given(c, q, [rate, basis, rounding], (perYear, days, mode) =>
    toYen(interestOf(due, portions, perYear, days), mode),
  )
}

export const settlement: Settlement = {
  dueOn,
  lateInterest,
  overdueRule: 'SC-4-1',
  taxRule: 'SC-24-1',
  paymentMethod: 'card',
}
