import { type Case, clauseOf, remembered, today } from '../../contract/case.ts'
import { suspension } from '../../contract/measures.ts'
import { type Fact, cause } from '../../contract/timeline.ts'
import { type Cause, type Finding, type RuleId, valueOf } from '../../kernel/finding.ts'
import { type State } from '../terms.ts'
import { acceptance, application, applicationState } from './application.ts'
import { end, hasEnded } from './ending.ts'
import { start } from './start.ts'
import { suspensionRule } from './suspension.ts'

/** The contract at `asOf`: applied for, concluded with the acceptance, active from 00:00 of the start date (OP-9). */
export const state = remembered((c: Case): Finding<State> => {
  const found = (value: State, rule: RuleId, ...causes: readonly Cause[]): Finding<State> => ({
    what: 'contract.state',
    value,
    clause: clauseOf(c, rule, today(c)),
    causes,
  })
  const facts = (...all: readonly (Fact | undefined)[]): readonly Cause[] =>
    all.filter((fact) => fact !== undefined).map(cause)
  const applied = applicationState(c)
  if (!acceptance(c))
    return found(
      (applied && valueOf(applied)) ?? 'applied',
      applied?.clause.rule ?? 'OP-7',
      ...facts(application(c)),
    )
  const over = end(c)
  if (over && hasEnded(c)) return found('ended', over.rule, over.answer, ...facts(...over.facts))
  const started = start(c)
  if (!started || today(c) < started.day) return found('concluded', 'OP-9', ...facts(acceptance(c)))
  const suspended = suspension(c)
  if (suspended) return found('suspended', suspensionRule(suspended), ...facts(suspended.fact))
  return found('active', 'OP-9', ...facts(acceptance(c)))
})
