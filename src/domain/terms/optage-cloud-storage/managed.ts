import { type Case, type Question, answer, clauseOf, lastOf, today } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Instant } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { stepOn, steps } from './content.ts'
import { hasEnded } from './ending.ts'

/** 別表1の2: a plan that includes first or second response, and PREMIUM's operation agency, ask for a manual beforehand. */
export type Manual = 'procedure-manual-fault' | 'procedure-manual-operation'
const NEEDED: Readonly<Record<string, readonly Manual[]>> = {
  standard: ['procedure-manual-fault'],
  advanced: ['procedure-manual-fault'],
  premium: ['procedure-manual-fault', 'procedure-manual-operation'],
}

export const manualsOf = (plan: string | undefined): readonly Manual[] => NEEDED[plan ?? ''] ?? []

/** The fact by which a manual is there just before an instant; a later lapse takes it away. */
export function manualAt(c: Case, kind: Manual, at: Instant): Fact | undefined {
  const last = (c.facts.ofAny('PrerequisiteMet', 'PrerequisiteLapsed') as readonly Fact[]).findLast(
    (fact) => (fact as Fact<'PrerequisiteMet'>).data.kind === kind && fact.at <= at,
  )
  return last?.type === 'PrerequisiteMet' ? last : undefined
}

const planNow = (c: Case): string | undefined => stepOn(c, today(c))?.content.plan

/** `prerequisite.met` (OP-A1-5): one for each manual that the plan asks for. */
const met = (c: Case): readonly Answer<boolean>[] =>
  manualsOf(planNow(c)).map((kind) => {
    const fact = manualAt(c, kind, c.asOf)
    const q: Question = {
      what: 'prerequisite.met',
      ref: kind,
      rule: 'OP-A1-5',
      on: fact ? on(fact) : today(c),
      causes: [fact],
    }
    return answer(c, q, fact !== undefined)
  })

function obligations(c: Case): readonly Obligation[] {
  const first = steps(c)[0]
  if (!first || hasEnded(c)) return []
  return manualsOf(planNow(c))
    .filter((kind) => !manualAt(c, kind, c.asOf))
    .map((kind) => {
      const since = steps(c).find(({ content }) => manualsOf(content.plan).includes(kind)) ?? first
      const fact = since.facts.at(-1) ?? first.facts[0]
      return {
        who: 'customer',
        duty: 'submit-procedure-manual',
        ref: kind,
        since: fact?.at ?? c.asOf,
        clause: clauseOf(c, 'OP-A1-5', today(c)),
        causes: fact ? [cause(fact)] : [],
      }
    })
}

/** `application.managed-suitable` (OP-A1-4): after a hearing and the parameter sheet the provider decides. */
function suitable(c: Case): readonly Answer<boolean>[] {
  const fact = lastOf(c, 'ManagedSuitabilityDecided')
  if (!fact) return []
  const q: Question = { what: 'application.managed-suitable', rule: 'OP-A1-4', on: on(fact), causes: [fact] }
  return [answer(c, q, fact.data.suitable)]
}

/** 別表1の2: what the managed service asks for beforehand. */
export const managedService: Subject = {
  acts: {
    ManagedSuitabilityDecided: { basis: ['OP-A1-4'] },
    PrerequisiteMet: { basis: ['OP-A1-5'] },
    PrerequisiteLapsed: { basis: ['OP-A1-5'] },
  },
  answers: { 'prerequisite.met': met, 'application.managed-suitable': suitable },
  obligations,
}
