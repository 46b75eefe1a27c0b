import { describe, expect, it } from 'vitest'
import { type Told, given, said } from '../../kit.ts'
import {
  communicated,
  contract,
  created,
  deleted,
  earlier,
  fee,
  linesOf,
  priced,
  registered,
  removed,
  reported,
} from './told.ts'

const MB = 1_000_000
const reading = (quantity: string, at = '2025-05-31T23:30:00', month = '2025-05', ref?: string): Told => [
  'UsageMeasured',
  at,
  { month, readings: [{ meter: 'mobile-data', quantity, ...(ref !== undefined && { ref }) }] },
]
const sims = registered('2025-05-01', 's1', 's2', 's3')
const data = (...told: readonly Told[]) => fee(contract(sims, ...told).at('2025-06-01'), 'data', '2025-05')
const PLANS = {
  dataPlans: [
    { plan: 'flat-10', monthlyFee: 1000, included: '10', overflowUnitPrice: '2.5' },
    { plan: 'flat', monthlyFee: 3000, included: '100' },
  ],
}
const flat = (...told: readonly Told[]) => given('sakura-cloud', earlier, priced(PLANS), sims, ...told)
const chosen = (plan: string, at = '2025-05-05', more: object = {}): Told => [
  'PlanChanged',
  at,
  { ref: 'secure-mobile', plan, ...more },
]

describe('SC-40-1 第40条第1項 by the volume of the month', () => {
  it('the bytes reported, in the unit published, 1 MB being 1,000,000 of them (R-17)', () => {
    const it = contract(
      sims,
      reported('2025-05-31T23:00:00', '2025-05', { s1: 1_500_000, s2: 2 * MB, s3: 499_999 }),
    )
    const [line] = linesOf(it.at('2025-06-01'), 'data', '2025-05')
    expect([line?.quantity, line?.unit, line && said(line.amount)]).toEqual(['3.999999', 'mb', 3])
    const gb = given(
      'sakura-cloud',
      earlier,
      priced({ dataUnit: 'gb', dataUnitPrice: '1000' }),
      sims,
      reported('2025-05-31', '2025-05', { s1: 2_500_000_000 }),
    )
    expect(fee(gb.at('2025-06-01'), 'data', '2025-05')).toBe(2500)
  })

  it('one rounding a line, as published', () => {
    const up = given(
      'sakura-cloud',
      earlier,
      priced({ lineRounding: 'ceil' }),
      sims,
      reported('2025-05-31', '2025-05', { s1: 1, s2: 1 }),
    )
    expect(fee(up.at('2025-06-01'), 'data', '2025-05')).toBe(1)
  })

  it('reports add up, and the later one of a SIM replaces the earlier', () => {
    expect(
      data(
        reported('2025-05-20', '2025-05', { s1: 9 * MB, s2: MB }),
        reported('2025-05-31', '2025-05', { s1: 2 * MB }),
      ),
    ).toBe(3)
  })

  it('a reading of the month replaces the sum of the reports; the later reading the earlier', () => {
    const report = reported('2025-05-31', '2025-05', { s1: 9 * MB })
    expect(data(report, reading('4.5'))).toBe(4)
    expect(data(reading('4.5'), report)).toBe(4)
    expect(data(reading('4.5'), reading('7', '2025-05-31T23:45:00'))).toBe(7)
    expect(
      data(
        reading('4', undefined, undefined, 'secure-mobile'),
        reading('3', '2025-05-31T23:45:00', undefined, 's1'),
      ),
    ).toBe(7)
  })

  it('a SIM without a report did not communicate: nothing is owed, and nothing is missing', () => {
    expect(linesOf(contract(sims).at('2025-06-01'), 'data', '2025-05')).toEqual([])
    expect(
      linesOf(
        contract(sims, reported('2025-05-31', '2025-05', { s1: 0 })).at('2025-06-01'),
        'data',
        '2025-05',
      ),
    ).toEqual([])
  })

  it('a SIM seen to communicate whose bytes nobody told leaves the volume undetermined', () => {
    expect(data(communicated('2025-05-10', 's1'))).toBe('undetermined usage:mobile-data')
    expect(data(communicated('2025-05-10', 's1'), reported('2025-05-31', '2025-05', { s2: MB }))).toBe(
      'undetermined usage:mobile-data',
    )
    expect(data(communicated('2025-05-10', 's1'), reported('2025-05-31', '2025-05', { s1: MB }))).toBe(1)
    expect(data(communicated('2025-05-10', 's1'), reading('2'))).toBe(2)
  })

  it('SIMs that were not registered in the month do not count', () => {
    expect(data(reported('2025-05-31', '2025-05', { s1: MB, stranger: 5 * MB }))).toBe(1)
    expect(data(deleted('2025-05-02', 's1'), reported('2025-05-31', '2025-05', { s1: MB, s2: MB }))).toBe(2)
  })

  it('is exact beyond what a number can hold', () => {
    const most = Number.MAX_SAFE_INTEGER
    const cheap = given(
      'sakura-cloud',
      earlier,
      priced({ dataUnit: 'gb', dataUnitPrice: '0.001' }),
      sims,
      reported('2025-05-31', '2025-05', { s1: most, s2: most, s3: most }),
    )
    const [line] = linesOf(cheap.at('2025-06-01'), 'data', '2025-05')
    expect(line?.quantity).toBe('27021597.764222973')
  })

  it('is undetermined without a price or a unit', () => {
    const silent = (more: object) =>
      given(
        'sakura-cloud',
        earlier,
        ['TariffPublished', '2019-12-01', { tariffId: 't', effectiveOn: '2020-01-01', ...more }],
        sims,
        reported('2025-05-31', '2025-05', { s1: MB }),
      )
    expect(fee(silent({ dataUnit: 'mb' }).at('2025-06-01'), 'data', '2025-05')).toBe(
      'undetermined tariff:dataUnitPrice',
    )
    expect(fee(silent({ dataUnitPrice: '1' }).at('2025-06-01'), 'data', '2025-05')).toBe(
      'undetermined tariff:dataUnit',
    )
  })
})

describe('SC-40-2 第40条第2項 the fixed-amount scheme that was chosen', () => {
  const may = (it: ReturnType<typeof flat>) => fee(it.at('2025-06-01'), 'data', '2025-05')
  const used = (mb: number) => reported('2025-05-31', '2025-05', { s1: mb * MB })

  it('its fee up to its volume, and what is published beyond it', () => {
    expect(may(flat(chosen('flat-10')))).toBe(1000)
    expect(may(flat(chosen('flat-10'), used(10)))).toBe(1000)
    expect(linesOf(flat(chosen('flat-10'), used(10)).at('2025-06-01'), 'data', '2025-05')).toHaveLength(1)
    expect(may(flat(chosen('flat-10'), used(11)))).toBe(1002)
    expect(may(flat(chosen('flat-10'), used(12)))).toBe(1005)
    expect(may(flat(chosen('flat'), used(500)))).toBe(3000)
    const [line] = linesOf(flat(chosen('flat')).at('2025-06-01'), 'data', '2025-05')
    expect(line?.amount.clause.rule).toBe('SC-40-2')
  })

  it('the one in force on the last day governs the month; metering may be chosen again', () => {
    expect(may(flat(chosen('flat-10', '2025-05-31'), used(3)))).toBe(1000)
    expect(may(flat(chosen('flat-10', '2025-05-31', { effectiveOn: '2025-06-01' }), used(3)))).toBe(3)
    expect(may(flat(chosen('flat-10', '2025-05-02'), chosen('flat', '2025-05-03'), used(3)))).toBe(3000)
    expect(may(flat(chosen('flat-10', '2025-05-02'), chosen('metered', '2025-05-03'), used(3)))).toBe(3)
  })

  it('a request counts with its acceptance', () => {
    const asked: Told = [
      'PlanChangeRequested',
      '2025-05-02',
      { changeId: 'ch-1', ref: 'secure-mobile', plan: 'flat' },
    ]
    const accepted: Told = ['PlanChangeAccepted', '2025-05-03', { changeId: 'ch-1' }]
    expect(may(flat(asked, used(3)))).toBe(3)
    expect(may(flat(asked, accepted, used(3)))).toBe(3000)
  })

  it('runs from the month of the choice to that of the end of the contract', () => {
    const it = flat(chosen('flat'), deleted('2025-07-03', 's1', 's2', 's3'))
    expect(
      ['2025-04', '2025-05', '2025-07', '2025-08'].map((month) => fee(it.at('2025-09-01'), 'data', month)),
    ).toEqual([0, 3000, 3000, 0])
    const next = flat(
      created('2025-04-01'),
      chosen('flat'),
      removed('2025-05-10'),
      deleted('2025-05-11', 's1', 's2', 's3'),
      registered('2025-05-20', 's1'),
    )
    expect(fee(next.at('2025-07-01'), 'data', '2025-06')).toBe(0)
  })

  it('of an unknown name, or without a list, is undetermined', () => {
    expect(may(flat(chosen('flat-99')))).toBe('undetermined tariff:dataPlans')
    expect(fee(contract(sims, chosen('flat')).at('2025-06-01'), 'data', '2025-05')).toBe(
      'undetermined tariff:dataPlans',
    )
  })
})
