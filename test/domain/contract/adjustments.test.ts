import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { monthlyCharges } from '../../../src/domain/contract/statement.ts'
import { type Month } from '../../../src/domain/kernel/calendar.ts'
import { eventsUnder, valueOf } from '../../../src/domain/kernel/finding.ts'
import { type Told, given } from '../terms/kit.ts'
import {
  type Closed,
  NOTHING,
  adjusted,
  after,
  anew,
  billed,
  closing,
  holdsTogether,
  next,
} from './closing.ts'

/** OPTAGE: 8 components of the managed service from December 2023, 89,600 yen a month, tax of 10 % on top. */
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
const TAX: Told = ['TaxRatePublished', '2022-11-01', { rate: '0.10', effectiveOn: '2019-10-01' }]
const CONTRACT: readonly Told[] = [
  [
    'ApplicationSubmitted',
    '2023-11-11',
    {
      plan: 'standard',
      components: 8,
      applicantKind: 'organisation',
      purpose: 'business',
      form: 'provider-form',
    },
  ],
  ['ManagedSuitabilityDecided', '2023-11-16', { suitable: true }],
  ['ApplicationAccepted', '2023-11-21', { startsOn: '2023-12-01' }],
]
const BASE = [...VERSIONS, TAX, ...CONTRACT]
const outage = (id: string, from: string, to: string): readonly Told[] => [
  ['OutageBegan', from, { outageId: id, scope: 'managed', totality: 'total' }],
  ['OutageRecognized', from, { outageId: id, scope: 'managed', totality: 'total' }],
  ['OutageEnded', to, { outageId: id }],
  ['OutageCauseDetermined', to, { outageId: id, attribution: 'third-party' }],
]
/** 49 hours in February 2024: 2 days × 89,600 ÷ 29 = 6,179 (OP-X19). */
const OUTAGE = outage('out-1', '2024-02-10T09:00:00', '2024-02-12T10:00:00')
const NOW = '2024-06-15'

const told = (...more: readonly (readonly Told[])[]) =>
  given('optage-cloud-storage', ...BASE, ...more.flat()).at(NOW)
const closedThrough = (c: ReturnType<typeof told>, last: string): Closed => {
  let closed = NOTHING
  for (let month = '2023-12'; month <= last; month = next(month)) closed = closing(c, closed, month)
  return closed
}

describe('A closed month', () => {
  const closed = closedThrough(told(), '2024-02')

  test('stays as it was closed, whatever is learned later', () => {
    const bill = monthlyCharges(after(told(OUTAGE), closed), '2024-02' as Month)
    expect([bill.subtotal, valueOf(bill.tax), valueOf(bill.total)]).toEqual([89_600, 8_960, 98_560])
    expect(bill.closed?.number).toBe('n-1002')
  })

  test('is adjusted in the first open month behind it, by the line with its tax', () => {
    const c = told(OUTAGE)
    expect(adjusted(c, closed, '2024-03')).toEqual(['2024-02/outage-credit/managed/out-1 -6179 -618'])
    expect(adjusted(c, closed, '2024-04')).toEqual([])
  })

  test('the adjustment cites the rule and the facts of the line it adjusts', () => {
    const [line] = monthlyCharges(after(told(OUTAGE), closed), '2024-03' as Month).lines.filter(
      ({ kind }) => kind === 'adjustment',
    )
    expect(line).toMatchObject({
      kind: 'adjustment',
      ref: 'out-1',
      amount: { what: 'charge.adjustment', value: -6_179 },
    })
    expect(line?.amount.clause.rule).toMatch(/^OP-24-2-2/)
    expect(line && eventsUnder(line.amount)).toEqual(expect.arrayContaining(['e8', 'e9', 'e10', 'e11']))
  })

  test('is adjusted once: what an adjustment billed is billed', () => {
    const c = told(OUTAGE)
    const more = closing(c, closed, '2024-03')
    expect(more.get('2024-03' as Month)).toMatchObject({ subtotal: 83_421, tax: 8_342, total: 91_763 })
    expect(adjusted(c, more, '2024-04')).toEqual([])
  })

  test('what an adjustment billed is taken back when the fact behind it is withdrawn, citing what it had rested on', () => {
    const more = closing(told(OUTAGE), closed, '2024-03')
    expect(adjusted(told(), more, '2024-04')).toEqual(['2024-02/outage-credit/managed/out-1 6179 618'])
    const [line] = monthlyCharges(after(told(), more), '2024-04' as Month).lines.filter(
      ({ kind }) => kind === 'adjustment',
    )
    expect(line?.amount.clause.rule).toMatch(/^OP-24-2-2/)
    expect(line?.amount.causes).toEqual(
      expect.arrayContaining([{ event: 'e8' }, { event: 'closing-2024-03' }]),
    )
  })

  test('the tax of the adjusted month is rounded as if it were billed anew, not the adjustment by itself', () => {
    // 10 % of 83,421 is 8,342 (8,342.1 cut); 10 % of the adjustment alone would be 617.
    const bill = monthlyCharges(after(told(OUTAGE), closed), '2024-03' as Month)
    expect([bill.subtotal, valueOf(bill.tax), valueOf(bill.total)]).toEqual([83_421, 8_960 - 618, 91_763])
  })

  test('a rate told later changes the tax alone: a line without an amount carries it', () => {
    const rate: Told = ['TaxRatePublished', '2024-03-01', { rate: '0.08', effectiveOn: '2024-02-01' }]
    expect(adjusted(told([rate]), closed, '2024-03')).toEqual(['2024-02/tax/standard 0 -1792'])
    const more = closing(told([rate]), closed, '2024-03')
    expect(adjusted(told([rate]), more, '2024-04')).toEqual([])
    expect(more.get('2024-03' as Month)).toMatchObject({ subtotal: 89_600, tax: 7_168 - 1_792 })
  })

  test('is not adjusted in a month that has not begun', () => {
    const c = given('optage-cloud-storage', ...BASE, ...OUTAGE).at('2024-02-29')
    const early = new Map([...closed].map(([month, each]) => [month, { ...each, asOf: c.asOf }]))
    expect(adjusted(c, early, '2024-03')).toEqual([])
  })

  test('read from an earlier day is not adjusted for facts that were in the bill', () => {
    const bills = closing(told(OUTAGE), closedThrough(told(OUTAGE), '2024-01'), '2024-02')
    const march = given('optage-cloud-storage', ...BASE, ...OUTAGE).at('2024-03-01')
    expect(adjusted(march, bills, '2024-03')).toEqual([])
    const february = given('optage-cloud-storage', ...BASE, ...OUTAGE).at('2024-02-11')
    expect(monthlyCharges(after(february, bills), '2024-02' as Month).subtotal).toBe(83_421)
  })

  test('read from a day between a fact and its closing it is not adjusted for that fact either', () => {
    const off: Told = ['TemporaryReductionAnnounced', '2024-03-20', { reductionId: 'r', month: '2024-02', amount: 10_000 }] // prettier-ignore
    const bills = closedThrough(told([off]), '2024-02')
    expect(bills.get('2024-02' as Month)?.subtotal).toBe(79_600)
    const march = given('optage-cloud-storage', ...BASE, off).at('2024-03-05')
    expect(adjusted(march, bills, '2024-03')).toEqual([])
  })

  test('a line that is taxed otherwise than it was billed is taken back and billed anew', () => {
    const stored: Told = ['ApplicationSubmitted', '2023-11-11', { plan: 'standard', components: 8, storagePlan: 'storage-10tb', applicantKind: 'organisation', purpose: 'business', form: 'provider-form' }] // prettier-ignore
    const price: Told = ['TariffPublished', '2023-11-01', { tariffId: 't-0', effectiveOn: '2023-12-01', monthlyFees: [{ item: 'storage-10tb', amount: 30_000 }] }] // prettier-ignore
    const facts = [...VERSIONS, TAX, price, stored, ...CONTRACT.slice(1)]
    const untaxed: Told = ['TariffPublished', '2024-03-01', { tariffId: 't-1', effectiveOn: '2023-12-01', taxTreatment: 'none' }] // prettier-ignore
    const bills = closing(given('optage-cloud-storage', ...facts).at(NOW), NOTHING, '2024-02')
    const c = given('optage-cloud-storage', ...facts, untaxed).at(NOW)
    const late = monthlyCharges(after(c, bills), '2024-03' as Month).lines.filter(({ adjusts }) => adjusts)
    const storage = late.filter(({ item }) => item === 'storage-10tb')
    expect(storage.map(({ taxCategory, amount }) => [taxCategory, valueOf(amount)])).toEqual([
      ['standard', -30_000],
      ['none', 30_000],
    ])
    expect(new Set(late.map(({ id }) => id)).size).toBe(late.length)
    expect(billed(c, bills)).toBe(anew(c, bills))
  })

  test('months closed out of order are each adjusted in the next open one', () => {
    const c = told()
    const bills = closing(c, closing(c, NOTHING, '2024-02'), '2023-12')
    const december = outage('out-2', '2023-12-10T09:00:00', '2023-12-12T10:00:00')
    const late = told(OUTAGE, december)
    expect(adjusted(late, bills, '2024-01')).toEqual(['2023-12/outage-credit/managed/out-2 -5780 -578'])
    expect(adjusted(late, bills, '2024-03')).toEqual(['2024-02/outage-credit/managed/out-1 -6179 -618'])
  })
})

describe('A line that could not be billed', () => {
  const storage: Told = ['ApplicationSubmitted', '2023-11-11', { plan: 'standard', components: 8, storagePlan: 'storage-10tb', applicantKind: 'organisation', purpose: 'business', form: 'provider-form' }] // prettier-ignore
  const facts = [...VERSIONS, TAX, storage, ...CONTRACT.slice(1)]
  const at = (...more: readonly Told[]) => given('optage-cloud-storage', ...facts, ...more).at(NOW)
  const price: Told = ['TariffPublished', '2024-05-01', { tariffId: 't-1', effectiveOn: '2023-12-01', monthlyFees: [{ item: 'storage-10tb', amount: 30_000 }] }] // prettier-ignore

  test('keeps the month open unless it is named', () => {
    expect(() => closing(at(), NOTHING, '2023-12')).toThrow('charge.monthly-base is undetermined')
    expect(() => closing(at(), NOTHING, '2023-12', ['charge.component'])).toThrow('charge.monthly-base')
  })

  test('left out, it stands in the bill without an amount and does not keep the next month open by itself', () => {
    const bills = closing(at(), NOTHING, '2023-12', ['charge.monthly-base'])
    const bill = bills.get('2023-12' as Month)
    expect(bill).toMatchObject({
      subtotal: 80_000 + 89_600, // with the initial fee
      tax: 16_960,
      undetermined: ['charge.monthly-base'],
    })
    expect(bill?.lines.filter(({ amount }) => amount === null)).toMatchObject([
      { kind: 'monthly-base', undetermined: { missing: 'tariff:monthlyFees' } },
    ])
    const names = monthlyCharges(after(at(), bills), '2024-01' as Month).undetermined.map(({ what }) => what)
    expect(names).toEqual(['charge.monthly-base'])
  })

  test('follows as an adjustment once it is known', () => {
    const bills = closing(at(), NOTHING, '2023-12', ['charge.monthly-base'])
    expect(adjusted(at(price), bills, '2024-01')).toEqual(['2023-12/monthly-base/storage-10tb 30000 3000'])
  })

  test('a line that was billed and is unknown today is a gap of the next open month', () => {
    const bills = closing(at(price), NOTHING, '2023-12')
    const bill = monthlyCharges(after(at(), bills), '2024-01' as Month)
    expect(bill.undetermined).toMatchObject([
      { what: 'charge.monthly-base' },
      { what: 'charge.adjustment', undetermined: { missing: 'tariff:monthlyFees' } },
    ])
  })

  test('tax that cannot be computed keeps the month open; left out it follows', () => {
    const untaxed = given('optage-cloud-storage', ...VERSIONS, ...CONTRACT).at(NOW)
    expect(() => closing(untaxed, NOTHING, '2023-12')).toThrow('invoice.tax is undetermined')
    const bills = closing(untaxed, NOTHING, '2023-12', ['invoice.tax'])
    expect(bills.get('2023-12' as Month)).not.toHaveProperty('tax')
    expect(bills.get('2023-12' as Month)).not.toHaveProperty('total')
    expect(adjusted(told(), bills, '2024-01')).toEqual(['2023-12/tax/standard 0 16960'])
    const later: Told = ['TaxRatePublished', '2024-01-01', { rate: '0.10', effectiveOn: '2024-01-01' }]
    const january = given('optage-cloud-storage', ...VERSIONS, later, ...CONTRACT).at(NOW)
    expect(valueOf(monthlyCharges(after(january, bills), '2024-01' as Month).tax)).toBe(8_960)
  })
})

// ---- whatever is told, in whatever order, and whenever months are closed ------------------------------------------------

const MONTHS = ['2023-12', '2024-01', '2024-02', '2024-03', '2024-04', '2024-05'] as const
const day = fc
  .integer({ min: 0, max: 165 })
  .map((n) => new Date(Date.UTC(2023, 11, 2 + n)).toISOString().slice(0, 10))
const hour = fc.integer({ min: 0, max: 23 }).map((n) => String(n).padStart(2, '0'))

/** A thing that is told, perhaps late, and may be withdrawn again. */
const thing: fc.Arbitrary<(n: number) => readonly Told[]> = fc.oneof(
  fc
    .tuple(
      day,
      hour,
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom('third-party', 'gross-negligence', 'customer'),
    )
    .map(([on, at, hours, attribution]) => (n: number): readonly Told[] => {
      const from = `${on}T${at}:00:00`
      const to = new Date(Date.parse(`${from}Z`) + hours * 3_600_000).toISOString().slice(0, 19)
      const id = `out-${n}`
      return [
        ...outage(id, from, to).slice(0, 3),
        ['OutageCauseDetermined', to, { outageId: id, attribution }],
      ]
    }),
  fc
    .tuple(fc.constantFrom(...MONTHS), fc.integer({ min: 1, max: 120_000 }))
    .map(([month, amount]) => (n: number): readonly Told[] => [
      ['TemporaryReductionAnnounced', '2023-12-05', { reductionId: `r-${n}`, month, amount }],
    ]),
  fc
    .tuple(day, fc.constantFrom('0.08', '0.10', '0.1025', '0.15'))
    .map(([on, rate]) => (): readonly Told[] => [
      ['TaxRatePublished', '2023-12-01', { rate, effectiveOn: on }],
    ]),
  fc
    .tuple(day, fc.integer({ min: 1, max: 99_999 }))
    .map(([on, amountExTax]) => (): readonly Told[] => [['FeeEvasionEstablished', on, { amountExTax }]]),
  fc
    .tuple(day, fc.integer({ min: 1, max: 90_001 }))
    .map(([on, amount]) => (n: number): readonly Told[] => [
      [
        'TariffPublished',
        '2023-12-01',
        { tariffId: `t-${n}`, effectiveOn: on, monthlyFees: [{ item: 'storage-10tb', amount }] },
      ],
    ]),
)

type Step =
  | { readonly tell: (n: number) => readonly Told[] }
  | { readonly withdraw: number }
  | { readonly close: (typeof MONTHS)[number] | 'the next' }
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: thing.map((tell) => ({ tell })) },
  { weight: 1, arbitrary: fc.nat(9).map((withdraw) => ({ withdraw })) },
  { weight: 3, arbitrary: fc.constantFrom('the next', 'the next', ...MONTHS).map((close) => ({ close })) },
)

describe('Bills together', () => {
  const STORED: Told = ['ApplicationSubmitted', '2023-11-11', { plan: 'standard', components: 8, storagePlan: 'storage-10tb', applicantKind: 'organisation', purpose: 'business', form: 'provider-form' }] // prettier-ignore
  const PRICE: Told = ['TariffPublished', '2023-11-01', { tariffId: 't-0', effectiveOn: '2023-12-01', monthlyFees: [{ item: 'storage-10tb', amount: 30_001 }] }] // prettier-ignore
  const GAPS = ['charge.monthly-base', 'charge.adjustment', 'charge.temporary-reduction']
  const start = [...VERSIONS, TAX, STORED, ...CONTRACT.slice(1)]

  test('come to what bills computed today would be, after every step', { timeout: 120_000 }, () => {
    let adjustments = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 6, maxLength: 24 }), fc.boolean(), (steps, isPriced) => {
        const things: (readonly Told[])[] = []
        const first = isPriced ? [...start, PRICE] : start
        let closed = NOTHING
        for (const [n, each] of steps.entries()) {
          if ('tell' in each) things.push(each.tell(n))
          else if ('withdraw' in each) things.splice(each.withdraw, 1)
          const c = given('optage-cloud-storage', ...first, ...things.flat()).at(NOW)
          const month =
            'close' in each
              ? each.close === 'the next'
                ? MONTHS.find((one) => !closed.has(one as Month))
                : each.close
              : undefined
          if (month && !closed.has(month as Month)) closed = closing(c, closed, month, GAPS)
          for (const statement of closed.values()) expect(holdsTogether(statement)).toBe(true)
          const unknown = MONTHS.some(
            (month) => monthlyCharges(after(c, NOTHING), month as Month).gaps.length > 0,
          )
          if (!unknown) expect(billed(c, closed)).toBe(anew(c, closed))
        }
        adjustments += [...closed.values()]
          .flatMap(({ lines }) => lines)
          .filter(({ adjusts }) => adjusts).length
      }),
      { numRuns: 150 },
    )
    expect(adjustments).toBeGreaterThan(100) // it was not about nothing
  })
})
