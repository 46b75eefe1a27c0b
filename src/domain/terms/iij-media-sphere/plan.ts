import {
  type Case,
  type Question,
  answer,
  factsOf,
  firstOf,
  given,
  remembered,
  tariffOr,
  today,
} from '../../contract/case.ts'
import { type PlanStep } from '../../contract/flat-fee.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

export type Plan = 'basic' | 'premium'
export type Meter = 'transcode-hours' | 'storage-gb' | 'delivery-gb' | 'live-hours'
export const METERS: readonly Meter[] = ['transcode-hours', 'storage-gb', 'delivery-gb', 'live-hours']

type Volume = { readonly hours: number } | { readonly terabytes: number }

/** 第1条: what the monthly base fee includes; storage counts backups, as the provider measured it (IJ-Q12). */
const PLANS: { readonly [P in Plan]: { rule: RuleId; includes: Readonly<Record<Meter, Volume>> } } = {
  basic: {
    rule: 'IJ-1-1a',
    includes: {
      'transcode-hours': { hours: 100 },
      'storage-gb': { terabytes: 2 },
      'delivery-gb': { terabytes: 1 },
      'live-hours': { hours: 70 },
    },
  },
  premium: {
    rule: 'IJ-1-1b',
    includes: {
      'transcode-hours': { hours: 200 },
      'storage-gb': { terabytes: 5 },
      'delivery-gb': { terabytes: 10 },
      'live-hours': { hours: 150 },
    },
  },
}
/** GB in a TB until a tariff says otherwise (IJ-Q4). */
const GB_PER_TB = 1000

/** The volume of a meter that a plan includes, as a decimal text in hours or GB. */
export function allowance(c: Case, plan: Plan, meter: Meter, day: Day): Answer<string> {
  const { rule, includes } = PLANS[plan]
  const volume = includes[meter]
  const q: Question = { what: 'contract.allowance', ref: meter, rule, on: day }
  if ('hours' in volume) return answer(c, q, String(volume.hours))
  const gbPerTb = tariffOr(c, 'gbPerTb', day, 'IJ-Q4', GB_PER_TB)
  return given(c, q, [gbPerTb], (gb) => String(volume.terabytes * gb))
}

// ---- the plan over time --------------------------------------------------------------------------------------------

type Change = { readonly from: Day; readonly plan: Plan; readonly facts: readonly Fact[] }

/** A request that changes the plan of the contract itself. */
export const isPlanRequest = ({ data }: Pick<Fact<'PlanChangeRequested'>, 'data'>): boolean =>
  data.plan !== undefined && data.ref === undefined && data.action !== 'add'

/** The request an acceptance speaks of. */
export const requestOf = (c: Case, changeId: string): Fact<'PlanChangeRequested'> | undefined =>
  factsOf(c, 'PlanChangeRequested').find(({ data }) => data.changeId === changeId)

/** The last word of the provider on a requested change. */
export const decisionOn = (
  c: Case,
  changeId: string,
): Fact<'PlanChangeAccepted' | 'PlanChangeRefused'> | undefined =>
  c.facts.ofAny('PlanChangeAccepted', 'PlanChangeRefused').findLast(({ data }) => data.changeId === changeId)

function accepted(c: Case): readonly Change[] {
  return factsOf(c, 'PlanChangeRequested')
    .filter(isPlanRequest)
    .flatMap((asked): readonly Change[] => {
      const decision = decisionOn(c, asked.data.changeId)
      if (decision?.type !== 'PlanChangeAccepted') return []
      const { effectiveOn } = (decision as Fact<'PlanChangeAccepted'>).data
      return [{ from: effectiveOn ?? on(decision), plan: asked.data.plan as Plan, facts: [asked, decision] }]
    })
}

const changed = (c: Case): readonly Change[] =>
  factsOf(c, 'PlanChanged')
    .filter(({ data }) => data.plan !== undefined && data.ref === undefined)
    .map((fact) => ({
      from: fact.data.effectiveOn ?? on(fact),
      plan: fact.data.plan as Plan,
      facts: [fact],
    }))

/** By the day it takes effect; of one day the one decided last comes last. */
const byDay = (a: Change, b: Change): number => {
  const [x, y] = [a.facts.at(-1), b.facts.at(-1)]
  if (a.from !== b.from) return a.from < b.from ? -1 : 1
  if (!x || !y || x.at === y.at) return (x?.position ?? 0) - (y?.position ?? 0)
  return x.at < y.at ? -1 : 1
}

/** The plan from each day on at which it changed; that of the application holds before them all. */
export const planSteps = remembered((c: Case): readonly (PlanStep & { readonly item: Plan })[] => {
  const applied = firstOf(c, 'ApplicationSubmitted')
  if (!applied) return []
  const steps = [{ from: on(applied), item: applied.data.plan as Plan, facts: [applied as Fact] }]
  const lastOfDay = new Map(
    [...accepted(c), ...changed(c)].sort(byDay).map((change) => [change.from, change]),
  )
  for (const { from, plan, facts } of lastOfDay.values())
    if (steps.at(-1)?.item !== plan) steps.push({ from, item: plan, facts: [...facts] })
  return steps
})

export const planOn = (c: Case, day: Day): (PlanStep & { readonly item: Plan }) | undefined =>
  planSteps(c).findLast(({ from }, i) => i === 0 || from <= day)

// ---- findings ------------------------------------------------------------------------------------------------------

/** `contract.plan` (IJ-1-1a, IJ-1-1b). */
function plans(c: Case): readonly Answer<string>[] {
  const step = planOn(c, today(c))
  if (!step) return []
  const { rule } = PLANS[step.item]
  return [answer(c, { what: 'contract.plan', rule, on: today(c), causes: step.facts }, step.item)]
}

const allowances = (c: Case): readonly Answer<string>[] => {
  const step = planOn(c, today(c))
  return step ? METERS.map((meter) => allowance(c, step.item, meter, today(c))) : []
}

/** `change.state`: what became of a requested change. */
const states = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'PlanChangeRequested').map((asked) => {
    const { changeId } = asked.data
    const decision = decisionOn(c, changeId)
    const value = !decision ? 'applied' : decision.type === 'PlanChangeAccepted' ? 'concluded' : 'refused'
    const q = { what: 'change.state', ref: changeId, rule: 'IJ-5-3', on: on(decision ?? asked) }
    return answer(c, { ...q, causes: [asked, decision] }, value)
  })

export const plan: Subject = {
  acts: {
    PlanChangeRequested: { basis: ['IJ-5-3'] },
    PlanChangeAccepted: { basis: ['IJ-1-1a', 'IJ-1-1b', 'IJ-7-4'] },
    PlanChanged: { basis: ['IJ-1-1a', 'IJ-1-1b', 'IJ-5-3'] },
  },
  answers: { 'contract.plan': plans, 'contract.allowance': allowances, 'change.state': states },
}
