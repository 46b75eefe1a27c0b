import { type Case, type Question, answer, asOf, clauseOf, factsOf, today } from '../../../contract/case.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Permitted, type Subject } from '../../terms.ts'
import { type Option, isOptionInForce } from '../applied-option.ts'
import { metPrerequisites } from '../options/prerequisites.ts'
import { distribution, smsInForce } from './options.ts'

/** 第72条第1項ただし書: both reviews passed, and a contract of its own. */
const REQUIRED = ['end-user-review-provider', 'end-user-review-supplier', 'end-user-contract'] as const
const RULE = 'SC-72-1'

const met = (c: Case, kind: (typeof REQUIRED)[number]): readonly Fact[] => metPrerequisites(c, kind)

const prerequisites = (c: Case): readonly Answer<boolean>[] =>
  distribution.all(c).length === 0
    ? []
    : REQUIRED.map((kind) => {
        const facts = met(c, kind)
        const q: Question = { what: 'prerequisite.met', ref: kind, rule: RULE, on: today(c), causes: facts }
        return answer(c, q, facts.length > 0)
      })

/** The A2P option that third parties used: the one named, else the one there is. */
function optionUsed(c: Case, { data }: Fact<'ThirdPartyUseStarted'>): Option | undefined {
  const named = distribution.all(c).find(({ ref }) => ref === data.ref)
  if (data.ref !== undefined || data.kind !== 'end-user') return named
  return distribution.all(c).find((option) => isOptionInForce(c, distribution.section, option))
}

/** `breach.third-party-use`: A2P messages for end users, before all three were in place. */
const breaches = (c: Case): readonly Answer<boolean>[] =>
  factsOf(c, 'ThirdPartyUseStarted').flatMap((started) => {
    const then = asOf(c, started.at)
    const option = optionUsed(then, started)
    if (!option || REQUIRED.every((kind) => met(then, kind).length > 0)) return []
    const facts = REQUIRED.flatMap((kind) => met(then, kind))
    const q = {
      what: 'breach.third-party-use',
      ref: option.ref,
      rule: RULE,
      on: on(started),
      causes: [started, ...facts],
    }
    return [answer(c, q, true)]
  })

// ---- 第70条: phone numbers -----------------------------------------------------------------------------------------

const UNLAWFUL_NUMBERS = /^70(-\d+)*$/

const prohibitedActs = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'ProhibitedActReported')
    .filter(({ data }) => UNLAWFUL_NUMBERS.test(data.item))
    .map((fact) =>
      answer(
        c,
        { what: 'breach.prohibited-act', ref: fact.data.actId, rule: 'SC-70', on: on(fact), causes: [fact] },
        fact.data.item,
      ),
    )

/** `dispute.responsible-party`: disputes over numbers the customer obtained are the customer's. */
const disputes = (c: Case): readonly Answer<string>[] =>
  distribution.all(c).length + smsInForce(c).length === 0
    ? []
    : factsOf(c, 'ThirdPartyDisputeReported')
        .filter(({ data }) => data.cause === 'personal-data')
        .map((fact) => {
          const q = {
            what: 'dispute.responsible-party',
            ref: fact.data.disputeId,
            rule: 'SC-70',
            on: on(fact),
          }
          return answer(c, { ...q, causes: [fact] }, 'customer')
        })

// ---- 第73条: spam --------------------------------------------------------------------------------------------------

/** `restrict`: the provider or the supplier found use like spam, and nothing was restricted for it since. */
const mayRestrict = (c: Case): readonly Permitted[] =>
  smsInForce(c).length === 0
    ? []
    : factsOf(c, 'RestrictionGroundFound')
        .filter(({ data, at }) => data.ground === 'spam' && !restrictedSince(c, at))
        .map((fact) => ({
          who: 'provider',
          act: 'restrict',
          ref: fact.data.groundId,
          since: fact.at,
          clause: clauseOf(c, 'SC-73-1', on(fact)),
          causes: [cause(fact)],
        }))

const restrictedSince = (c: Case, since: string): boolean =>
  factsOf(c, 'ServiceRestricted').some(({ data, at }) => data.ground === 'spam' && at >= since)

/** 第70条, 第72条, 第73条: numbers, end users and spam. */
export const thirdParties: Subject = {
  acts: {
    PrerequisiteMet: { basis: [RULE], speaksOf: (_c, act) => isRequired(act.data.kind) },
    PrerequisiteLapsed: { basis: [RULE], speaksOf: (_c, act) => isRequired(act.data.kind) },
    ThirdPartyUseStarted: { basis: [RULE], speaksOf: (c) => distribution.all(c).length > 0 },
    ProhibitedActReported: { basis: ['SC-70'], speaksOf: (_c, act) => UNLAWFUL_NUMBERS.test(act.data.item) },
    RestrictionGroundFound: { basis: ['SC-73-1'], speaksOf: (_c, act) => act.data.ground === 'spam' },
  },
  answers: {
    'prerequisite.met': prerequisites,
    'breach.third-party-use': breaches,
    'breach.prohibited-act': prohibitedActs,
    'dispute.responsible-party': disputes,
  },
  permitted: mayRestrict,
}

const isRequired = (kind: string): boolean => REQUIRED.some((each) => each === kind)
