import { describe, expect, it } from 'vitest'
import { receivables } from '../../../../src/domain/contract/receivables.ts'
import { type Month } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, said } from '../kit.ts'
import { contract, deadlines, given, noOverage, published } from './contracts.ts'

const due = (keys: Readonly<Record<string, unknown>>, month = '2025-01') => {
  const c = given(contract(), published(keys)).at('2025-06-01')
  return said(c.terms.settlement.dueOn(c, month as Month))
}

describe('payment.due-on: the general rules, or what a tariff publishes', () => {
  it.each([
    [1, 31, '2025-02-28'],
    [1, 28, '2025-02-28'],
    [1, 27, '2025-02-27'],
    [2, 31, '2025-03-31'],
    [0, 31, '2025-01-31'],
  ])('%d months, day %d: %s', (paymentDueMonths, paymentDueDay, on) => {
    expect(due({ paymentDueMonths, paymentDueDay })).toBe(on)
  })

  it('is undetermined without both', () => {
    expect(due({})).toBe('undetermined terms:general-rules')
    expect(due({ paymentDueMonths: 1 })).toBe('undetermined terms:general-rules')
    expect(due({ paymentDueDay: 31 })).toBe('undetermined terms:general-rules')
  })

  it('is a deadline by month until an invoice names the month', () => {
    const tariff = published({ paymentDueMonths: 1, paymentDueDay: 31 })
    const told = given(contract(), tariff, noOverage('2025-01'))
    expect(deadlines(told.at('2025-02-28T23:59:59.999'), 'payment')).toEqual([
      '2024-12 2025-01-31 missed',
      '2025-01 2025-02-28 upcoming',
      '2025-02 2025-03-31 upcoming',
    ])
    expect(deadlines(told.at('2025-03-01T00:00:00'), 'payment')[1]).toBe('2025-01 2025-02-28 missed')
    const invoice: Told = ['InvoiceIssued', '2025-02-05', { invoiceId: 'inv-1', month: '2025-01' }]
    const billed = given(contract(), tariff, invoice).at('2025-02-10')
    expect(deadlines(billed, 'payment')).toEqual(['2024-12 2025-01-31 missed', '2025-02 2025-03-31 upcoming'])
  })

  it('asks nothing of a month that owes nothing, and knows no day without a tariff', () => {
    const tariff = published({ paymentDueMonths: 1, paymentDueDay: 31 })
    expect(deadlines(given(contract('basic', '2025-03-01'), tariff).at('2025-02-10'), 'payment')).toEqual([
      '2024-12 2025-01-31 missed',
    ])
    expect(deadlines(given(contract()).at('2025-02-10'), 'payment')).toEqual([])
  })
})

describe('late interest and delay', () => {
  const invoice: Told = ['InvoiceIssued', '2025-02-05', { invoiceId: 'inv-1', month: '2025-01', dueOn: '2025-02-28', amount: 100_000 }] // prettier-ignore
  const paid = (on: string): Told => ['PaymentReceived', on, { paymentId: 'p-1', amount: 100_000 }]
  const interest = (keys: Readonly<Record<string, unknown>>, on: string) => {
    const [debt] = receivables(given(contract(), published(keys), invoice, paid(on)).at('2025-12-01'))
    return debt && said(debt.lateInterest)
  }
  const rate = { lateInterestRate: '0.146', interestBasis: 'act/365' }

  it.each([
    ['2025-02-28', 0],
    ['2025-03-01', 0],
    ['2025-03-02', 40],
    ['2025-03-12', 440],
  ])('paid on %s: %d yen', (on, yen) => {
    expect(interest(rate, on)).toBe(yen)
  })

  it('is for the general rules without a rate, and for a tariff without a basis', () => {
    expect(interest({}, '2025-03-12')).toBe('undetermined terms:general-rules')
    expect(interest({ lateInterestRate: '0.146' }, '2025-03-12')).toBe('undetermined tariff:interestBasis')
    expect(interest({}, '2025-03-01')).toBe(0)
  })

  it('payment.overdue is undetermined without a designated date, and known with one', () => {
    const undated: Told = [
      'InvoiceIssued',
      '2025-02-05',
      { invoiceId: 'inv-1', month: '2025-01', amount: 100_000 },
    ]
    const overdue = (facts: readonly Told[], at: string) => {
      const [debt] = receivables(given(contract(), facts).at(at))
      return debt && said(debt.overdue)
    }
    expect(overdue([undated], '2025-06-01')).toBe('undetermined terms:general-rules')
    expect(overdue([invoice], '2025-02-28')).toBe(false)
    expect(overdue([invoice], '2025-03-01')).toBe(true)
  })
})
