import { type Day, type Instant, type Month, addDays, daysBetween, monthOf } from '../kernel/calendar.ts'
import { type Answer, type Finding, isKnown, isUndetermined, valueOf } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { type Portion } from '../terms/terms.ts'
import { type Allocation, type Due, type Paid, allocate } from './allocation.ts'
import { type Case, type Question, answer, given, missing, remembered, today } from './case.ts'
import { withoutInterest } from './late-interest.ts'
import { delinquentFrom, interestDays, overdue } from './payment.ts'
import { monthlyCharges } from './statement.ts'
import { type Fact, on } from './timeline.ts'

/** An invoice and what has been paid on it. Amounts in yen. */
export type Receivable = {
  readonly invoice: Fact<'InvoiceIssued'>
  readonly months: readonly Month[]
  readonly amount: Answer<Yen>
  readonly dueOn: Answer<Day>
  /** The day to which it was accelerated: from then on it is due, whatever is printed. */
  readonly acceleratedTo?: Finding<Day>
  readonly delinquentFrom: Answer<Day>
  /** What was paid on it, by what and when, the earliest first. */
  readonly payments: readonly Paid[]
  /** Below zero: what was used of a credit. */
  readonly paid: Yen
  /** `null` while the amount is undetermined. */
  readonly open: Yen | null
  /** The instant at which nothing was open any more. */
  readonly settledAt: Instant | null
  readonly overdue: Answer<boolean>
  readonly interestDays: Answer<number>
  readonly lateInterest: Answer<Yen>
}

/** An invoice as it was issued, before anything is paid on it. */
export type Owed = Pick<Receivable, 'invoice' | 'months' | 'amount' | 'dueOn'>

type Account = { readonly owed: readonly Owed[]; readonly allocation: Allocation }

const account = remembered((c: Case): Account => {
  const owed = c.facts.of('InvoiceIssued').map((invoice) => owedOn(c, invoice))
  return { owed, allocation: allocate(owed.map(dueOf), c.facts.ofAny(...MONEY)) }
})

/** What moves money. */
export const MONEY = ['InvoiceIssued', 'PaymentReceived', 'RefundPaid'] as const

/** An invoice as allocation sees it. */
export const dueOf = ({ invoice, amount, dueOn: due }: Owed): Due => ({
  id: invoice.data.invoiceId,
  invoice,
  amount: valueOf(amount),
  dueOn: valueOf(due),
})

/** Every invoice of the contract in the order in which they were issued. */
export const receivables = remembered((c: Case): readonly Receivable[] => {
  const { owed, allocation } = account(c)
  return owed.map((debt) => {
    const { invoiceId } = debt.invoice.data
    return receivable(c, debt, allocation.paid.get(invoiceId) ?? [], allocation.used.get(invoiceId))
  })
})

/** Money that was received and is on no invoice; below zero where more was refunded than was there. */
export const unallocated = (c: Case): Yen => account(c).allocation.held

/** The months an invoice is for. */
export const monthsOf = ({ data: { month, months } }: Fact<'InvoiceIssued'>): readonly Month[] =>
  months ?? (month ? [month] : [])

/** What an invoice says itself of its amount; else it is what its months come to. */
export const statedAmount = ({ data: { amount, lines } }: Fact<'InvoiceIssued'>): Yen | undefined =>
  amount ?? lines?.reduce((total, line) => total + line.amount, 0)

export function owedOn(c: Case, invoice: Fact<'InvoiceIssued'>): Owed {
  const of = monthsOf(invoice)
  const rule = c.terms.settlement.overdueRule
  const q: Question = {
    what: 'invoice.amount',
    ref: invoice.data.invoiceId,
    rule,
    on: on(invoice),
    causes: [invoice],
  }
  const stated = statedAmount(invoice)
  const totals = stated === undefined ? of.map((each) => monthlyCharges(c, each).total) : []
  const amount =
    stated !== undefined
      ? answer(c, q, stated)
      : totals.length > 0
        ? given(c, q, totals, (...all) => (all as Yen[]).reduce((total, each) => total + each, 0))
        : missing(c, q, 'fact:invoice-amount')
  return { invoice, months: of, amount, dueOn: dueOn(c, invoice, of) }
}

/** `payment.due-on` of an invoice: the date designated on it, else that of its month (of several, the last). */
function dueOn(c: Case, invoice: Fact<'InvoiceIssued'>, months: readonly Month[]): Answer<Day> {
  const { invoiceId, dueOn: designated } = invoice.data
  const q: Question = {
    what: 'payment.due-on',
    ref: invoiceId,
    rule: c.terms.settlement.designationRule ?? c.terms.settlement.overdueRule,
    on: on(invoice),
    causes: [invoice],
  }
  const last = months.at(-1)
  if (designated !== undefined)
    return answer(
      c,
      { ...q, rule: last ? c.terms.settlement.dueOn(c, last).clause.rule : q.rule },
      designated,
    )
  if (!last) return missing(c, q, 'fact:due-date')
  const regular = c.terms.settlement.dueOn(c, last)
  return given(c, { ...q, rule: regular.clause.rule }, [regular], (day) => day)
}

/** An invoice with what was paid on it; @param used what was used of it, where it is a credit */
export function receivable(c: Case, debt: Owed, payments: readonly Paid[], used: Yen = 0): Receivable {
  const { invoiceId } = debt.invoice.data
  const paid = payments.reduce((total, part) => total + part.amount, 0) - used
  const amount = valueOf(debt.amount)
  const open = amount === undefined ? null : Math.max(0, amount - paid)
  const settledAt = open === 0 ? settled(debt, payments) : null
  const acceleratedTo = c.terms.settlement.accelerated?.(c, { ...debt, settledAt })
  const dueOn = acceleratedTo ?? debt.dueOn
  const from = delayOf(c, debt, acceleratedTo)
  const portions = open ? [...payments, { amount: open, paidOn: today(c) }] : payments
  const due = { ref: invoiceId, rule: c.terms.settlement.overdueRule, on: today(c) }
  return {
    ...debt,
    ...(acceleratedTo && { acceleratedTo }),
    delinquentFrom: from,
    payments,
    paid,
    open,
    settledAt,
    overdue: overdue(c, invoiceId, open ?? 0, from),
    interestDays: given(c, { what: 'payment.interest-days', ...due }, [dueOn], (day) =>
      interestDays(daysBetween(day, portions.at(-1)?.paidOn ?? today(c))),
    ),
    lateInterest: lateInterest(c, { ...debt, dueOn }, from, portions),
  }
}

/** When the last of the money was there that paid it. */
const settled = ({ invoice }: Owed, payments: readonly Paid[]): Instant =>
  payments
    .map(({ payment }) => payment.at)
    .sort()
    .at(-1) ?? invoice.at

/** First day of delay; what was accelerated is late on the day after, with no roll to a business day. */
function delayOf(c: Case, debt: Owed, acceleratedTo: Finding<Day> | undefined): Answer<Day> {
  const { invoiceId: ref, dueOn: designated } = debt.invoice.data
  if (!acceleratedTo) return delinquentFrom(c, debt.dueOn, ref, designated !== undefined)
  const { value, clause } = acceleratedTo
  const q: Question = {
    what: 'payment.delinquent-from',
    ref,
    rule: clause.rule,
    on: value,
    causes: [acceleratedTo],
  }
  return answer(c, q, addDays(value, 1))
}

function lateInterest(c: Case, debt: Owed, from: Answer<Day>, portions: readonly Portion[]): Answer<Yen> {
  const ref = debt.invoice.data.invoiceId
  const day = valueOf(debt.dueOn)
  const q: Question = {
    what: 'charge.late-interest',
    ref,
    rule: c.terms.settlement.overdueRule,
    on: today(c),
    causes: [debt.dueOn],
  }
  if (day === undefined) return given(c, q, [debt.dueOn], () => 0)
  const delayed = (paidOn: Day): boolean => !isKnown(from) || paidOn >= from.value // paid by a rolled day: in time
  if (isUndetermined(debt.amount) && delayed(today(c)) && daysBetween(day, today(c)) > 0)
    return given(c, q, [debt.amount], () => 0)
  const late = portions.filter(
    (part) => delayed(part.paidOn) && interestDays(daysBetween(day, part.paidOn)) > 0,
  )
  if (late.length === 0) return answer(c, q, 0)
  const inTime = (valueOf(debt.amount) ?? 0) - late.reduce((sum, part) => sum + part.amount, 0)
  const bearing = withoutInterest(late, interestIn(c, debt.invoice), inTime)
  return c.terms.settlement.lateInterest(c, { ref, dueOn: day, portions: bearing })
}

/** Late interest that an invoice asks for: by its lines, else in the bills of the months before it that it is for. */
function interestIn(c: Case, invoice: Fact<'InvoiceIssued'>): Yen {
  const { lines } = invoice.data
  if (lines) return lines.reduce((sum, { kind, amount }) => sum + (kind === INTEREST ? amount : 0), 0)
  return monthsOf(invoice)
    .filter((month) => month < monthOf(invoice.at))
    .flatMap((month) => monthlyCharges(c, month).lines)
    .filter(({ kind, adjusts }) => kind === INTEREST || adjusts?.line.split('/')[1] === INTEREST)
    .reduce((sum, { amount }) => sum + (valueOf(amount) ?? 0), 0)
}
const INTEREST = 'late-interest'
