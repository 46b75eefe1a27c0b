import { type Case, clauseOf, firstOf, remembered, today } from '../../contract/case.ts'
import { suspension } from '../../contract/measures.ts'
import { type Fact, cause } from '../../contract/timeline.ts'
import { type Finding, type RuleId } from '../../kernel/finding.ts'
import { type State } from '../terms.ts'
import { end } from './ending.ts'
import { conclusion, refusal, start } from './lifecycle.ts'

/** The contract at `asOf`: concluded with the acceptance, active from 00:00 of the notified start date (IF-4-1a). */
export const state = remembered((c: Case): Finding<State> => {
  const found = (value: State, rule: RuleId, ...facts: (Fact | undefined)[]): Finding<State> => ({
    what: 'contract.state',
    value,
    clause: clauseOf(c, rule, today(c)),
    causes: facts.filter((fact) => fact !== undefined).map(cause),
  })
  const over = end(c)
  if (over && today(c) > over.day) return found('ended', 'IF-1-2', over.fact)
  const concluded = conclusion(c)
  const refused = refusal(c)
  if (refused) return found('refused', 'IF-1-2', refused)
  if (!concluded) return found('applied', 'IF-3-1', firstOf(c, 'ApplicationSubmitted'))
  const started = start(c)
  if (!started || today(c) < started.day) return found('concluded', 'IF-4-1a', concluded, started?.fact)
  const suspended = suspension(c)
  if (suspended) return found('suspended', 'IF-1-2', suspended.fact)
  return found('active', 'IF-4-1a', concluded, started.fact)
})
