import { appliedTo } from '../../contract/applied.ts'
import { type Case, type Question, answer, missing, today } from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { isBefore, on } from '../../contract/timeline.ts'
import { type Month, monthOf } from '../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type CreditEntry, type CreditOutcome, type Subject } from '../terms.ts'

/** The text has no article on outages: what comes of one is in the base terms (IF-1-2, IF-Q8), or what was granted. */
const question = (c: Case, what: string, { id, began, recognized, granted, refused }: Outage): Question => {
  const told = granted ?? refused ?? recognized ?? began
  return {
    what,
    ref: id,
    rule: 'IF-1-2',
    on: told ? on(told) : today(c),
    causes: [began, recognized, granted, refused],
  }
}

function outcome(c: Case, outage: Outage): Answer<CreditOutcome> {
  const q = question(c, 'credit.outcome', outage)
  const { granted, refused } = outage
  if (granted && (!refused || isBefore(refused, granted))) return answer(c, q, 'granted')
  return refused ? answer(c, q, 'refused') : missing(c, q, 'terms:base')
}

function amount(c: Case, outage: Outage): Answer<Yen> {
  const q = question(c, 'credit.outage', outage)
  const known = valueOf(outcome(c, outage))
  if (known === 'refused') return answer(c, q, 0)
  const granted = known === 'granted' ? outage.granted?.data.amount : undefined
  return granted === undefined ? missing(c, q, 'terms:base') : answer(c, q, granted)
}

/** The month a granted credit belongs to: as it was granted for, else that of the grant. */
const monthOfCredit = ({ granted }: Outage): Month | undefined =>
  granted && (granted.data.month ?? monthOf(granted.at))

function charge(c: Case, month: Month, outage: Outage): readonly Charge[] {
  const credit = valueOf(amount(c, outage))
  if (!credit || monthOfCredit(outage) !== month || month > monthOf(c.asOf)) return []
  const line = answer(
    c,
    { ...question(c, 'charge.outage-credit', outage), causes: [amount(c, outage)] },
    -credit,
  )
  return [{ kind: 'outage-credit', item: 'outage', ref: outage.id, amount: line }]
}

function entry(c: Case, outage: Outage): CreditEntry {
  const credit = valueOf(amount(c, outage)) ?? null
  const month = monthOfCredit(outage)
  return {
    outageId: outage.id,
    scope: outage.scope ?? null,
    attribution: outage.attribution ?? null,
    recognizedAt: outage.recognized?.at ?? null,
    endedAt: outage.ended?.at ?? null,
    units: null,
    claimableOn: null,
    claimDeadline: null,
    claimedAt: outage.claims[0]?.at ?? null,
    outcome: outcome(c, outage),
    amount: credit,
    appliedTo: appliedTo(c, outage.id, new Map(credit && month !== undefined ? [[month, credit]] : [])),
  }
}

export const credits: Subject = {
  acts: {
    CreditClaimed: { basis: ['IF-1-2'] },
    CreditGranted: { basis: ['IF-1-2'] },
    CreditRefused: { basis: ['IF-1-2'] },
  },
  answers: {
    'credit.outcome': (c) => outages(c).map((outage) => outcome(c, outage)),
    'credit.outage': (c) => outages(c).map((outage) => amount(c, outage)),
  },
  charges: (c, month) => outages(c).flatMap((outage) => charge(c, month, outage)),
  credits: (c) => outages(c).map((outage) => entry(c, outage)),
}
