import { type Case, answer, missing } from '../../contract/case.ts'
import { type Day, type Month, addMonths, dayInMonth, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Settlement } from '../terms.ts'

/** 第4条第1項: the 10th of the following month. */
const DUE_DAY = 10

const dueOn = (c: Case, month: Month): Answer<Day> =>
  answer(
    c,
    { what: 'payment.due-on', ref: month, rule: 'SC-4-1', on: lastDayOf(month) },
    dayInMonth(addMonths(month, 1), DUE_DAY),
  )

export const settlement: Settlement = {
  dueOn,
  lateInterest: (c, owed) =>
    missing(c, { what: 'charge.late-interest', ref: owed.ref, rule: 'SC-4-1', on: owed.dueOn }, 'terms:base'),
  overdueRule: 'SC-4-1',
  taxRule: 'SC-24-1',
  paymentMethod: 'card',
}
