import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Case } from '../../../src/domain/contract/case.ts'
import { monthlyCharges } from '../../../src/domain/contract/statement.ts'
import { type Month, addHours, instant } from '../../../src/domain/kernel/calendar.ts'
import { valueOf } from '../../../src/domain/kernel/finding.ts'
import { type Told, given } from '../terms/kit.ts'
import { R, op } from '../terms/optage-cloud-storage/contracts.ts'
import { FEES, after as soracom, tariff } from '../terms/soracom-flux/told.ts'
import { concluded, published } from '../terms/sakura-cloud/told.ts'
import { contract as iij, given as givenIij, noOverage } from '../terms/iij-media-sphere/contracts.ts'
import { type Closed, NOTHING, after, closing, next } from './closing.ts'

const appliedTo = (c: Case, closed: Closed): readonly string[] =>
  after(c, closed)
    .terms.credits(after(c, closed))
    .flatMap(({ appliedTo: bills }) => bills.map(({ month, amount }) => `${month} ${amount}`))

/** What the bills say, closed or open, of the credit: the sum of its lines in each month. */
function standing(c: Case, closed: Closed, first: string): readonly string[] {
  const found: string[] = []
  for (let month = first; month <= c.asOf.slice(0, 7); month = next(month)) {
    const sum = monthlyCharges(after(c, closed), month as Month)
      .lines.filter(
        ({ kind, adjusts }) => kind === 'outage-credit' || adjusts?.line.includes('/outage-credit/'),
      )
      .reduce((total, { amount }) => total - (valueOf(amount) ?? 0), 0)
    if (sum !== 0) found.push(`${month} ${sum}`)
  }
  return found
}

/** SORACOM (SF-X13): recognised on 31 January at noon; 30,000 a month by calendar days. */
const PRICES = tariff({ monthlyFees: FEES, prorationRule: 'full-month', taxTreatment: 'none' })
const outage = (hours: number, ...told: readonly Told[]): readonly Told[] => {
  const since = instant('2025-01-31T12:00:00+09:00')
  return [
    ['OutageRecognized', since, { outageId: 'o-1', totality: 'total' }],
    ['OutageEnded', addHours(since, hours), { outageId: 'o-1' }],
    ['OutageCauseDetermined', addHours(since, hours), { outageId: 'o-1', attribution: 'provider' }],
    ...told,
  ]
}
const claimed: Told = ['CreditClaimed', '2025-02-20', { outageId: 'o-1' }]
const told = (...facts: readonly Told[]): Case => soracom('2025-04-10', PRICES, facts)

describe('wire.md section 3: a credit of SORACOM stands in the months its days belong to while they are open', () => {
  const c = told(...outage(49, claimed))
  const unclaimed = told(...outage(49))

  it('SF-X13: nothing closed, each month has its own days', () => {
    expect(appliedTo(c, NOTHING)).toEqual(['2025-01 967', '2025-02 1071'])
  })

  it('SF-X13: a month closed before the claim is adjusted in the next open one', () => {
    const january = closing(unclaimed, NOTHING, '2025-01')
    expect(appliedTo(c, january)).toEqual(['2025-02 2038'])
    const both = closing(unclaimed, january, '2025-02')
    expect(appliedTo(c, both)).toEqual(['2025-03 2038'])
  })

  it('SF-X13: stays where it was closed, in its own bill or in that of the adjustment', () => {
    const own = closing(c, NOTHING, '2025-01')
    expect(appliedTo(c, own)).toEqual(['2025-01 967', '2025-02 1071'])
    const late = closing(c, closing(c, closing(unclaimed, NOTHING, '2025-01'), '2025-02'), '2025-03')
    expect(appliedTo(c, late)).toEqual(['2025-02 2038'])
  })

  it.each([
    ['below 24 hours', 23.999, []],
    ['24 hours', 24, ['2025-02 967']],
    ['above, below 48', 47.999, ['2025-02 967']],
    ['48 hours', 48, ['2025-02 2038']],
  ])('SF-15.2-2a, January closed, %s', (_name, hours, bills) => {
    const january = closing(unclaimed, NOTHING, '2025-01')
    expect(appliedTo(told(...outage(hours, claimed)), january)).toEqual(bills)
  })

  it('told to be longer than it was closed with, the rest stands in the next bill; told to be shorter, that takes it back', () => {
    const short = closing(told(...outage(24, claimed)), NOTHING, '2025-01')
    expect(appliedTo(told(...outage(49, claimed)), short)).toEqual(['2025-01 967', '2025-02 1071'])
    const long = closing(c, closing(c, NOTHING, '2025-01'), '2025-02')
    expect(appliedTo(told(...outage(24, claimed)), long)).toEqual([
      '2025-01 967',
      '2025-02 1071',
      '2025-03 -1071',
    ])
    expect(appliedTo(told(...outage(23, claimed)), long)).toEqual([
      '2025-01 967',
      '2025-02 1071',
      '2025-03 -2038',
    ])
  })

  it('each of two outages has its own', () => {
    const second: readonly Told[] = [
      ['OutageRecognized', '2025-01-10T09:00:00', { outageId: 'o-2', totality: 'total' }],
      ['OutageEnded', '2025-01-11T09:00:00', { outageId: 'o-2' }],
      ['OutageCauseDetermined', '2025-01-12', { outageId: 'o-2', attribution: 'provider' }],
      ['CreditClaimed', '2025-02-21', { outageId: 'o-2' }],
    ]
    const both = after(told(...outage(49, claimed), ...second), closing(c, NOTHING, '2025-01'))
    const bills = both.terms.credits(both).map(({ outageId, appliedTo: to }) => [outageId, ...to])
    expect(bills).toContainEqual(['o-2', { month: '2025-02', amount: 967 }])
    expect(bills).toContainEqual([
      'o-1',
      { month: '2025-01', amount: 967 },
      { month: '2025-02', amount: 1071 },
    ])
  })

  it('a closing shows whatever day is asked from', () => {
    const january = closing(c, NOTHING, '2025-01')
    const early = soracom('2025-02-01', PRICES, outage(49, claimed))
    expect(appliedTo(early, january)).toEqual(['2025-01 967'])
  })
})

describe('wire.md section 3: a credit that was granted, Sakura Cloud (SC-10-1) and IIJ (R-11)', () => {
  it('SC-10-1: granted for a closed month it stands in the next open one', () => {
    const facts: readonly Told[] = [
      ['OutageRecognized', '2025-06-10T11:00:00', { outageId: 'o-1', totality: 'total' }],
      ['OutageEnded', '2025-06-12T11:00:00', { outageId: 'o-1' }],
    ]
    const grant: Told = ['CreditGranted', '2025-07-05', { outageId: 'o-1', amount: 800 }]
    const before = given('sakura-cloud', published(), concluded(), facts).at('2025-07-02')
    const c = given('sakura-cloud', published(), concluded(), facts, grant).at('2025-08-01')
    const june = closing(before, NOTHING, '2025-06', ['charge.outage-credit', 'charge.monthly-base'])
    expect(appliedTo(c, NOTHING)).toEqual(['2025-06 800'])
    expect(appliedTo(c, june)).toEqual(['2025-07 800'])
  })

  it('R-11: what a closed bill took of it and is too much today is taken back in the next', () => {
    const facts = (end: string): readonly Told[] => [
      ['OutageRecognized', '2025-03-03T10:00:00', { outageId: 'o', totality: 'total' }],
      ['OutageEnded', end, { outageId: 'o' }],
      ['OutageCauseDetermined', '2025-03-08', { outageId: 'o', attribution: 'provider' }],
      ['CreditClaimed', '2025-03-10', { outageId: 'o' }],
    ]
    const quiet = ['2025-03', '2025-04'].map(noOverage)
    const at = (end: string) => givenIij(iij(), facts(end), quiet).at('2025-05-02')
    const march = closing(at('2025-03-05T10:00:00'), NOTHING, '2025-03', ['invoice.tax'])
    expect(appliedTo(at('2025-03-05T10:00:00'), march)).toEqual(['2025-03 6666'])
    expect(appliedTo(at('2025-03-05T09:59:59'), march)).toEqual(['2025-03 6666', '2025-04 -3333'])
    expect(appliedTo(at('2025-03-06T10:00:00'), march)).toEqual(['2025-03 6666', '2025-04 3334'])
  })
})

describe('property: appliedTo is what the bills say, and comes to the credit', () => {
  const steps = fc.array(
    fc.record({ hours: fc.integer({ min: 20, max: 120 }), close: fc.integer({ min: 0, max: 2 }) }),
    { minLength: 1, maxLength: 4 },
  )

  const holds = (first: string, at: (hours: number) => Case) =>
    fc.property(steps, (history) => {
      let closed: Closed = NOTHING
      let month = first
      for (const { hours, close } of history) {
        const c = at(hours)
        for (let n = 0; n < close; n++) {
          closed = closing(c, closed, month)
          month = next(month)
        }
        const bills = appliedTo(c, closed)
        expect(bills).toEqual(standing(c, closed, first))
        const [credit] = after(c, closed).terms.credits(after(c, closed))
        expect(bills.reduce((sum, bill) => sum + Number(bill.split(' ')[1]), 0)).toBe(credit?.amount)
      }
    })

  it('SORACOM, whatever is closed when, and however often the end is corrected', () => {
    fc.assert(
      holds('2025-01', (hours) => soracom('2025-10-10', PRICES, outage(hours, claimed))),
      { numRuns: 60 },
    )
  })

  it('OPTAGE', () => {
    const since = instant('2024-04-29T12:00:00+09:00')
    const facts = (hours: number): readonly Told[] => [
      ['OutageRecognized', since, { outageId: 'o', scope: 'managed', totality: 'total' }],
      ['OutageEnded', addHours(since, hours), { outageId: 'o' }],
      ['OutageCauseDetermined', '2024-06-10', { outageId: 'o', attribution: 'third-party' }],
    ]
    fc.assert(
      holds('2024-04', (hours) => op(R, facts(hours)).at('2025-01-10')),
      { numRuns: 60 },
    )
  })
})
