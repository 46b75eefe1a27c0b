import { type Case, type Question, answer, asOf, clauseOf, factsOf, missing } from '../../contract/case.ts'
import { type Measure, measures } from '../../contract/measures.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Permitted, type Subject } from '../terms.ts'
import { isOver } from './formed/term.ts'
import { contracts } from './secure-mobile/contracts.ts'
import { smsInForce } from './sms/options.ts'

/** What the sections on secure mobile and SMS say of a ground: who it may hit, and the rule. */
type Provision = {
  readonly grounds: readonly string[]
  readonly rule: RuleId
  /** What it allows. */
  readonly allows: (fact: Measure['fact']) => boolean
  /** Refs of the options concerned that are in force. */
  readonly options: (c: Case) => readonly string[]
}

const isInterruption = (fact: Measure['fact']): boolean =>
  fact.type === 'ServiceSuspended' && (fact as Fact<'ServiceSuspended'>).data.kind === 'interruption'

const secureMobile = (c: Case): readonly string[] =>
  contracts(c)
    .filter((formed) => !isOver(c, formed))
    .map(({ ref }) => ref)
const sms = (c: Case): readonly string[] => smsInForce(c).map(({ ref }) => ref)

const PROVISIONS: readonly Provision[] = [
  {
    grounds: ['maintenance', 'heavy-session'],
    rule: 'SC-49-1',
    allows: (fact) => isInterruption(fact) || fact.type === 'ServiceRestricted',
    options: secureMobile,
  },
  {
    grounds: ['spam'],
    rule: 'SC-73-1',
    allows: (fact) => fact.type === 'ServiceRestricted',
    options: sms,
  },
  { grounds: ['upstream-interruption'], rule: 'SC-74-1', allows: isInterruption, options: sms },
]

/** Does a measure hit one of the options: the one it names, or by naming none all there are? */
const concerns = (c: Case, { data: { ref } }: Measure['fact'], options: Provision['options']): boolean => {
  const there = options(c)
  return ref === undefined ? there.length > 0 : there.includes(ref)
}

/** `measure.lawful`: on a ground of its section; what no section speaks of is a matter of the base terms. */
function lawful(c: Case, { id, fact }: Measure): readonly Answer<boolean>[] {
  const provision = PROVISIONS.find(({ grounds }) => grounds.includes(fact.data.ground))
  if (!provision) return []
  const q: Question = { what: 'measure.lawful', ref: id, rule: provision.rule, on: on(fact), causes: [fact] }
  if (concerns(asOf(c, fact.at), fact, provision.options) && provision.allows(fact))
    return [answer(c, q, true)]
  return [missing(c, { ...q, rule: 'SC-1-2' }, 'terms:base')]
}

/** `measure.charges-continue` (第74条第1項): notice, liability and charges are as the base terms say. */
const chargesContinue = (c: Case): readonly Answer<boolean>[] =>
  measures(c)
    .filter(
      ({ fact }) => fact.data.ground === 'upstream-interruption' && concerns(asOf(c, fact.at), fact, sms),
    )
    .map(({ id, fact }) =>
      missing(
        c,
        { what: 'measure.charges-continue', ref: id, rule: 'SC-74-1', on: on(fact), causes: [fact] },
        'terms:base',
      ),
    )

/** Grounds of 第49条 as they are found: what the business cannot avoid, and too much in one session. */
const FOUND: readonly string[] = ['operation-risk', 'stability', 'excessive-load', 'bandwidth']

/** `interrupt` (第49条第1項): a ground was found, and nothing was interrupted for it since. */
const mayInterrupt = (c: Case): readonly Permitted[] =>
  secureMobile(c).length === 0
    ? []
    : factsOf(c, 'RestrictionGroundFound')
        .filter(({ data, at }) => FOUND.includes(data.ground) && !interruptedSince(c, at))
        .map((fact) => ({
          who: 'provider',
          act: 'interrupt',
          ref: fact.data.groundId,
          since: fact.at,
          clause: clauseOf(c, 'SC-49-1', on(fact)),
          causes: [cause(fact)],
        }))

const interruptedSince = (c: Case, since: string): boolean =>
  measures(c).some(({ fact }) => isInterruption(fact) && fact.at >= since)

type Told = { readonly data: Measure['fact']['data'] }
const rests =
  ({ grounds, options }: Provision) =>
  (c: Case, { data: { ground, ref } }: Told): boolean =>
    grounds.includes(ground) && (ref === undefined ? options(c).length > 0 : options(c).includes(ref))

/** 第49条, 第73条, 第74条: measures against secure mobile and SMS. */
export const optionMeasures: readonly Subject[] = [
  {
    acts: {
      RestrictionGroundFound: {
        basis: ['SC-49-1'],
        speaksOf: (_c, act) => FOUND.includes(act.data.ground),
      },
    },
    answers: {
      'measure.lawful': (c) => measures(c).flatMap((measure) => lawful(c, measure)),
      'measure.charges-continue': chargesContinue,
    },
    permitted: mayInterrupt,
  },
  ...PROVISIONS.map((provision): Subject => ({
    acts: {
      ServiceSuspended: { basis: [provision.rule], speaksOf: rests(provision) },
      ServiceRestricted: { basis: [provision.rule], speaksOf: rests(provision) },
    },
  })),
]
