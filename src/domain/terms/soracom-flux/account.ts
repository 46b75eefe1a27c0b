import { normalAddress } from '../../contract/address.ts'
import { type Case, type Question, answer, clauseOf, factsOf } from '../../contract/case.ts'
import { cause, on } from '../../contract/timeline.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Act, type Permitted, type Refusal, type Subject } from '../terms.ts'
import { isOver } from './end.ts'

/** One account an address in the whole service (第3.5条第1項). */
function refuse(c: Case, { data, at }: Act<'AccountCreated'>): Refusal | undefined {
  if (data.email === undefined || !c.takenAddresses?.has(normalAddress(data.email))) return undefined
  return { what: 'refusal.account-exists', clause: clauseOf(c, 'SF-3.5-1', on({ at })), causes: [] }
}

/** `account.state` (SF-3.5-1): an account that was closed frees its address. */
const states = (c: Case): readonly Answer<string>[] =>
  factsOf(c, 'AccountCreated').map((created) => {
    const { accountId } = created.data
    const closed = factsOf(c, 'AccountClosed').find(
      ({ data, at }) => data.accountId === accountId && at >= created.at,
    )
    const q: Question = {
      what: 'account.state',
      ref: accountId,
      rule: 'SF-3.5-1',
      on: on(closed ?? created),
      causes: [created, closed],
    }
    return answer(c, q, closed ? 'closed' : 'active')
  })

/** `contract.number`: as assigned (SF-3.4-1), or as changed later (SF-3.4-2). */
function number(c: Case): readonly Answer<string>[] {
  const assigned = factsOf(c, 'ContractorNumberAssigned')
  const last = assigned.at(-1)
  if (!last) return []
  const rule = assigned.some(({ data }) => data.number !== last.data.number) ? 'SF-3.4-2' : 'SF-3.4-1'
  return [answer(c, { what: 'contract.number', rule, on: on(last), causes: assigned }, last.data.number)]
}

/** A change of equipment is a reason to change the number (SF-3.4-2), until the number was changed. */
const permitted = (c: Case): readonly Permitted[] =>
  factsOf(c, 'ProviderEventOccurred')
    .filter(({ data, at }) => {
      const number = factsOf(c, 'ContractorNumberAssigned').at(-1)
      return !isOver(c) && data.kind === 'equipment-change' && number !== undefined && number.at < at
    })
    .map((event) => ({
      who: 'provider',
      act: 'change-contractor-number',
      ref: event.data.eventId,
      since: event.at,
      clause: clauseOf(c, 'SF-3.4-2', on(event)),
      causes: [cause(event)],
    }))

export const account: Subject = {
  acts: {
    ContractorNumberAssigned: { basis: ['SF-3.4-1', 'SF-3.4-2'] },
    AccountCreated: { basis: ['SF-3.5-1', 'SF-3.5-2'], refuse },
    AccountClosed: { basis: ['SF-3.5-1'] },
  },
  answers: { 'account.state': states, 'contract.number': number },
  permitted,
}
