import { type Case, clauseOf, remembered, today } from '../../contract/case.ts'
import { suspension } from '../../contract/measures.ts'
import { type Fact, cause } from '../../contract/timeline.ts'
import { type Finding, type RuleId } from '../../kernel/finding.ts'
import { type State } from '../terms.ts'
import { decision } from './application.ts'
import { end, isOver } from './end.ts'

/** The contract at `asOf`: in effect from the acceptance (SF-3.3) until it ended. */
export const state = remembered((c: Case): Finding<State> => {
  const found = (value: State, rule: RuleId, facts: readonly (Fact | undefined)[]): Finding<State> => ({
    what: 'contract.state',
    value,
    clause: clauseOf(c, rule, today(c)),
    causes: facts.filter((fact) => fact !== undefined).map(cause),
  })
  const over = end(c)
  if (over && isOver(c)) return found('ended', over.rule, over.facts)
  const { state: applied, rule, fact } = decision(c)
  if (applied !== 'concluded') return found(applied, rule, [fact])
  const suspended = suspension(c)
  return suspended ? found('suspended', 'SF-5.1-3', [suspended.fact]) : found('active', rule, [fact])
})
