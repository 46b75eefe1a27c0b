import { type Case, type Question, answer, given, missing, today } from '../../../contract/case.ts'
import { outages } from '../../../contract/outages.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Day } from '../../../kernel/calendar.ts'
import { type Answer, type Cause } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import {
  type Option,
  type Section,
  abolitions,
  isActive,
  isOfKind,
  lifecycleOf,
  ofKind,
  optionsOf,
  stateOf,
} from '../applied-option.ts'
import { thirdPartyVersions } from './documents.ts'
import { charges, notBilled } from './aws-charges.ts'
import { localRouterInUse } from './local-router.ts'
import { metPrerequisites } from './prerequisites.ts'

const KIND = 'aws'
const SECTION: Section = { kind: KIND, rule: 'SC-23-1', discontinuationRule: 'SC-29-1' }
const options = optionsOf(SECTION)

// ---- 第23条: three applications ----------------------------------------------------------------------------------

const awsContracts = (c: Case): readonly Cause[] => metPrerequisites(c, 'aws-contract').map(cause)

/** `prerequisite.met` of the two applications beside the option's own: with AWS, and for a local router. */
function prerequisites(c: Case): readonly Answer<boolean>[] {
  const [option] = options(c)
  if (!option) return []
  const met = (ref: string, causes: readonly Cause[]): Answer<boolean> => {
    const q: Question = { what: 'prerequisite.met', ref, rule: 'SC-23-1', on: today(c), causes }
    return answer(c, q, causes.length > 0)
  }
  return [met('aws-contract', awsContracts(c)), met('local-router', localRouterInUse(c))]
}

/** `option.usable`: only with all three in place; without one the option goes on, and so does its base fee (SC-Q20). */
const usable = (c: Case): readonly Answer<boolean>[] =>
  options(c).map((option) => {
    const q: Question = { what: 'option.usable', ref: option.ref, rule: 'SC-23-1', on: today(c) }
    const own = { ...q, causes: [stateOf(c, SECTION, option)] }
    return given(
      c,
      own,
      prerequisites(c),
      (...met) => isActive(c, SECTION, option) && met.every((is) => is === true),
    )
  })

// ---- 第28条, 第29条 ------------------------------------------------------------------------------------------------

/** `outage.attributable`: the provider answers for its own side of the connection point alone. */
const attributable = (c: Case): readonly Answer<boolean>[] =>
  outages(c)
    .filter(({ ref, attribution }) => attribution === 'aws-side' || isOfKind(c, ref, KIND))
    .map((outage) => {
      const since = outage.recognized ?? outage.began
      const q: Question = {
        what: 'outage.attributable',
        ref: outage.id,
        rule: 'SC-28-1',
        on: since ? on(since) : today(c),
        causes: [outage.began, outage.recognized, outage.cause],
      }
      const { attribution } = outage
      return attribution === undefined
        ? missing(c, q, 'cause:attribution')
        : answer(c, q, attribution === 'provider' || attribution === 'gross-negligence')
    })

/** `discontinuation.effective-on`: notice of it is best effort, so none is ever missing. */
const discontinued = (c: Case): readonly Answer<Day>[] =>
  options(c).flatMap((option) => {
    const named = c.facts
      .of('ServiceDiscontinued')
      .filter(({ data }) => data.ref === option.ref && data.scope !== 'all')
      .map((fact) => effective(c, option, fact))
    return [...named, ...abolitions(c, SECTION, option, 'discontinuation.effective-on')].slice(0, 1)
  })

const effective = (c: Case, { ref }: Option, fact: Fact<'ServiceDiscontinued'>): Answer<Day> => {
  const q: Question = {
    what: 'discontinuation.effective-on',
    ref,
    rule: 'SC-29-1',
    on: on(fact),
    causes: [fact],
  }
  return answer(c, q, fact.data.endsOn)
}

/** `charge.proration`: a base fee a month, the first and the last one included (第25条第1項). */
const proration = (c: Case): readonly Answer<string>[] =>
  options(c).flatMap(({ ref, accepted }) => {
    if (!accepted) return []
    const q: Question = {
      what: 'charge.proration',
      ref,
      rule: 'SC-25-1',
      on: on(accepted),
      causes: [accepted],
    }
    return [answer(c, q, 'full-month')]
  })

const lifecycle = lifecycleOf(SECTION, options)

/** Chapter 2 section 6: AWS connection. */
export const aws: Subject = {
  ...lifecycle,
  acts: {
    ...ofKind(KIND, ['SC-23-1', 'SC-24-1', 'SC-25-1']),
    PrerequisiteMet: { basis: ['SC-23-1'], speaksOf: (_c, act) => act.data.kind === 'aws-contract' },
    PrerequisiteLapsed: { basis: ['SC-23-1'], speaksOf: (_c, act) => act.data.kind === 'aws-contract' },
    UsageMeasured: {
      basis: ['SC-26-1', 'SC-26-2', 'SC-26-3'],
      speaksOf: (_c, act) => act.data.readings.some(({ meter }) => meter.startsWith('aws-')),
    },
    OutageCauseDetermined: {
      basis: ['SC-28-1'],
      speaksOf: (c, act) =>
        act.data.attribution === 'aws-side' ||
        outages(c).some(({ id, ref }) => id === act.data.outageId && isOfKind(c, ref, KIND)),
    },
    ServiceDiscontinued: {
      basis: ['SC-29-1'],
      speaksOf: (c, act) => act.data.option === KIND || isOfKind(c, act.data.ref, KIND),
    },
  },
  answers: {
    ...lifecycle.answers,
    'prerequisite.met': prerequisites,
    'option.usable': usable,
    'outage.attributable': attributable,
    'discontinuation.effective-on': discontinued,
    'charge.proration': proration,
    'usage.not-billed': (c) => notBilled(c, options(c)),
    'terms.third-party-version': (c) =>
      thirdPartyVersions(c, options(c), 'SC-27-1', ({ option, document }) =>
        option === undefined ? /aws/i.test(document) : option === KIND,
      ),
  },
  charges: (c, month) => options(c).flatMap((option) => charges(c, option, options(c), month)),
}
