import { type Case, today } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Day, isTimely } from '../../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import { type Deadline, type DeadlineState, type PauseEntry, type Subject } from '../../terms.ts'
import {
  type Pause,
  backToBack,
  isOfContract,
  limitOf,
  overLimit,
  pauseState,
  pauses as pausesOf,
} from './pause.ts'
import { measureNotOpen, permittedAt } from './pause-measures.ts'
import { answerDeadline, earliestLawful, listed, measuresFrom, noticeValid } from './pause-notice.ts'
import { resourceEnded } from './resources.ts'

/** Resumed in time is met; ended in time lost its object; over without either is missed. */
function stateOf(c: Case, { resumed, ended }: Pause, last: Day): DeadlineState {
  if (resumed && isTimely(resumed.at, last)) return 'met'
  if (ended && ended.value <= last) return 'lapsed'
  return today(c) > last ? 'missed' : 'upcoming'
}

const deadline = (
  c: Case,
  pause: Pause,
  kind: Deadline['kind'],
  when: Answer<Day> | undefined,
): readonly Deadline[] =>
  when && isKnown(when)
    ? [{ kind, ref: pause.id, who: 'customer', state: stateOf(c, pause, when.value), when }]
    : []

const ofEach =
  <T>(ask: (c: Case, pause: Pause) => readonly T[]) =>
  (c: Case): readonly T[] =>
    pausesOf(c).flatMap((pause) => ask(c, pause))

const entry = (c: Case, pause: Pause): PauseEntry => ({
  pauseId: pause.id,
  scope: pause.scope,
  pausedAt: pause.paused.at,
  resumedAt: pause.resumed?.at ?? null,
  limit: limitOf(c, pause),
  overLimit: overLimit(c, pause),
  notices: listed(c, pause),
  permitted: permittedAt(c, pause),
})

const ofNoResource = (c: Case): readonly { readonly fact: Fact; readonly missing: string }[] =>
  c.facts
    .of('UsagePaused')
    .filter(({ data }) => !isOfContract(c, data.scope))
    .map((fact) => ({ fact, missing: `a resource ${fact.data.scope}` }))

/** The paused thing has ended: a pause of it, or the resumption of one, is no longer possible. */
const scopeOf = (c: Case, pauseId: string): string | undefined =>
  c.facts.of('UsagePaused').find(({ data }) => data.pauseId === pauseId)?.data.scope

/** 第7条: the customer's pause of the base service or of one of its resources. */
export const pauses: Subject = {
  acts: {
    UsagePaused: { basis: ['SC-7-1'], refuse: (c, act) => resourceEnded(c, act.data.scope) },
    UsageResumed: { basis: ['SC-7-3'], refuse: (c, act) => resourceEnded(c, scopeOf(c, act.data.pauseId)) },
    PauseOverLimitNoticeGiven: { basis: ['SC-7-4'] },
    PauseMeasureTaken: { basis: ['SC-7-5'], refuse: measureNotOpen },
  },
  answers: {
    'pause.state': ofEach((c, pause) => [pauseState(c, pause)]),
    'pause.limit': ofEach((c, pause) => [limitOf(c, pause)]),
    'pause.over-limit': ofEach((c, pause) => [overLimit(c, pause)]),
    'pause.back-to-back': ofEach(backToBack),
    'pause.notice-valid': ofEach(noticeValid),
    'pause.earliest-lawful-deadline': ofEach(earliestLawful),
    'pause.measures-from': ofEach((c, pause) =>
      [measuresFrom(c, pause)].filter((from) => from !== undefined),
    ),
  },
  deadlines: ofEach((c, pause) => [
    ...deadline(c, pause, 'pause-limit', limitOf(c, pause)),
    ...deadline(c, pause, 'pause-notice-answer', answerDeadline(c, pause)),
  ]),
  permitted: ofEach(permittedAt),
  pauses: ofEach((c, pause) => [entry(c, pause)]),
  unmatched: ofNoResource,
}
