import { describe, expect, it } from 'vitest'
import { type Case } from '../../../../src/domain/contract/case.ts'
import { receivables, unallocated } from '../../../../src/domain/contract/receivables.ts'
import { type Closed, NOTHING, adjusted, after, closing } from '../../contract/closing.ts'
import { type Told, value } from '../kit.ts'
import { R, arising, op } from './contracts.ts'

/** 24 hours of the managed service: 89,600 ÷ 30 = 2,986 before tax, 3,285 with the tax it takes off 98,560. */
const outage = (outageId: string, from: string, to: string, causeTold: string): readonly Told[] => [
  ['OutageRecognized', from, { outageId, scope: 'managed', totality: 'total' }],
  ['OutageEnded', to, { outageId }],
  ['OutageCauseDetermined', causeTold, { outageId, attribution: 'third-party' }],
]
const O = outage('o', '2025-04-20T09:00:00', '2025-04-21T09:00:00', '2025-05-20')
const bill = (more: object): Told => [
  'InvoiceIssued',
  '2025-05-01',
  { invoiceId: 'i', month: '2025-04', dueOn: '2025-05-31', ...more },
]
const BILL = bill({ amount: 98_560 })
const paid = (amount = 98_560, invoiceId = 'i'): Told => [
  'PaymentReceived',
  '2025-05-15',
  { paymentId: `p-${invoiceId}`, amount, appliedTo: [{ invoiceId, amount }] },
]
const refund = (amount: number, more: object): Told => [
  'RefundPaid',
  '2025-05-25',
  { refundId: `r-${amount}`, amount, ...more },
]
const CREDIT = 3_285
const OUT = ['charge.outage-credit', 'credit.outage']

/** What goes back in cash for an outage, and whether somebody must pay it. */
const due = (c: Case, closed: Closed = NOTHING, ref = 'o'): unknown => {
  const seen = after(c, closed)
  const isDuty = seen.terms.obligations(seen).some((each) => each.duty === 'refund' && each.ref === ref)
  return arising(seen, 'refund.due').includes(ref) ? [value(seen, 'refund.due', ref), isDuty] : isDuty
}

describe('OP-24-3 money goes back once: in cash, or in a bill', () => {
  const before = op(R, BILL, paid(), O).at('2025-05-19')

  it('in cash, while the bill is open', () => {
    expect(due(op(R, BILL, paid(), O).at('2025-06-10'))).toEqual([CREDIT, true])
  })

  it('in the next bill, where the bill was closed without it', () => {
    const c = op(R, BILL, paid(), O).at('2025-06-10')
    const april = closing(before, NOTHING, '2025-04', OUT)
    expect(due(c, april)).toBe(false)
    expect(adjusted(c, april, '2025-05')).toEqual(['2025-04/outage-credit/managed/o -2986 -299'])
  })

  it('in cash, where the bill was closed with it; the next bill has nothing of it', () => {
    const c = op(R, BILL, paid(), O).at('2025-06-10')
    const april = closing(c, NOTHING, '2025-04')
    expect(due(c, april)).toEqual([CREDIT, true])
    expect(due(op(R, BILL, paid(), O, refund(CREDIT, { outageId: 'o' })).at('2025-06-10'), april)).toEqual([
      0,
      false,
    ])
    expect(adjusted(c, april, '2025-05')).toEqual([])
  })

  it('what the outage proves to be worth after the closing comes in the next bill alone', () => {
    const longer = outage('o', '2025-04-20T09:00:00', '2025-04-22T09:00:00', '2025-05-20')
    const april = closing(op(R, BILL, paid(), O).at('2025-06-10'), NOTHING, '2025-04')
    const c = op(R, BILL, paid(), longer, refund(CREDIT, { outageId: 'o' })).at('2025-06-10')
    expect(due(c, april)).toEqual([0, false])
    expect(adjusted(c, april, '2025-05')).toEqual(['2025-04/outage-credit/managed/o -2987 -299'])
  })

  it('a credit that proves to be none after the closing is taken back by the next bill, whether or not it was refunded', () => {
    const none: Told = ['OutageCauseDetermined', '2025-06-05', { outageId: 'o', attribution: 'customer' }]
    const april = closing(op(R, BILL, paid(), O).at('2025-06-01'), NOTHING, '2025-04')
    const c = op(R, BILL, paid(), O, refund(CREDIT, { outageId: 'o' }), none).at('2025-06-10')
    expect(due(c, april)).toBe(false)
    expect(adjusted(c, april, '2025-05')).toEqual(['2025-04/outage-credit/managed/o 2986 299'])
  })

  it('cash on top of an adjustment is what the customer has too much: it is missing from the account', () => {
    const april = closing(before, NOTHING, '2025-04', OUT)
    const c = op(R, BILL, paid(), O, refund(CREDIT, { outageId: 'o' })).at('2025-06-10')
    expect(unallocated(after(c, april))).toBe(-CREDIT)
    expect(receivables(after(c, april)).map(({ open }) => open)).toEqual([0])
    expect(adjusted(c, april, '2025-05')).toEqual(['2025-04/outage-credit/managed/o -2986 -299'])
  })

  it('an invoice that states no amount falls with its bill: what is too much is held, and nothing is refunded beside it', () => {
    const c = op(R, bill({}), paid(), O).at('2025-06-10')
    expect(due(c)).toBe(false)
    expect(unallocated(c)).toBe(CREDIT)
    const cash = op(R, bill({}), paid(), O, refund(CREDIT, { outageId: 'o' })).at('2025-06-10')
    expect(unallocated(cash)).toBe(0)
  })

  it('a bill of several months that was paid before the credit was known is refunded, wherever in it the credit stands', () => {
    const consent: Told = ['ConsentGiven', '2025-04-01', { consentId: 'k', subject: 'combined-billing', by: 'customer' }] // prettier-ignore
    const both: Told = ['InvoiceIssued', '2025-05-10', { invoiceId: 'i', months: ['2025-04', '2025-05'], amount: 197_120, dueOn: '2025-06-30' }] // prettier-ignore
    const april = closing(op(R, consent, both, O).at('2025-05-19'), NOTHING, '2025-04', OUT)
    const c = op(R, consent, both, paid(197_120), O).at('2025-06-10')
    expect(due(c, april)).toEqual([CREDIT, true])
  })
})

describe('OP-24-3 two outages of one month share what was paid too much', () => {
  const second = outage('x', '2025-04-25T09:00:00', '2025-04-26T09:00:00', '2025-05-20')
  const told = (amount: number, ...more: readonly Told[]) =>
    op(R, BILL, paid(amount), O, second, more).at('2025-06-10')
  /** 89,600 − 2 × 2,986 = 83,628 and 8,362 of tax. */
  const COSTS = 91_990

  it.each([
    [98_560, 3_285, 3_285],
    [COSTS + 3_286, 3_285, 1],
    [COSTS + 3_285, 3_285, undefined],
    [COSTS + 3_284, 3_284, undefined],
    [COSTS, undefined, undefined],
  ])('paid %i: %s and %s', (amount, first, other) => {
    const c = told(amount)
    expect(due(c)).toEqual(first === undefined ? false : [first, true])
    expect(due(c, NOTHING, 'x')).toEqual(other === undefined ? false : [other, true])
  })

  it('a refund that names the bill counts for them in their order, and once', () => {
    const named = (amount: number) => told(98_560, refund(amount, { invoiceId: 'i' }))
    expect([due(named(3_284)), due(named(3_284), NOTHING, 'x')]).toEqual([[1, true], [3_285, true]]) // prettier-ignore
    expect([due(named(3_286)), due(named(3_286), NOTHING, 'x')]).toEqual([[0, false], [3_284, true]]) // prettier-ignore
    expect([due(named(6_570)), due(named(6_570), NOTHING, 'x')]).toEqual([[0, false], [0, false]]) // prettier-ignore
  })

  it('a refund that names an outage counts for that one, a refund of another bill for none', () => {
    const one = told(98_560, refund(3_285, { outageId: 'x', invoiceId: 'i' }))
    expect([due(one), due(one, NOTHING, 'x')]).toEqual([[3_285, true], [0, false]]) // prettier-ignore
    expect(due(told(98_560, refund(3_285, { invoiceId: 'other' })))).toEqual([3_285, true])
  })
})
