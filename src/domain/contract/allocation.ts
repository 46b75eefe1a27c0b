import { type Day, type Instant, dayOf } from '../kernel/calendar.ts'
import { type Yen } from '../kernel/money.ts'
import { type Fact } from './timeline.ts'

/** A debt as allocation sees it. Below zero it is a credit; `undefined` while its amount is not known. */
export type Due = {
  readonly id: string
  readonly invoice: Fact<'InvoiceIssued'>
  readonly amount: Yen | undefined
  /** `undefined` where it is not known: it is paid last. */
  readonly dueOn: Day | undefined
}

/** Money that was paid, or a credit that is set off. */
export type Money = Fact<'PaymentReceived'> | Fact<'InvoiceIssued'>
/** Part of a debt that some money paid, on the day from which the money was there. */
export type Paid = { readonly payment: Money; readonly amount: Yen; readonly paidOn: Day }

export type Allocation = {
  /** What was paid on each debt, by its id, the earliest first. */
  readonly paid: ReadonlyMap<string, readonly Paid[]>
  /** What was used of a credit, by the id of its invoice. */
  readonly used: ReadonlyMap<string, Yen>
  /** What was received and is on no debt; below zero where more was refunded than was there. */
  readonly held: Yen
}

/** Money on its way to debts; `for` names the one it was paid for. */
type Purse = { readonly money: Money; readonly for?: string; left: Yen }

/**
 * Which money paid which debt, in the order of time. A payment that names its invoices pays those, and waits for one
 * that is not issued yet; what is left of it, and a payment that names none, pays the oldest due date first. What is on
 * no debt is held for the next ones, and a refund is taken from it. A bill below zero is money of its day.
 */
export function allocate(debts: readonly Due[], facts: readonly Fact[]): Allocation {
  const byFact = new Map(debts.map((debt) => [debt.invoice.id, debt]))
  const account = new Account()
  for (const fact of facts) {
    const debt = byFact.get(fact.id)
    if (debt) account.issue(debt)
    else account.move(fact)
  }
  return account.allocation()
}

const isPayment = (fact: Fact): fact is Fact<'PaymentReceived'> => fact.type === 'PaymentReceived'
const isRefund = (fact: Fact): fact is Fact<'RefundPaid'> => fact.type === 'RefundPaid'

/** Debts and money as they come, fact by fact in the order of time. */
export class Account {
  readonly #issued: Due[] = []
  readonly #paid = new Map<string, Paid[]>()
  readonly #used = new Map<string, Yen>()
  #purses: Purse[] = []
  /** Refunded beyond what was held: taken from what is held next. */
  #owing = 0

  issue(debt: Due): void {
    this.#issued.push(debt)
    if (debt.amount !== undefined && debt.amount < 0)
      this.#purses.push({ money: debt.invoice, left: -debt.amount })
    this.#spread()
  }

  /** Money that came or went; an invoice is issued as a debt. */
  move(fact: Fact): void {
    if (isPayment(fact)) this.#receive(fact)
    else if (isRefund(fact)) this.#refund(fact.data.amount)
  }

  /** What was paid so far on a debt, the earliest first. */
  paidOn(id: string): readonly Paid[] {
    return [...(this.#paid.get(id) ?? [])].sort(byDay)
  }

  #receive(payment: Fact<'PaymentReceived'>): void {
    const named = payment.data.appliedTo ?? []
    for (const { invoiceId, amount } of named)
      this.#purses.push({ money: payment, for: invoiceId, left: amount })
    const rest = payment.data.amount - named.reduce((sum, { amount }) => sum + amount, 0)
    this.#purses.push({ money: payment, left: rest })
    this.#spread()
  }

  #refund(amount: Yen): void {
    this.#owing += amount
    this.#settle()
  }

  allocation(): Allocation {
    const held = this.#purses.reduce((sum, { left }) => sum + left, 0) - this.#owing
    const paid = new Map([...this.#paid.keys()].map((id) => [id, this.paidOn(id)]))
    return { paid, used: this.#used, held }
  }

  /** Money goes where it is named for, then to the oldest due date; what is left makes up for refunds, or is held. */
  #spread(): void {
    for (const purse of this.#purses)
      for (const debt of this.#issued) if (debt.id === purse.for) this.#pay(purse, debt)
    const byAge = [...this.#issued].sort(byDueDate)
    for (const purse of this.#purses)
      if (this.#isFree(purse)) for (const debt of byAge) this.#pay(purse, debt)
    this.#settle()
  }

  /** Money that waits for an invoice which is not there yet is kept for it. */
  #isFree(purse: Purse): boolean {
    return purse.for === undefined || this.#issued.some(({ id }) => id === purse.for)
  }

  #pay(purse: Purse, debt: Due): void {
    const amount = Math.min(purse.left, this.#openOf(debt, purse))
    if (amount <= 0) return
    const parts = this.#paid.get(debt.id) ?? []
    parts.push({ payment: purse.money, amount, paidOn: dayFrom(purse.money, debt.invoice) })
    this.#paid.set(debt.id, parts)
    this.#take(purse, amount)
  }

  /** What is named for a debt whose amount is not known yet is taken as paid on it. */
  #openOf({ id, amount }: Due, purse: Purse): Yen {
    if (amount === undefined) return purse.for === id ? purse.left : 0
    return amount - (this.#paid.get(id) ?? []).reduce((sum, part) => sum + part.amount, 0)
  }

  #take(purse: Purse, amount: Yen): void {
    purse.left -= amount
    if (purse.money.type !== 'InvoiceIssued') return
    const { invoiceId } = (purse.money as Fact<'InvoiceIssued'>).data
    this.#used.set(invoiceId, (this.#used.get(invoiceId) ?? 0) + amount)
  }

  /** Refunds come out of what is held and free, the oldest first; empty purses are put away. */
  #settle(): void {
    for (const purse of this.#purses) {
      const amount = this.#isFree(purse) ? Math.min(purse.left, this.#owing) : 0
      this.#take(purse, amount)
      this.#owing -= amount
    }
    this.#purses = this.#purses.filter(({ left }) => left > 0)
  }
}

/** Money counts from its own day; a credit that was there before the debt from the day of the debt. */
const dayFrom = (money: Money, invoice: Fact<'InvoiceIssued'>): Day =>
  money.type === 'InvoiceIssued' ? dayOf(later(money.at, invoice.at)) : dayOf(money.at)
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)

const byDay = (a: Paid, b: Paid): number => (a.paidOn < b.paidOn ? -1 : a.paidOn > b.paidOn ? 1 : 0)
/** Of one due date the one issued first stays first: a sort keeps the order of equals. */
const byDueDate = (a: Due, b: Due): number => {
  const [x, y] = [a.dueOn ?? '9999-12-31', b.dueOn ?? '9999-12-31']
  return x < y ? -1 : x > y ? 1 : 0
}
