import { type Case, clauseOf, factsOf } from '../../contract/case.ts'
import { openMeasures } from '../../contract/measures.ts'
import { receivables } from '../../contract/receivables.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { startOf } from '../../kernel/calendar.ts'
import { type RuleId, valueOf } from '../../kernel/finding.ts'
import { type Permitted, type Subject } from '../terms.ts'
import { type Reported, breachRule } from './breach.ts'
import { hasEnded } from './ending.ts'
import { isImmediate, rescissions } from './rescission.ts'

const acts = (c: Case): readonly Reported[] => factsOf(c, 'ProhibitedActReported')

/** Grounds as they are found, and the act and provision that each of them opens. */
const OPENS: Readonly<
  Record<
    string,
    readonly { readonly act: 'restrict' | 'suspend' | 'stop-provision'; readonly rule: RuleId }[]
  >
> = {
  'prohibited-act': [{ act: 'restrict', rule: 'OP-15-4' }],
  'operation-risk': [{ act: 'restrict', rule: 'OP-17-2' }],
  stability: [{ act: 'restrict', rule: 'OP-17-2' }],
  'undesirable-content': [{ act: 'suspend', rule: 'OP-18' }],
  'rights-holder-request': [{ act: 'suspend', rule: 'OP-18' }],
  'excessive-load': [{ act: 'suspend', rule: 'OP-18' }],
  'public-authority': [
    { act: 'suspend', rule: 'OP-18' },
    { act: 'stop-provision', rule: 'OP-17-1' },
  ],
  other: [{ act: 'suspend', rule: 'OP-18' }],
}

const permit = (c: Case, act: string, rule: RuleId, fact: Fact, ref: string, since = fact.at): Permitted => ({
  who: 'provider',
  act,
  ref,
  since,
  clause: clauseOf(c, rule, on(fact)),
  causes: [cause(fact)],
})

function measuresOpen(c: Case): readonly Permitted[] {
  const found = factsOf(c, 'RestrictionGroundFound').flatMap((fact) =>
    (OPENS[fact.data.ground] ?? []).map(({ act, rule }) => permit(c, act, rule, fact, fact.data.groundId)),
  )
  const breaches = acts(c)
    .filter((act) => act.data.actor !== 'third-party' && breachRule(act) === 'OP-15-1')
    .map((act) => permit(c, 'restrict', 'OP-15-4', act, act.data.actId))
  const late = receivables(c)
    .filter(({ overdue }) => valueOf(overdue) === true)
    .map(({ invoice, delinquentFrom }) => {
      const day = valueOf(delinquentFrom)
      return permit(
        c,
        'suspend',
        'OP-18',
        invoice,
        invoice.data.invoiceId,
        day === undefined ? invoice.at : startOf(day),
      )
    })
  return [...found, ...breaches, ...late].filter(({ act, since }) => !isTaken(c, act, since))
}

const TAKEN_BY = {
  restrict: 'ServiceRestricted',
  suspend: 'ServiceSuspended',
  'stop-provision': 'ServiceSuspended',
}
/** A measure of that kind is running that was taken since. */
const isTaken = (c: Case, act: string, since: string): boolean =>
  openMeasures(c).some(
    ({ fact }) =>
      fact.at >= since &&
      TAKEN_BY[act as keyof typeof TAKEN_BY] === fact.type &&
      (fact.type !== 'ServiceSuspended' ||
        (act === 'suspend') === ((fact as Fact<'ServiceSuspended'>).data.kind === 'suspension')),
  )

/** 第29条第2項, 第43条: damages may be claimed for a breach, also behind the end. */
function damagesOpen(c: Case): readonly Permitted[] {
  const breach = acts(c).find(({ data }) => data.actor !== 'third-party')
  const rescinded = rescissions(c).find(isImmediate)
  const fact = [breach, rescinded]
    .filter((each) => each !== undefined)
    .sort((a, b) => (a.at < b.at ? -1 : 1))[0]
  if (!fact || factsOf(c, 'ClaimSubmitted').some(({ data }) => data.by === 'provider')) return []
  return [
    {
      who: 'provider',
      act: 'claim-damages',
      since: fact.at,
      clause: clauseOf(c, 'OP-29-2', on(fact)),
      causes: [cause(fact)],
    },
  ]
}

/** 第15条第4項, 第17条, 第18条, 第29条第2項: what a ground that was found lets the provider do (CC-19). */
export const measuresPermitted: Subject = {
  acts: { RestrictionGroundFound: { basis: ['OP-15-4', 'OP-18'] } },
  permitted: (c) => [...(hasEnded(c) ? [] : measuresOpen(c)), ...damagesOpen(c)],
}
