import { type Case, clauseOf, factsOf, today } from '../../contract/case.ts'
import { type Measure, openMeasures } from '../../contract/measures.ts'
import { receivables } from '../../contract/receivables.ts'
import { type Fact, cause } from '../../contract/timeline.ts'
import { type Instant, endOf } from '../../kernel/calendar.ts'
import { type RuleId, valueOf } from '../../kernel/finding.ts'
import { type Party, type Permitted, type Subject } from '../terms.ts'
import { type Duty, openDuties } from './duties.ts'
import { isOver } from './end.ts'
import { basisOf } from './measures.ts'
import { providerNotices } from './notices.ts'
import { failedReports } from './requests.ts'

/** Has the cause of a suspension gone although it was not lifted? Only what the ledger can see counts. */
function isRemoved(c: Case, { fact }: Measure): boolean {
  switch (fact.data.ground) {
    case 'payment-overdue':
      return receivables(c).every((debt) => valueOf(debt.overdue) === false)
    case 'card-unusable':
      return factsOf(c, 'CardRegistered').some(({ at }) => at >= fact.at)
    default:
      return false
  }
}

const may = (c: Case, who: Party, rule: RuleId, since: Instant, fact: Fact, ref: string): Permitted => ({
  who,
  act: 'rescind',
  ref,
  since,
  clause: clauseOf(c, rule, today(c)),
  causes: [cause(fact)],
})

/** 第6.2条第1項第1号: stopped under 第5.1条 and the cause still there. */
const suspended = (c: Case): readonly Permitted[] =>
  openMeasures(c)
    .filter(
      (measure) =>
        measure.fact.type === 'ServiceSuspended' &&
        measure.fact.data.ref === undefined &&
        basisOf(measure) === 'SF-5.1-3' &&
        !isRemoved(c, measure),
    )
    .map(({ id, fact }) => may(c, 'provider', 'SF-6.2-1', fact.at, fact, id))

/** 第16.3条第3項第2号: the report was not given by its day, or was untrue. */
const unreported = (c: Case): readonly Permitted[] =>
  failedReports(c).map(({ request, fact }) => {
    const { requestId, by, dueOn } = request.data
    const since = fact === request && dueOn !== undefined ? endOf(dueOn) : fact.at
    return may(c, by, 'SF-16.3-3', since, fact, requestId)
  })

/** 第16.3条第3項第1号: a breach of the declaration was reported. */
const antisocial = (c: Case): readonly Permitted[] =>
  factsOf(c, 'ProhibitedActReported')
    .filter(({ data }) => data.item.startsWith('16.3'))
    .map((fact) => may(c, 'provider', 'SF-16.3-3', fact.at, fact, fact.data.actId))

/** 第6.2条第1項: the provider tells the customer of its rescission, at a reasonable time. */
const duties = (c: Case): readonly Duty[] =>
  factsOf(c, 'ContractRescinded')
    .filter(
      ({ data }) => data.by === 'provider' && data.ground !== 'antisocial' && data.ground !== 'agreement',
    )
    .map((opened) => ({
      who: 'provider',
      duty: 'notify-rescission',
      ref: opened.id,
      rule: 'SF-6.2-1',
      opened,
      fulfilled: providerNotices(c, 'rescission')[0],
    }))

export const rescission: Subject = {
  acts: { ContractRescinded: { basis: ['SF-6.2-1', 'SF-16.3-3'] } },
  permitted: (c) => (isOver(c) ? [] : [...suspended(c), ...unreported(c), ...antisocial(c)]),
  obligations: (c) => openDuties(c, duties(c)),
}
