import { describe, expect, it } from 'vitest'
import { type Told, given, lines } from '../../kit.ts'
import { concluded, gpu, published, server, terminated } from '../told.ts'

const SC = 'sakura-cloud'
const contract = (tariff: Readonly<Record<string, unknown>>, from: string, ...told: readonly Told[]) =>
  given(SC, published(tariff), concluded(from), ...told).at('2025-12-01')
const may = (tariff: Readonly<Record<string, unknown>>, from: string, ...told: readonly Told[]) =>
  lines(contract(tariff, from, ...told), '2025-05')
const change = (at: string): Told => [
  'PlanChangeRequested',
  at,
  { changeId: 'ch-1', ref: 'sv-1', plan: '4core' },
]

describe('SC-4-1 第4条第1項 monthly fees', () => {
  it.each([
    ['full-month', '2025-05-02', 2000],
    ['calendar-days', '2025-05-02', 1935], // 2,000 × 30 ÷ 31
    ['calendar-days', '2025-05-31', 64], // 2,000 ÷ 31
    ['calendar-days', '2025-05-01', 2000],
    ['thirtieths', '2025-05-02', 2000], // 30 of 30
    ['thirtieths', '2025-05-03', 1933],
  ])('first month by %s from %s: %d', (prorationRule, from, yen) => {
    expect(may({ prorationRule }, from)).toEqual([`monthly-base server.2core ${yen}`])
  })

  it('last month by calendar days, the last day counted (CC-09); nothing behind it', () => {
    const c = contract({ prorationRule: 'calendar-days' }, '2025-05-01', terminated('2025-08-15T13:00:00'))
    expect(lines(c, '2025-08')).toEqual(['monthly-base server.2core 967']) // 2,000 × 15 ÷ 31
    expect(lines(c, '2025-09')).toEqual([])
  })

  it('without the rule only partial months are undetermined', () => {
    const told = [concluded('2025-05-10'), terminated('2025-07-31T23:59:59')]
    const c = given(SC, published({ prorationRule: undefined }), ...told).at('2025-12-01')
    expect(lines(c, '2025-05')).toEqual(['monthly-base server.2core undetermined tariff:prorationRule'])
    expect(lines(c, '2025-06')).toEqual(['monthly-base server.2core 2000'])
    expect(lines(c, '2025-07')).toEqual(['monthly-base server.2core 2000'])
  })

  it.each([
    ['next-month', ['monthly-base server.2core 2000']],
    ['full-month-new', ['monthly-base server.4core 4000']],
    ['full-month-old', ['monthly-base server.2core 2000']],
    ['calendar-days', ['monthly-base server.2core 967', 'monthly-base server.4core 2064']], // 15 and 16 of 31
  ])('a change on 16 May by %s', (planChangeProration, expected) => {
    expect(may({ planChangeProration }, '2025-05-01', change('2025-05-16'))).toEqual(expected)
    expect(lines(contract({ planChangeProration }, '2025-05-01', change('2025-05-16')), '2025-06')).toEqual([
      'monthly-base server.4core 4000',
    ])
  })

  it('a change without the rule is undetermined in its month alone', () => {
    const tariff = { planChangeProration: undefined }
    expect(may(tariff, '2025-05-01', change('2025-05-16'))).toEqual([
      'monthly-base server.4core undetermined tariff:planChangeProration',
    ])
    expect(lines(contract(tariff, '2025-05-01', change('2025-05-16')), '2025-06')).toEqual([
      'monthly-base server.4core 4000',
    ])
  })

  it('a change told without a request counts from the day it states', () => {
    const changed: Told = [
      'PlanChanged',
      '2025-05-16',
      { ref: 'sv-1', plan: '4core', effectiveOn: '2025-06-01' },
    ]
    expect(may({}, '2025-05-01', changed)).toEqual(['monthly-base server.2core 2000'])
    expect(lines(contract({}, '2025-05-01', changed), '2025-06')).toEqual(['monthly-base server.4core 4000'])
  })

  it('changes count by the day they take effect, not by when they were told', () => {
    const back: Told = [
      'PlanChanged',
      '2025-05-10',
      { ref: 'sv-1', plan: '2core', effectiveOn: '2025-07-01' },
    ]
    const up: Told = ['PlanChanged', '2025-05-20', { ref: 'sv-1', plan: '4core', effectiveOn: '2025-06-01' }]
    const c = contract({}, '2025-05-01', back, up)
    expect(lines(c, '2025-06')).toEqual(['monthly-base server.4core 4000'])
    expect(lines(c, '2025-07')).toEqual(['monthly-base server.2core 2000'])
  })

  it('a price that is not listed is undetermined; the kind stands in for a plan that is not', () => {
    const c = (monthlyFees: object[] | undefined) => may({ monthlyFees }, '2025-05-01')
    expect(c([{ item: 'gpu', amount: 1 }])).toEqual([
      'monthly-base server.2core undetermined tariff:monthlyFees',
    ])
    expect(c(undefined)).toEqual(['monthly-base server.2core undetermined tariff:monthlyFees'])
    expect(c([{ item: 'server', amount: 1500 }])).toEqual(['monthly-base server.2core 1500'])
  })

  it('the price of the last day of the month holds (CC-14)', () => {
    const dearer: Told = [
      'TariffPublished',
      '2025-05-01',
      { tariffId: 't-2', effectiveOn: '2025-05-31', monthlyFees: [{ item: 'server.2core', amount: 2500 }] },
    ]
    expect(may({}, '2025-05-01', dearer)).toEqual(['monthly-base server.2core 2500'])
  })

  it('an initial fee once, where the list has one, at the price of the day', () => {
    const c = contract({ initialFees: [{ item: 'server', amount: 9000 }] }, '2025-05-10')
    expect(lines(c, '2025-05')).toEqual(['initial server 9000', 'monthly-base server.2core 2000'])
    expect(lines(c, '2025-06')).toEqual(['monthly-base server.2core 2000'])
  })

  it('a month that has not begun has nothing, a running one what has arisen', () => {
    const c = given(SC, published(), concluded('2025-05-10')).at('2025-05-20')
    expect(lines(c, '2025-04')).toEqual([])
    expect(lines(c, '2025-05')).toEqual(['monthly-base server.2core 2000'])
    expect(lines(c, '2025-06')).toEqual([])
  })
})

describe('SC-4-1 第4条第1項 metered use', () => {
  const prices = {
    usagePrices: [
      { meter: 'traffic', unit: 'gb', unitPrice: '1.5', included: '10' },
      { meter: 'gpu-hours', item: 'gpu', unit: 'h', unitPrice: '300' },
    ],
  }
  const read = (meter: string, quantity: string, ref?: string, at = '2025-05-31'): Told => [
    'UsageMeasured',
    at,
    { month: '2025-05', readings: [{ meter, quantity, ...(ref && { ref }) }] },
  ]
  const may = (...told: readonly Told[]) =>
    lines(
      given(SC, published(prices), concluded('2025-05-01', [server]), ...told).at('2025-12-01'),
      '2025-05',
    ).slice(1)

  it.each([
    ['9', 0],
    ['10', 0],
    ['11', 1],
    ['137.5', 191], // 127.5 × 1.5 = 191.25
  ])('%s GB, 10 included: %d', (quantity, yen) => {
    expect(may(read('traffic', quantity, 'sv-1'))).toEqual([`usage traffic ${yen}`])
  })

  it('a later reading replaces an earlier one; each resource has its own', () => {
    expect(may(read('traffic', '100', 'sv-1'), read('traffic', '20', 'sv-1'))).toEqual(['usage traffic 15'])
    expect(may(read('traffic', '20', 'sv-1'), read('traffic', '30', 'sv-2'))).toEqual([
      'usage traffic 15',
      'usage traffic 30',
    ])
  })

  it('a reading without a price is undetermined; readings of options are not of the base', () => {
    expect(may(read('unknown', '5', 'sv-1'))).toEqual(['usage unknown undetermined tariff:usagePrices'])
    const ofOptions = may(read('sms-sent', '5'), read('mobile-data', '5'), read('aws-inbound-gb', '5'))
    expect(ofOptions.filter((line) => line.startsWith('usage'))).toEqual([])
  })

  it('what is priced by its meter alone has no monthly fee, and needs a reading once the month is over', () => {
    const it = given(SC, published({ ...prices, monthlyFees: [] }), concluded('2025-05-01', [gpu]))
    expect(lines(it.at('2025-05-20'), '2025-05')).toEqual([])
    expect(lines(it.at('2025-06-01T00:00:00'), '2025-05')).toEqual([
      'usage gpu-hours undetermined usage:gpu-hours',
    ])
    const told = given(
      SC,
      published({ ...prices, monthlyFees: [] }),
      concluded('2025-05-01', [gpu]),
      read('gpu-hours', '4', 'gpu-1'),
    ).at('2025-06-01')
    expect(lines(told, '2025-05')).toEqual(['usage gpu-hours 1200'])
  })

  it('R-10: readings of withdrawn provision are charged only where the tariff says so', () => {
    const told: Told[] = [
      [
        'PlanChangeRequested',
        '2025-05-10',
        { changeId: 'ch-1', action: 'add', ref: 'gpu-2', serviceKind: 'gpu' },
      ],
      ['PlanChangeRefused', '2025-05-12', { changeId: 'ch-1', ground: 'refusal-ground' }],
      read('gpu-hours', '4', 'gpu-2'),
    ]
    const usage = (tariff: object) =>
      lines(
        given(SC, published({ ...prices, ...tariff }), concluded(), ...told).at('2025-12-01'),
        '2025-05',
      ).filter((line) => line.startsWith('usage'))
    expect(usage({ provisionalUsageChargeable: true })).toEqual(['usage gpu-hours 1200'])
    expect(usage({ provisionalUsageChargeable: false })).toEqual([])
    expect(usage({})).toEqual(['usage gpu-hours undetermined tariff:provisionalUsageChargeable'])
  })
})
