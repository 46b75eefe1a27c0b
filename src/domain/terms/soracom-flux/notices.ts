import { type Case, type Question, answer, factsOf, remembered } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Instant } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

export type Notice = Fact<'NoticeGiven'>
type Subjects = Notice['data']['subject']
type Change = Fact<'CustomerInfoChanged'>

/** Does a notice speak of a thing? One that names none speaks of what had happened by then. */
const isAbout = ({ data, at }: Notice, id: string, since: Instant): boolean =>
  data.regarding === undefined ? at >= since : data.regarding === id

/** Notices of the customer about a thing, as they arrived (CC-07). */
export const customerNotices = (c: Case, subject: Subjects, id: string, since: Instant): readonly Notice[] =>
  factsOf(c, 'NoticeGiven').filter(
    (notice) =>
      notice.data.by === 'customer' &&
      notice.data.subject === subject &&
      notice.data.delivery !== 'not-arrived' &&
      isAbout(notice, id, since),
  )

/** Notices of the provider on a subject that arrived, were displayed, or count as given (第4.1条第3項). */
export const providerNotices = (c: Case, subject: Subjects): readonly Notice[] =>
  factsOf(c, 'NoticeGiven').filter(
    (notice) =>
      notice.data.by === 'provider' &&
      notice.data.subject === subject &&
      (notice.data.delivery !== 'not-arrived' || isDeemed(c, notice)),
  )

/** The same about one thing: an id that is named, or everything where none is. */
export const providerNoticesAbout = (c: Case, subject: Subjects, id: string): readonly Notice[] =>
  providerNotices(c, subject).filter(({ data }) => data.regarding === undefined || data.regarding === id)

/** The customer's report of changed details, the first one. */
export const reportOf = (c: Case, change: Change): Notice | undefined =>
  customerNotices(c, 'info-change', change.data.infoChangeId, change.at)[0]

/** A change that the customer had not reported when something was sent. */
const unreported = (c: Case, at: Instant): Change | undefined =>
  factsOf(c, 'CustomerInfoChanged').find((change) => {
    const report = reportOf(c, change)
    return change.at <= at && (!report || report.at > at)
  })

/** Sending counts as notice to a customer who left a change of details unreported: by letter or e-mail, as on file. */
const isDeemed = (c: Case, notice: Notice): boolean =>
  notice.data.delivery === 'not-arrived' &&
  notice.data.addressOnFile === true &&
  (notice.data.channel === 'letter' || notice.data.channel === 'e-mail') &&
  unreported(c, notice.at) !== undefined

/** `notice.deemed-at` (SF-4.1-3): the instant of sending. */
const deemedAt = remembered((c: Case): readonly Answer<Instant>[] =>
  factsOf(c, 'NoticeGiven')
    .filter((notice) => notice.data.by === 'provider' && isDeemed(c, notice))
    .map((notice) => {
      const q: Question = {
        what: 'notice.deemed-at',
        ref: notice.data.noticeId,
        rule: 'SF-4.1-3',
        on: on(notice),
        causes: [notice, unreported(c, notice.at)],
      }
      return answer(c, q, notice.at)
    }),
)

export const notices: Subject = {
  acts: { NoticeGiven: { basis: ['SF-4.1-3'] } },
  answers: { 'notice.deemed-at': deemedAt },
}
