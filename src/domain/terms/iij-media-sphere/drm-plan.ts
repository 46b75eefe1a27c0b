import { type Case, answer, clauseOf, today } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Cause, type RuleId, valueOf } from '../../kernel/finding.ts'
import { type Refusal, type Subject } from '../terms.ts'
import { endedOption } from './drm-ending.ts'
import { type DrmOption, OFFERED, drmOptions, endOfOption } from './drm.ts'
import { isEnded } from './ends.ts'
import { isPlanRequest, planOn, requestOf } from './plan.ts'

/** 第5条第3項: the only plan on which DRM may be used. */
const NEEDED = 'premium'

/** A refusal under a rule, unless the text in force is not known: an undetermined question never refuses (CC-13). */
const refused = (c: Case, what: string, rule: RuleId, causes: readonly Cause[]): Refusal | undefined =>
  c.terms.versionOn(c, today(c)).textKnown ? { what, clause: clauseOf(c, rule, today(c)), causes } : undefined

/** DRM is applied for, or begins, on a day on which the plan is another one. */
function needsPlan(c: Case, ...days: readonly Day[]): Refusal | undefined {
  const step = days.map((day) => planOn(c, day)).find((each) => each !== undefined && each.item !== NEEDED)
  if (!step) return undefined
  const q = { what: 'contract.plan', rule: 'IJ-1-1a', on: today(c), causes: step.facts }
  return refused(c, 'refusal.option-requires-plan', 'IJ-5-3', [answer(c, q, step.item)])
}

/** The plan would become another one on a day on which DRM is, or will be, effective: up to and with its last day. */
function boundBy(c: Case, plan: string | undefined, from: Day): Refusal | undefined {
  if (plan === undefined || plan === NEEDED || isEnded(c)) return undefined
  const bound = drmOptions(c).find((option) => isEffectiveFrom(c, option, from))
  if (!bound) return undefined
  const end = endOfOption(c, bound)
  const q = { what: 'option.starts-on', ref: bound.ref, rule: 'IJ-5-1', on: today(c) }
  const since = answer(c, { ...q, causes: [bound.applied, bound.accepted] }, bound.startsOn)
  return refused(c, 'refusal.plan-bound-by-option', 'IJ-5-3', end ? [since, end] : [since])
}

function isEffectiveFrom(c: Case, option: DrmOption, from: Day): boolean {
  if (option.startsOn === undefined) return false
  const end = valueOf(endOfOption(c, option))
  return end === undefined || (from <= end && option.startsOn <= end)
}

function refuseAcceptance(c: Case, ref: string, startsOn: Day): Refusal | undefined {
  const option = drmOptions(c).find((each) => each.ref === ref)
  return option && (endedOption(c, option) ?? needsPlan(c, today(c), startsOn))
}

const refuseAccepted = (
  c: Case,
  act: Pick<Fact<'PlanChangeAccepted'>, 'at' | 'data'>,
): Refusal | undefined => {
  const asked = requestOf(c, act.data.changeId)
  return asked && isPlanRequest(asked)
    ? boundBy(c, asked.data.plan, act.data.effectiveOn ?? on(act))
    : undefined
}

/** DRM needs PREMIUM at its application and as long as it runs (IJ-5-3); nothing else is on offer (IJ-5-2). */
export const drmPlan: Subject = {
  acts: {
    OptionApplied: {
      basis: ['IJ-5-1', 'IJ-5-2', 'IJ-5-3'],
      refuse: (c, { data }) => {
        if (isEnded(c)) return undefined
        if (data.option !== OFFERED) return refused(c, 'refusal.option-not-offered', 'IJ-5-2', [])
        return needsPlan(c, today(c))
      },
    },
    OptionAccepted: {
      basis: ['IJ-5-1', 'IJ-A1-1'],
      refuse: (c, act) => refuseAcceptance(c, act.data.ref, act.data.startsOn ?? on(act)),
    },
    PlanChangeRequested: {
      basis: [],
      refuse: (c, act) =>
        isPlanRequest(act) ? boundBy(c, act.data.plan, act.data.requestedOn ?? on(act)) : undefined,
    },
    PlanChangeAccepted: { basis: [], refuse: refuseAccepted },
    PlanChanged: {
      basis: [],
      refuse: (c, act) =>
        act.data.ref === undefined ? boundBy(c, act.data.plan, act.data.effectiveOn ?? on(act)) : undefined,
    },
  },
}
