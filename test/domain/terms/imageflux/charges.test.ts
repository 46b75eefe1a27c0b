import { describe, expect, it } from 'vitest'
import { monthlyCharges } from '../../../../src/domain/contract/statement.ts'
import { month } from '../../../../src/domain/kernel/calendar.ts'
import { valueOf } from '../../../../src/domain/kernel/finding.ts'
import { type Told, lines } from '../kit.ts'
import { MONTHLY_FEES, contract, given, tariff } from './told.ts'

const started = contract('2025-03-10', '2025-03-20')
const read = (quantity: string, at = '2025-04-30T23:00:00', ref?: string): Told => [
  'UsageMeasured',
  at,
  { month: '2025-04', readings: [{ meter: 'image-requests', quantity, ...(ref && { ref }) }] },
]
const priced = (more: object = {}) =>
  tariff({
    monthlyFees: MONTHLY_FEES,
    usagePrices: [
      { meter: 'image-requests', item: 'image-engine', unit: 'request', unitPrice: '0.005', ...more },
    ],
  })

describe('IF-5-1 第5条第1項 charges of a month of use', () => {
  const first = (rule?: string) =>
    lines(
      given([tariff({ monthlyFees: MONTHLY_FEES, ...(rule && { prorationRule: rule }) })], started).at(
        '2025-05-01',
      ),
      '2025-03',
    )

  it.each([
    ['full-month', 'monthly-base image-engine 10000'],
    ['calendar-days', 'monthly-base image-engine 3870'], // 12 of 31 days: 3,870.97
    ['thirtieths', 'monthly-base image-engine 4000'],
    [undefined, 'monthly-base image-engine undetermined tariff:prorationRule'],
  ])('a first month that is not whole goes by the tariff: %s', (rule, line) => {
    expect(first(rule)).toEqual([line])
  })

  it('a whole month needs no rule, a last one does', () => {
    const ended: Told = ['ContractEnded', '2025-05-01', { endsOn: '2025-05-10', reason: 'base-terms' }]
    const c = given([tariff({ monthlyFees: MONTHLY_FEES, prorationRule: 'calendar-days' })], started, [
      ended,
    ]).at('2025-07-01')
    expect(lines(c, '2025-04')).toEqual(['monthly-base image-engine 10000'])
    expect(lines(c, '2025-05')).toEqual(['monthly-base image-engine 3225'])
    expect(lines(c, '2025-06')).toEqual([])
    expect(lines(c, '2025-02')).toEqual([])
  })

  it('prices are those of the last day of the month', () => {
    const dearer = tariff({ monthlyFees: [{ item: 'image-engine', amount: 12_000 }] }, '2025-04-30')
    const c = given([tariff(), dearer], contract('2025-03-01', '2025-03-01')).at('2025-06-01')
    expect(lines(c, '2025-03')).toEqual(['monthly-base image-engine 10000'])
    expect(lines(c, '2025-04')).toEqual(['monthly-base image-engine 12000'])
  })

  it('a running month shows its fee once the service started, a month ahead nothing', () => {
    const told = [[tariff({ monthlyFees: MONTHLY_FEES, prorationRule: 'full-month' })], started] as const
    expect(lines(given(...told).at('2025-03-19T23:59:59'), '2025-03')).toEqual([])
    expect(lines(given(...told).at('2025-03-20T00:00:00'), '2025-03')).toHaveLength(1)
    expect(lines(given(...told).at('2025-03-31'), '2025-04')).toEqual([])
  })

  it('an unpublished price is undetermined', () => {
    expect(lines(given(started).at('2025-05-01'), '2025-04')).toEqual([
      'monthly-base image-engine undetermined tariff:monthlyFees',
    ])
  })

  it('an initial fee stands in the month of the start, where a tariff has one', () => {
    const fees = tariff({
      monthlyFees: MONTHLY_FEES,
      prorationRule: 'full-month',
      initialFees: [{ item: 'image-engine', amount: 5000 }],
    })
    const c = given([fees], started).at('2025-06-01')
    expect(lines(c, '2025-03')).toEqual(['initial image-engine 5000', 'monthly-base image-engine 10000'])
    expect(lines(c, '2025-04')).toEqual(['monthly-base image-engine 10000'])
  })
})

describe('IF-5-1 第5条第1項 metered use', () => {
  const usage = (at: string, ...told: readonly Told[]) =>
    lines(given(started, told).at(at), '2025-04').filter((line) => line.startsWith('usage'))

  it('is quantity times price, cut once', () => {
    expect(usage('2025-05-01', priced(), read('1399'))).toEqual(['usage image-requests 6'])
  })

  it('a later reading replaces an earlier one, readings of several refs add up', () => {
    expect(usage('2025-05-01', priced(), read('9000'), read('2000', '2025-05-01T08:00:00'))).toEqual([
      'usage image-requests 10',
    ])
    const two = [read('2000', undefined, 'a'), read('4000', undefined, 'b')]
    expect(usage('2025-05-01', priced(), ...two)).toEqual(['usage image-requests 30'])
  })

  it('what a price includes is free: below, at and above', () => {
    const free = priced({ included: '1000' })
    expect(usage('2025-05-01', free, read('999'))).toEqual(['usage image-requests 0'])
    expect(usage('2025-05-01', free, read('1000'))).toEqual(['usage image-requests 0'])
    expect(usage('2025-05-01', free, read('1200'))).toEqual(['usage image-requests 1'])
  })

  it('a priced meter nobody read is a gap once the month is over, and nothing while it runs', () => {
    expect(usage('2025-04-30T23:59:59.999', priced())).toEqual([])
    expect(usage('2025-05-01T00:00:00', priced())).toEqual([
      'usage image-requests undetermined usage:image-requests',
    ])
  })

  it('a reading nobody priced is a gap: without a list, not in it, or for another type', () => {
    expect(usage('2025-05-01', tariff(), read('5'))).toEqual([
      'usage image-requests undetermined tariff:usagePrices',
    ])
    expect(usage('2025-05-01', priced({ item: 'live-app' }), read('5'))).toEqual([
      'usage image-requests undetermined tariff:usagePrices',
    ])
  })

  it('a price that names the plan stands before one for all', () => {
    const both = tariff({
      usagePrices: [
        { meter: 'image-requests', unit: 'request', unitPrice: '1' },
        { meter: 'image-requests', item: 'image-engine', unit: 'request', unitPrice: '2' },
      ],
    })
    expect(usage('2025-05-01', both, read('3'))).toEqual(['usage image-requests 6'])
  })
})

describe('IF-5-1 第5条第1項 tax', () => {
  const april = (treatment?: string) => {
    const rate: Told = ['TaxRatePublished', '2020-05-01', { rate: '0.10', effectiveOn: '2019-10-01' }]
    const fees = tariff({ monthlyFees: MONTHLY_FEES, ...(treatment && { taxTreatment: treatment }) })
    return monthlyCharges(given([fees, rate], started).at('2025-05-01'), month('2025-04'))
  }

  it('is what the tariff says of its prices, and undetermined while it says nothing', () => {
    expect(valueOf(april('exclusive').total)).toBe(11_000)
    expect(valueOf(april('inclusive').total)).toBe(10_000)
    expect(valueOf(april('none').total)).toBe(10_000)
    expect(april().total).toMatchObject({ undetermined: { missing: 'tariff:taxTreatment' } })
    expect(april().subtotal).toBe(10_000)
  })
})
