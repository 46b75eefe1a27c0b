import { type Case, type Question, answer, clauseOf, factsOf, lastOf } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Instant, elapsedMs } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { conclusion } from './application.ts'
import { isEnded } from './ends.ts'

const MS_PER_HOUR = 3_600_000

/** `contract.administrator`: who holds the configuration authority (IJ-4-1). */
function administrator(c: Case): readonly Answer<string>[] {
  const appointed = lastOf(c, 'AdministratorAppointed')
  if (!appointed) return []
  const q: Question = {
    what: 'contract.administrator',
    rule: 'IJ-4-1',
    on: on(appointed),
    causes: [appointed],
  }
  return [answer(c, q, appointed.data.administratorId)]
}

type Suspicion = Fact<'CredentialMisuseSuspected'>

/** 第4条 speaks of the configuration authority alone. */
const suspicions = (c: Case): readonly Suspicion[] =>
  factsOf(c, 'CredentialMisuseSuspected').filter(({ data }) => data.credential === 'configuration-authority')

/** `breach.credential`: third parties used the authority (IJ-4-3). */
const breaches = (c: Case): readonly Answer<boolean>[] =>
  suspicions(c)
    .filter(({ data }) => data.thirdPartyUse === true)
    .map((fact) => {
      const { misuseId } = fact.data
      return answer(
        c,
        { what: 'breach.credential', ref: misuseId, rule: 'IJ-4-3', on: on(fact), causes: [fact] },
        true,
      )
    })

/** The customer's report of a suspicion that arrived: of this one, or, without saying of which, after it. */
const reportOf = (c: Case, { at, data }: Suspicion): Fact<'NoticeGiven'> | undefined =>
  factsOf(c, 'NoticeGiven').find(
    (notice) =>
      notice.data.subject === 'misuse' &&
      notice.data.by === 'customer' &&
      notice.data.delivery === 'arrived' &&
      (notice.data.regarding === undefined ? notice.at >= at : notice.data.regarding === data.misuseId),
  )

/** `obligation.elapsed-hours`: whole hours from the suspicion to the report; 直ちに has no number (CC-20). */
const elapsed = (c: Case): readonly Answer<number>[] =>
  suspicions(c).map((fact) => {
    const report = reportOf(c, fact)
    const until = report?.at ?? c.asOf
    const q: Question = {
      what: 'obligation.elapsed-hours',
      ref: fact.data.misuseId,
      rule: 'IJ-4-4',
      on: on(fact),
    }
    return answer(c, { ...q, causes: [fact, report] }, hours(fact.at, until))
  })

const hours = (from: Instant, to: Instant): number =>
  Math.max(0, Math.floor(elapsedMs(from, to) / MS_PER_HOUR))

function obligations(c: Case): readonly Obligation[] {
  const open = (duty: string, fact: Fact, rule: string, ref?: string): Obligation => ({
    who: 'customer',
    duty,
    ...(ref !== undefined && { ref }),
    since: fact.at,
    clause: clauseOf(c, rule, on(fact)),
    causes: [cause(fact)],
  })
  const accepted = conclusion(c)
  const unappointed = accepted && !isEnded(c) && !lastOf(c, 'AdministratorAppointed')
  return [
    ...(unappointed ? [open('appoint-administrator', accepted, 'IJ-4-1')] : []),
    ...suspicions(c)
      .filter((fact) => !reportOf(c, fact))
      .map((fact) => open('report-misuse', fact, 'IJ-4-4', fact.data.misuseId)),
  ]
}
/** 第4条: the configuration authority and who answers for it. */
export const configurationAuthority: Subject = {
  acts: {
    AdministratorAppointed: { basis: ['IJ-4-1'] },
    CredentialMisuseSuspected: { basis: ['IJ-4-3', 'IJ-4-4'] },
    NoticeGiven: { basis: ['IJ-4-4'] },
  },
  answers: {
    'contract.administrator': administrator,
    'breach.credential': breaches,
    'obligation.elapsed-hours': elapsed,
  },
  obligations,
}
