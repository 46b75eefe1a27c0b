import { type Case, type Question, answer, clauseOf, factsOf } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'

const numberChanges = (c: Case): readonly Fact<'ServiceContentChanged'>[] =>
  factsOf(c, 'ServiceContentChanged').filter(({ data }) => data.area === 'support-number')

const numberNotices = (c: Case): readonly Fact<'NoticeGiven'>[] =>
  factsOf(c, 'NoticeGiven').filter(
    ({ data }) => data.by === 'provider' && data.subject === 'support-number-change',
  )

/** 第22条第7項: 書面等 — a letter, or what the notice says is in writing. */
const isWritten = ({ data }: Fact<'NoticeGiven'>): boolean => data.written ?? data.channel === 'letter'

const speaksOf = (notice: Fact<'NoticeGiven'>, change: Fact<'ServiceContentChanged'>): boolean =>
  notice.data.regarding === undefined || notice.data.regarding === change.data.contentChangeId

/** `notice.missing` (OP-22-7): the number changed without a written notice before it. */
const missingNotices = (c: Case): readonly Answer<boolean>[] =>
  numberChanges(c)
    .filter(
      (change) =>
        !numberNotices(c).some(
          (notice) => speaksOf(notice, change) && isWritten(notice) && notice.at < change.at,
        ),
    )
    .map((change) => {
      const q: Question = {
        what: 'notice.missing',
        ref: change.data.contentChangeId,
        rule: 'OP-22-7',
        on: on(change),
        causes: [change],
      }
      return answer(c, q, true)
    })

const formValid = (c: Case): readonly Answer<boolean>[] =>
  numberNotices(c).map((notice) => {
    const q: Question = {
      what: 'notice.form-valid',
      ref: notice.data.noticeId,
      rule: 'OP-22-7',
      on: on(notice),
      causes: [notice],
    }
    return answer(c, q, isWritten(notice))
  })

const toNotify = (c: Case): readonly Obligation[] =>
  numberChanges(c)
    .filter((change) => !numberNotices(c).some((notice) => speaksOf(notice, change) && isWritten(notice)))
    .map((change) => ({
      who: 'provider',
      duty: 'notify-content-change',
      ref: change.data.contentChangeId,
      since: change.at,
      clause: clauseOf(c, 'OP-22-7', on(change)),
      causes: [cause(change)],
    }))

/** 第22条第7項: a change of the desk's number is notified in writing beforehand. */
export const deskNumber: Subject = {
  acts: {
    ServiceContentChanged: { basis: ['OP-22-7'], speaksOf: (_c, { data }) => data.area === 'support-number' },
    NoticeGiven: { basis: ['OP-22-7'], speaksOf: (_c, { data }) => data.subject === 'support-number-change' },
  },
  answers: { 'notice.missing': missingNotices, 'notice.form-valid': formValid },
  obligations: toNotify,
}
