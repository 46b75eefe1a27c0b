import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Case } from '../../../src/domain/contract/case.ts'
import { receivables } from '../../../src/domain/contract/receivables.ts'
import { monthlyCharges } from '../../../src/domain/contract/statement.ts'
import { type Month, addDays, day } from '../../../src/domain/kernel/calendar.ts'
import { eventsUnder, valueOf } from '../../../src/domain/kernel/finding.ts'
import { type Told, given, lines, said } from '../terms/kit.ts'
import { R, op } from '../terms/optage-cloud-storage/contracts.ts'
import { concluded, published } from '../terms/sakura-cloud/told.ts'
import { FEES, after as soracom, contract, given as flux, tariff } from '../terms/soracom-flux/told.ts'
import { NOTHING, adjusted, after, closing, next } from './closing.ts'

const invoice = (invoiceId: string, at: string, dueOn: string, more: object): Told => [
  'InvoiceIssued',
  at,
  { invoiceId, dueOn, ...more },
]
const payment = (paymentId: string, at: string, amount: number): Told => [
  'PaymentReceived',
  at,
  { paymentId, amount },
]
const PRICES = tariff({ monthlyFees: FEES, prorationRule: 'full-month', taxTreatment: 'none' })
const interest = (c: Case, month: string): readonly string[] =>
  lines(c, month).filter((line) => line.startsWith('late-interest'))

describe('SF-12.3, OP-27-1 late interest stands in the bill of the month in which the debt was paid', () => {
  const told = (paidAt: string) =>
    soracom(
      '2025-06-10',
      PRICES,
      invoice('i', '2025-01-05', '2025-01-31', { amount: 50_000 }),
      payment('p', paidAt, 50_000),
    )

  it.each([
    ['SF-X6', '2025-03-03', '2025-03', ['late-interest late-interest 595']],
    ['on the due date', '2025-01-31', '2025-01', []],
    ['on the day after', '2025-02-01', '2025-02', []],
    ['two days after', '2025-02-02', '2025-02', ['late-interest late-interest 19']],
    ['on the last day of a month', '2025-02-28T23:59:59.999', '2025-02', ['late-interest late-interest 536']],
    ['on the first day of the next', '2025-03-01T00:00:00', '2025-03', ['late-interest late-interest 556']],
  ])('%s', (_name, paidAt, month, expected) => {
    const c = told(paidAt)
    expect(interest(c, month)).toEqual(expected)
    for (const other of ['2025-01', '2025-02', '2025-03', '2025-04'])
      if (other !== month) expect(interest(c, other)).toEqual([])
  })

  it('is not taxed, names the invoice and rests on it and on what paid it', () => {
    const c = told('2025-03-03')
    const line = monthlyCharges(c, '2025-03' as Month).lines.find(({ kind }) => kind === 'late-interest')
    expect(line).toMatchObject({ ref: 'i', taxCategory: 'none', tax: 0, occurredOn: '2025-03-03' })
    expect(line?.amount.clause).toMatchObject({ rule: 'SF-12.3' })
    const facts = c.facts.ofAny('InvoiceIssued', 'PaymentReceived').map(({ id }) => id)
    expect(line && eventsUnder(line.amount)).toEqual(expect.arrayContaining(facts))
  })

  it('is in no bill while something is open, and comes with the last part, cut once (SF-Q10)', () => {
    const parts = [
      PRICES,
      invoice('i', '2025-01-05', '2025-01-31', { amount: 100_000 }),
      payment('p', '2025-02-11', 50_000),
      payment('q', '2025-03-11', 49_999),
    ]
    const open = soracom('2025-06-10', parts)
    for (const month of ['2025-02', '2025-03', '2025-06']) expect(interest(open, month)).toEqual([])
    const paid = soracom('2025-06-10', parts, payment('r', '2025-04-02', 1))
    expect(interest(paid, '2025-03')).toEqual([])
    expect(interest(paid, '2025-04')).toEqual(['late-interest late-interest 953']) // 198.63 + 754.78 + 0.02
  })

  it('is not seen before the payment', () => {
    const facts = [PRICES, invoice('i', '2025-01-05', '2025-01-31', { amount: 50_000 }), payment('p', '2025-03-03', 50_000)] // prettier-ignore
    expect(interest(soracom('2025-03-03T11:59:59', facts), '2025-03')).toEqual([])
    expect(interest(soracom('2025-03-03T12:00:00', facts), '2025-03')).toHaveLength(1)
  })

  it('OP-X25: 29 days of 365', () => {
    const c = op(
      R,
      invoice('i', '2024-01-05', '2024-01-31', { amount: 110_000 }),
      payment('p', '2024-03-01', 110_000),
    ).at('2024-06-01')
    expect(interest(c, '2024-03')).toEqual(['late-interest late-interest 1267'])
  })

  it('comes as an adjustment where the month was closed before the payment was told, or is told otherwise later', () => {
    const bill = invoice('i', '2025-01-05', '2025-01-31', { amount: 50_000 })
    const unpaid = soracom('2025-06-10', PRICES, bill)
    const march = closing(unpaid, NOTHING, '2025-03')
    expect(adjusted(told('2025-03-03'), march, '2025-04')).toEqual([
      '2025-03/late-interest/late-interest/i 595 0',
    ])
    const billed = closing(told('2025-03-03'), NOTHING, '2025-03')
    expect(adjusted(told('2025-02-27'), billed, '2025-04')).toEqual([
      '2025-03/late-interest/late-interest/i -595 0',
    ])
    expect(adjusted(told('2025-03-02'), billed, '2025-04')).toEqual([
      '2025-03/late-interest/late-interest/i -19 0',
    ])
  })

  it('of an invoice without a due date nobody knows that it was late', () => {
    const c = soracom(
      '2025-06-10',
      PRICES,
      ['InvoiceIssued', '2025-01-05', { invoiceId: 'i', amount: 50_000 }],
      payment('p', '2025-05-03', 50_000),
    )
    expect(interest(c, '2025-05')).toEqual([])
  })

  it('CC-10: where nobody knows whether a holiday moved the day, nobody knows whether it is owed', () => {
    const told = (paidAt: string, ...more: readonly Told[]) =>
      flux(
        contract({ paymentMethod: 'bank-transfer' }),
        tariff({ monthlyFees: FEES, prorationRule: 'full-month', taxTreatment: 'none', paymentDueMonths: 1, paymentDueDay: 31 }), // prettier-ignore
        ['InvoiceIssued', '2025-02-05', { invoiceId: 'i', month: '2025-01' }],
        payment('p', paidAt, 30_000),
        more,
      ).at('2025-06-10')
    const holidays: Told = [
      'HolidayCalendarPublished',
      '2024-12-01',
      { calendarId: 'h', fromOn: '2025-01-01', toOn: '2025-12-31', holidays: ['2025-03-01', '2025-03-03'] },
    ]
    const unknown = 'late-interest late-interest undetermined calendar:holidays'
    expect(interest(told('2025-02-28'), '2025-02')).toEqual([])
    expect(interest(told('2025-03-04'), '2025-03')).toEqual([unknown])
    expect(interest(told('2025-03-04', holidays), '2025-03')).toEqual(['late-interest late-interest 35']) // a Friday
  })

  it('comes after the end of the contract too', () => {
    const c = soracom(
      '2025-06-10',
      PRICES,
      ['ContractEnded', '2025-02-10', { endsOn: '2025-02-28', reason: 'agreement' }],
      invoice('i', '2025-03-05', '2025-03-31', { amount: 50_000 }),
      payment('p', '2025-05-31', 50_000),
    )
    expect(lines(c, '2025-05')).toEqual(['late-interest late-interest 1191'])
  })
})

describe('SC-1-2 where the text is silent', () => {
  const told = (...more: readonly Told[]) =>
    given(
      'sakura-cloud',
      published(),
      concluded(),
      invoice('i', '2025-06-01', '2025-06-10', { amount: 2_000 }),
      payment('p', '2025-06-21', 2_000),
      more,
    ).at('2025-08-01')
  const rate = (keys: object): Told => [
    'TariffPublished',
    '2024-01-02',
    { tariffId: 'late', effectiveOn: '2024-02-01', ...keys },
  ]

  it('no bill has any, while receivables say that it is undetermined', () => {
    expect(interest(told(), '2025-06')).toEqual([])
    expect(receivables(told()).map((debt) => said(debt.lateInterest))).toEqual(['undetermined terms:base'])
  })

  it('a published rate makes the line; without its basis the line is undetermined', () => {
    const both = rate({ lateInterestRate: '0.146', interestBasis: 'act/365' })
    expect(interest(told(both), '2025-06')).toEqual(['late-interest late-interest 8'])
    expect(interest(told(rate({ lateInterestRate: '0.146' })), '2025-06')).toEqual([
      'late-interest late-interest undetermined tariff:interestBasis',
    ])
  })
})

describe('CC-12 late interest bears none', () => {
  /** The bill of January is paid late in March, that of March with the interest in it in May. */
  const facts = (may: number): readonly Told[] => [
    PRICES,
    invoice('i-01', '2025-02-05', '2025-02-28', { month: '2025-01' }),
    payment('p-01', '2025-03-31', 30_000),
    invoice('i-03', '2025-04-05', '2025-04-30', { month: '2025-03' }),
    payment('p-03', '2025-05-31', may),
  ]

  it('an invoice of a month whose bill has some bears interest on the rest of it', () => {
    const c = soracom('2025-06-10', facts(30_357))
    expect(interest(c, '2025-03')).toEqual(['late-interest late-interest 357']) // 30,000 × 14.5 % × 30 ÷ 365
    expect(receivables(c).map(({ amount }) => said(amount))).toEqual([30_000, 30_357])
    expect(interest(c, '2025-05')).toEqual(['late-interest late-interest 357'])
  })

  it('the same where its lines say so, in a service whose text does not speak of it (OP-Q15)', () => {
    const debt = [
      { kind: 'monthly-base', amount: 100_000 },
      { kind: 'late-interest', amount: 20_000 },
    ]
    const c = op(
      R,
      invoice('i', '2024-05-05', '2024-05-31', { amount: 120_000, lines: debt }),
      payment('p', '2024-07-01', 120_000),
    ).at('2024-08-01')
    expect(interest(c, '2024-07')).toEqual(['late-interest late-interest 1191'])
  })

  it('the same where it came into the bill as an adjustment', () => {
    const told = [
      PRICES,
      invoice('i-01', '2025-02-05', '2025-02-28', { month: '2025-01' }),
      invoice('i-04', '2025-05-05', '2025-05-31', { month: '2025-04' }),
      payment('p-04', '2025-07-01', 30_357),
    ]
    const closed = closing(soracom('2025-08-10', told), NOTHING, '2025-03')
    const c = after(soracom('2025-08-10', told, payment('p-01', '2025-03-31', 30_000)), closed)
    expect(adjusted(c, closed, '2025-04')).toEqual(['2025-03/late-interest/late-interest/i-01 357 0'])
    expect(interest(c, '2025-07')).toEqual(['late-interest late-interest 357'])
  })

  it('an invoice that is issued before its month is over counts when it is, unless it states its amount', () => {
    const told = (more: object, at: string) =>
      soracom(
        at,
        PRICES,
        invoice('i', '2025-03-05', '2025-03-10', { month: '2025-03', ...more }),
        payment('p', '2025-03-31', 30_000),
      )
    const line = 'late-interest late-interest 238' // 20 days
    expect(interest(told({}, '2025-06-10'), '2025-03')).toEqual([])
    expect(interest(told({}, '2025-06-10'), '2025-04')).toEqual([line])
    expect(interest(told({}, '2025-03-31T23:00:00'), '2025-04')).toEqual([])
    expect(interest(told({ amount: 30_000 }, '2025-06-10'), '2025-03')).toEqual([line])
  })
})

describe('property: every yen of late interest of what was paid stands in one bill', () => {
  const debt = fc.record({
    issued: fc.integer({ min: 0, max: 300 }),
    term: fc.integer({ min: 0, max: 60 }),
    amount: fc.integer({ min: 0, max: 90_000 }),
  })
  const money = fc.record({
    at: fc.integer({ min: 0, max: 500 }),
    amount: fc.integer({ min: 1, max: 120_000 }),
  })
  const on = (n: number): string => addDays(day('2025-01-15'), n)

  it('whatever was paid when', () => {
    fc.assert(
      fc.property(fc.array(debt, { maxLength: 5 }), fc.array(money, { maxLength: 6 }), (debts, paid) => {
        const told: readonly Told[] = [
          ...debts.map(({ issued, term, amount }, n) =>
            invoice(`i-${n}`, on(issued), on(issued + term), { amount }),
          ),
          ...paid.map(({ at, amount }, n) => payment(`p-${n}`, on(at), amount)),
        ]
        const c = flux(contract(), PRICES, told).at('2026-08-15')
        let billed = 0
        for (let month = '2025-01'; month <= '2026-08'; month = next(month))
          billed += c.terms
            .charges(c, month as Month)
            .filter(({ kind }) => kind === 'late-interest')
            .reduce((sum, { amount }) => sum + (valueOf(amount) ?? Number.NaN), 0)
        const owed = receivables(c)
          .filter(({ settledAt }) => settledAt !== null)
          .reduce((sum, { lateInterest }) => sum + (valueOf(lateInterest) ?? Number.NaN), 0)
        expect(billed).toBe(owed)
      }),
      { numRuns: 150 },
    )
  })

  it('invoices of months whose bills have late interest, closed or open, end in one answer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 75 }), { minLength: 6, maxLength: 6 }),
        fc.nat(6),
        (late, shut) => {
          const months = ['2025-01', '2025-02', '2025-03', '2025-04', '2025-05', '2025-06']
          const told = months.flatMap((month, n): readonly Told[] => {
            const due = addDays(day(`${next(month)}-28`), 0)
            return [
              invoice(`i-${n}`, `${next(month)}-05`, due, { month }),
              payment(`p-${n}`, addDays(due, late[n] ?? 0), 30_500),
            ]
          })
          const c = flux(contract(), PRICES, told).at('2025-12-01')
          let closed = NOTHING
          for (const month of months.slice(0, shut)) closed = closing(c, closed, month)
          const seen = after(c, closed)
          for (const month of [...months, '2025-07', '2025-08', '2025-09'])
            expect(valueOf(monthlyCharges(seen, month as Month).total)).toBe(
              valueOf(monthlyCharges(c, month as Month).total),
            )
        },
      ),
      { numRuns: 60 },
    )
  })
})
