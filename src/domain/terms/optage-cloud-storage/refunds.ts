import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  remembered,
  today,
} from '../../contract/case.ts'
import { type Receivable, receivables } from '../../contract/receivables.ts'
import { billedAnew, monthlyCharges } from '../../contract/statement.ts'
import { cause } from '../../contract/timeline.ts'
import { type Month, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { creditAmount, creditByMonth } from './credit-amount.ts'
import { type Credit, creditsOf } from './outage-credit.ts'

type Refund = {
  readonly credit: Credit
  readonly paid: readonly Receivable[]
  /** What goes back in all, and what went back so far. */
  readonly amount: Yen
  readonly refunded: Yen
}

/** What was paid on the bills of a month beyond what they come to; what closed bills come to is what they were closed with. */
function overpaid(
  c: Case,
  month: Month,
): { readonly bills: readonly Receivable[]; readonly amount: Yen } | undefined {
  const bills = receivables(c).filter(({ months, paid }) => paid > 0 && months.includes(month))
  const paid = bills.reduce((sum, bill) => sum + bill.paid, 0)
  const months = new Set(bills.flatMap((bill) => bill.months))
  const totals = [...months].map((each) => valueOf(monthlyCharges(c, each).total))
  const costs = totals.reduce<Yen | undefined>(
    (sum, each) => (sum === undefined || each === undefined ? undefined : sum + each),
    0,
  )
  return bills.length === 0 || costs === undefined ? undefined : { bills, amount: paid - costs }
}

/** The credit with the tax it takes off its month: the tax on the fees with it and without it. */
function withTaxOf(c: Case, month: Month, credited: Yen): Yen {
  const { lines, tax } = billedAnew(c, month)
  const rate = c.reference.taxRate(lastDayOf(month))?.value
  if (valueOf(tax) === undefined || rate === undefined) return credited
  const base = lines
    .filter((line) => line.taxCategory === 'standard')
    .reduce((sum, line) => sum + (valueOf(line.amount) ?? 0), 0)
  const taxOn = (yen: Yen): Yen => toYen(exact(yen).times(rate))
  return credited + taxOn(base + credited) - taxOn(base)
}

/** Money by invoice; takes so much of that of some invoices as there is. */
class Pool {
  readonly #left = new Map<string, Yen>()

  add(id: string, amount: Yen): void {
    this.#left.set(id, (this.#left.get(id) ?? 0) + amount)
  }

  of(bills: readonly Receivable[]): Yen {
    return bills.reduce((sum, { invoice }) => sum + (this.#left.get(invoice.data.invoiceId) ?? 0), 0)
  }

  take(bills: readonly Receivable[], amount: Yen): Yen {
    let left = amount
    for (const { invoice } of bills) {
      const { invoiceId } = invoice.data
      const taken = Math.min(left, this.#left.get(invoiceId) ?? 0)
      this.add(invoiceId, -taken)
      left -= taken
    }
    return amount - left
  }
}

/** Credit by credit: what one takes of an overpaid bill, or of a refund that names the bill alone, no other one has. */
const refunds = remembered((c: Case): readonly Refund[] => {
  const given = new Pool()
  const named = new Pool()
  for (const { data } of factsOf(c, 'RefundPaid'))
    if (data.outageId === undefined && data.invoiceId !== undefined) named.add(data.invoiceId, data.amount)
  return creditsOf(c).flatMap((credit) => refundOf(c, credit, given, named))
})

function refundOf(c: Case, credit: Credit, given: Pool, named: Pool): readonly Refund[] {
  const paid: Receivable[] = []
  let amount = 0
  for (const [month, credited] of creditByMonth(c, credit)) {
    const found = overpaid(c, month)
    if (!found) continue
    const { bills } = found
    const back = Math.min(found.amount - given.of(bills), withTaxOf(c, month, credited))
    const [first] = bills
    if (!first || back <= 0) continue
    given.add(first.invoice.data.invoiceId, back)
    paid.push(...bills)
    amount += back
  }
  if (amount === 0) return []
  const refunded = refundedFor(c, credit)
  return [{ credit, paid, amount, refunded: refunded + named.take(paid, Math.max(0, amount - refunded)) }]
}

const refundedFor = (c: Case, { outage }: Credit): Yen =>
  factsOf(c, 'RefundPaid')
    .filter(({ data }) => data.outageId === outage.id)
    .reduce((sum, { data }) => sum + data.amount, 0)

/** `refund.due` and `charge.refund` (OP-24-3): what goes back, without interest. */
const refundAnswers = (c: Case, what: string): readonly Answer<Yen>[] =>
  refunds(c).map(({ credit, paid, amount, refunded }) => {
    const causes = [
      creditAmount(c, credit),
      ...paid.flatMap(({ invoice, payments }) => [
        cause(invoice),
        ...payments.map(({ payment }) => cause(payment)),
      ]),
    ]
    const q: Question = { what, ref: credit.outage.id, rule: 'OP-24-3', on: today(c), causes }
    return answer(c, q, Math.max(0, amount - refunded))
  })

const toRefund = (c: Case): readonly Obligation[] =>
  refunds(c)
    .filter(({ amount, refunded }) => refunded < amount)
    .map(({ credit, paid }) => {
      const last = paid.at(-1)?.payments.at(-1)?.payment
      const told = credit.outage.cause ?? credit.outage.ended ?? credit.outage.recognized
      const since = [last, told]
        .filter((fact) => fact !== undefined)
        .sort((a, b) => (a.at < b.at ? 1 : -1))[0]
      return {
        who: 'provider',
        duty: 'refund',
        ref: credit.outage.id,
        since: since?.at ?? c.asOf,
        clause: clauseOf(c, 'OP-24-3', today(c)),
        causes: since ? [cause(since)] : [],
      }
    })

/** 第24条第3項: what was paid although it need not have been. */
export const refundsDue: Subject = {
  acts: { RefundPaid: { basis: ['OP-24-3'] } },
  answers: {
    'refund.due': (c) => refundAnswers(c, 'refund.due'),
    'charge.refund': (c) => refundAnswers(c, 'charge.refund'),
  },
  obligations: toRefund,
}
