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

/** 第12条第3項, 第41条: who the customer is and how it is reached. */
export const details: Subject = {
  acts: {
    CustomerInfoChanged: { basis: ['OP-12-3'] },
    SuccessionFiled: { basis: ['OP-41'] },
    NoticeGiven: { basis: ['OP-12-3'], speaksOf: (_c, { data }) => data.subject === 'info-change' },
  },
  answers: { 'contract.party': party, 'obligation.elapsed-hours': elapsed },
  obligations,
}
