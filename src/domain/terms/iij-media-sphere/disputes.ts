import { type Case, type Question, answer, factsOf, missing } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type ClaimEntry, type Subject } from '../terms.ts'

/** `dispute.responsible-party`: disputes about rights (第3条第4項), and all that the customer does with the service (第11条第2項). */
const responsible = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'ThirdPartyDisputeReported').map((fact) => {
    const rule = fact.data.cause === 'rights' ? 'IJ-3-4' : 'IJ-11-2'
    const q: Question = { what: 'dispute.responsible-party', ref: fact.data.disputeId, rule, on: on(fact) }
    return answer(c, { ...q, causes: [fact] }, 'customer')
  })

type Claim = Fact<'ClaimSubmitted'>

/** What a claim is about, and the provision that gives no such right; the general rules decide about all others. */
const GROUNDS: Readonly<Record<string, RuleId>> = {
  service: 'IJ-9-1',
  drm: 'IJ-9-2',
  measure: 'IJ-11-1',
  content: 'IJ-11-2',
}

/** The provision that stands against a claim on the provider. A claim about an outage is about the service. */
function groundOf({ data }: Claim): RuleId | undefined {
  if (data.by === 'provider') return undefined
  if (data.by === 'third-party') return GROUNDS['content']
  return GROUNDS[data.area ?? (data.outageId === undefined ? '' : 'service')]
}

const grounds = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'ClaimSubmitted').flatMap((claim) => {
    const ground = groundOf(claim)
    if (ground === undefined) return []
    const q: Question = { what: 'claim.refusal-ground', ref: claim.data.claimId, rule: ground, on: on(claim) }
    return [answer(c, { ...q, causes: [claim] }, ground)]
  })

/** `claim.outcome`: refused where the text gives no such right; everything else is for the general rules to say. */
function outcome(c: Case, claim: Claim): Answer<string> {
  const ground = groundOf(claim)
  const q: Question = {
    what: 'claim.outcome',
    ref: claim.data.claimId,
    rule: ground ?? 'IJ-11-2',
    on: on(claim),
  }
  return ground === undefined
    ? missing(c, { ...q, causes: [claim] }, 'terms:general-rules')
    : answer(c, { ...q, causes: [claim] }, 'refused')
}

const entry = (c: Case, claim: Claim): ClaimEntry => ({
  claimId: claim.data.claimId,
  by: claim.data.by,
  kind: claim.data.kind,
  damageAt: claim.data.damageAt ?? null,
  claimDeadline: null,
  outcome: outcome(c, claim),
  cap: null,
  payable: groundOf(claim) === undefined ? null : 0,
  reductionMonth: null,
  refusalGround: groundOf(claim) ?? null,
})

/** 第9条, 第11条: disputes of third parties, and claims beyond the reduction of 第8条. */
export const disputes: Subject = {
  acts: {
    ThirdPartyDisputeReported: { basis: ['IJ-3-4', 'IJ-10-1', 'IJ-11-2'] },
    ClaimSubmitted: { basis: ['IJ-9-1', 'IJ-9-2'] },
  },
  answers: {
    'dispute.responsible-party': responsible,
    'claim.refusal-ground': grounds,
    'claim.outcome': (c) => factsOf(c, 'ClaimSubmitted').map((claim) => outcome(c, claim)),
  },
  claims: (c) => factsOf(c, 'ClaimSubmitted').map((claim) => entry(c, claim)),
}
