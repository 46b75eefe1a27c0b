import { type Case, type Question, answer, clauseOf, factsOf, today } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Instant, elapsedMs, startOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { hasEnded } from './ending.ts'

const MS_PER_HOUR = 3_600_000
type Changed = Fact<'CustomerInfoChanged'>

/** The duty runs from the change; one that is only planned has not happened yet. */
const since = ({ at, data }: Changed): Instant => {
  const planned = data.effectiveOn === undefined ? at : startOf(data.effectiveOn)
  return planned > at ? planned : at
}

const isReported = (c: Case, { data }: Changed): boolean =>
  factsOf(c, 'NoticeGiven').some(
    (notice) =>
      notice.data.by === 'customer' &&
      notice.data.subject === 'info-change' &&
      notice.data.regarding === data.infoChangeId,
  )

/** 第12条第3項: changes that happened and are not reported yet. */
const open = (c: Case): readonly Changed[] =>
  hasEnded(c)
    ? []
    : factsOf(c, 'CustomerInfoChanged').filter(
        (changed) => since(changed) <= c.asOf && !isReported(c, changed),
      )

const obligations = (c: Case): readonly Obligation[] =>
  open(c).map((changed) => ({
    who: 'customer',
    duty: 'report-info-change',
    ref: changed.data.infoChangeId,
    since: since(changed),
    clause: clauseOf(c, 'OP-12-3', on(changed)),
    causes: [cause(changed)],
  }))

/** `obligation.elapsed-hours` (OP-12-3): 速やかに has no number, so the time is shown (CC-20). */
const elapsed = (c: Case): readonly Answer<number>[] =>
  open(c).map((changed) => {
    const q: Question = {
      what: 'obligation.elapsed-hours',
      ref: changed.data.infoChangeId,
      rule: 'OP-12-3',
      on: on(changed),
      causes: [changed],
    }
    return answer(c, q, Math.floor(elapsedMs(since(changed), c.asOf) / MS_PER_HOUR))
  })

/** `contract.party` (OP-41): by merger or demerger the law makes the successor the party; the customer reports it. */
function party(c: Case): readonly Answer<string>[] {
  const filed = factsOf(c, 'SuccessionFiled').findLast(
    ({ data, at }) => data.ground !== 'inheritance' && (data.effectiveOn ?? on({ at })) <= today(c),
  )
  if (!filed) return []
  const q: Question = {
    what: 'contract.party',
    rule: 'OP-41',
    on: filed.data.effectiveOn ?? on(filed),
    causes: [filed],
  }
  return [answer(c, q, filed.data.successorPartyId)]
}

// ---- information that is handed on (第33条から第36条まで) -----------------------------------------------------------------

const SERVICE_PURPOSES: readonly string[] = ['provision', 'operation', 'maintenance', 'support']
/** 第33条第2項: what the provider may use information for itself. */
const OWN_PURPOSES: readonly string[] = [
  ...SERVICE_PURPOSES,
  'information-mail',
  'advertising',
  'statistics',
  'law',
  'consented',
]
/** 第33条第3項: those who do work of the service get it for that alone. */
const WORKERS: readonly string[] = ['delegate', 'contractor', 'software-maker']

function isAllowed({ data }: Fact<'InformationDisclosed'>): boolean {
  const { by, purpose, recipientKind } = data
  if (purpose === 'consented') return true
  if (recipientKind === 'public-authority') return purpose === 'law'
  if (by === 'customer') return false
  if (WORKERS.includes(recipientKind)) return SERVICE_PURPOSES.includes(purpose)
  return (
    purpose === 'statistics' ||
    (recipientKind === 'affiliate' && OWN_PURPOSES.includes(purpose) && purpose !== 'law')
  )
}

/** `breach.disclosure` (OP-33): handed on for a purpose, or to somebody, the articles do not know. */
function disclosure(c: Case): readonly Answer<boolean>[] {
  const breaches = factsOf(c, 'InformationDisclosed').filter((fact) => !isAllowed(fact))
  const last = breaches.at(-1)
  return last
    ? [answer(c, { what: 'breach.disclosure', rule: 'OP-33', on: on(last), causes: breaches }, true)]
    : []
}

// ---- the number of the desk ----------------------------------------------------------------------------------------------

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

/** 第12条第3項, 第22条第7項, 第33条から第36条まで, 第41条: who the parties are and what they tell each other. */
export const details: Subject = {
  acts: {
    CustomerInfoChanged: { basis: ['OP-12-3'] },
    SuccessionFiled: { basis: ['OP-41'] },
    InformationDisclosed: { basis: ['OP-33'] },
    ServiceContentChanged: { basis: ['OP-22-7'] },
  },
  answers: {
    'contract.party': party,
    'obligation.elapsed-hours': elapsed,
    'breach.disclosure': disclosure,
    'notice.missing': missingNotices,
    'notice.form-valid': formValid,
  },
  obligations: (c) => [...obligations(c), ...toNotify(c)],
}
