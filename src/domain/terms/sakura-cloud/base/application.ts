import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  firstOf,
  missing,
  remembered,
} from '../../../contract/case.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Answer, isKnown, isUndetermined, valueOf } from '../../../kernel/finding.ts'
import { type Obligation, type Permitted, type Subject } from '../../terms.ts'
import { designatedKinds } from './designated-kinds.ts'

/** The application that counts, and the provider's word on it. Once accepted, nothing else is said of it. */
export type Application = {
  readonly submitted: Fact<'ApplicationSubmitted'> | undefined
  readonly accepted: Fact<'ApplicationAccepted'> | undefined
  readonly refused: Fact<'ApplicationRefused'> | undefined
}

export const application = remembered((c: Case): Application => {
  const accepted = firstOf(c, 'ApplicationAccepted')
  const told = factsOf(c, 'ApplicationSubmitted')
  const submitted = accepted ? (told.findLast(({ at }) => at <= accepted.at) ?? told[0]) : told.at(-1)
  const refused = accepted
    ? undefined
    : factsOf(c, 'ApplicationRefused').findLast(({ at }) => !submitted || at >= submitted.at)
  return { submitted, accepted, refused }
})

/** `application.state`: concluded with the acceptance, whatever is said of the application afterwards. */
function applicationState(c: Case): readonly Answer<string>[] {
  const { submitted, accepted, refused } = application(c)
  const told = accepted ?? refused ?? submitted
  if (!told) return []
  const rule = refused ? (refused.data.ground === 'sanctions' ? 'SC-9-1' : 'SC-1-2') : 'SC-3-1'
  const value = accepted ? 'concluded' : refused ? 'refused' : 'applied'
  const q: Question = {
    what: 'application.state',
    rule,
    on: on(told),
    causes: [submitted, accepted, refused],
  }
  return [answer(c, q, value)]
}

// ---- 第9条第1項: refusal of designated services -----------------------------------------------------------------------

/** Kinds of service that were applied for and are designated; undetermined while nobody published which are. */
function designatedApplied(c: Case): Answer<readonly string[]> {
  const { submitted } = application(c)
  const kinds = (submitted?.data.resources ?? []).map(({ serviceKind }) => serviceKind)
  return designatedKinds(
    c,
    submitted ? on(submitted) : on(c.facts.of('ApplicationRefused')[0] ?? { at: c.asOf }),
    kinds,
  )
}

/** `application.refusal-ground-valid`: was it refused on a ground that 第9条第1項 knows? Other grounds are those of the base terms. */
function groundValid(c: Case): readonly Answer<boolean>[] {
  const { submitted, refused } = application(c)
  if (!refused) return []
  const q: Question = {
    what: 'application.refusal-ground-valid',
    rule: 'SC-9-1',
    on: on(refused),
    causes: [submitted, refused],
  }
  if (refused.data.ground === 'base-terms') return [missing(c, { ...q, rule: 'SC-1-2' }, 'terms:base')]
  if (refused.data.ground !== 'sanctions') return [answer(c, q, false)]
  const designated = designatedApplied(c)
  if (isUndetermined(designated)) return [missing(c, q, designated.undetermined.missing)]
  return [answer(c, { ...q, causes: [submitted, refused, designated] }, designated.value.length > 0)]
}

/** `application.ground-disclosed`: the reason of a refusal under 第9条第1項 need not be told; of others the base terms say. */
function groundDisclosed(c: Case): readonly Answer<boolean>[] {
  const { refused } = application(c)
  if (!refused) return []
  const q: Question = {
    what: 'application.ground-disclosed',
    rule: 'SC-9-1',
    on: on(refused),
    causes: [refused],
  }
  return isUnderArticle9(c, refused)
    ? [answer(c, q, false)]
    : [missing(c, { ...q, rule: 'SC-1-2' }, 'terms:base')]
}

/** Refused for sanctions, and not known to have asked for something that is not designated. */
function isUnderArticle9(c: Case, refused: Fact<'ApplicationRefused'>): boolean {
  const designated = designatedApplied(c)
  return refused.data.ground === 'sanctions' && (isUndetermined(designated) || designated.value.length > 0)
}

/** A refusal is to be told promptly: with the refusal itself, or by a notice of the result. */
function notifyRefusal(c: Case): readonly Obligation[] {
  const { refused } = application(c)
  if (!refused || !isUnderArticle9(c, refused) || isNotified(c, refused)) return []
  return [
    {
      who: 'provider',
      duty: 'notify-refusal',
      since: refused.at,
      clause: clauseOf(c, 'SC-9-1', on(refused)),
      causes: [cause(refused)],
    },
  ]
}

const isNotified = (c: Case, refused: Fact<'ApplicationRefused'>): boolean =>
  (refused.data.notifiedAt !== undefined && refused.data.notifiedAt <= c.asOf) ||
  factsOf(c, 'NoticeGiven').some(
    ({ at, data }) =>
      at >= refused.at &&
      data.by === 'provider' &&
      data.subject === 'application-result' &&
      data.delivery !== 'not-arrived',
  )

/** While an application for a designated service is undecided, the provider may refuse it on the grounds of the article. */
function mayRefuse(c: Case): readonly Permitted[] {
  const { submitted, accepted, refused } = application(c)
  if (!submitted || accepted || refused) return []
  const designated = designatedApplied(c)
  const kinds = valueOf(designated) ?? []
  if (kinds.length === 0 || !isKnown(answer(c, { what: '', rule: 'SC-9-1', on: on(submitted) }, true)))
    return []
  return [
    {
      who: 'provider',
      act: 'refuse-application',
      since: submitted.at,
      clause: clauseOf(c, 'SC-9-1', on(submitted)),
      causes: [cause(submitted), designated],
    },
  ]
}

export const applications: Subject = {
  acts: {
    ApplicationRefused: { basis: ['SC-9-1'], speaksOf: (_c, act) => act.data.ground === 'sanctions' },
    NoticeGiven: { basis: ['SC-9-1'], speaksOf: (_c, act) => act.data.subject === 'application-result' },
  },
  answers: {
    'application.state': applicationState,
    'application.refusal-ground-valid': groundValid,
    'application.ground-disclosed': groundDisclosed,
  },
  obligations: notifyRefusal,
  permitted: mayRefuse,
}
