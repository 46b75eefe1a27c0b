import { type Case, clauseOf, factsOf, remembered } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, addDays } from '../../kernel/calendar.ts'
import { type RuleId } from '../../kernel/finding.ts'
import { type Act, type Refusal } from '../terms.ts'

/** 第29条第3項: a rescission without a ground takes effect so many days after its notice (OP-Q17). */
export const CONVENIENCE_NOTICE_DAYS = 30

export type Rescinded = Fact<'ContractRescinded'>

/** 第29条第1項第1号から第5号まで. */
const IMMEDIATE: readonly string[] = [
  'antisocial',
  'fraud-or-threat',
  'refusal-ground',
  'suspension-ground-not-cured',
  'breach-not-cured',
]
/** 第29条第1項第4号・第5号: the ground of a demand to cure that must have passed without a cure. */
const CURE_GROUND: Readonly<Record<string, 'suspension-ground' | 'breach'>> = {
  'suspension-ground-not-cured': 'suspension-ground',
  'breach-not-cured': 'breach',
}

export const isConvenience = ({ data }: Pick<Rescinded, 'data'>): boolean =>
  data.ground === 'provider-convenience'
export const isImmediate = ({ data }: Pick<Rescinded, 'data'>): boolean =>
  data.by === 'provider' && IMMEDIATE.includes(data.ground)

/** The provision a rescission stands on; one by agreement or by the customer is outside 第29条, and 第30条 takes any end. */
export const ruleOf = (rescinded: Rescinded): RuleId =>
  isConvenience(rescinded) ? 'OP-29-3' : isImmediate(rescinded) ? 'OP-29-1' : 'OP-30-1'

/** Last day of the contract under a rescission: at once, unless it names a later day. */
export const rescindedOn = (rescinded: Rescinded): Day => {
  const { endsOn } = rescinded.data
  return endsOn !== undefined && endsOn > on(rescinded) ? endsOn : on(rescinded)
}

/** Rescissions of the whole contract. */
export const rescissions = remembered((c: Case): readonly Rescinded[] =>
  factsOf(c, 'ContractRescinded').filter(({ data }) => data.part !== 'part' && data.ref === undefined),
)

/** A demand to cure, and the answer that cured in time. */
export type Cure = {
  readonly request: Fact<'RequestMade'>
  readonly dueOn: Day
  readonly cured?: Fact<'RequestAnswered'>
}

/** Demands of the provider to cure; an answer behind the period cures nothing any more (第29条第1項第4号・第5号). */
export const cures = remembered((c: Case): readonly Cure[] =>
  factsOf(c, 'RequestMade').flatMap((request): readonly Cure[] => {
    const { kind, by, dueOn, requestId } = request.data
    if (kind !== 'cure' || by !== 'provider' || dueOn === undefined) return []
    const cured = factsOf(c, 'RequestAnswered').find(
      (fact) => fact.data.requestId === requestId && on(fact) <= dueOn && fact.data.isFalse !== true,
    )
    return [{ request, dueOn, ...(cured && { cured }) }]
  }),
)

/** Rescission on an uncured ground needs a period that is over without a cure; one for convenience its thirty days. */
export function refuseRescission(c: Case, act: Act<'ContractRescinded'>): Refusal | undefined {
  if (act.data.by !== 'provider') return undefined
  const q = { rule: isConvenience(act) ? 'OP-29-3' : 'OP-29-1', on: on(act) }
  if (c.terms.replacedBy?.(c, q.rule, q.on)) return undefined
  const clause = clauseOf(c, q.rule, q.on)
  if (isConvenience(act)) {
    const earliest = addDays(on(act), CONVENIENCE_NOTICE_DAYS)
    const early = act.data.endsOn !== undefined && act.data.endsOn < earliest
    const causes = [{ what: 'termination.earliest-on', value: earliest }]
    return early ? { what: 'refusal.rescission-too-early', clause, causes } : undefined
  }
  const ground = CURE_GROUND[act.data.ground]
  if (!ground) return undefined
  const demands = cures(c).filter(
    ({ request }) =>
      request.data.ground === ground &&
      (act.data.requestId === undefined || request.data.requestId === act.data.requestId),
  )
  if (demands.some(({ dueOn, cured }) => !cured && on(act) > dueOn)) return undefined
  return { what: 'refusal.cure-period-open', clause, causes: demands.map(({ request }) => cause(request)) }
}
