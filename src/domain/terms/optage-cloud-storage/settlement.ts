import { type Case, type Question, answer, given, missing, tariff } from '../../contract/case.ts'
import { interestOf } from '../../contract/late-interest.ts'
import { on } from '../../contract/timeline.ts'
import { type Day, type Month, addMonths, dayInMonth, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../kernel/finding.ts'
import { type Yen, toYen } from '../../kernel/money.ts'
import { type Owed, type Settlement } from '../terms.ts'

/** 第27条第1項: a year, every day by 365 also where a leap day is among them. */
const LATE_RATE = '0.145'

/** `payment.due-on` of a month: the day designated on its invoice (combined: OP-A3-4), else as a tariff says (OP-24-1). */
function dueOn(c: Case, month: Month): Answer<Day> {
  const q: Question = { what: 'payment.due-on', ref: month, rule: 'OP-24-1', on: lastDayOf(month) }
  const invoice = c.facts
    .of('InvoiceIssued')
    .findLast(
      ({ data }) => data.dueOn !== undefined && (data.month === month || data.months?.includes(month)),
    )
  if (invoice?.data.dueOn !== undefined) {
    const rule = invoice.data.months ? 'OP-A3-4' : 'OP-24-1'
    return answer(c, { ...q, rule, on: on(invoice), causes: [invoice] }, invoice.data.dueOn)
  }
  const months = tariff(c, 'paymentDueMonths', q.on, 'OP-24-1')
  const dayOfMonth = tariff(c, 'paymentDueDay', q.on, 'OP-24-1')
  if (isUndetermined(months) || isUndetermined(dayOfMonth)) return missing(c, q, 'fact:due-date')
  return given(c, q, [months, dayOfMonth], (n, nth) => dayInMonth(addMonths(month, n), nth))
}

/** `charge.late-interest` (OP-27-1): simple, on the amount with tax, one truncation (OP-Q15). */
const lateInterest = (c: Case, { ref, dueOn: due, portions }: Owed): Answer<Yen> =>
  answer(
    c,
    { what: 'charge.late-interest', ref, rule: 'OP-27-1', on: due },
    toYen(interestOf(due, portions, LATE_RATE, 'act/365')),
  )

/** 第24条, 第27条, 別表3の2: due dates, late damages, tax. */
export const settlement: Settlement = {
  dueOn,
  lateInterest,
  overdueRule: 'OP-27-1',
  designationRule: 'OP-24-1',
  taxRule: 'OP-A3-2',
  taxTreatment: 'exclusive',
  taxRounding: 'floor',
}
