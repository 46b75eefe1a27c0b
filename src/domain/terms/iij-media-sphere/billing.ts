import { type Case, type Question, answer, factsOf, missing, today } from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'
import { conclusion } from './application.ts'

/** The last word on the billing start of the contract, or of an option. What the day means is in the general rules. */
export const billingStart = (c: Case, ref?: string): Fact<'BillingStarted'> | undefined =>
  factsOf(c, 'BillingStarted').findLast(({ data }) => data.ref === ref)

/** `contract.billing-starts-on`, missing until it is told. */
export function billingStartsOn(c: Case, rule: RuleId, ref?: string): Answer<Day> {
  const started = billingStart(c, ref)
  const q: Question = { what: 'contract.billing-starts-on', ref, rule, on: today(c) }
  if (!started) return missing(c, q, 'fact:billing-start')
  const day = started.data.billingStartsOn
  return answer(c, { ...q, on: day, causes: [started] }, day)
}

/** Monthly fees arise from the billing start on (IJ-7-3). */
export const billing: Subject = {
  acts: { BillingStarted: { basis: ['IJ-2-1', 'IJ-5-4', 'IJ-7-3'] } },
  answers: {
    'contract.billing-starts-on': (c) =>
      conclusion(c) || billingStart(c) ? [billingStartsOn(c, 'IJ-7-3')] : [],
  },
}
