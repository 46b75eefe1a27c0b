import { type Case } from '../../../contract/case.ts'
import { monthlyPayments } from '../../../contract/monthly-payment.ts'
import { type Month, monthOf } from '../../../kernel/calendar.ts'
import { type Subject } from '../../terms.ts'
import { application } from './application.ts'
import { FORMING } from './state.ts'

/** The first month that can owe something: that of the conclusion, or of the first fact that forms an option contract. */
function firstMonth(c: Case): Month | undefined {
  const [forming] = c.facts.ofAny(...FORMING)
  const { accepted } = application(c)
  const [first] = [accepted, forming].flatMap((fact) => (fact ? [monthOf(fact.at)] : [])).sort()
  return first
}

/** 第4条第1項: a month is due on its day, with or without an invoice. */
export const monthlyDues: Subject = {
  acts: { InvoiceIssued: { basis: ['SC-4-1'] }, PaymentReceived: { basis: ['SC-4-1'] } },
  deadlines: (c) => monthlyPayments(c, firstMonth(c)),
}
