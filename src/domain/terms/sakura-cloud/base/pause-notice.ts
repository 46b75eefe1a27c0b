import { type Case, type Question, answer, factsOf, today } from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import {
  type Day,
  type Instant,
  addDays,
  civilEnd,
  dayOf,
  firstDay,
  startOf,
} from '../../../kernel/calendar.ts'
import { type Answer, isUndetermined, valueOf } from '../../../kernel/finding.ts'
import { type PauseNotice } from '../../terms.ts'
import { type Pause, isOver, isPaused, limitOf, overAt } from './pause.ts'

/** 第7条第4項: the notice fixes a period of at least one month. */
const PERIOD_MONTHS = 1

type Notice = Fact<'PauseOverLimitNoticeGiven'>

const noticesOf = (c: Case, { id, paused }: Pause): readonly Notice[] =>
  factsOf(c, 'PauseOverLimitNoticeGiven').filter(({ at, data }) => data.pauseId === id && at >= paused.at)

/** The earliest deadline that leaves a month from an arrival. */
const earliestDeadline = (arrival: Instant): Day => civilEnd(firstDay(arrival), PERIOD_MONTHS)

/**
 * `pause.notice-valid`: at its arrival the pause was over its limit and still going on, it demands something, and its
 * deadline leaves a month. Otherwise it is recorded and opens nothing.
 */
function validityOf(c: Case, pause: Pause, notice: Notice): Answer<boolean> {
  const limit = limitOf(c, pause)
  const q: Question = {
    what: 'pause.notice-valid',
    ref: pause.id,
    rule: 'SC-7-4',
    on: on(notice),
    causes: [notice, limit, pause.resumed, pause.ended],
  }
  if (isUndetermined(limit)) return { ...limit, what: q.what }
  const over = overAt(pause)
  const stillPaused = over === undefined || notice.at < over
  const { deadlineOn, demanded } = notice.data
  return answer(
    c,
    q,
    stillPaused &&
      dayOf(notice.at) > limit.value &&
      demanded.length > 0 &&
      deadlineOn >= earliestDeadline(notice.at),
  )
}

/** The notice that counts: of the valid ones that whose period ends first, else the last one. */
function decisive(
  c: Case,
  pause: Pause,
): { readonly notice: Notice; readonly valid: Answer<boolean> } | undefined {
  const judged = noticesOf(c, pause).map((notice) => ({ notice, valid: validityOf(c, pause, notice) }))
  const [first] = judged
    .filter(({ valid }) => valueOf(valid) === true)
    .sort((a, b) => (a.notice.data.deadlineOn < b.notice.data.deadlineOn ? -1 : 1))
  return first ?? judged.at(-1)
}

export const noticeValid = (c: Case, pause: Pause): readonly Answer<boolean>[] => {
  const found = decisive(c, pause)
  return found ? [found.valid] : []
}

/** `pause.earliest-lawful-deadline`: of the notice that counts; before there is one, if it arrived now. */
export function earliestLawful(c: Case, pause: Pause): readonly Answer<Day>[] {
  const notice = decisive(c, pause)?.notice
  if (!notice && !isOver(c, pause)) return []
  const q: Question = {
    what: 'pause.earliest-lawful-deadline',
    ref: pause.id,
    rule: 'SC-7-4',
    on: notice ? on(notice) : today(c),
    causes: [notice ?? { what: 'arrival', value: c.asOf }, limitOf(c, pause)],
  }
  return [answer(c, q, earliestDeadline(notice?.at ?? c.asOf))]
}

/** The period of the valid notice: its last day; undefined without one. */
export function answerDeadline(c: Case, pause: Pause): Answer<Day> | undefined {
  const found = decisive(c, pause)
  if (!found || valueOf(found.valid) !== true) return undefined
  const { notice, valid } = found
  const q: Question = {
    what: 'pause.notice-deadline',
    ref: pause.id,
    rule: 'SC-7-4',
    on: on(notice),
    causes: [notice, valid],
  }
  return answer(c, q, notice.data.deadlineOn)
}

/** `pause.measures-from`: 00:00 after the period of a valid notice, as long as the pause goes on. */
export function measuresFrom(c: Case, pause: Pause): Answer<Instant> | undefined {
  const deadline = answerDeadline(c, pause)
  const last = valueOf(deadline)
  if (!deadline || last === undefined || !isPaused(pause)) return undefined
  const q: Question = {
    what: 'pause.measures-from',
    ref: pause.id,
    rule: 'SC-7-5',
    on: addDays(last, 1),
    causes: [deadline],
  }
  return answer(c, q, startOf(addDays(last, 1)))
}

/** The notices as the list of pauses shows them. */
export const listed = (c: Case, pause: Pause): readonly PauseNotice[] =>
  noticesOf(c, pause).map((notice) => ({
    arrivedAt: notice.at,
    deadline: notice.data.deadlineOn,
    earliestLawfulDeadline: earliestDeadline(notice.at),
    valid: valueOf(validityOf(c, pause, notice)) ?? false,
  }))
