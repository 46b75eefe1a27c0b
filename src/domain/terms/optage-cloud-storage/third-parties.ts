import { type Case, type Question, answer, clauseOf, factsOf, given, missing } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Month, monthOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Permitted, type Subject } from '../terms.ts'

type Dispute = Fact<'ThirdPartyDisputeReported'>

const question = (what: string, rule: string, dispute: Dispute, ...causes: Fact[]): Question => ({
  what,
  ref: dispute.data.disputeId,
  rule,
  on: on(dispute),
  causes: [dispute, ...causes],
})

/** `dispute.responsible-party` (OP-23): the customer, unless the provider is at fault. */
function responsible(c: Case, dispute: Dispute): Answer<'customer' | 'provider'> {
  const q = question('dispute.responsible-party', 'OP-23', dispute)
  const { providerAtFault } = dispute.data
  if (providerAtFault === undefined) return missing(c, q, 'cause:fault')
  return answer(c, q, providerAtFault ? 'provider' : 'customer')
}

const settlements = (c: Case, { data }: Dispute): readonly Fact<'ThirdPartySettled'>[] =>
  factsOf(c, 'ThirdPartySettled').filter((fact) => fact.data.disputeId === data.disputeId)

/** `claim.recourse` (OP-22-8): all that the provider spent on settling, where the customer answers for it. */
function recourse(c: Case, dispute: Dispute): readonly Answer<Yen>[] {
  const settled = settlements(c, dispute)
  if (settled.length === 0 || dispute.data.providerAtFault === true) return []
  const cost = settled.reduce((sum, { data }) => sum + data.cost, 0)
  return [
    given(
      c,
      question('claim.recourse', 'OP-22-8', dispute, ...settled),
      [responsible(c, dispute)],
      () => cost,
    ),
  ]
}

/** What was spent is claimed in the month of the settlement; it is no price, so it bears no tax. */
function lines(c: Case, month: Month): readonly Charge[] {
  return factsOf(c, 'ThirdPartyDisputeReported').flatMap((dispute) => {
    if (dispute.data.providerAtFault === true) return []
    const who = responsible(c, dispute)
    return settlements(c, dispute)
      .filter(({ at }) => monthOf(at) === month)
      .map((settled, i): Charge => {
        const q: Question = { ...question('charge.recourse', 'OP-22-8', dispute, settled), on: on(settled) }
        const ref = i === 0 ? dispute.data.disputeId : `${dispute.data.disputeId}.${i + 1}`
        const amount = given(c, { ...q, ref }, [who], () => settled.data.cost)
        return {
          kind: 'recourse',
          item: 'settlement',
          ref,
          amount,
          taxCategory: 'none',
          occurredOn: on(settled),
        }
      })
  })
}

const permitted = (c: Case): readonly Permitted[] =>
  factsOf(c, 'ThirdPartyDisputeReported')
    .filter((dispute) => dispute.data.providerAtFault !== true && settlements(c, dispute).length === 0)
    .map((dispute) => ({
      who: 'provider',
      act: 'settle-and-recover',
      ref: dispute.data.disputeId,
      since: dispute.at,
      clause: clauseOf(c, 'OP-22-8', on(dispute)),
      causes: [cause(dispute)],
    }))

/** 第22条第8項, 第23条: disputes with third parties. */
export const thirdParties: Subject = {
  acts: {
    ThirdPartyDisputeReported: { basis: ['OP-23'] },
    ThirdPartySettled: { basis: ['OP-22-8'] },
  },
  answers: {
    'dispute.responsible-party': (c) =>
      factsOf(c, 'ThirdPartyDisputeReported').map((dispute) => responsible(c, dispute)),
    'claim.recourse': (c) =>
      factsOf(c, 'ThirdPartyDisputeReported').flatMap((dispute) => recourse(c, dispute)),
  },
  charges: lines,
  permitted,
}
