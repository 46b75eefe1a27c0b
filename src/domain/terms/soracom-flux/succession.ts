import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  firstOf,
  remembered,
  today,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Instant } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Act, type Permitted, type Refusal, type Subject } from '../terms.ts'
import { isOver } from './end.ts'

type Filing = Fact<'SuccessionFiled'>

/** The provider's consent to a transfer, given beforehand (第4.2条第1項). */
const consentBefore = (c: Case, at: Instant): Fact | undefined =>
  factsOf(c, 'ConsentGiven').find(
    (consent) => consent.data.subject === 'transfer' && consent.data.by === 'provider' && consent.at <= at,
  )

/** `transfer.void` (SF-4.2-1): the last attempt to assign or pledge had no consent. */
function transferVoid(c: Case): readonly Answer<boolean>[] {
  const last = factsOf(c, 'TransferAttempted').at(-1)
  if (!last) return []
  const consent = consentBefore(c, last.at)
  const q: Question = { what: 'transfer.void', rule: 'SF-4.2-1', on: on(last), causes: [last, consent] }
  return [answer(c, q, !consent)]
}

/** The first heir who filed after the death. */
const heir = (c: Case): Filing | undefined => {
  const died = firstOf(c, 'CustomerDied')
  return factsOf(c, 'SuccessionFiled').find(
    ({ data, at }) => data.ground === 'inheritance' && died !== undefined && at >= died.at,
  )
}

/** A succession that counts: the first heir's by law, any other one with the provider's consent. */
const successor = remembered((c: Case): { filing: Filing; basis: Fact } | undefined => {
  const died = firstOf(c, 'CustomerDied')
  const inherited = heir(c)
  if (died && inherited) return { filing: inherited, basis: died }
  const filing = factsOf(c, 'SuccessionFiled').findLast(
    ({ data, at }) => data.ground !== 'inheritance' && consentBefore(c, at) !== undefined,
  )
  const consent = filing && consentBefore(c, filing.at)
  return filing && consent && { filing, basis: consent }
})

/** `contract.party`: the successor takes the contract over with all its obligations (SF-4.2-2). */
function party(c: Case): readonly Answer<string>[] {
  const found = successor(c)
  if (!found) return []
  const { filing, basis } = found
  const { successorPartyId, ground, effectiveOn } = filing.data
  const rule = ground === 'inheritance' ? 'SF-4.2-2' : 'SF-4.2-1'
  const value = effectiveOn !== undefined && today(c) < effectiveOn ? c.partyId : successorPartyId
  return [answer(c, { what: 'contract.party', rule, on: on(filing), causes: [basis, filing] }, value)]
}

/** Of several heirs the first to file succeeds; another one comes too late. */
function refuse(c: Case, { data, at }: Act<'SuccessionFiled'>): Refusal | undefined {
  const first = heir(c)
  if (data.ground !== 'inheritance' || !first || first.data.successorPartyId === data.successorPartyId)
    return undefined
  return {
    what: 'refusal.succession-taken',
    clause: clauseOf(c, 'SF-4.2-2', on({ at })),
    causes: [cause(first)],
  }
}

const permitted = (c: Case): readonly Permitted[] => {
  const died = firstOf(c, 'CustomerDied')
  if (!died || heir(c) || isOver(c)) return []
  const clause = clauseOf(c, 'SF-4.2-2', on(died))
  return [{ who: 'heir', act: 'file-succession', since: died.at, clause, causes: [cause(died)] }]
}

/** An heir's filing waits for the death to be told, any other one for a consent. */
const waiting = (c: Case): readonly { fact: Fact; missing: string }[] =>
  factsOf(c, 'SuccessionFiled').flatMap((fact) => {
    if (fact.data.ground !== 'inheritance')
      return consentBefore(c, fact.at) ? [] : [{ fact, missing: 'ConsentGiven subject transfer' }]
    const died = firstOf(c, 'CustomerDied')
    return died && died.at <= fact.at ? [] : [{ fact, missing: 'CustomerDied' }]
  })

export const succession: Subject = {
  acts: {
    ConsentGiven: { basis: ['SF-4.2-1', 'SF-8.2'] },
    TransferAttempted: { basis: ['SF-4.2-1'] },
    CustomerDied: { basis: ['SF-4.2-2'] },
    SuccessionFiled: { basis: ['SF-4.2-2'], refuse },
  },
  answers: { 'transfer.void': transferVoid, 'contract.party': party },
  permitted,
  unmatched: waiting,
}
