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
import { monthlyCharges } from '../../contract/statement.ts'
import { cause } from '../../contract/timeline.ts'
import { type Month, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { creditAmount, creditByMonth } from './credit-amount.ts'
import { type Credit, creditsOf } from './outage-credit.ts'

type Refund = { readonly credit: Credit; readonly paid: readonly Receivable[]; readonly amount: Yen }

/** Paid on the bills of a month beyond what it costs now, and no more than the credit with its tax. */
function overpaid(
  c: Case,
  month: Month,
  credited: Yen,
): { readonly bills: readonly Receivable[]; readonly amount: Yen } {
  const bills = receivables(c).filter(({ months, paid }) => paid > 0 && months.includes(month))
  const paid = bills.reduce((sum, bill) => sum + bill.paid, 0)
  const months = new Set(bills.flatMap((bill) => bill.months))
  const totals = [...months].map((each) => valueOf(monthlyCharges(c, each).total))
  const costs = totals.reduce<Yen | undefined>(
    (sum, each) => (sum === undefined || each === undefined ? undefined : sum + each),
    0,
  )
  if (bills.length === 0 || costs === undefined) return { bills: [], amount: 0 }
  return { bills, amount: Math.max(0, Math.min(paid - costs, withTaxOf(c, month, credited))) }
}

/** The credit with the tax it takes off the bill: the bill's tax on the fees with it and without it. */
function withTaxOf(c: Case, month: Month, credited: Yen): Yen {
  const { lines, tax } = monthlyCharges(c, month)
  const rate = c.reference.taxRate(lastDayOf(month))?.value
  if (valueOf(tax) === undefined || rate === undefined) return credited
  const base = lines
    .filter((line) => line.taxCategory === 'standard')
    .reduce((sum, line) => sum + (valueOf(line.amount) ?? 0), 0)
  const taxOn = (yen: Yen): Yen => toYen(exact(yen).times(rate))
  return credited + taxOn(base + credited) - taxOn(base)
}

const refunds = remembered((c: Case): readonly Refund[] =>
  creditsOf(c).flatMap((credit): readonly Refund[] => {
    const found = [...creditByMonth(c, credit)].map(([month, amount]) => overpaid(c, month, amount))
    const amount = found.reduce((sum, each) => sum + each.amount, 0)
    return amount > 0 ? [{ credit, paid: found.flatMap(({ bills }) => bills), amount }] : []
  }),
)

const refunded = (c: Case, { credit }: Refund): Yen =>
  factsOf(c, 'RefundPaid')
    .filter(({ data }) => data.outageId === credit.outage.id)
    .reduce((sum, { data }) => sum + data.amount, 0)

/** `refund.due` and `charge.refund` (OP-24-3): what goes back, without interest. */
const refundAnswers = (c: Case, what: string): readonly Answer<Yen>[] =>
  refunds(c).map((refund) => {
    const { credit, paid, amount } = refund
    const causes = [
      creditAmount(c, credit),
      ...paid.flatMap(({ invoice, payments }) => [
        cause(invoice),
        ...payments.map(({ payment }) => cause(payment)),
      ]),
    ]
    const q: Question = { what, ref: credit.outage.id, rule: 'OP-24-3', on: today(c), causes }
    return answer(c, q, Math.max(0, amount - refunded(c, refund)))
  })

const toRefund = (c: Case): readonly Obligation[] =>
  refunds(c)
    .filter((refund) => refunded(c, refund) < refund.amount)
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
