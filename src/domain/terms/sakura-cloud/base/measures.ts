import { type Case, type Question, answer, asOf, missing } from '../../../contract/case.ts'
import { type Measure, measures as measuresOf } from '../../../contract/measures.ts'
import { on } from '../../../contract/timeline.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import { pauses } from './pause.ts'
import { measuresFrom } from './pause-notice.ts'

/** Grounds of the sections on secure mobile and SMS (第49条, 第73条, 第74条), which judge them. */
const OF_OPTIONS: ReadonlySet<string> = new Set([
  'maintenance',
  'heavy-session',
  'upstream-interruption',
  'spam',
])

/** `measure.lawful`: on an over-limit pause if the period of a valid notice was over; other grounds are those of the base terms. */
function lawful(c: Case, { id, fact }: Measure): readonly Answer<boolean>[] {
  const { ground } = fact.data
  if (OF_OPTIONS.has(ground)) return []
  const q: Question = { what: 'measure.lawful', ref: id, rule: 'SC-7-5', on: on(fact), causes: [fact] }
  if (ground !== 'pause-over-limit') return [missing(c, { ...q, rule: 'SC-1-2' }, 'terms:base')]
  const then = asOf(c, fact.at)
  const opened = pauses(then).flatMap((pause) => {
    const from = measuresFrom(then, pause)
    return from && isKnown(from) && from.value <= fact.at ? [from] : []
  })
  return [answer(c, { ...q, causes: [fact, ...opened] }, opened.length > 0)]
}

/** Suspensions and restrictions of the base service. */
export const measures: Subject = {
  acts: {
    ServiceSuspended: { basis: ['SC-1-2'] },
    ServiceRestricted: { basis: ['SC-1-2'] },
    ServiceResumed: { basis: ['SC-1-2'] },
  },
  answers: { 'measure.lawful': (c) => measuresOf(c).flatMap((measure) => lawful(c, measure)) },
}
