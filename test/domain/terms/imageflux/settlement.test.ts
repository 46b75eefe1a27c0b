import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { receivables } from '../../../../src/domain/contract/receivables.ts'
import {
  type Month,
  addDays,
  addMonths,
  lastDayOf,
  monthAt,
  monthOf,
} from '../../../../src/domain/kernel/calendar.ts'
import { valueOf } from '../../../../src/domain/kernel/finding.ts'
import { type Told, said } from '../kit.ts'
import { contract, deadlines, given, tariff } from './told.ts'

const due = (of: string, ...told: readonly Told[]) => {
  const c = given(contract('2020-06-03', '2020-06-10'), told).at('2029-01-01')
  return c.terms.settlement.dueOn(c, of as Month)
}

const invoice = (of: string, at: string, more: object = {}): Told => [
  'InvoiceIssued',
  at,
  { invoiceId: `inv-${of}`, month: of, amount: 10_000, ...more },
]

/** The one debt of a contract that started in 2024. */
const debt = (at: string, ...told: readonly Told[]) => {
  const [one] = receivables(
    given(contract('2024-10-01', '2024-10-01', { paymentMethod: 'bank-transfer' }), told).at(at),
  )
  if (!one) throw new Error('no invoice')
  return one
}

const holidays = (from: string, to: string, ...days: readonly string[]): Told => [
  'HolidayCalendarPublished',
  '2020-05-01',
  { calendarId: `h-${from}`, fromOn: from, toOn: to, holidays: days },
]

describe('IF-5-1 第5条第1項 a month is paid by the last day of the next one', () => {
  it.each([
    ['IF-X1', '2024-01', '2024-02-29'],
    ['IF-X2', '2025-01', '2025-02-28'],
    ['IF-X6', '2025-03', '2025-04-30'],
    ['the end of a year', '2025-12', '2026-01-31'],
    ['a month before a longer one', '2025-02', '2025-03-31'],
  ])('%s: %s is due on %s', (_name, of, day) => {
    expect(said(due(of))).toBe(day)
  })

  it('IF-X10: the version at the close of the month decides; before the second one it is undetermined', () => {
    expect(due('2021-07')).toMatchObject({
      value: '2021-08-31',
      clause: { version: '2021-07-15', rule: 'IF-5-1' },
    })
    expect(said(due('2021-06'))).toBe('undetermined terms:2020-05-08')
  })

  it('property: always the day before the first of the month after next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2022 * 12, max: 2028 * 12 }), (index) => {
        const of = monthAt(index)
        const day = valueOf(due(of))
        if (!day) throw new Error('undetermined')
        expect(day).toBe(lastDayOf(monthOf(day)))
        expect(monthOf(addDays(day, 1))).toBe(addMonths(of, 2))
      }),
      { numRuns: 60 },
    )
  })

  it('IF-X2: paid in the last second is in time; the next day is late', () => {
    const card: Told = ['PaymentMethodChanged', '2024-10-02', { method: 'card' }]
    const paid = (at: string): Told => ['PaymentReceived', at, { paymentId: 'p-1', amount: 10_000 }]
    const told = [card, invoice('2025-01', '2025-02-05')]
    expect(said(debt('2025-02-28T23:59:59', ...told).overdue)).toBe(false)
    expect(said(debt('2025-03-01T00:00:00', ...told).overdue)).toBe(true)
    expect(said(debt('2025-03-02', ...told).delinquentFrom)).toBe('2025-03-01')
    const inTime = debt('2025-03-02', ...told, paid('2025-02-28T23:59:59.999'))
    expect([inTime.open, said(inTime.overdue), said(inTime.lateInterest)]).toEqual([0, false, 0])
  })

  it('IF-X3: 2026-01-31 is a Saturday and stays printed; delay begins as the tariff or the method says', () => {
    const told = [invoice('2025-12', '2026-01-05'), holidays('2026-01-01', '2026-12-31', '2026-01-01')]
    const roll = (dueDateRoll: string) => tariff({ dueDateRoll })
    expect(said(debt('2026-01-10', ...told).dueOn)).toBe('2026-01-31')
    expect(said(debt('2026-01-10', ...told).delinquentFrom)).toBe('2026-02-03')
    expect(said(debt('2026-01-10', ...told, roll('next-business-day')).delinquentFrom)).toBe('2026-02-03')
    expect(said(debt('2026-01-10', ...told, roll('none')).delinquentFrom)).toBe('2026-02-01')
    expect(said(debt('2026-01-10', invoice('2025-12', '2026-01-05')).delinquentFrom)).toBe(
      'undetermined calendar:holidays',
    )
  })

  it('a month without an invoice is due as well, under its own name', () => {
    const fees = tariff({ monthlyFees: [{ item: 'image-engine', amount: 10_000 }] })
    const c = (at: string, ...told: readonly Told[]) =>
      given([fees], contract('2024-10-01', '2024-10-01'), told).at(at)
    expect(deadlines(c('2024-11-10'), 'payment')).toEqual([
      '2024-10 2024-11-30 upcoming',
      '2024-11 2024-12-31 upcoming',
    ])
    expect(deadlines(c('2024-12-01'), 'payment')[0]).toBe('2024-10 2024-11-30 missed')
    expect(deadlines(c('2024-11-10', invoice('2024-10', '2024-11-02')), 'payment')).toEqual([
      '2024-11 2024-12-31 upcoming',
    ])
  })
})

describe('IF-1-2 第1条第2項 late charges are a matter of the base terms', () => {
  const late: readonly Told[] = [
    invoice('2025-01', '2025-02-05'),
    ['PaymentReceived', '2025-03-31', { paymentId: 'p-1', amount: 10_000 }],
    holidays('2025-01-01', '2025-12-31'),
  ]

  it('undetermined, until a rate and a basis are published', () => {
    expect(said(debt('2025-04-01', ...late).lateInterest)).toBe('undetermined terms:base')
    const rate = tariff({ lateInterestRate: '0.146' })
    expect(said(debt('2025-04-01', ...late, rate).lateInterest)).toBe('undetermined tariff:interestBasis')
    const both = tariff({ lateInterestRate: '0.146', interestBasis: 'act/365' })
    expect(said(debt('2025-04-01', ...late, both).lateInterest)).toBe(120) // 30 days: 10,000 × 0.146 × 30 ÷ 365
  })
})
