import { type Month, addMonths, dayOf, monthOf } from '../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { type Charge } from '../terms/terms.ts'
import { Account, type Paid } from './allocation.ts'
import { type Case, given, remembered } from './case.ts'
import {
  MONEY,
  type Owed,
  type Receivable,
  dueOf,
  monthsOf,
  owedOn,
  receivable,
  statedAmount,
} from './receivables.ts'
import { type Fact } from './timeline.ts'

/**
 * Late interest as lines of bills: of an invoice that was paid late, in the month in which nothing of it was open any
 * more. Until then it runs on, and nobody knows how much it will be. It is no consideration for a supply: no tax on it.
 */
export const lateCharges = (c: Case, month: Month): readonly Charge[] =>
  month > monthOf(c.asOf) || c.facts.of('InvoiceIssued').length === 0
    ? []
    : settlements(c)
        .in(month)
        .flatMap((paid) => charge(c, paid))

/** Documents outside the terms: while they and every tariff are silent, nobody knows of any interest at all. */
const OUTSIDE: ReadonlySet<string> = new Set(['terms:base', 'terms:general-rules'])

function charge(c: Case, { invoice, dueOn, acceleratedTo, ...paid }: Receivable): readonly Charge[] {
  const { lateInterest, delinquentFrom, payments, settledAt } = paid
  const due = acceleratedTo ?? dueOn
  if (!isKnown(due) || settledAt === null || !isOwed(lateInterest)) return []
  const q = {
    what: 'charge.late-interest',
    ref: invoice.data.invoiceId,
    rule: lateInterest.clause.rule,
    on: due.value,
    causes: [invoice, ...payments.map(({ payment }) => payment)],
  }
  return [
    {
      kind: 'late-interest',
      item: 'late-interest',
      ref: invoice.data.invoiceId,
      amount: given(c, q, [lateInterest, delinquentFrom], (yen) => yen),
      taxCategory: 'none',
      occurredOn: dayOf(settledAt),
    },
  ]
}

const isOwed = (interest: Answer<Yen>): boolean =>
  isUndetermined(interest) ? !OUTSIDE.has(interest.undetermined.missing) : interest.value > 0

const settlements = remembered((c: Case) => new Settlements(c))

/**
 * Which invoices were settled in which month. Month by month, because an invoice may be for a month whose bill has a
 * line of late interest itself: what was settled by the end of a month never depends on a bill of that month or a later
 * one. Therefore an invoice that is issued before its month is over, and states no amount, counts when that month is.
 */
class Settlements {
  readonly #case: Case
  readonly #facts: readonly Fact[]
  readonly #account = new Account()
  readonly #settled = new Map<Month, Receivable[]>()
  #next = 0
  #early: Fact<'InvoiceIssued'>[] = []
  #open: Owed[] = []
  /** The last month that is done. */
  #done: Month

  constructor(c: Case) {
    this.#case = c
    this.#facts = c.facts.ofAny(...MONEY)
    const [first] = this.#facts
    this.#done = addMonths(monthOf(first?.at ?? c.asOf), -1)
  }

  in(month: Month): readonly Receivable[] {
    while (this.#done < month) {
      const next = addMonths(this.#done, 1)
      this.#run(next)
      this.#done = next
    }
    return this.#settled.get(month) ?? []
  }

  #run(month: Month): void {
    const early = this.#early
    this.#early = []
    for (const invoice of early) this.#issue(invoice, month)
    for (
      let fact = this.#facts[this.#next];
      fact && monthOf(fact.at) === month;
      fact = this.#facts[++this.#next]
    ) {
      if (isInvoice(fact)) this.#issue(fact, month)
      else this.#account.move(fact)
      this.#settle(month)
    }
    this.#settle(month)
  }

  #issue(invoice: Fact<'InvoiceIssued'>, month: Month): void {
    const isEarly = statedAmount(invoice) === undefined && monthsOf(invoice).some((each) => each >= month)
    if (isEarly) return void this.#early.push(invoice)
    const debt = owedOn(this.#case, invoice)
    this.#account.issue(dueOf(debt))
    this.#open.push(debt)
  }

  #settle(month: Month): void {
    this.#open = this.#open.filter((debt) => {
      const payments = this.#account.paidOn(debt.invoice.data.invoiceId)
      const paid = payments.reduce((sum, { amount }) => sum + amount, 0)
      if (!isKnown(debt.amount) || paid < debt.amount.value) return true
      if (mayBeLate(this.#case, debt, payments)) {
        const settled = this.#settled.get(month) ?? []
        this.#settled.set(month, [...settled, receivable(this.#case, debt, payments)])
      }
      return false
    })
  }
}

/** Most invoices are paid in time, and nothing more need be asked of them; one that may be accelerated is looked at. */
const mayBeLate = (c: Case, { dueOn }: Owed, payments: readonly Paid[]): boolean =>
  c.terms.settlement.accelerated !== undefined ||
  (isKnown(dueOn) && payments.some(({ paidOn }) => paidOn > dueOn.value))

const isInvoice = (fact: Fact): fact is Fact<'InvoiceIssued'> => fact.type === 'InvoiceIssued'
