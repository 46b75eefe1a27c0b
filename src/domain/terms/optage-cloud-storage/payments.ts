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
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Month, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'
import { type Act, type Obligation, type Permitted, type Refusal, type Subject } from '../terms.ts'
import { amountOf, appliedTo } from './outage-credits.ts'
import { type Credit, creditsOf } from './outage-credit.ts'

// ---- which payment paid what, and deposits (別表3の3, の5) ---------------------------------------------------------------

/** `payment.allocation` (OP-A3-3b): in the order in which due dates come, unless the payment says what it is for. */
function allocations(
  c: Case,
): readonly Answer<readonly { readonly invoiceId: string; readonly amount: Yen }[]>[] {
  const debts = receivables(c)
  return factsOf(c, 'PaymentReceived').map((payment) => {
    const parts = debts.flatMap(({ invoice, payments }) =>
      payments
        .filter((part) => part.payment.id === payment.id)
        .map(({ amount }) => ({ invoiceId: invoice.data.invoiceId, amount })),
    )
    const q: Question = {
      what: 'payment.allocation',
      ref: payment.data.paymentId,
      rule: 'OP-A3-3b',
      on: on(payment),
      causes: [payment],
    }
    return answer(c, q, parts)
  })
}

const depositFacts = (c: Case): readonly Fact[] => [
  ...factsOf(c, 'DepositReceived'),
  ...factsOf(c, 'PaymentReceived').filter(({ data }) => data.method === 'deposit'),
]

/** `deposit.balance` (OP-A3-5): what was received less what paid bills out of it; it bears no interest. */
function deposit(c: Case, what: string, value: (balance: Yen) => Yen): readonly Answer<Yen>[] {
  const first = factsOf(c, 'DepositReceived')[0]
  if (!first) return []
  const sum = (facts: readonly { readonly data: { readonly amount: Yen } }[]): Yen =>
    facts.reduce((total, { data }) => total + data.amount, 0)
  const used = factsOf(c, 'PaymentReceived').filter(({ data }) => data.method === 'deposit')
  const q: Question = { what, rule: 'OP-A3-5', on: on(first), causes: depositFacts(c) }
  return [answer(c, q, value(sum(factsOf(c, 'DepositReceived')) - sum(used)))]
}

// ---- several months in one bill (別表3の4) ---------------------------------------------------------------------------------

/** 別表3の4: two months or more, with the customer's consent. */
const MONTHS_TOGETHER = 2

const consents = (c: Case): readonly Fact<'ConsentGiven'>[] =>
  factsOf(c, 'ConsentGiven').filter(
    ({ data }) => data.subject === 'combined-billing' && data.by === 'customer',
  )

const covers = ({ data }: Fact<'ConsentGiven'>, months: readonly Month[]): boolean =>
  data.months === undefined || months.every((month) => data.months?.includes(month))

function refuse(c: Case, act: Act<'InvoiceIssued'>): Refusal | undefined {
  const { months } = act.data
  if (!months || c.terms.replacedBy?.(c, 'OP-A3-4', on(act))) return undefined
  const consent = consents(c).some((fact) => covers(fact, months))
  if (consent && new Set(months).size >= MONTHS_TOGETHER) return undefined
  const clause = clauseOf(c, 'OP-A3-4', on(act))
  return { what: 'refusal.combined-billing', clause, causes: consents(c).map(cause) }
}

const isBilled = (c: Case, consent: Fact<'ConsentGiven'>): boolean =>
  factsOf(c, 'InvoiceIssued').some(
    ({ data, at }) => data.months && at >= consent.at && covers(consent, data.months),
  )

const billable = (c: Case): readonly Permitted[] =>
  consents(c)
    .filter((consent) => !isBilled(c, consent))
    .map((consent) => ({
      who: 'provider',
      act: 'bill-combined',
      ref: consent.data.consentId,
      since: consent.at,
      clause: clauseOf(c, 'OP-A3-4', on(consent)),
      causes: [cause(consent)],
    }))

// ---- charges that were paid although they were not owed (第24条第3項) -----------------------------------------------------

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
    const found = appliedTo(c, credit).map(({ month, amount }) => overpaid(c, month, amount))
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
      amountOf(c, credit),
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

/** 第24条第3項, 別表3の3から5まで: payments, deposits, bills of several months, refunds. */
export const payments: Subject = {
  acts: {
    InvoiceIssued: {
      basis: [
        'OP-24-1',
        'OP-A3-2',
        'OP-A3-3a',
        'OP-A3-4',
        'OP-A3-6',
        'OP-11-2',
        'OP-11-3',
        'OP-18',
        'OP-27-1',
      ],
      refuse,
    },
    PaymentReceived: { basis: ['OP-24-1', 'OP-24-3', 'OP-27-1', 'OP-A3-3b', 'OP-A3-5'] },
    DepositReceived: { basis: ['OP-A3-5'] },
    RefundPaid: { basis: ['OP-24-3'] },
    ConsentGiven: { basis: ['OP-A3-4'] },
  },
  answers: {
    'payment.allocation': allocations,
    'deposit.balance': (c) => deposit(c, 'deposit.balance', (balance) => balance),
    'deposit.interest': (c) => deposit(c, 'deposit.interest', () => 0),
    'refund.due': (c) => refundAnswers(c, 'refund.due'),
    'charge.refund': (c) => refundAnswers(c, 'charge.refund'),
  },
  permitted: billable,
  obligations: toRefund,
}
