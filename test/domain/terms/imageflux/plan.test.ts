import { describe, expect, it } from 'vitest'
import { type Told, found, lines, value } from '../kit.ts'
import { MONTHLY_FEES, contract, given, tariff } from './told.ts'

const LIVE = { serviceType: 'live-engine', deliveryMethod: 'one-way' }
const live = contract('2025-03-10', '2025-04-01', LIVE)
const toLowLatency: Told = ['PlanChanged', '2025-06-10', { deliveryMethod: 'low-latency' }]

describe('IF-2-1a 第2条第1項第1号, IF-2-1c 第3号 service types', () => {
  it('are plans of their own', () => {
    const plan = (serviceType: string) =>
      found(given(contract('2025-03-10', undefined, { serviceType })).at('2025-04-01'), 'contract.plan')
    expect(plan('image-engine')).toMatchObject({ value: 'image-engine', clause: { rule: 'IF-2-1a' } })
    expect(plan('live-app')).toMatchObject({ value: 'live-app', clause: { rule: 'IF-2-1c' } })
  })
})

describe('IF-2-1b 第2条第1項第2号 two delivery methods of one type', () => {
  it('IF-X9: a switch is a change of the same contract from its day', () => {
    const c = (at: string) => given(live, [toLowLatency]).at(at)
    expect(value(c('2025-06-09'), 'contract.plan')).toBe('live-engine.one-way')
    expect(value(c('2025-06-11'), 'contract.plan')).toBe('live-engine.low-latency')
    expect(found(c('2025-06-11'), 'contract.plan').clause.rule).toBe('IF-2-1b')
  })

  it('a change takes effect on its own day, an accepted one on the day it names', () => {
    const named: Told = [
      'PlanChanged',
      '2025-06-10',
      { deliveryMethod: 'low-latency', effectiveOn: '2025-07-01' },
    ]
    expect(value(given(live, [named]).at('2025-06-30'), 'contract.plan')).toBe('live-engine.one-way')
    expect(value(given(live, [named]).at('2025-07-01'), 'contract.plan')).toBe('live-engine.low-latency')
    const asked: readonly Told[] = [
      ['PlanChangeRequested', '2025-06-01', { changeId: 'c-1', deliveryMethod: 'low-latency' }],
      ['PlanChangeAccepted', '2025-06-05', { changeId: 'c-1', effectiveOn: '2025-06-20' }],
    ]
    expect(value(given(live, asked.slice(0, 1)).at('2025-08-01'), 'contract.plan')).toBe(
      'live-engine.one-way',
    )
    expect(value(given(live, asked).at('2025-06-19'), 'contract.plan')).toBe('live-engine.one-way')
    expect(value(given(live, asked).at('2025-06-20'), 'contract.plan')).toBe('live-engine.low-latency')
  })

  it('a delivery method means nothing for another type', () => {
    const c = given(contract('2025-03-10', '2025-04-01'), [toLowLatency]).at('2025-07-01')
    expect(value(c, 'contract.plan')).toBe('image-engine')
  })

  it('another type needs an application of its own: a change to it has no effect and says what is missing', () => {
    const other: Told = ['PlanChanged', '2025-06-10', { plan: 'live-app' }]
    const c = given(contract('2025-03-10', '2025-04-01'), [other]).at('2025-07-01')
    expect(value(c, 'contract.plan')).toBe('image-engine')
    expect(c.terms.unmatched(c)).toMatchObject([{ missing: 'ApplicationSubmitted serviceType live-app' }])
  })
})

describe('IF-5-1 第5条第1項 a month of a change, by what the tariff says', () => {
  const july = (how: string | undefined, change = toLowLatency, month = '2025-06') =>
    lines(
      given([tariff({ monthlyFees: MONTHLY_FEES, ...(how && { planChangeProration: how }) })], live, [
        change,
      ]).at('2025-09-01'),
      month,
    )

  it.each([
    ['next-month', ['monthly-base live-engine.one-way 30000']],
    ['full-month-old', ['monthly-base live-engine.one-way 30000']],
    ['full-month-new', ['monthly-base live-engine.low-latency 50000']],
    [
      'calendar-days', // nine days of June before, twenty-one after
      ['monthly-base live-engine.one-way 9000', 'monthly-base live-engine.low-latency 35000'],
    ],
    [undefined, ['monthly-base live-engine.low-latency undetermined tariff:planChangeProration']],
  ])('%s', (how, expected) => {
    expect(july(how)).toEqual(expected)
  })

  it('a change on the first counts at once, save where the month of a change keeps the old plan', () => {
    const first: Told = ['PlanChanged', '2025-06-01', { deliveryMethod: 'low-latency' }]
    const fresh = ['monthly-base live-engine.low-latency 50000']
    expect(july('next-month', first)).toEqual(fresh)
    expect(july('full-month-new', first)).toEqual(fresh)
    expect(july('calendar-days', first)).toEqual(fresh)
    expect(july(undefined, first)).toEqual(fresh)
    expect(july('full-month-old', first)).toEqual(['monthly-base live-engine.one-way 30000'])
    expect(july('full-month-old', first, '2025-07')).toEqual(fresh)
  })

  it('the months beside it have one plan', () => {
    expect(july(undefined, toLowLatency, '2025-05')).toEqual(['monthly-base live-engine.one-way 30000'])
    expect(july(undefined, toLowLatency, '2025-07')).toEqual(['monthly-base live-engine.low-latency 50000'])
  })

  it('there and back again is one line a plan, rounded once', () => {
    const changes: readonly Told[] = [
      ['PlanChanged', '2025-06-11', { deliveryMethod: 'low-latency' }],
      ['PlanChanged', '2025-06-12', { deliveryMethod: 'one-way' }],
    ]
    const fees = tariff({ monthlyFees: MONTHLY_FEES, planChangeProration: 'calendar-days' })
    expect(lines(given([fees], live, changes).at('2025-09-01'), '2025-06')).toEqual([
      'monthly-base live-engine.one-way 29000',
      'monthly-base live-engine.low-latency 1666',
    ])
  })

  it('a method without a price of its own has the price of its type', () => {
    const fees = tariff({ monthlyFees: [{ item: 'live-engine', amount: 31_000 }] })
    expect(lines(given([fees], live).at('2025-06-01'), '2025-05')).toEqual([
      'monthly-base live-engine.one-way 31000',
    ])
  })
})
