import { type Case, type Question, given, missing, tariff } from '../../contract/case.ts'
import { type Day, type Month, addMonths, dayInMonth, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../kernel/finding.ts'
import { type Settlement } from '../terms.ts'

/** Due dates, late charges and tax are matters of the general rules; what a tariff publishes stands in for them. */
const GENERAL = 'IJ-7-1'

function dueOn(c: Case, month: Month): Answer<Day> {
  const on = lastDayOf(month)
  const q: Question = { what: 'payment.due-on', ref: month, rule: GENERAL, on }
  const months = tariff(c, 'paymentDueMonths', on, GENERAL)
  const dayOfMonth = tariff(c, 'paymentDueDay', on, GENERAL)
  if (isUndetermined(months) || isUndetermined(dayOfMonth)) return missing(c, q, 'terms:general-rules')
  return given(c, q, [months, dayOfMonth], (n, nth) => dayInMonth(addMonths(month, n), nth))
}

export const settlement: Settlement = {
  dueOn,
  lateInterest: (c, owed) =>
    missing(
      c,
      { what: 'charge.late-interest', ref: owed.ref, rule: GENERAL, on: owed.dueOn },
      'terms:general-rules',
    ),
  overdueRule: GENERAL,
  taxRule: GENERAL,
}
