import { type Day, type Instant, type Month, addDays, dayOf, daysBetween } from '../kernel/calendar.ts'
import { type Answer, type Finding, isKnown, valueOf } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { type Portion } from '../terms/terms.ts'
import { type Case, type Question, answer, given, missing, remembered, today } from './case.ts'
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
  /** What was paid on it, and when. */
  readonly payments: readonly (Portion & { readonly payment: Fact<'PaymentReceived'> })[]
  readonly paid: Yen
  /** `null` while the amount is undetermined. */
  readonly open: Yen | null
  /** The instant at which nothing was open any more. */
  readonly settledAt: Instant | null
  readonly overdue: Answer<boolean>
  readonly interestDays: Answer<number>
  readonly lateInterest: Answer<Yen>
}

type Owed = Pick<Receivable, 'invoice' | 'months' | 'amount' | 'dueOn'>

/** Every invoice of the contract in the order in which they were issued. */
export const receivables = remembered((c: Case): readonly Receivable[] => {
  const owed = c.facts.of('InvoiceIssued').map((invoice) => owedOn(c, invoice))
  const paid = allocate(c, owed)
  return owed.map((debt) => receivable(c, debt, paid.get(debt.invoice.data.invoiceId) ?? []))
})

function owedOn(c: Case, invoice: Fact<'InvoiceIssued'>): Owed {
  const { months, month, amount } = invoice.data
  const of = months ?? (month ? [month] : [])
  const rule = c.terms.settlement.overdueRule
  const q: Question = {
    what: 'invoice.amount',
    ref: invoice.data.invoiceId,
    rule,
    on: on(invoice),
    causes: [invoice],
  }
  const stated = amount ?? invoice.data.lines?.reduce((total, line) => total + line.amount, 0)
  const totals = of.map((each) => monthlyCharges(c, each).total)
  const due =
    stated !== undefined
      ? answer(c, q, stated)
      : totals.length > 0
        ? given(c, q, totals, (...all) => (all as Yen[]).reduce((total, each) => total + each, 0))
        : missing(c, q, 'fact:invoice-amount')
  return { invoice, months: of, amount: due, dueOn: dueOn(c, invoice, of) }
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

type Paid = { readonly payment: Fact<'PaymentReceived'>; readonly amount: Yen; readonly paidOn: Day }

/** Which payment paid which invoice: as it says itself, else the oldest due date first; what is left waits for the next invoice. */
function allocate(c: Case, owed: readonly Owed[]): ReadonlyMap<string, readonly Paid[]> {
  const paid = new Map<string, Paid[]>()
  const openOf = (debt: Owed): Yen =>
    (valueOf(debt.amount) ?? 0) -
    (paid.get(debt.invoice.data.invoiceId) ?? []).reduce((total, each) => total + each.amount, 0)
  const put = (id: string, part: Paid): void => void paid.set(id, [...(paid.get(id) ?? []), part])
  const waiting: { payment: Fact<'PaymentReceived'>; left: Yen }[] = []
  const spread = (
    one: { payment: Fact<'PaymentReceived'>; left: Yen },
    debts: readonly Owed[],
    at: Instant,
  ): void => {
    for (const debt of debts) {
      const part = Math.min(one.left, openOf(debt))
      if (part <= 0) continue
      put(debt.invoice.data.invoiceId, { payment: one.payment, amount: part, paidOn: dayOf(at) })
      one.left -= part
    }
  }
  const issued: Owed[] = []
  for (const fact of c.facts.ofAny('InvoiceIssued', 'PaymentReceived')) {
    if (fact.type === 'InvoiceIssued') {
      const debt = owed.find(({ invoice }) => invoice.id === fact.id)
      if (debt) issued.push(debt)
      for (const early of waiting) if (debt) spread(early, [debt], fact.at)
      continue
    }
    const payment = fact as Fact<'PaymentReceived'>
    const stated = payment.data.appliedTo ?? []
    for (const part of stated)
      put(part.invoiceId, { payment, amount: part.amount, paidOn: dayOf(payment.at) })
    const left = payment.data.amount - stated.reduce((total, part) => total + part.amount, 0)
    const one = { payment, left: stated.length > 0 ? 0 : left }
    spread(one, [...issued].sort(byDueDate), payment.at)
    if (one.left > 0) waiting.push(one)
  }
  return paid
}

const byDueDate = (a: Owed, b: Owed): number => {
  const [x, y] = [valueOf(a.dueOn) ?? '9999-12-31', valueOf(b.dueOn) ?? '9999-12-31']
  return x < y ? -1 : x > y ? 1 : a.invoice.position - b.invoice.position
}

function receivable(c: Case, debt: Owed, payments: readonly Paid[]): Receivable {
  const { invoiceId } = debt.invoice.data
  const paid = payments.reduce((total, part) => total + part.amount, 0)
  const amount = valueOf(debt.amount)
  const open = amount === undefined ? null : Math.max(0, amount - paid)
  const settledAt = open === 0 ? (payments.at(-1)?.payment.at ?? debt.invoice.at) : null
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
  const late = portions.filter(
    (part) => delayed(part.paidOn) && interestDays(daysBetween(day, part.paidOn)) > 0,
  )
  if (late.length === 0) return answer(c, q, 0)
  return c.terms.settlement.lateInterest(c, { ref, dueOn: day, portions: late })
}
