import { type Case } from '../../contract/case.ts'
import { isKnown } from '../../kernel/finding.ts'
import { betas } from './base/beta.ts'
import { type Routing, ofBeta } from './base/claims.ts'
import { type Subject } from '../terms.ts'
import { DISABLED, fleetOf } from './fleet/sims.ts'
import { contracts as monoPlatforms } from './mono-platform/contracts.ts'
import { contracts as secureMobiles } from './secure-mobile/contracts.ts'
import { subOptions } from './sub-options/sub-option.ts'

const refused = (rule: string) => ({ rule })

/** 第45条第4項: a SIM disabled for good is neither exchanged nor refunded. */
const ofSims: Routing = (c, { data }) =>
  (data.kind === 'exchange' || data.kind === 'refund') && hasDisabledSim(c) ? refused('SC-45-4') : undefined

function hasDisabledSim(c: Case): boolean {
  const { chains, all } = fleetOf(c)
  return all.some((sim) => chains.latestOf(sim, c.facts.length, DISABLED) >= 0)
}

/** 第50条: no compensation for restrictions, rescissions and interruptions of secure mobile under the base terms. */
const ofMeasures: Routing = (c, { data }) =>
  data.area === 'measure' && secureMobiles(c).length > 0 ? refused('SC-50-1') : undefined

/** 第61条: design information comes without warranty. */
const ofDesigns: Routing = (c, { data }) =>
  data.kind === 'warranty' && data.area !== 'certificate' && monoPlatforms(c).length > 0
    ? refused('SC-61-1')
    : undefined

/** 第65条: of a β of §8 and §9; 第11条第6項 keeps its exception for individuals, for it applies to them (第63条第1項). */
const ofBetaSubOptions: Routing = (c, { data }) =>
  data.area === 'beta' && betas(c).length === 0 && subOptions(c).some(({ isBeta }) => isBeta)
    ? { rule: 'SC-65', individuals: 'SC-11-6' }
    : undefined

/** 第67条第3項: a β that ended or stopped with what it belongs to. */
const ofLinkedEnds: Routing = (c, { data }) =>
  data.area === 'termination' &&
  subOptions(c).some(({ end }) => end && isKnown(end) && end.clause.rule === 'SC-67-1')
    ? refused('SC-67-3')
    : undefined

/** 第84条第3項: a revocation; 第86条: anything else about certificates. */
const ofCertificates: Routing = (c, { data }) =>
  data.area === 'certificate'
    ? refused(c.facts.of('CertificateRevoked').length > 0 ? 'SC-84-2' : 'SC-86')
    : undefined

/** 第90条第2項: AppRun, except towards individuals who do not act for business. */
const ofAppRun: Routing = (_c, { data }) =>
  data.area === 'apprun' ? { rule: 'SC-90', individuals: 'SC-90' } : undefined

/** What the sections say of claims: the first that speaks of one decides; what none takes goes to the base terms. */
export const claimRoutes: readonly Routing[] = [
  ofSims,
  ofMeasures,
  ofDesigns,
  ofBetaSubOptions,
  ofLinkedEnds,
  ofCertificates,
  ofAppRun,
  ofBeta,
]

/** Rules of these sections on which a recorded claim stands; 第11条第6項 is with the β themselves. */
const RULES = ['SC-45-4', 'SC-50-1', 'SC-61-1', 'SC-65', 'SC-67-3', 'SC-84-2', 'SC-86', 'SC-90'] as const

const ruleOf = (c: Case, claim: Parameters<Routing>[1]): string | undefined =>
  claimRoutes.map((route) => route(c, claim)).find((route) => route !== undefined)?.rule

export const claimActs: readonly Subject[] = RULES.map((rule) => ({
  acts: { ClaimSubmitted: { basis: [rule], speaksOf: (c, act) => ruleOf(c, act) === rule } },
}))
