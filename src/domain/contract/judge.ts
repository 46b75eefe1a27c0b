import { type RuleId } from '../kernel/finding.ts'
import { type Act, type ActRule, type Refusal } from '../terms/terms.ts'
import { type Case } from './case.ts'
import { notInForce, usesAContract } from './in-force.ts'
import { type EventType } from './vocabulary.ts'

/** What becomes of an action: it is recorded on these rules, or refused. */
export type Verdict = { readonly allowed: readonly RuleId[] } | { readonly refused: Refusal }

/** Whether an action of a type can be refused at all; most only report. */
export const mayBeRefused = (c: Case, type: EventType): boolean =>
  c.terms.acts[type]?.refuse !== undefined || usesAContract(type)

/**
 * Asks the 約款 whether an action is allowed, on the live facts at or before it. A question that is undetermined
 * never refuses (`refuse` answers undefined then).
 */
export function judge(c: Case, act: Act): Verdict {
  const rule = c.terms.acts[act.type] as ActRule<EventType> | undefined
  const refused = rule?.refuse?.(c, act) ?? notInForce(c, act)
  return refused ? { refused } : { allowed: rule?.basisOf?.(c, act) ?? rule?.basis ?? [] }
}
