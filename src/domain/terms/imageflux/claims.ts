import { type Case, answer, factsOf, missing } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type ClaimEntry, type Subject } from '../terms.ts'

/** 第7条第2項: no liability for damage from handing customer information to the delegate. */
const isExcluded = ({ data }: Fact<'ClaimSubmitted'>): boolean =>
  data.by === 'customer' && data.area === 'sharing'

/** `claim.outcome`: refused where the text excludes it (IF-7-2b); anything else is for the base terms (IF-1-2). */
function outcome(c: Case, claim: Fact<'ClaimSubmitted'>): Answer<string> {
  const rule = isExcluded(claim) ? 'IF-7-2b' : 'IF-1-2'
  const q = { what: 'claim.outcome', ref: claim.data.claimId, rule, on: on(claim), causes: [claim] }
  return isExcluded(claim) ? answer(c, q, 'refused') : missing(c, q, 'terms:base')
}

const ground = (c: Case, claim: Fact<'ClaimSubmitted'>): Answer<string> => {
  const { claimId } = claim.data
  const q = { what: 'claim.refusal-ground', ref: claimId, rule: 'IF-7-2b', on: on(claim), causes: [claim] }
  return answer(c, q, 'IF-7-2b')
}

const entry = (c: Case, claim: Fact<'ClaimSubmitted'>): ClaimEntry => ({
  claimId: claim.data.claimId,
  by: claim.data.by,
  kind: claim.data.kind,
  damageAt: claim.data.damageAt ?? null,
  claimDeadline: null,
  outcome: outcome(c, claim),
  cap: null,
  payable: isExcluded(claim) ? 0 : null,
  reductionMonth: null,
  refusalGround: isExcluded(claim) ? 'IF-7-2b' : null,
})

export const claims: Subject = {
  acts: { ClaimSubmitted: { basis: ['IF-7-2b', 'IF-1-2'] } },
  answers: {
    'claim.outcome': (c) => factsOf(c, 'ClaimSubmitted').map((claim) => outcome(c, claim)),
    'claim.refusal-ground': (c) =>
      factsOf(c, 'ClaimSubmitted')
        .filter(isExcluded)
        .map((claim) => ground(c, claim)),
  },
  claims: (c) => factsOf(c, 'ClaimSubmitted').map((claim) => entry(c, claim)),
}
