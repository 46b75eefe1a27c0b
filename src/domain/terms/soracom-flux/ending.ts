import { type Case, type Question, answer, clauseOf, factsOf, today } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, type Instant } from '../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../kernel/finding.ts'
import { type Deadline, type Permitted, type Subject } from '../terms.ts'
import {
  effectiveOn,
  end,
  isInForm,
  isOver,
  rescissionRule,
  terminationNotices,
  wholeRescissions,
} from './end.ts'
import { claimingNotices, routeAt, unusableAt } from './immediate-route.ts'

/** `termination.effective-at`: an immediate rescission ends the contract at its instant (SF-16.3-3). */
function effectiveAt(c: Case): readonly Answer<Instant>[] {
  const known = end(c)
  if (known?.rule !== 'SF-16.3-3') return []
  const q: Question = {
    what: 'termination.effective-at',
    rule: known.rule,
    on: known.day,
    causes: known.facts,
  }
  return [answer(c, q, known.over)]
}

/** `termination.notice-valid`: a notice out of form, or a rescission without a right to it, is recorded and ends nothing. */
function noticeValid(c: Case): readonly Answer<boolean>[] {
  const notice = terminationNotices(c).at(-1)
  const rescission = wholeRescissions(c).findLast((fact) => rescissionRule(fact) === undefined)
  const last = [notice, rescission]
    .filter((fact): fact is NonNullable<typeof fact> => fact !== undefined)
    .reduce<Fact | undefined>((best, next) => (!best || next.at >= best.at ? next : best), undefined)
  if (!last) return []
  const isRescission = last === rescission
  const immediate = notice?.data.route === 'unusable' && routeAt(c, notice.at) !== undefined
  const q: Question = {
    what: 'termination.notice-valid',
    rule: isRescission ? 'SF-6.2-1' : immediate ? 'SF-6.1-2' : 'SF-6.1-1',
    on: on(last),
    causes: [last],
  }
  return [answer(c, q, !isRescission && notice !== undefined && (immediate || isInForm(notice)))]
}

/** `termination.immediate-route`: was it open when it was claimed, else is it open now (SF-6.1-2, SF-10.1-6)? */
function immediateRoute(c: Case): readonly Answer<boolean>[] {
  const claimed = claimingNotices(c).at(-1)
  const at = claimed?.at ?? c.asOf
  const unusable = unusableAt(c, at)
  if (!claimed && unusable.length === 0) return []
  const open = routeAt(c, at)
  const onlyInput = !open && unusable.some(({ fact }) => fact.data.ground === 'excessive-input')
  const q: Question = {
    what: 'termination.immediate-route',
    rule: onlyInput ? 'SF-10.1-6' : 'SF-6.1-2',
    on: claimed ? on(claimed) : today(c),
    causes: [claimed, ...unusable.map(({ fact }) => fact)],
  }
  return [answer(c, q, open !== undefined)]
}

/** While the service is unusable through such a measure, the customer may end the contract at once. */
function permitted(c: Case): readonly Permitted[] {
  const measure = routeAt(c, c.asOf)
  if (!measure || isOver(c) || end(c)?.rule === 'SF-6.1-2') return []
  return [
    {
      who: 'customer',
      act: 'cancel-immediately',
      ref: measure.id,
      since: measure.fact.at,
      clause: clauseOf(c, 'SF-6.1-2', today(c)),
      causes: [cause(measure.fact)],
    },
  ]
}

/** `discontinuation.effective-on`: of the whole service (SF-6.2-2), or of a part of it, by its option (SF-5.3). */
const discontinuations = (c: Case): readonly Answer<Day>[] =>
  factsOf(c, 'ServiceDiscontinued').map((fact) => {
    const { scope, ref, option, endsOn } = fact.data
    const q: Question = {
      what: 'discontinuation.effective-on',
      ref: scope === 'all' ? undefined : (ref ?? option ?? scope),
      rule: scope === 'all' ? 'SF-6.2-2' : 'SF-5.3',
      on: on(fact),
      causes: [fact],
    }
    return answer(c, q, endsOn)
  })

/** The end of the provider's business is a reason to abolish the service, until that was decided (SF-5.3). */
const mayDiscontinue = (c: Case): readonly Permitted[] =>
  isOver(c) || factsOf(c, 'ServiceDiscontinued').some(({ data }) => data.scope === 'all')
    ? []
    : factsOf(c, 'ProviderEventOccurred')
        .filter(({ data }) => data.kind === 'business-ended' || data.kind === 'dissolution')
        .map((event) => ({
          who: 'provider',
          act: 'discontinue',
          ref: event.data.eventId,
          since: event.at,
          clause: clauseOf(c, 'SF-5.3', on(event)),
          causes: [cause(event)],
        }))

const deadline = (c: Case, when: Answer<Day>): readonly Deadline[] =>
  isKnown(when)
    ? [
        {
          kind: 'termination-effective',
          ...(when.ref !== undefined && { ref: when.ref }),
          who: 'customer',
          state: today(c) <= when.value ? 'upcoming' : 'met',
          when,
        },
      ]
    : []

export const ending: Subject = {
  acts: {
    TerminationNoticeSubmitted: { basis: ['SF-6.1-1', 'SF-6.1-2'] },
    ServiceDiscontinued: { basis: ['SF-5.3', 'SF-6.2-2'] },
    ContractEnded: { basis: ['SF-6.1-1', 'SF-17.3-2'] },
  },
  answers: {
    'termination.effective-on': effectiveOn,
    'termination.effective-at': effectiveAt,
    'termination.notice-valid': noticeValid,
    'termination.immediate-route': immediateRoute,
    'discontinuation.effective-on': discontinuations,
  },
  deadlines: (c) =>
    [...effectiveOn(c), ...discontinuations(c).filter(({ ref }) => ref !== undefined)].flatMap((when) =>
      deadline(c, when),
    ),
  permitted: (c) => [...permitted(c), ...mayDiscontinue(c)],
}
