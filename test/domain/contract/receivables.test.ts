import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { receivables, unallocated } from '../../../src/domain/contract/receivables.ts'
import { type Case } from '../../../src/domain/contract/case.ts'
import { unmatched } from '../../../src/domain/contract/unmatched.ts'
import { type Month } from '../../../src/domain/kernel/calendar.ts'
import { isUndetermined, valueOf } from '../../../src/domain/kernel/finding.ts'
import { type Told, given, said, value } from '../terms/kit.ts'
import { NOTHING, after, closing } from './closing.ts'

/** SORACOM Flux: 14.5 % a year, each part up to the day before it was paid. */
const FLUX: readonly Told[] = [
  ['TermsVersionPublished', '2022-11-01', { document: 'service-terms', versionId: 'v1', effectiveOn: '2022-12-01', textKnown: true }],
  ['ApplicationSubmitted', '2023-01-10', { plan: 'standard', applicantKind: 'organisation', purpose: 'business', paymentMethod: 'card', form: 'online', termsAccepted: true, antisocialDeclared: true }],
  ['ApplicationAccepted', '2023-01-11'],
] // prettier-ignore
const flux = (...told: readonly Told[]) => given('soracom-flux', ...FLUX, ...told)
const invoice = (invoiceId: string, at: string, dueOn: string, amount: number): Told => [
  'InvoiceIssued',
  at,
  { invoiceId, dueOn, amount },
]
const payment = (
  paymentId: string,
  at: string,
  amount: number,
  appliedTo?: Readonly<Record<string, number>>,
): Told => [
  'PaymentReceived',
  at,
  {
    paymentId,
    amount,
    ...(appliedTo && {
      appliedTo: Object.entries(appliedTo).map(([invoiceId, part]) => ({ invoiceId, amount: part })),
    }),
  },
]
/** Each invoice as `id paid/amount open lateInterest`, and what is held. */
const account = (c: Case): readonly string[] => [
  ...receivables(c).map(
    ({ invoice: { data }, amount, paid, open, lateInterest }) =>
      `${data.invoiceId} ${paid}/${String(said(amount))} ${String(open)} ${String(said(lateInterest))}`,
  ),
  `held ${unallocated(c)}`,
]
const A = invoice('a', '2025-01-05', '2025-01-31', 50_000)
const B = invoice('b', '2025-02-05', '2025-02-28', 30_000)

describe('A payment', () => {
  test.each([
    ['in full', [payment('p', '2025-01-20', 50_000)], ['a 50000/50000 0 0', 'held 0']],
    ['in part', [payment('p', '2025-01-20', 20_000)], ['a 20000/50000 30000 0', 'held 0']],
    [
      'in parts',
      [payment('p', '2025-01-20', 20_000), payment('q', '2025-01-25', 30_000)],
      ['a 50000/50000 0 0', 'held 0'],
    ],
    ['of too much is held', [payment('p', '2025-01-20', 50_001)], ['a 50000/50000 0 0', 'held 1']],
    [
      'before the invoice pays it when it is issued',
      [payment('p', '2025-01-02', 50_000)],
      ['a 50000/50000 0 0', 'held 0'],
    ],
    [
      'for an invoice that is not there waits for it',
      [payment('p', '2025-01-20', 50_000, { x: 50_000 })],
      ['a 0/50000 50000 0', 'held 50000'],
    ],
    [
      'for more than is open pays what is open',
      [payment('p', '2025-01-20', 60_000, { a: 60_000 })],
      ['a 50000/50000 0 0', 'held 10000'],
    ],
    [
      'that names a part pays with its rest too',
      [payment('p', '2025-01-20', 50_000, { a: 20_000 })],
      ['a 50000/50000 0 0', 'held 0'],
    ],
  ] as const)('%s', (_name, told, expected) => {
    expect(account(flux(A, ...told).at('2025-01-31'))).toEqual(expected)
  })

  test('that names none pays the oldest due date first, whenever the invoices were issued', () => {
    const later = invoice('c', '2025-01-04', '2025-03-31', 10_000)
    const c = flux(later, A, B, payment('p', '2025-02-20', 60_000)).at('2025-02-20')
    expect(account(c)).toEqual([
      'c 0/10000 10000 0',
      'a 50000/50000 0 377',
      'b 10000/30000 20000 0',
      'held 0',
    ])
  })

  test('that names one pays that one, though another is older', () => {
    const c = flux(A, B, payment('p', '2025-02-20', 30_000, { b: 30_000 })).at('2025-02-20')
    expect(account(c).slice(1)).toEqual(['b 30000/30000 0 0', 'held 0'])
  })

  test('for an invoice told later pays it from the day of the payment', () => {
    const late = invoice('x', '2025-01-06', '2025-01-31', 20_000)
    const told = [A, payment('p', '2025-01-20', 20_000, { x: 20_000 })]
    const unknown = flux(...told).at('2025-03-01')
    expect(account(unknown).at(-1)).toBe('held 20000')
    expect(unmatched(unknown)).toMatchObject([{ ref: 'e5', value: 'InvoiceIssued invoiceId x' }])
    expect(account(flux(...told, late).at('2025-03-01')).slice(1)).toEqual(['x 20000/20000 0 0', 'held 0'])
  })

  test('what was paid too much pays the next invoice, in time though it is issued late', () => {
    const c = flux(A, payment('p', '2025-01-20', 80_000), B).at('2025-04-01')
    expect(account(c)).toEqual(['a 50000/50000 0 0', 'b 30000/30000 0 0', 'held 0'])
    expect(receivables(c)[1]?.payments).toMatchObject([{ amount: 30_000, paidOn: '2025-01-20' }])
  })
})

describe('What pays an invoice', () => {
  const paidBy = (c: Case, id: string): readonly string[] =>
    (receivables(c).find(({ invoice: { data } }) => data.invoiceId === id)?.payments ?? []).map(
      ({ payment: { data }, amount, paidOn }) =>
        `${'paymentId' in data ? data.paymentId : ''} ${amount} ${paidOn}`,
    )

  test('is first what is named for it, though other money was there before', () => {
    const told = [payment('p', '2025-01-02', 50_000), payment('q', '2025-01-03', 50_000, { a: 50_000 }), A]
    expect(paidBy(flux(...told).at('2025-01-31'), 'a')).toEqual(['q 50000 2025-01-03'])
  })

  test('is given in the order of days; what an invoice leaves of money named for it pays older debts at once', () => {
    const x = invoice('x', '2025-01-25', '2025-03-31', 4_000)
    const told = [A, payment('p', '2025-01-10', 10_000, { x: 10_000 }), payment('q', '2025-01-20', 20_000), x]
    const c = flux(...told).at('2025-01-31')
    expect(account(c)).toEqual(['a 26000/50000 24000 0', 'x 4000/4000 0 0', 'held 0'])
    expect(paidBy(c, 'a')).toEqual(['p 6000 2025-01-10', 'q 20000 2025-01-20'])
  })
})

describe('A refund', () => {
  const refund = (at: string, amount: number): Told => ['RefundPaid', at, { refundId: 'r', amount }]

  test('is taken from what is held, not from what is paid', () => {
    const c = flux(A, payment('p', '2025-01-20', 60_000), refund('2025-01-25', 10_000)).at('2025-01-31')
    expect(account(c)).toEqual(['a 50000/50000 0 0', 'held 0'])
  })

  test('of what is held leaves nothing for the next invoice', () => {
    const told = [A, payment('p', '2025-01-20', 60_000), refund('2025-01-25', 10_000), B]
    expect(account(flux(...told).at('2025-02-10')).slice(1)).toEqual(['b 0/30000 30000 0', 'held 0'])
  })

  test('of more than is held is made up by what is held next', () => {
    const told = [A, payment('p', '2025-01-20', 50_000), refund('2025-01-25', 4_000)]
    expect(account(flux(...told).at('2025-01-31'))).toEqual(['a 50000/50000 0 0', 'held -4000'])
    const more = [B, payment('q', '2025-02-10', 34_001)]
    expect(account(flux(...told, ...more).at('2025-02-10')).slice(1)).toEqual(['b 30000/30000 0 0', 'held 1'])
  })
})

describe('SF-12.3 late interest accrues for any day', () => {
  const told = [A, payment('p', '2025-02-10', 20_000), payment('q', '2025-03-03', 30_000)]
  test.each([
    ['2025-01-31', 'a 0/50000 50000 0'], // due
    ['2025-02-01', 'a 0/50000 50000 0'], // paid today it would bear nothing
    ['2025-02-02', 'a 0/50000 50000 19'], // 50,000 × 14.5 % × 1 ÷ 365
    ['2025-02-09T23:59:59', 'a 0/50000 50000 158'], // 8 days
    ['2025-02-10', 'a 20000/50000 30000 178'], // 9 days on each part
    ['2025-02-11', 'a 20000/50000 30000 190'], // 20,000 for 9 days, 30,000 for 10
    ['2025-03-03', 'a 50000/50000 0 429'], // 20,000 for 9 days, 30,000 for 30
    ['2026-03-03', 'a 50000/50000 0 429'], // paid is paid
  ])('%s: %s', (day, expected) => {
    expect(account(flux(...told).at(day))[0]).toBe(expected)
  })

  test('of an invoice whose amount is not known it is not known either, once it is late', () => {
    const unknown: Told = ['InvoiceIssued', '2025-01-05', { invoiceId: 'u', dueOn: '2025-01-31' }]
    const late = receivables(flux(unknown).at('2025-02-05'))[0]
    expect(late && [said(late.amount), said(late.lateInterest), late.open]).toEqual([
      'undetermined fact:invoice-amount',
      'undetermined fact:invoice-amount',
      null,
    ])
    const early = receivables(flux(unknown).at('2025-01-31'))[0]
    expect(valueOf(early?.lateInterest)).toBe(0)
  })
})

describe('SF-12.4-1 acceleration', () => {
  const ground: Told = [
    'AccelerationGroundArose',
    '2025-01-10T11:00:00',
    { groundId: 'g', ground: 'attachment' },
  ]
  test('every open debt is due on its day: interest runs from the next, printed dates stay', () => {
    const c = flux(A, B, ground, payment('p', '2025-01-21', 50_000)).at('2025-02-27')
    expect(receivables(c).map(({ dueOn, acceleratedTo }) => [said(dueOn), acceleratedTo?.value])).toEqual([
      ['2025-01-31', '2025-01-10'],
      ['2025-02-28', undefined],
    ])
    expect(account(c)[0]).toBe('a 50000/50000 0 198') // 10 days
  })
})

describe('OPTAGE', () => {
  const VERSIONS: readonly Told[] = ['2022-12-01', '2023-04-25', '2023-12-01'].map((versionId) => [
    'TermsVersionPublished',
    '2022-11-01',
    {
      document: 'service-terms',
      versionId,
      effectiveOn: versionId,
      textKnown: true,
      sameTextAs: '2024-01-31',
    },
  ])
  const BASE: readonly Told[] = [
    ...VERSIONS,
    ['TaxRatePublished', '2022-11-01', { rate: '0.10', effectiveOn: '2019-10-01' }],
    ['ApplicationSubmitted', '2023-11-11', { plan: 'standard', components: 8, applicantKind: 'organisation', purpose: 'business', form: 'provider-form' }],
    ['ManagedSuitabilityDecided', '2023-11-16', { suitable: true }],
    ['ApplicationAccepted', '2023-11-21', { startsOn: '2023-12-01' }],
  ] // prettier-ignore
  const optage = (...told: readonly Told[]) => given('optage-cloud-storage', ...BASE, ...told)

  test('OP-A3-4 several months billed together are one debt of all their totals, due on one day', () => {
    const consent: Told = ['ConsentGiven', '2024-02-01', { consentId: 'k', subject: 'combined-billing', by: 'customer', months: ['2024-01', '2024-02'] }] // prettier-ignore
    const both: Told = ['InvoiceIssued', '2024-03-05', { invoiceId: 'i', months: ['2024-01', '2024-02'], dueOn: '2024-03-31' }] // prettier-ignore
    const [debt] = receivables(optage(consent, both).at('2024-03-31'))
    expect(debt && [said(debt.amount), said(debt.dueOn), debt.months]).toEqual([
      2 * 98_560,
      '2024-03-31',
      ['2024-01', '2024-02'],
    ])
  })

  test('OP-A3-5 a deposit pays bills when it is used, and bears no interest', () => {
    const told: readonly Told[] = [
      ['DepositReceived', '2024-01-10', { depositId: 'd', amount: 150_000 }],
      ['InvoiceIssued', '2024-02-05', { invoiceId: 'i', month: '2024-01', dueOn: '2024-02-29' }],
      ['PaymentReceived', '2024-02-20', { paymentId: 'p', amount: 98_560, method: 'deposit' }],
    ]
    const c = optage(...told).at('2024-03-05')
    expect(account(c)).toEqual(['i 98560/98560 0 0', 'held 0'])
    expect([value(c, 'deposit.balance'), value(c, 'deposit.interest')]).toEqual([51_440, 0])
  })

  test('OP-A3-3b a payment is on the invoices in the order of their due dates', () => {
    const told: readonly Told[] = [
      ['InvoiceIssued', '2024-02-05', { invoiceId: 'late', amount: 10_000, dueOn: '2024-03-31' }],
      ['InvoiceIssued', '2024-02-06', { invoiceId: 'soon', amount: 10_000, dueOn: '2024-02-29' }],
      ['PaymentReceived', '2024-02-20', { paymentId: 'p', amount: 15_000 }],
    ]
    expect(value(optage(...told).at('2024-02-21'), 'payment.allocation', 'p')).toEqual([
      { invoiceId: 'late', amount: 5_000 },
      { invoiceId: 'soon', amount: 10_000 },
    ])
  })

  test('a bill below zero is set off against the next one, from the day both are there', () => {
    const reduced = (month: string): Told => ['TemporaryReductionAnnounced', '2024-03-01', { reductionId: `r-${month}`, month, amount: 200_000 }] // prettier-ignore
    const off = [reduced('2023-12'), reduced('2024-01')]
    const before = optage().at('2024-02-10')
    const two = closing(before, closing(before, NOTHING, '2023-12'), '2024-01')
    const closed = closing(optage(...off).at('2024-03-02'), two, '2024-02')
    expect(closed.get('2024-02' as Month)?.total).toBe(98_560 - 2 * 98_560)
    const credit: Told = ['InvoiceIssued', '2024-03-05', { invoiceId: 'credit', month: '2024-02', dueOn: '2024-03-31' }] // prettier-ignore
    const next: Told = ['InvoiceIssued', '2024-04-05', { invoiceId: 'next', amount: 100_000, dueOn: '2024-04-30' }] // prettier-ignore
    const alone = after(optage(...off, credit).at('2024-04-10'), closed)
    expect(account(alone)).toEqual(['credit 0/-98560 0 0', 'held 98560'])
    const both = after(optage(...off, credit, next).at('2024-04-10'), closed)
    expect(account(both)).toEqual(['credit -98560/-98560 0 0', 'next 98560/100000 1440 0', 'held 0'])
    expect(receivables(both)[1]?.payments).toMatchObject([{ amount: 98_560, paidOn: '2024-04-05' }])
  })
})

describe('Whatever is paid, in whatever order it is told', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2025-02-${String(n).padStart(2, '0')}`)
  const amount = fc.integer({ min: 1, max: 1_000 })
  const told: fc.Arbitrary<readonly Told[]> = fc
    .array(
      fc.oneof(
        fc.tuple(day, day, amount).map(
          ([at, dueOn, yen]) =>
            (n: number): Told =>
              invoice(`i-${n}`, at, dueOn, yen),
        ),
        fc.tuple(day, amount, fc.nat(12)).map(
          ([at, yen, of]) =>
            (n: number): Told =>
              payment(`p-${n}`, at, yen, of < 8 ? { [`i-${of}`]: Math.ceil(yen / 2) } : undefined),
        ),
        fc
          .tuple(day, amount)
          .map(([at, yen]) => (n: number): Told => ['RefundPaid', at, { refundId: `r-${n}`, amount: yen }]),
      ),
      { maxLength: 12 },
    )
    .map((all) => all.map((make, n) => make(n)))
  const sum = (facts: readonly Told[], type: string): number =>
    facts.reduce((total, [of, , data]) => (of === type ? total + Number(data?.['amount']) : total), 0)

  test('no yen is lost or made, and nothing is paid beyond what is owed', () => {
    fc.assert(
      fc.property(told, (facts) => {
        const c = flux(...facts).at('2025-03-31')
        const debts = receivables(c)
        const paid = debts.reduce((total, debt) => total + debt.paid, 0)
        expect(paid + unallocated(c)).toBe(sum(facts, 'PaymentReceived') - sum(facts, 'RefundPaid'))
        for (const debt of debts) {
          expect(debt.paid + (debt.open ?? 0)).toBe(valueOf(debt.amount))
          expect(debt.payments.reduce((total, part) => total + part.amount, 0)).toBe(debt.paid)
          expect(isUndetermined(debt.lateInterest)).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('facts of different instants may be told in any order', () => {
    const spread = fc
      .uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 12, maxLength: 12 })
      .chain((hours) =>
        told.map((facts) =>
          facts.map(([type, at, data], i): Told => [
            type,
            `${at}T${String(hours[i] ?? 0).padStart(2, '0')}:00:00`,
            data ?? {},
          ]),
        ),
      )
    fc.assert(
      fc.property(spread, fc.infiniteStream(fc.nat()), (facts, order) => {
        const shuffled = facts
          .map((fact) => ({ fact, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
        const byId = (all: readonly string[]) => [...all].sort()
        expect(byId(account(flux(...shuffled.map(({ fact }) => fact)).at('2025-03-31')))).toEqual(
          byId(account(flux(...facts).at('2025-03-31'))),
        )
      }),
      { numRuns: 200 },
    )
  })
})
