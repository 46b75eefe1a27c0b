import { type Case, type Question, answer, factsOf, remembered } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'
import { type Duty, elapsedHours, openDuties } from './duties.ts'
import { type Notice, customerNotices, providerNoticesAbout, reportOf } from './notices.ts'

/** 第3.5条第3項: misuse, suspicion of it, loss or theft is to be reported at once. */
const misuse = (c: Case): readonly Duty[] =>
  factsOf(c, 'CredentialMisuseSuspected').map((opened) => {
    const ref = opened.data.misuseId
    const fulfilled = customerNotices(c, 'misuse', ref, opened.at)[0]
    return { who: 'customer', duty: 'report-misuse', ref, rule: 'SF-3.5-3', opened, fulfilled }
  })

/** 第4.1条第1項: a change of details, or a planned one, from the moment the customer knows. */
const details = (c: Case): readonly Duty[] =>
  factsOf(c, 'CustomerInfoChanged').map((opened) => ({
    who: 'customer',
    duty: 'report-info-change',
    ref: opened.data.infoChangeId,
    rule: 'SF-4.1-1',
    opened,
    fulfilled: reportOf(c, opened),
  }))

/** 第7.3条第1項: a ground of acceleration, in writing; a notice in another form leaves the duty open. */
const grounds = (c: Case): readonly Duty[] =>
  factsOf(c, 'AccelerationGroundArose').map((opened) => {
    const ref = opened.data.groundId
    const fulfilled = customerNotices(c, 'acceleration-ground', ref, opened.at).find(isWritten)
    return { who: 'customer', duty: 'report-acceleration-ground', ref, rule: 'SF-7.3-1', opened, fulfilled }
  })

const isWritten = ({ data }: Notice): boolean => data.written ?? data.channel === 'letter'

/** 第7.3条第3項: the provider's own events. */
const providerEvents = (c: Case): readonly Duty[] =>
  factsOf(c, 'ProviderEventOccurred').map((opened) => {
    const ref = opened.data.eventId
    const fulfilled = providerNoticesAbout(c, 'provider-event', ref).find(({ at }) => at >= opened.at)
    return { who: 'provider', duty: 'report-provider-event', ref, rule: 'SF-7.3-3', opened, fulfilled }
  })

const duties = remembered((c: Case): readonly Duty[] => [
  ...misuse(c),
  ...details(c),
  ...grounds(c),
  ...providerEvents(c),
])

/** `notice.form-valid` (SF-7.3-1): a ground of acceleration is reported in writing. */
const formValid = (c: Case): readonly Answer<boolean>[] =>
  factsOf(c, 'NoticeGiven')
    .filter(({ data }) => data.by === 'customer' && data.subject === 'acceleration-ground')
    .map((notice) => {
      const ref = notice.data.noticeId
      const q: Question = {
        what: 'notice.form-valid',
        ref,
        rule: 'SF-7.3-1',
        on: on(notice),
        causes: [notice],
      }
      return answer(c, q, isWritten(notice))
    })

/** `breach.credential` (SF-3.5-3): the account was used by, or for, a third party. */
const credential = (c: Case): readonly Answer<boolean>[] =>
  factsOf(c, 'CredentialMisuseSuspected')
    .filter(({ data }) => data.thirdPartyUse === true)
    .map((fact) => answer(c, misuseQuestion('breach.credential', fact), true))

const misuseQuestion = (what: string, fact: Fact<'CredentialMisuseSuspected'>): Question => ({
  what,
  ref: fact.data.misuseId,
  rule: 'SF-3.5-3',
  on: on(fact),
  causes: [fact],
})

/** `act.attributed-to` (SF-3.5-3): whatever happens under the account is the customer's. */
const attributed = (c: Case): readonly Answer<string>[] => [
  ...factsOf(c, 'CredentialMisuseSuspected').map((fact) =>
    answer(c, misuseQuestion('act.attributed-to', fact), 'customer'),
  ),
  ...factsOf(c, 'ProhibitedActReported').map((fact) => {
    const q = {
      what: 'act.attributed-to',
      ref: fact.data.actId,
      rule: 'SF-3.5-3',
      on: on(fact),
      causes: [fact],
    }
    return answer(c, q, 'customer')
  }),
]

export const reports: Subject = {
  acts: {
    CredentialMisuseSuspected: { basis: ['SF-3.5-3'] },
    CustomerInfoChanged: { basis: ['SF-4.1-1'] },
    AccelerationGroundArose: { basis: ['SF-7.3-1'] },
    ProviderEventOccurred: { basis: ['SF-7.3-3'] },
  },
  answers: {
    'notice.form-valid': formValid,
    'breach.credential': credential,
    'act.attributed-to': attributed,
    'obligation.elapsed-hours': (c) => elapsedHours(c, duties(c)),
  },
  obligations: (c) => openDuties(c, duties(c)),
}
