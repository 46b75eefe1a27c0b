import { type Case, type Question, answer, factsOf } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Instant, civilEndDays, endOf, firstDay } from '../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../kernel/finding.ts'
import { type Deadline, type Subject } from '../terms.ts'

/** 第5条第3項: shown on the website, a notice counts as given to all when so many days have passed. */
const DISPLAY_DAYS = 30

type Notice = Fact<'NoticeGiven'>

/** 第5条第3項 speaks of the notice that the service ends. */
const isDisplayed = ({ data }: Notice): boolean =>
  data.by === 'provider' && data.subject === 'discontinuation' && data.delivery === 'displayed'

/** 第12条第4項: sent to the contact last reported, a notice counts as arrived when it normally would have. */
const isSentToFile = ({ data }: Notice): boolean =>
  data.by === 'provider' && data.delivery === 'not-arrived' && data.addressOnFile === true

/** `notice.deemed-at` (OP-5-3, OP-12-4): the instant from which a notice counts although nobody need have read it. */
export function deemedAt(c: Case, notice: Notice): Answer<Instant> | undefined {
  const { noticeId: ref, normalArrivalAt } = notice.data
  const q = { what: 'notice.deemed-at', ref, on: on(notice), causes: [notice] } satisfies Omit<
    Question,
    'rule'
  >
  if (isDisplayed(notice))
    return answer(c, { ...q, rule: 'OP-5-3' }, endOf(civilEndDays(firstDay(notice.at), DISPLAY_DAYS)))
  return isSentToFile(notice) && normalArrivalAt !== undefined
    ? answer(c, { ...q, rule: 'OP-12-4' }, normalArrivalAt)
    : undefined
}

/** The instant from which a notice counts: its arrival, its display, or the one that is deemed; none where it never came. */
export const countsFrom = (c: Case, notice: Notice): Instant | undefined => {
  const deemed = deemedAt(c, notice)
  if (deemed) return isKnown(deemed) ? deemed.value : undefined
  return notice.data.delivery === 'not-arrived' ? undefined : notice.at
}

const deemed = (c: Case): readonly Answer<Instant>[] =>
  factsOf(c, 'NoticeGiven')
    .map((notice) => deemedAt(c, notice))
    .filter((each) => each !== undefined)

const deadline = (c: Case, when: Answer<Instant>): readonly Deadline[] =>
  isKnown(when) && when.clause.rule === 'OP-5-3'
    ? [
        {
          kind: 'deemed-notice',
          ...(when.ref !== undefined && { ref: when.ref }),
          who: 'provider',
          state: c.asOf < when.value ? 'upcoming' : 'met',
          when,
        },
      ]
    : []

/** 第5条第3項, 第12条第4項: when a notice counts as given. */
export const notices: Subject = {
  acts: {
    NoticeGiven: { basis: ['OP-12-4'], speaksOf: (_c, { data }) => data.by === 'provider' },
  },
  answers: { 'notice.deemed-at': deemed },
  deadlines: (c) => deemed(c).flatMap((when) => deadline(c, when)),
}
