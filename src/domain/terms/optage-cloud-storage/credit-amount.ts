import { type Case, type Question, answer, missing } from '../../contract/case.ts'
import { type Month, monthOf } from '../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined, missingOf, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type CreditOutcome } from '../terms.ts'
import { sumOf } from './monthly-fee.ts'
import { type Credit, type CreditLine, bestOutcome } from './outage-credit.ts'
import { question } from './outage-rows.ts'

/** All lines of a credit, whichever part they are of. */
export const linesOfCredit = ({ parts }: Credit): readonly CreditLine[] => parts.flatMap(({ lines }) => lines)

export type Stated = { readonly amount: Answer<Yen>; readonly month: Month }

/** What the provider granted where the terms give no amount, because a cause was never told. */
export function statedGrant(c: Case, credit: Credit): Stated | undefined {
  const { granted, recognized } = credit.outage
  if (!granted || granted.data.amount === undefined || isKnown(bestOutcome(c, credit))) return undefined
  const month = granted.data.month ?? monthOf((recognized ?? granted).at)
  const q: Question = { ...question(c, 'credit.outage', 'OP-24-2-2a', credit.outage), causes: [granted] }
  return { amount: answer(c, q, granted.data.amount), month }
}

/** `credit.outcome` (第20条第3項 leads to 第24条第2項): due without a claim; a word of the provider counts where the terms have none. */
export function creditOutcome(c: Case, credit: Credit): Answer<CreditOutcome> {
  const found = bestOutcome(c, credit)
  if (isKnown(found)) return found
  const { granted, refused } = credit.outage
  const q: Question = {
    ...question(c, 'credit.outcome', found.clause.rule, credit.outage),
    causes: [granted, refused],
  }
  if (statedGrant(c, credit)) return answer(c, q, 'granted')
  return refused ? answer(c, q, 'refused') : found
}

/** `credit.outage`: all months together; 0 where it pays nothing. */
export function creditAmount(c: Case, credit: Credit): Answer<Yen> {
  const stated = statedGrant(c, credit)
  if (stated) return stated.amount
  const found = creditOutcome(c, credit)
  const q: Question = { ...question(c, 'credit.outage', found.clause.rule, credit.outage), causes: [found] }
  if (isUndetermined(found)) return missing(c, q, missingOf(found))
  return sumOf(
    c,
    q,
    linesOfCredit(credit).map(({ amount }) => amount),
  )
}

/** The credit by the months its days belong to, where its amount is known. */
export function creditByMonth(c: Case, credit: Credit): ReadonlyMap<Month, Yen> {
  const stated = statedGrant(c, credit)
  const sums = new Map<Month, Yen>()
  for (const { month, amount } of stated ? [stated] : linesOfCredit(credit)) {
    const yen = valueOf(amount)
    if (yen !== undefined && yen > 0) sums.set(month, (sums.get(month) ?? 0) + yen)
  }
  return sums
}
