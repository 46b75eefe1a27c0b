import { type Case, type Question, answer, clauseOf, factsOf, remembered } from '../../contract/case.ts'
import { type Measure, measures } from '../../contract/measures.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Month, firstDayOf, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { countsFrom } from './notices.ts'

/** 第17条第1項第1号から第4号まで. */
const STOP_GROUNDS: readonly string[] = ['maintenance', 'equipment-fault', 'disaster', 'public-authority']
/** 第18条第1号から第6号まで. */
const SUSPENSION_GROUNDS: readonly string[] = [
  'payment-overdue',
  'undesirable-content',
  'rights-holder-request',
  'excessive-load',
  'public-authority',
  'other',
]
/** 第15条第4項: an instruction was not followed, or an act of paragraphs 2 and 3 was done. */
const WITHOUT_NOTICE: readonly string[] = ['instruction-disobeyed', 'prohibited-act']
/** 第17条第2項. */
const DISTURBING: readonly string[] = ['disturbing-use']

/** The provision a measure is taken under, by its kind and ground. */
export function suspensionRule({ fact }: Measure): RuleId {
  const { ground } = fact.data
  if (WITHOUT_NOTICE.includes(ground)) return 'OP-15-4'
  if (DISTURBING.includes(ground)) return 'OP-17-2'
  if (fact.type === 'ServiceRestricted') return 'OP-17-1'
  return (fact as Fact<'ServiceSuspended'>).data.kind === 'suspension' ? 'OP-18' : 'OP-17-1'
}

const GROUNDS: Readonly<Record<RuleId, readonly string[]>> = {
  'OP-15-4': WITHOUT_NOTICE,
  'OP-17-1': STOP_GROUNDS,
  'OP-17-2': DISTURBING,
  'OP-18': SUSPENSION_GROUNDS,
}

const question = (
  what: string,
  rule: RuleId,
  { id, fact }: Measure,
  ...causes: (Fact | undefined)[]
): Question => ({
  what,
  ref: id,
  rule,
  on: on(fact),
  causes: [fact, ...causes],
})

/** `measure.lawful`: it stands on a ground that its article knows (OP-15-4, OP-17-1, OP-17-2, OP-18). */
function lawful(c: Case, measure: Measure): Answer<boolean> {
  const rule = suspensionRule(measure)
  return answer(
    c,
    question('measure.lawful', rule, measure),
    (GROUNDS[rule] ?? []).includes(measure.fact.data.ground),
  )
}

/** 利用停止 and 利用中止 alike; a mere restriction of use leaves the service and its price. */
const stopsUse = ({ fact }: Measure): boolean => fact.type === 'ServiceSuspended'

/** `measure.charges-continue`: charges run on, under a suspension as if provided (OP-25), else by OP-24-2-1. */
const chargesContinue = (c: Case, measure: Measure): Answer<boolean> => {
  const rule = suspensionRule(measure) === 'OP-18' ? 'OP-25' : 'OP-24-2-1'
  return answer(c, question('measure.charges-continue', rule, measure, measure.resumed), true)
}

/** Why a month with a suspension or a stop in it is charged all the same. */
export const continuing = (c: Case, month: Month): readonly Answer<boolean>[] =>
  measures(c)
    .filter(stopsUse)
    .filter(
      ({ fact, resumed }) => on(fact) <= lastDayOf(month) && (!resumed || on(resumed) >= firstDayOf(month)),
    )
    .map((measure) => chargesContinue(c, measure))

const noticesOf = remembered((c: Case): readonly Fact<'NoticeGiven'>[] =>
  factsOf(c, 'NoticeGiven').filter(({ data }) => data.by === 'provider' && data.subject === 'suspension'),
)

/** 第17条第1項: notice comes first, unless it is urgent. */
const needsNotice = (measure: Measure): boolean =>
  suspensionRule(measure) === 'OP-17-1' && measure.fact.data.urgent !== true

const wasNotified = (c: Case, { id, fact }: Measure): boolean =>
  noticesOf(c).some((notice) => {
    const from = countsFrom(c, notice)
    return notice.data.regarding === id && from !== undefined && from < fact.at
  })

/** `notice.missing` (OP-17-1). */
const missingNotices = (c: Case): readonly Answer<boolean>[] =>
  measures(c)
    .filter((measure) => needsNotice(measure) && !wasNotified(c, measure))
    .map((measure) => answer(c, question('notice.missing', 'OP-17-1', measure), true))

/** A stop without a notice leaves the duty to give it. */
const obligations = (c: Case): readonly Obligation[] =>
  measures(c)
    .filter(
      (measure) => needsNotice(measure) && !noticesOf(c).some(({ data }) => data.regarding === measure.id),
    )
    .map(({ id, fact }) => ({
      who: 'provider',
      duty: 'announce-stop',
      ref: id,
      since: fact.at,
      clause: clauseOf(c, 'OP-17-1', on(fact)),
      causes: [cause(fact)],
    }))

/** 第15条第4項, 第17条, 第18条, 第24条第2項第1号, 第25条: measures, their grounds, their notice, and charges that go on. */
export const suspensions: Subject = {
  acts: {
    ServiceSuspended: { basis: ['OP-17-1', 'OP-18', 'OP-24-2-1', 'OP-25'] },
    ServiceRestricted: { basis: ['OP-15-4', 'OP-17-2'] },
    NoticeGiven: { basis: ['OP-17-1'], speaksOf: (_c, { data }) => data.subject === 'suspension' },
    ServiceResumed: { basis: ['OP-24-2-1', 'OP-25'] },
  },
  answers: {
    'measure.lawful': (c) => measures(c).map((measure) => lawful(c, measure)),
    'measure.charges-continue': (c) =>
      measures(c)
        .filter(stopsUse)
        .map((measure) => chargesContinue(c, measure)),
    'notice.missing': missingNotices,
  },
  obligations,
}
