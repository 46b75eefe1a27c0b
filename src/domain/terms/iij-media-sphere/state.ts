import { type Case, clauseOf, firstOf, remembered, today } from '../../contract/case.ts'
import { suspension } from '../../contract/measures.ts'
import { cause } from '../../contract/timeline.ts'
import { type Cause, type Finding, type RuleId } from '../../kernel/finding.ts'
import { type State } from '../terms.ts'
import { conclusion, refusal } from './application.ts'
import { billingStart } from './billing.ts'
import { endOfContract, isEnded } from './ends.ts'

/**
 * The contract at `asOf`: applied for, refused, concluded with the acceptance, active from the billing start, suspended
 * while a suspension of the whole contract is open, ended behind the last day.
 */
export const state = remembered((c: Case): Finding<State> => {
  const found = (value: State, rule: RuleId, ...causes: readonly Cause[]): Finding<State> => ({
    what: 'contract.state',
    value,
    clause: clauseOf(c, rule, today(c)),
    causes,
  })
  const end = endOfContract(c)
  if (end && isEnded(c)) return found('ended', end.clause.rule, end)
  const refused = refusal(c)
  const accepted = conclusion(c)
  const started = billingStart(c)
  const told = [firstOf(c, 'ApplicationSubmitted'), accepted, started]
  const causes = told.filter((fact) => fact !== undefined).map(cause)
  if (refused) return found('refused', 'IJ-7-2', cause(refused))
  const runs = started && started.data.billingStartsOn <= today(c)
  if (!accepted && !runs) return found('applied', 'IJ-7-2', ...causes)
  const measure = suspension(c)
  if (measure) return found('suspended', 'IJ-10-1', cause(measure.fact))
  return runs ? found('active', 'IJ-7-3', ...causes) : found('concluded', 'IJ-7-2', ...causes)
})
