import { type Case, type Question, answer, clauseOf, factsOf, today } from '../../../contract/case.ts'
import { isInForce } from '../../../contract/in-force.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import {
  type Deadline,
  type DeadlineState,
  type Obligation,
  type Permitted,
  type Subject,
} from '../../terms.ts'
import { offerOf } from '../base/beta.ts'
import { hasEnded } from '../base/end.ts'
import { type SubOption, stateOf, subOptions } from './sub-option.ts'

/** The β of §8 and §9 that the contract has or had, one a β service however often it was switched on. */
const betas = (c: Case): readonly SubOption[] => [
  ...new Map(
    subOptions(c)
      .filter(({ isBeta }) => isBeta)
      .map((sub) => [idOf(sub), sub]),
  ).values(),
]

const idOf = ({ enabled: { data } }: SubOption): string => data.betaId ?? data.ref
const offered = (c: Case, { enabled }: SubOption): Fact<'BetaOffered'> | undefined =>
  offerOf(c, enabled.data.betaId)

// ---- 第11条, which applies to them (第63条第1項) -------------------------------------------------------------------

/** `beta.marked` (第11条第1項). */
const marks = (c: Case): readonly Answer<boolean>[] =>
  betas(c).flatMap((sub) => {
    const offer = offered(c, sub)
    if (!offer) return []
    const q: Question = {
      what: 'beta.marked',
      ref: idOf(sub),
      rule: 'SC-11-1',
      on: on(offer),
      causes: [offer],
    }
    return [answer(c, q, offer.data.marked)]
  })

const mustMark = (c: Case): readonly Obligation[] =>
  betas(c).flatMap((sub): readonly Obligation[] => {
    const offer = offered(c, sub)
    if (!offer || offer.data.marked || hasEnded(c, sub.end)) return []
    const clause = clauseOf(c, 'SC-11-1', on(offer))
    const causes = [cause(offer), cause(sub.enabled)]
    return [{ who: 'provider', duty: 'mark-beta', ref: idOf(sub), since: offer.at, clause, causes }]
  })

/** The provider may abolish a β at any time; notice is a matter of best effort (第11条第4項). */
const mayAbolish = (c: Case): readonly Permitted[] =>
  betas(c)
    .filter((sub) => !sub.end && isInForce(stateOf(c, sub).value))
    .map((sub) => ({
      who: 'provider',
      act: 'discontinue',
      ref: idOf(sub),
      since: sub.enabled.at,
      clause: clauseOf(c, 'SC-11-4', on(sub.enabled)),
      causes: [cause(sub.enabled)],
    }))

// ---- 第66条第1項: the formal service -------------------------------------------------------------------------------

/** `beta.successor`: none, in whatever way others are promoted: who wants the formal service concludes a new contract. */
const successors = (c: Case): readonly Answer<string>[] =>
  betas(c).flatMap((sub) => {
    const { promoted, enabled } = sub
    if (!promoted) return []
    const causes = [promoted, enabled]
    return [
      answer(
        c,
        { what: 'beta.successor', ref: idOf(sub), rule: 'SC-66-1', on: on(promoted), causes },
        'none',
      ),
    ]
  })

/** `beta-designated-date`: until then a contract for the formal service may be concluded. */
const designated = (c: Case): readonly Deadline[] =>
  betas(c).flatMap((sub): readonly Deadline[] => {
    const day = sub.promoted?.data.designatedOn
    if (!sub.promoted || day === undefined) return []
    const q = { what: 'beta.designated-on', ref: idOf(sub), rule: 'SC-66-1', on: on(sub.promoted) }
    const when = answer(c, { ...q, causes: [sub.promoted] }, day)
    return isKnown(when)
      ? [{ kind: 'beta-designated-date', ref: idOf(sub), who: 'customer', state: stateAt(c, sub, day), when }]
      : []
  })

/** Who had left the β before it was over was not concerned any more. */
function stateAt(c: Case, { end, promoted }: SubOption, day: string): DeadlineState {
  if (promoted && end && isKnown(end) && end.value < promoted.data.endsOn) return 'lapsed'
  return today(c) <= day ? 'upcoming' : 'missed'
}

// ---- 第66条第2項, 第92条第2項: notices -----------------------------------------------------------------------------

const ON_BETA: readonly string[] = ['beta-end', 'beta-promotion']

/** `notice.form-valid`: by e-mail, letter, website or in another way that the provider finds fit, so in any. */
const formValid = (c: Case): readonly Answer<boolean>[] =>
  factsOf(c, 'NoticeGiven')
    .filter(({ data }) => ON_BETA.includes(data.subject))
    .flatMap((notice) => {
      const rule = ruleOf(c, notice)
      if (rule === undefined) return []
      const q = {
        what: 'notice.form-valid',
        ref: notice.data.noticeId,
        rule,
        on: on(notice),
        causes: [notice],
      }
      return [answer(c, q, true)]
    })

function ruleOf(c: Case, { data: { regarding } }: Fact<'NoticeGiven'>): string | undefined {
  if (offerOf(c, regarding)?.data.parentOption === 'apprun' || regarding === 'apprun') return 'SC-92-2'
  const named = betas(c).filter((sub) => regarding === undefined || [idOf(sub), sub.ref].includes(regarding))
  if (named.length > 0) return 'SC-66-2'
  const isAppRun = c.facts.of('ContainerImageRegistered').length > 0
  return regarding === undefined && isAppRun ? 'SC-92-2' : undefined
}

/** 第63条, 第66条: the β of §8 and §9 beyond what they are as sub-options. */
export const betaSubOptions: Subject = {
  acts: {
    NoticeGiven: {
      basis: ['SC-66-2', 'SC-92-2'],
      speaksOf: (_c, act) => ON_BETA.includes(act.data.subject),
    },
  },
  answers: {
    'beta.marked': marks,
    'beta.successor': successors,
    'notice.form-valid': formValid,
  },
  obligations: mustMark,
  permitted: mayAbolish,
  deadlines: designated,
}
