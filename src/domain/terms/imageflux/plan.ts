import { type Case, answer, factsOf, firstOf, remembered, today } from '../../contract/case.ts'
import { type PlanStep } from '../../contract/flat-fee.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

/** 第2条第1項: the service types, each with its item. Only the live engine has delivery methods. */
const TYPES: Readonly<Record<string, RuleId>> = {
  'image-engine': 'IF-2-1a',
  'live-engine': 'IF-2-1b',
  'live-app': 'IF-2-1c',
}
const WITH_METHODS = 'live-engine'

/** A change of the plan or the delivery method, from its day. */
type Change = {
  readonly from: Day
  readonly plan?: string | undefined
  readonly deliveryMethod?: string | undefined
  readonly facts: readonly Fact[]
}

export const typeOf = (item: string): string => item.split('.')[0] ?? item

const changes = (c: Case): readonly Change[] => {
  const accepted = factsOf(c, 'PlanChangeAccepted').flatMap((fact): readonly Change[] => {
    const asked = factsOf(c, 'PlanChangeRequested').find(({ data }) => data.changeId === fact.data.changeId)
    if (!asked || asked.data.action === 'add') return []
    const { plan, deliveryMethod } = asked.data
    return [{ from: fact.data.effectiveOn ?? on(fact), plan, deliveryMethod, facts: [asked, fact] }]
  })
  const changed = factsOf(c, 'PlanChanged').map((fact): Change => ({
    from: fact.data.effectiveOn ?? on(fact),
    ...fact.data,
    facts: [fact],
  }))
  return [...accepted, ...changed].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
}

const orderOf = ({ from, facts }: Change): string => {
  const last = facts.at(-1)
  return `${from}/${last?.at ?? ''}/${String(last?.position ?? 0).padStart(16, '0')}`
}

/** 第3条第1項: another service type needs an application of its own, so a change to one has no effect here. */
const isOtherType = (item: string, plan: string | undefined): plan is string =>
  plan !== undefined && typeOf(plan) in TYPES && typeOf(plan) !== typeOf(item)

function changedItem(item: string, { plan, deliveryMethod }: Change): string {
  const next = plan === undefined || isOtherType(item, plan) ? item : plan
  return deliveryMethod !== undefined && typeOf(next) === WITH_METHODS
    ? `${WITH_METHODS}.${deliveryMethod}`
    : next
}

/** The plan from each day on at which it changed, the application first. */
export const planSteps = remembered((c: Case): readonly PlanStep[] => {
  const applied = firstOf(c, 'ApplicationSubmitted')
  if (!applied?.data.serviceType) return []
  const { serviceType, deliveryMethod } = applied.data
  const first = changedItem(serviceType, { from: on(applied), deliveryMethod, facts: [] })
  const steps: PlanStep[] = [{ from: on(applied), item: first, facts: [applied] }]
  for (const change of changes(c)) {
    const before = steps.at(-1)
    const item = before && changedItem(before.item, change)
    if (item !== undefined && item !== before?.item)
      steps.push({ from: change.from, item, facts: change.facts })
  }
  return steps
})

export const planOn = (c: Case, day: Day): PlanStep | undefined =>
  planSteps(c).findLast(({ from }, i) => i === 0 || from <= day)

/** `contract.plan`: the service type, of the live engine with its delivery method (IF-2-1a … IF-2-1c). */
function plans(c: Case): readonly Answer<string>[] {
  const step = planOn(c, today(c))
  if (!step) return []
  const rule = TYPES[typeOf(step.item)] ?? 'IF-2-2'
  return [answer(c, { what: 'contract.plan', rule, on: step.from, causes: step.facts }, step.item)]
}

/** Changes to another service type: they wait for an application of that type. */
const misplaced = (c: Case): readonly { fact: Fact; missing: string }[] => {
  const type = firstOf(c, 'ApplicationSubmitted')?.data.serviceType
  return changes(c).flatMap(({ plan, facts }) => {
    const fact = facts.at(-1)
    return type !== undefined && fact && isOtherType(type, plan)
      ? [{ fact, missing: `ApplicationSubmitted serviceType ${typeOf(plan)}` }]
      : []
  })
}

export const plan: Subject = {
  acts: {
    PlanChangeRequested: { basis: ['IF-2-1b'] },
    PlanChangeAccepted: { basis: ['IF-2-1b'] },
    PlanChanged: { basis: ['IF-2-1b', 'IF-3-1'] },
  },
  answers: { 'contract.plan': plans },
  unmatched: misplaced,
}
