import { type Case, type Question, answer, clauseOf, factsOf } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { acceptance } from './application.ts'
import { end, hasEnded } from './ending.ts'

/** `account.state`: deleted for good with the end of the contract (OP-A1-6), before that as granted and closed (OP-13-1). */
function stateOf(c: Case, created: Fact<'AccountCreated'>): Answer<'active' | 'closed' | 'deleted'> {
  const { accountId: ref } = created.data
  const closed = factsOf(c, 'AccountClosed').find(
    ({ data, at }) => data.accountId === ref && at >= created.at,
  )
  const over = end(c)
  const q: Question = {
    what: 'account.state',
    ref,
    rule: 'OP-13-1',
    on: on(created),
    causes: [created, closed],
  }
  if (over && hasEnded(c))
    return answer(c, { ...q, rule: 'OP-A1-6', on: over.day, causes: [created, ...over.facts] }, 'deleted')
  return answer(c, q, closed ? 'closed' : 'active')
}

/** The provider grants accounts on the acceptance; what held before 2024-01-31 is not in the text (OP-S3). */
function obligations(c: Case): readonly Obligation[] {
  const accepted = acceptance(c)
  if (!accepted || factsOf(c, 'AccountCreated').length > 0 || hasEnded(c)) return []
  const q: Question = { what: 'account.duty', rule: 'OP-13-1', on: on(accepted) }
  if ('undetermined' in answer(c, q, true)) return []
  const clause = clauseOf(c, 'OP-13-1', on(accepted))
  return [{ who: 'provider', duty: 'grant-account', since: accepted.at, clause, causes: [cause(accepted)] }]
}

/** 第13条第1項, 別表1の3: accounts. */
export const accounts: Subject = {
  acts: { AccountCreated: { basis: ['OP-13-1'] }, AccountClosed: { basis: ['OP-13-1'] } },
  answers: { 'account.state': (c) => factsOf(c, 'AccountCreated').map((created) => stateOf(c, created)) },
  obligations,
}
