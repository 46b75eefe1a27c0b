import { type Case, clauseOf, factsOf, today } from '../../../contract/case.ts'
import { measures } from '../../../contract/measures.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Instant, endOf } from '../../../kernel/calendar.ts'
import { type Cause, isKnown, isUndetermined } from '../../../kernel/finding.ts'
import { type Act, type Permitted, type Refusal } from '../../terms.ts'
import { type Pause, isOver, limitOf, overLimit, pauseState, pauses } from './pause.ts'
import { answerDeadline, measuresFrom, noticeValid } from './pause-notice.ts'

type Measure = Fact<'PauseMeasureTaken'>['data']['measure']

/** 第7条第5項第1号 to 第4号, and the measures by which each is taken. */
const ACTS: readonly { readonly act: string; readonly by: readonly Measure[] }[] = [
  { act: 'end-paused-service', by: ['end'] },
  { act: 'suspend-or-restrict', by: ['suspend', 'restrict'] },
  { act: 'prohibited-act-response', by: ['prohibited-act-response'] },
  { act: 'rescind', by: ['rescind'] },
]

/** What the provider may do about a pause now: give notice once it is over its limit, and act when the period is over. */
export const permittedAt = (c: Case, pause: Pause): readonly Permitted[] => [
  ...mayGiveNotice(c, pause),
  ...mayAct(c, pause),
]

function mayGiveNotice(c: Case, pause: Pause): readonly Permitted[] {
  const limit = limitOf(c, pause)
  if (!isOver(c, pause) || !isKnown(limit) || answerDeadline(c, pause)) return []
  return [
    {
      who: 'provider',
      act: 'give-pause-notice',
      ref: pause.id,
      since: endOf(limit.value),
      clause: clauseOf(c, 'SC-7-4', today(c)),
      causes: [overLimit(c, pause)],
    },
  ]
}

function mayAct(c: Case, pause: Pause): readonly Permitted[] {
  const from = measuresFrom(c, pause)
  if (!from || !isKnown(from) || c.asOf < from.value) return []
  return ACTS.filter(({ by }) => !by.some((measure) => isTaken(c, pause, measure, from.value))).map(
    ({ act }) => ({
      who: 'provider',
      act,
      ref: pause.id,
      since: from.value,
      clause: from.clause,
      causes: [from],
    }),
  )
}

/** Taken as a measure against this pause, or as a suspension or restriction on that ground. */
const isTaken = (c: Case, pause: Pause, measure: Measure, from: Instant): boolean =>
  factsOf(c, 'PauseMeasureTaken').some(
    ({ data, at }) => data.pauseId === pause.id && data.measure === measure && at >= from,
  ) ||
  measures(c).some(
    ({ fact }) =>
      fact.at >= from &&
      fact.data.ground === 'pause-over-limit' &&
      fact.type === (measure === 'suspend' ? 'ServiceSuspended' : 'ServiceRestricted') &&
      (measure === 'suspend' || measure === 'restrict'),
  )

/** 第7条第5項: before the period of a valid notice is over, without one, or after the pause a measure is not open. */
export function measureNotOpen(c: Case, act: Act<'PauseMeasureTaken'>): Refusal | undefined {
  const pause = pauses(c).find(({ id }) => id === act.data.pauseId)
  if (pause && isOpen(c, pause)) return undefined
  return {
    what: 'refusal.measure-not-open',
    clause: clauseOf(c, 'SC-7-5', today(c)),
    causes: pause ? groundsOf(c, pause) : [{ what: 'pause', value: act.data.pauseId }],
  }
}

/** Open, or not known to be closed: what is undetermined never refuses. */
function isOpen(c: Case, pause: Pause): boolean {
  if (isUndetermined(limitOf(c, pause))) return true
  const from = measuresFrom(c, pause)
  return from !== undefined && (isUndetermined(from) || from.value <= c.asOf)
}

const groundsOf = (c: Case, pause: Pause): readonly Cause[] => [
  pauseState(c, pause),
  overLimit(c, pause),
  ...noticeValid(c, pause),
  ...[measuresFrom(c, pause)].filter((from) => from !== undefined),
]
