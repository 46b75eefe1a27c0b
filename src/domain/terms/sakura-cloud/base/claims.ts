import { type Case, type Question, answer, factsOf, missing } from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Answer, type RuleId, isUndetermined } from '../../../kernel/finding.ts'
import { type ClaimEntry, type Subject } from '../../terms.ts'
import { application } from './application.ts'

export type Claim = Fact<'ClaimSubmitted'>

/** What a section of the terms says of a claim: refused by a rule, and the rule that excepts individuals outside business. */
export type Route = { readonly rule: RuleId; readonly individuals?: RuleId }
/** The route of a claim; undefined where a section does not speak of it. */
export type Routing = (c: Case, claim: Pick<Claim, 'data'>) => Route | undefined

/** 第11条第6項: no liability for a β and no duty to restore, except towards individuals who do not act for business. */
export const ofBeta: Routing = (_c, { data }) =>
  data.area === 'beta' ? { rule: 'SC-11-6', individuals: 'SC-11-6' } : undefined

/** Who claims, as the claim says itself, else as the application did: is it an individual outside business? */
function isIndividual(c: Case, { data }: Claim): boolean | undefined {
  const applied = application(c).submitted?.data
  const kind = data.claimantKind ?? applied?.applicantKind
  const purpose = data.purpose ?? applied?.purpose
  if (kind === 'organisation' || purpose === 'business') return false
  return kind === 'individual' && purpose === 'non-business' ? true : undefined
}

/** `claim.outcome`: refused where the terms exclude it; what they leave open goes to the base terms (第1条第2項). */
function outcomeOf(c: Case, claim: Claim, routings: readonly Routing[]): Answer<string> {
  const { claimId, by } = claim.data
  const causes = [claim, application(c).submitted]
  const q = (rule: RuleId): Question => ({ what: 'claim.outcome', ref: claimId, rule, on: on(claim), causes })
  if (by !== 'customer') return answer(c, q('SC-1-2'), 'recorded')
  const route = routings.map((routing) => routing(c, claim)).find((found) => found !== undefined)
  if (!route) return answer(c, q('SC-1-2'), 'base-terms')
  if (!route.individuals) return answer(c, q(route.rule), 'refused')
  const individual = isIndividual(c, claim)
  if (individual === undefined) return missing(c, q(route.individuals), 'fact:claimant-kind')
  return individual ? answer(c, q(route.individuals), 'base-terms') : answer(c, q(route.rule), 'refused')
}

const isRefused = (outcome: Answer<string>): boolean =>
  !isUndetermined(outcome) && outcome.value === 'refused'

function ground(c: Case, claim: Claim, outcome: Answer<string>): readonly Answer<string>[] {
  if (!isRefused(outcome)) return []
  const { rule } = outcome.clause
  const q = { what: 'claim.refusal-ground', ref: claim.data.claimId, rule, on: on(claim), causes: [outcome] }
  return [answer(c, q, rule)]
}

const entry = ({ data }: Claim, outcome: Answer<string>): ClaimEntry => ({
  claimId: data.claimId,
  by: data.by,
  kind: data.kind,
  damageAt: data.damageAt ?? null,
  claimDeadline: null,
  outcome,
  cap: null,
  payable: isRefused(outcome) ? 0 : null,
  reductionMonth: null,
  refusalGround: isRefused(outcome) ? outcome.clause.rule : null,
})

/** Claims of the customer, by what each section says of them; `routings` in the order of the articles. */
export const claims = (...routings: readonly Routing[]): Subject => {
  const ofEach =
    <T>(ask: (c: Case, claim: Claim, outcome: Answer<string>) => readonly T[]) =>
    (c: Case): readonly T[] =>
      factsOf(c, 'ClaimSubmitted').flatMap((claim) => ask(c, claim, outcomeOf(c, claim, routings)))
  return {
    acts: {
      ClaimSubmitted: { basis: ['SC-11-6'], speaksOf: (_c, act) => act.data.area === 'beta' },
    },
    answers: {
      'claim.outcome': ofEach((_c, _claim, outcome) => [outcome]),
      'claim.refusal-ground': ofEach(ground),
    },
    claims: ofEach((_c, claim, outcome) => [entry(claim, outcome)]),
  }
}
