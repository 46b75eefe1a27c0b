import { type Case, answer, factsOf } from '../../contract/case.ts'
import { on } from '../../contract/timeline.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

/** `dispute.responsible-party`: the customer, for disputes over the content (IF-6-1b) and over any other use (IF-8-1). */
const responsible = (c: Case): readonly Answer<'customer'>[] =>
  factsOf(c, 'ThirdPartyDisputeReported').map((fact) => {
    const rule = fact.data.cause === 'content-use' ? 'IF-6-1b' : 'IF-8-1'
    const q = {
      what: 'dispute.responsible-party',
      ref: fact.data.disputeId,
      rule,
      on: on(fact),
      causes: [fact],
    }
    return answer(c, q, 'customer')
  })

export const disputes: Subject = {
  acts: { ThirdPartyDisputeReported: { basis: ['IF-6-1b', 'IF-8-1'] } },
  answers: { 'dispute.responsible-party': responsible },
}
