import { type Case } from '../domain/contract/case.ts'
import { receivables as receivablesOf, unallocated } from '../domain/contract/receivables.ts'
import { type Day } from '../domain/kernel/calendar.ts'
import { valueOf } from '../domain/kernel/finding.ts'
import { permitted } from './card.ts'
import { findingsOf } from './card.ts'
import { type Renderer } from './render.ts'

/** Pauses with their limits, notices and what they permit. */
export const pauses = (c: Case, render: Renderer): readonly Record<string, unknown>[] =>
  c.terms
    .pauses(c)
    .map(({ pauseId, scope, pausedAt, resumedAt, limit, overLimit, notices, permitted: acts }) => ({
      pauseId,
      scope,
      pausedAt,
      resumedAt,
      limitOn: valueOf(limit) ?? null,
      overLimit: valueOf(overLimit) ?? null,
      notices,
      permitted: acts.map((act) => permitted(act, render)),
      clause: limit.clause,
      causes: render.on(limit),
    }))

/** One entry an outage, with what comes of it. */
export const credits = (c: Case, render: Renderer): readonly Record<string, unknown>[] =>
  c.terms.credits(c).map(({ outcome, ...entry }) => ({
    ...entry,
    outcome: valueOf(outcome) ?? 'undetermined',
    ...('undetermined' in outcome && { undetermined: outcome.undetermined }),
    clause: outcome.clause,
    causes: render.on(outcome),
  }))

/** Damages and other claims. */
export const claims = (c: Case, render: Renderer): readonly Record<string, unknown>[] =>
  c.terms.claims(c).map(({ outcome, ...entry }) => ({
    ...entry,
    outcome: valueOf(outcome) ?? 'undetermined',
    ...('undetermined' in outcome && { undetermined: outcome.undetermined }),
    clause: outcome.clause,
    causes: render.on(outcome),
  }))

/** What is owed on invoices, and the balances beside them. */
export function receivables(c: Case, render: Renderer): Record<string, unknown> {
  return {
    receivables: receivablesOf(c).map((debt) => ({
      invoiceId: debt.invoice.data.invoiceId,
      month: debt.months.at(-1) ?? null,
      ...(debt.months.length > 1 && { months: debt.months }),
      amount: valueOf(debt.amount) ?? null,
      dueOn: valueOf(debt.dueOn) ?? null,
      delinquentFrom: valueOf(debt.delinquentFrom) ?? null,
      paid: debt.paid,
      open: debt.open,
      lateInterest: valueOf(debt.lateInterest) ?? null,
      ...('undetermined' in debt.lateInterest && { undetermined: debt.lateInterest.undetermined }),
      acceleratedTo: acceleratedTo(c, debt.invoice.data.invoiceId),
      clause: debt.dueOn.clause,
      causes: render.on(debt.dueOn),
    })),
    unallocated: unallocated(c),
    couponBalance: balance(c, 'coupon.balance'),
    deposit: balance(c, 'deposit.balance'),
  }
}

const balance = (c: Case, what: string): unknown => valueOf(findingsOf(c, what)[0]) ?? null
const acceleratedTo = (c: Case, invoiceId: string): Day | null =>
  (valueOf(findingsOf(c, 'payment.accelerated-to').find(({ ref }) => ref === invoiceId)) as
    Day | undefined) ?? null
