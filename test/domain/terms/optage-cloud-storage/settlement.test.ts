import { describe, expect, it } from 'vitest'
import { receivables } from '../../../../src/domain/contract/receivables.ts'
import { monthlyCharges } from '../../../../src/domain/contract/statement.ts'
import { month } from '../../../../src/domain/kernel/calendar.ts'
import { valueOf } from '../../../../src/domain/kernel/finding.ts'
import { type Told, found, lines, said, value } from '../kit.ts'
import { R, arising, bare, contract, declared, op, tariff, tax } from './contracts.ts'

const old = contract('2023-06-01')
const invoice = (dueOn: string, more: object = {}): Told => [
  'InvoiceIssued',
  '2023-12-11',
  { invoiceId: 'i', amount: 110_000, dueOn, ...more },
]
const paid = (at: string, amount = 110_000): Told => [
  'PaymentReceived',
  at,
  { paymentId: `p-${at.slice(0, 10)}`, amount, appliedTo: [{ invoiceId: 'i', amount }] },
]
const debt = (c: Parameters<typeof receivables>[0]) => receivables(c)[0]

describe('OP-27-1 第27条第1項 14.5 per cent over 365 days (OP-X25, OP-X26)', () => {
  it.each([
    ['2024-01-31', '2024-01-31T12:00:00', 0, 0],
    ['2024-01-31', '2024-02-01T12:00:00', 0, 0],
    ['2024-01-31', '2024-02-02T00:00:00', 1, 43],
    ['2024-01-31', '2024-03-01T12:00:00', 29, 1_267],
    ['2023-12-31', '2025-01-01T12:00:00', 366, 15_993],
    ['2023-12-31', '2024-12-31T12:00:00', 365, 15_950],
  ])('due %s, paid %s: %i days, %i yen', (dueOn, at, days, yen) => {
    const found = debt(op(old, invoice(dueOn), paid(at)).at('2025-02-01'))
    expect(found && [said(found.interestDays), said(found.lateInterest)]).toEqual([days, yen])
    expect(found?.interestDays.clause.rule).toBe('OP-27-1')
    expect(found?.lateInterest.clause.rule).toBe('OP-27-1')
  })
  it('what is open runs to the day of asOf; parts run each to their own payment, one truncation', () => {
    expect(said(debt(op(old, invoice('2024-01-31')).at('2024-03-01'))?.lateInterest as never)).toBe(1_267)
    const parts = op(old, invoice('2024-01-31'), paid('2024-02-02', 50_000), paid('2024-03-01', 60_000)).at(
      '2024-04-01',
    )
    expect(said(debt(parts)?.lateInterest as never)).toBe(
      Math.floor((50_000 * 0.145 * 1 + 60_000 * 0.145 * 29) / 365),
    )
  })
})

describe('OP-24-1 第24条第1項 the designated day', () => {
  it.each([
    ['2025-04-30T23:59:59', false],
    ['2025-05-01T00:00:00', true],
  ])('a bill of April due 04-30 is overdue at %s: %s', (when, overdue) => {
    const c = op(R, [
      'InvoiceIssued',
      '2025-04-05',
      { invoiceId: 'i', month: '2025-03', dueOn: '2025-04-30', amount: 98_560 },
    ]).at(when)
    expect(said(debt(c)?.overdue as never)).toBe(overdue)
    expect(debt(c)?.dueOn).toMatchObject({ value: '2025-04-30', clause: { rule: 'OP-24-1' } })
  })
  it('a bill of no month is due by the same article', () => {
    expect(debt(op(old, invoice('2024-01-31')).at('2024-01-01'))?.dueOn.clause.rule).toBe('OP-24-1')
  })
  it('of a month: as its bill says, else as a tariff does, else nobody has said', () => {
    const due = (c: Parameters<typeof receivables>[0]) => said(c.terms.settlement.dueOn(c, month('2025-03')))
    expect(due(op(R).at('2025-04-10'))).toBe('undetermined fact:due-date')
    expect(due(op(R, tariff({ paymentDueMonths: 1, paymentDueDay: 31 })).at('2025-04-10'))).toBe('2025-04-30')
    const bill: Told = [
      'InvoiceIssued',
      '2025-04-05',
      { invoiceId: 'i', month: '2025-03', dueOn: '2025-05-15', amount: 1 },
    ]
    expect(due(op(R, tariff({ paymentDueMonths: 1, paymentDueDay: 31 }), bill).at('2025-04-10'))).toBe(
      '2025-05-15',
    )
  })
  it('before a bill the month itself is a deadline, where its day is known', () => {
    const c = op(contract('2025-03-01'), tariff({ paymentDueMonths: 1, paymentDueDay: 10 })).at('2025-04-11')
    const entries = c.terms
      .deadlines(c)
      .filter(({ kind }) => kind === 'payment')
      .map(({ ref, when: { value }, state }) => `${ref ?? ''} ${value} ${state}`)
    expect(entries).toEqual(['2025-03 2025-04-10 missed', '2025-04 2025-05-10 upcoming'])
  })
})

describe('OP-A3-3b 別表3の3 payments in the order of due dates', () => {
  const bill = (id: string, dueOn: string): Told => [
    'InvoiceIssued',
    '2025-01-05',
    { invoiceId: id, amount: 100, dueOn },
  ]
  it('the oldest due date first, whatever was issued first', () => {
    const c = op(R, bill('late', '2025-03-31'), bill('early', '2025-02-28'), [
      'PaymentReceived',
      '2025-02-01',
      { paymentId: 'p', amount: 150 },
    ]).at('2025-02-02')
    expect(found(c, 'payment.allocation', 'p')).toMatchObject({ clause: { rule: 'OP-A3-3b' } })
    expect(value(c, 'payment.allocation', 'p')).toEqual(
      expect.arrayContaining([
        { invoiceId: 'early', amount: 100 },
        { invoiceId: 'late', amount: 50 },
      ]),
    )
  })
  it('unless the payment says what it is for', () => {
    const c = op(R, bill('late', '2025-03-31'), bill('early', '2025-02-28'), [
      'PaymentReceived',
      '2025-02-01',
      { paymentId: 'p', amount: 100, appliedTo: [{ invoiceId: 'late', amount: 100 }] },
    ]).at('2025-02-02')
    expect(value(c, 'payment.allocation', 'p')).toEqual([{ invoiceId: 'late', amount: 100 }])
  })
})

describe('OP-A3-4 別表3の4 several months together, with consent', () => {
  const consent = (more: object = {}): Told => [
    'ConsentGiven',
    '2025-03-01',
    { consentId: 'co', subject: 'combined-billing', by: 'customer', ...more },
  ]
  const months = ['2025-01', '2025-02']
  it.each([
    [[consent()], months, undefined],
    [[consent({ months })], months, undefined],
    [[consent({ months: ['2025-01', '2025-02', '2025-03'] })], months, undefined],
    [[consent({ months: ['2025-01'] })], months, 'refusal.combined-billing'],
    [[consent({ by: 'provider' })], months, 'refusal.combined-billing'],
    [[consent()], ['2025-01'], 'refusal.combined-billing'],
    [[consent()], ['2025-01', '2025-01'], 'refusal.combined-billing'],
    [[], months, 'refusal.combined-billing'],
  ])('%j for %j: %s', (told, of, what) => {
    const refusal = op(R, ...told).refusal('InvoiceIssued', '2025-03-05', {
      invoiceId: 'i',
      months: of,
      dueOn: '2025-04-30',
    })
    expect(refusal?.what).toBe(what)
    if (refusal) expect(refusal.clause.rule).toBe('OP-A3-4')
  })
  it('a consent told later does not help, an ordinary bill needs none', () => {
    expect(
      op(R, [
        'ConsentGiven',
        '2025-03-06',
        { consentId: 'co', subject: 'combined-billing', by: 'customer' },
      ]).refusal('InvoiceIssued', '2025-03-05', { invoiceId: 'i', months })?.what,
    ).toBe('refusal.combined-billing')
    expect(op(R).refusal('InvoiceIssued', '2025-03-05', { invoiceId: 'i', month: '2025-01' })).toBeUndefined()
  })
  it('is due on its own day, for what the months cost together, and may be sent until it is', () => {
    const bill: Told = ['InvoiceIssued', '2025-03-05', { invoiceId: 'i', months, dueOn: '2025-04-30' }]
    const found = debt(op(R, consent(), bill).at('2025-03-06'))
    expect(found?.dueOn).toMatchObject({ value: '2025-04-30', clause: { rule: 'OP-A3-4' } })
    expect(said(found?.amount as never)).toBe(2 * 98_560)
    const acts = (...told: Told[]) => {
      const c = op(R, ...told).at('2025-03-06')
      return c.terms.permitted(c).map(({ act }) => act)
    }
    expect(acts(consent())).toContain('bill-combined')
    expect(acts(consent(), bill)).not.toContain('bill-combined')
  })
})

describe('OP-A3-5 別表3の5 a deposit, without interest', () => {
  it('is used up by what it pays', () => {
    const told: Told[] = [
      ['DepositReceived', '2025-01-10', { depositId: 'd-1', amount: 100_000 }],
      ['DepositReceived', '2025-02-10', { depositId: 'd-2', amount: 50_000 }],
      ['InvoiceIssued', '2025-02-12', { invoiceId: 'i', amount: 98_560, dueOn: '2025-02-28' }],
      ['PaymentReceived', '2025-02-20', { paymentId: 'p', amount: 98_560, method: 'deposit' }],
    ]
    expect(value(op(R, told).at('2025-02-11'), 'deposit.balance')).toBe(150_000)
    const c = op(R, told).at('2029-01-01')
    expect([value(c, 'deposit.balance'), value(c, 'deposit.interest')]).toEqual([51_440, 0])
    expect(arising(op(R).at('2025-02-11'), 'deposit.balance')).toEqual([])
  })
})

describe('OP-26 第26条 twice the evaded amount on top (OP-X27)', () => {
  const evaded = (amountExTax: number): Told => [
    'FeeEvasionEstablished',
    '2025-06-10',
    { amountExTax, month: '2025-03' },
  ]
  const bill = (c: Parameters<typeof receivables>[0], of: string) =>
    lines(c, of).filter((line) => /^(evaded|surcharge)/.test(line))
  it.each([
    [10_000, 11_000, 22_000],
    [15, 16, 33],
    [14, 15, 30],
  ])('%i before tax: %i and %i, each tax cut off', (amount, own, extra) => {
    const c = op(R, evaded(amount)).at('2025-07-01')
    expect(bill(c, '2025-06')).toEqual([`evaded-amount evasion ${own}`, `surcharge evasion ${extra}`])
    expect(bill(c, '2025-03')).toEqual([])
  })
  it('are whole amounts: the month is taxed beside them', () => {
    expect(valueOf(monthlyCharges(op(R, evaded(10_000)).at('2025-07-01'), month('2025-06')).total)).toBe(
      131_560,
    )
  })
  it('takes the rate of the day it was found, and needs one', () => {
    const dearer: Told = ['TaxRatePublished', '2025-06-01', { rate: '0.12', effectiveOn: '2025-06-11' }]
    expect(bill(op(R, dearer, evaded(10_000)).at('2025-07-01'), '2025-06')[0]).toBe(
      'evaded-amount evasion 11000',
    )
    expect(bill(bare(declared, R, evaded(1)).at('2025-07-01'), '2025-06')[0]).toBe(
      'evaded-amount evasion undetermined tax:rate',
    )
  })
})

describe('OP-A3-7 別表3の7 a temporary reduction', () => {
  const reduced = (more: object): Told => [
    'TemporaryReductionAnnounced',
    '2025-05-10',
    { reductionId: 'r', month: '2025-06', ...more },
  ]
  it.each([
    [{ amount: 1_000 }, -1_000],
    [{ amount: 89_600 }, -89_600],
    [{ amount: 89_601 }, -89_600],
    [{ rate: '0.5' }, -44_800],
    [{ rate: '0.333' }, -29_836],
    [{ rate: '1' }, -89_600],
  ])('%j of 89,600: %i, and the tax falls on the rest', (more, yen) => {
    const c = op(R, reduced(more)).at('2025-07-01')
    expect(lines(c, '2025-06')).toContain(`temporary-reduction reduction ${yen}`)
    expect(valueOf(monthlyCharges(c, month('2025-06')).tax)).toBe(Math.floor((89_600 + yen) / 10))
    expect(lines(c, '2025-05').join()).not.toContain('temporary')
  })
  it('is taken off a month of one fee as well', () => {
    const storage = contract('2024-04-01', {
      plan: undefined,
      components: undefined,
      storagePlan: 'storage-10tb',
    })
    expect(lines(op(storage, reduced({ amount: 1_000 })).at('2025-07-01'), '2025-06')).toEqual([
      'monthly-base storage-10tb 30000',
      'temporary-reduction reduction -1000',
    ])
  })
  it('a month that is not charged has nothing to reduce', () => {
    expect(lines(op(R, reduced({ amount: 1 })).at('2025-05-31'), '2025-06')).toEqual([])
    expect(
      lines(bare(declared, tax, contract('2025-07-01'), reduced({ amount: 1 })).at('2025-08-01'), '2025-06'),
    ).toEqual([])
  })
})
