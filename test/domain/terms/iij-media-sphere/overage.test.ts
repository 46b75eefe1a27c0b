import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { month as monthOf } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, lines, subtotal, value } from '../kit.ts'
import { contract, given, noOverage, published, usage } from './contracts.ts'

const JUNE = monthOf('2025-06')
type Readings = Parameters<typeof usage>[1]

const read = (plan: 'basic' | 'premium', readings: Readings, ...more: readonly Told[]) =>
  given(contract(plan), usage('2025-06', readings), more).at('2025-07-01')
const over = (c: Parameters<typeof lines>[0], month = '2025-06') =>
  lines(c, month)
    .filter((line) => line.startsWith('overage'))
    .map((line) => line.slice('overage '.length))

describe('IJ-A1-3 別紙1の2(1), 第1条 overage of each meter', () => {
  it('IJ-X18: BASIC 137.5 h, 2,300 GB, 1,500 GB, 80 h', () => {
    const c = read('basic', ['137.5', '2300', '1500', '80'])
    expect(over(c)).toEqual(['transcode-hours 5625', 'storage-gb 2100', 'delivery-gb 4000', 'live-hours 750'])
    expect(subtotal(c, '2025-06')).toBe(112_475)
  })

  it('IJ-Q4: the same month with 1,024 GB to the TB', () => {
    const c = read('basic', ['137.5', '2300', '1500', '80'], published({ gbPerTb: 1024 }))
    expect(over(c)).toEqual(['transcode-hours 5625', 'storage-gb 1764', 'delivery-gb 3808', 'live-hours 750'])
  })

  it('IJ-X19: PREMIUM 250 h, 5,000 GB, 12,345 GB, 151 h', () => {
    const c = read('premium', ['250', '5000', '12345', '151'])
    expect(over(c)).toEqual(['transcode-hours 20000', 'delivery-gb 16415', 'live-hours 150'])
    expect(subtotal(c, '2025-06')).toBe(236_565)
  })

  it('IJ-X20: exactly at the allowances costs nothing', () => {
    expect(over(read('basic', ['100', '2000', '1000', '70']))).toEqual([])
    expect(over(read('premium', ['200', '5000', '10000', '150']))).toEqual([])
  })

  it('IJ-X21: parts of a unit count exactly and each line is cut off once', () => {
    const c = read('basic', ['100.25', '2000.5', '1000.1', '70.01'])
    expect(over(c)).toEqual(['transcode-hours 37', 'storage-gb 3', 'delivery-gb 0', 'live-hours 0'])
    expect(subtotal(c, '2025-06')).toBe(100_040)
  })

  it('BASIC used at the allowances of PREMIUM costs 214,000', () => {
    const c = read('basic', ['200', '5000', '10000', '150'])
    expect(over(c)).toEqual([
      'transcode-hours 15000',
      'storage-gb 21000',
      'delivery-gb 72000',
      'live-hours 6000',
    ])
    expect(subtotal(c, '2025-06')).toBe(214_000)
  })

  it.each([
    ['basic', 0, '100', '101', 150],
    ['basic', 1, '2000', '2001', 7],
    ['basic', 2, '1000', '1001', 8],
    ['basic', 3, '70', '71', 75],
    ['premium', 0, '200', '201', 400],
    ['premium', 1, '5000', '5001', 7],
    ['premium', 2, '10000', '10001', 7],
    ['premium', 3, '150', '151', 150],
  ] as const)('%s, meter %d: none at %s, one unit at %s costs %d yen', (plan, meter, at, above, yen) => {
    const only = (quantity: string): Readings =>
      ['0', '0', '0', '0'].map((zero, i) => (i === meter ? quantity : zero)) as unknown as Readings
    expect(over(read(plan, only(at)))).toEqual([])
    expect(over(read(plan, only(above)))[0]).toMatch(new RegExp(` ${yen}$`))
    expect(over(read(plan, only(String(Number(at) - 1))))).toEqual([])
  })

  it.each([
    ['exact', 1_650, 3_503],
    ['ceil', 1_650, 3_507],
    ['floor', 1_650, 3_500],
  ])('overageRounding %s is of units above the allowance (IJ-Q5)', (overageRounding, hours, storage) => {
    const c = read('basic', ['111', '2500.5', '0', '0'], published({ overageRounding }))
    expect(over(c)).toEqual([`transcode-hours ${hours}`, `storage-gb ${storage}`])
  })

  it('says by which adopted readings it was computed, and how storage was measured', () => {
    const c = read('basic', ['0', '2500.5', '0', '0'], published({ storageMeasure: 'peak' }))
    const [line] = c.terms.charges(c, JUNE).filter(({ kind }) => kind === 'overage')
    expect(line).toMatchObject({ quantity: '500.5', unit: 'GB', unitPrice: '7', ref: 'storage-gb' })
    expect(line?.amount).toMatchObject({
      what: 'charge.overage',
      ref: 'storage-gb',
      clause: { rule: 'IJ-A1-3' },
    })
    const rules = JSON.stringify(line?.amount.causes)
    for (const rule of ['IJ-Q4', 'IJ-Q5', 'IJ-1-1a', 'IJ-A1-2a', 'CC-11'])
      expect(rules).toContain(`"${rule}"`)
    expect(line?.amount.causes.filter((each) => 'event' in each)).toHaveLength(2)
  })

  it('the later reading of a meter replaces the earlier one; refs of a meter add up', () => {
    const again = (quantity: string, on: string, ref?: string): Told => [
      'UsageMeasured',
      on,
      { month: '2025-06', readings: [{ meter: 'transcode-hours', quantity, ...(ref && { ref }) }] },
    ]
    const told = (...more: readonly Told[]) => over(read('basic', ['110', '0', '0', '0'], ...more))
    expect(told(again('105', '2025-06-30'))).toEqual(['transcode-hours 750'])
    expect(told(again('105', '2025-06-20'))).toEqual(['transcode-hours 1500'])
    expect(told(again('5', '2025-06-30', 'channel-b'))).toEqual(['transcode-hours 2250'])
  })

  it('a meter without a reading is undetermined once the month is over, each for itself', () => {
    const some: Told = ['UsageMeasured', '2025-06-30', { month: '2025-06', readings: [{ meter: 'live-hours', quantity: '71' }] }] // prettier-ignore
    const told = given(contract(), some)
    expect(over(told.at('2025-06-30T23:59:59.999'))).toEqual(['live-hours 75'])
    expect(over(told.at('2025-07-01T00:00:00'))).toEqual([
      'transcode-hours undetermined usage:transcode-hours',
      'storage-gb undetermined usage:storage-gb',
      'delivery-gb undetermined usage:delivery-gb',
      'live-hours 75',
    ])
  })

  it('has no lines before billing starts, behind the end, or of another month', () => {
    const ended: Told = ['ContractEnded', '2025-05-01', { endsOn: '2025-05-31', reason: 'agreement' }]
    expect(over(read('basic', ['900', '0', '0', '0'], ended))).toEqual([])
    expect(over(given(contract('basic', '2025-07-01'), usage('2025-06', ['900', '0', '0', '0'])).at('2025-08-01'))).toEqual([]) // prettier-ignore
    expect(over(given(contract(), usage('2025-06', ['900', '0', '0', '0']), noOverage('2025-05')).at('2025-07-01'), '2025-05')).toEqual([]) // prettier-ignore
  })

  it('no meter offsets another, and no line depends on the others', () => {
    const hours = fc.integer({ min: 0, max: 400_000 }).map((n) => String(n / 100))
    fc.assert(
      fc.property(
        hours,
        hours,
        hours,
        hours,
        fc.constantFrom('basic' as const, 'premium' as const),
        (a, b, d, e, plan) => {
          const all = over(read(plan, [a, b, d, e]))
          const each = [
            over(read(plan, [a, '0', '0', '0'])),
            over(read(plan, ['0', b, '0', '0'])),
            over(read(plan, ['0', '0', d, '0'])),
            over(read(plan, ['0', '0', '0', e])),
          ].flat()
          expect(all).toEqual(each)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('R-16 overage in the month of a plan change', () => {
  const change: Told = ['PlanChanged', '2025-05-01', { plan: 'premium', effectiveOn: '2025-06-11' }]
  const june = (rule: string | undefined, readings: Readings = ['230', '0', '0', '160']) =>
    over(
      read(
        'basic',
        readings,
        change,
        ...(rule === undefined ? [] : [published({ planChangeProration: rule })]),
      ),
    )

  it.each([
    ['next-month', ['transcode-hours 19500', 'live-hours 6750']],
    ['full-month-old', ['transcode-hours 19500', 'live-hours 6750']],
    ['full-month-new', ['transcode-hours 12000', 'live-hours 1500']],
    // each plan's overage of the whole month by its days: 10 and 20 of 30
    [
      'calendar-days',
      [
        'basic.transcode-hours 6500',
        'premium.transcode-hours 8000',
        'basic.live-hours 2250',
        'premium.live-hours 1000',
      ],
    ],
  ])('%s', (rule, expected) => {
    expect(june(rule)).toEqual(expected)
  })

  it('is undetermined without a tariff, for every meter, with what else is missing', () => {
    expect(june(undefined)).toEqual(
      ['transcode-hours', 'storage-gb', 'delivery-gb', 'live-hours'].map(
        (meter) => `${meter} undetermined tariff:planChangeProration`,
      ),
    )
    expect(over(given(contract(), change).at('2025-07-01'))[0]).toBe(
      'transcode-hours undetermined tariff:planChangeProration,usage:transcode-hours',
    )
  })

  it('is determined in the months beside it', () => {
    const told = given(contract(), change, noOverage('2025-05'), usage('2025-07', ['201', '0', '0', '0']))
    expect(over(told.at('2025-08-01'), '2025-05')).toEqual([])
    expect(over(told.at('2025-08-01'), '2025-07')).toEqual(['transcode-hours 400'])
  })
})

describe('usage.allowance-used', () => {
  const used = (quantity: string) =>
    value(read('basic', [quantity, '0', '0', '0']), 'usage.allowance-used', 'transcode-hours')

  it.each([
    ['79.999999', '0.799999'],
    ['80', '0.8'],
    ['80.01', '0.8001'],
    ['99.99', '0.9999'],
    ['100', '1'],
    ['137.5', '1.375'],
    ['0', '0'],
  ])('%s of 100 h are %s', (quantity, share) => {
    expect(used(quantity)).toBe(share)
  })

  it('is of the last measured month, by the plan of that month, and names the month', () => {
    const c = given(
      contract('basic'),
      usage('2025-05', ['50', '0', '0', '35']),
      usage('2025-06', ['160', '0', '0', '0']),
      ['PlanChanged', '2025-05-01', { plan: 'premium', effectiveOn: '2025-06-01' }],
    ).at('2025-07-10')
    expect(value(c, 'usage.allowance-used', 'transcode-hours')).toBe('0.8')
    const finding = found(c, 'usage.allowance-used', 'transcode-hours')
    expect(finding.causes).toContainEqual({ what: 'month', value: '2025-06' })
    expect(finding.clause.rule).toBe('IJ-A1-3')
    const before = given(contract('basic'), usage('2025-05', ['50', '0', '0', '35'])).at('2025-07-10')
    expect(value(before, 'usage.allowance-used', 'live-hours')).toBe('0.5')
  })

  it('is no question before anything was measured', () => {
    expect(() => found(given(contract()).at('2025-07-01'), 'usage.allowance-used', 'live-hours')).toThrow(
      'arise',
    )
  })
})
