import { type Case, clauseOf, firstOf, remembered, today } from '../../../contract/case.ts'
import { cause } from '../../../contract/timeline.ts'
import { type Finding } from '../../../kernel/finding.ts'
import { type State, type Subject } from '../../terms.ts'

/** The contract at `asOf`: in force from the conclusion. */
export const state = remembered((c: Case): Finding<State> => {
  const accepted = firstOf(c, 'ApplicationAccepted')
  return {
    what: 'contract.state',
    value: accepted ? 'active' : 'applied',
    clause: clauseOf(c, 'SC-3-1', today(c)),
    causes: accepted ? [cause(accepted)] : [],
  }
})

export const lifecycle: Subject = {}
