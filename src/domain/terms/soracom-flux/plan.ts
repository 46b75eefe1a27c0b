import { type Case, answer, factsOf, firstOf, remembered, today } from '../../contract/case.ts'
import { type PlanStep } from '../../contract/flat-fee.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

type Change = { readonly from: Day; readonly plan: string | undefined; readonly facts: readonly Fact[] }

const changes = (c: Case): readonly Change[] => {
  const accepted = factsOf(c, 'PlanChangeAccepted').flatMap((fact): readonly Change[] => {
    const asked = factsOf(c, 'PlanChangeRequested').find(({ data }) => data.changeId === fact.data.changeId)
    if (!asked || asked.data.action === 'add' || asked.data.ref !== undefined) return []
    return [{ from: fact.data.effectiveOn ?? on(fact), plan: asked.data.plan, facts: [asked, fact] }]
  })
  const changed = factsOf(c, 'PlanChanged')
    .filter(({ data }) => data.ref === undefined)
    .map((fact): Change => ({ from: fact.data.effectiveOn ?? on(fact), plan: fact.data.plan, facts: [fact] }))
  return [...accepted, ...changed].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
}

const orderOf = ({ from, facts }: Change): string => {
  const last = facts.at(-1)
  return `${from}/${last?.at ?? ''}/${String(last?.position ?? 0).padStart(16, '0')}`
}

/** The plan from each day on at which it changed, that of the application first; none while no plan was named. */
export const planSteps = remembered((c: Case): readonly PlanStep[] => {
  const applied = firstOf(c, 'ApplicationSubmitted')
  const steps: PlanStep[] = applied?.data.plan
    ? [{ from: on(applied), item: applied.data.plan, facts: [applied] }]
    : []
  for (const { from, plan, facts } of changes(c)) {
    if (plan !== undefined && plan !== steps.at(-1)?.item) steps.push({ from, item: plan, facts })
  }
  return steps
})

export const planOn = (c: Case, day: Day): PlanStep | undefined =>
  planSteps(c).findLast(({ from }, i) => i === 0 || from <= day)

/** `contract.plan`: the item of the price list that the service fee follows (SF-12.1). */
function plans(c: Case): readonly Answer<string>[] {
  const step = planOn(c, today(c))
  if (!step) return []
  return [answer(c, { what: 'contract.plan', rule: 'SF-12.1', on: step.from, causes: step.facts }, step.item)]
}

export const plan: Subject = {
  acts: {
    PlanChangeRequested: { basis: ['SF-12.1'] },
    PlanChangeAccepted: { basis: ['SF-12.1'] },
    PlanChanged: { basis: ['SF-12.1'] },
  },
  answers: { 'contract.plan': plans },
}
