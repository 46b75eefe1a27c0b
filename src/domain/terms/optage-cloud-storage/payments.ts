import { type Case, type Question, answer, clauseOf, factsOf } from '../../contract/case.ts'
import { monthlyPayments } from '../../contract/monthly-payment.ts'
import { receivables } from '../../contract/receivables.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Month, monthOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Act, type Permitted, type Refusal, type Subject } from '../terms.ts'
import { start } from './start.ts'

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

/** 別表3の3から5まで: payments, deposits, bills of several months. */
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
    ConsentGiven: { basis: ['OP-A3-4'] },
  },
  answers: {
    'payment.allocation': allocations,
    'deposit.balance': (c) => deposit(c, 'deposit.balance', (balance) => balance),
    'deposit.interest': (c) => deposit(c, 'deposit.interest', () => 0),
  },
  permitted: billable,
  deadlines: (c) => {
    const started = start(c)
    return monthlyPayments(c, started && monthOf(started.day))
  },
}
