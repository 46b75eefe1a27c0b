import { describe, expect, it } from 'vitest'
import { type Told, given, lines, value } from '../../kit.ts'
import { concluded, published, terminated } from '../told.ts'
import { option } from './told.ts'

const SC = 'sakura-cloud'
const tariff = published({ awsBaseFee: 45_000, awsDataUnitPrice: '10.5', localRouterFee: 1000 })
const aws = (startsOn = '2025-06-01', ref = 'aws-1') => option('aws', ref, '2025-05-20', { startsOn })
const router = option('local-router', 'lr-1', '2025-05-20')
const contracted = (type: 'PrerequisiteMet' | 'PrerequisiteLapsed', at: string): Told => [
  type,
  at,
  { kind: 'aws-contract', ref: 'awsc-1' },
]
const contract = (...told: readonly (Told | readonly Told[])[]) => given(SC, tariff, concluded(), ...told)
const read = (readings: readonly object[], month = '2025-06'): Told => [
  'UsageMeasured',
  `${month}-30T23:00:00`,
  { month, readings },
]
const out = (quantity: string, ref?: string) => ({ meter: 'aws-outbound-gb', quantity, ...(ref && { ref }) })
const inbound = (quantity: string, ref?: string) => ({
  meter: 'aws-inbound-gb',
  quantity,
  ...(ref && { ref }),
})
const of = (it: ReturnType<typeof contract>, month: string) =>
  lines(it.at('2026-12-01'), month).filter((line) => line.startsWith('aws'))

describe('SC-23-1 第23条第1項 three applications', () => {
  const all = [aws(), router, contracted('PrerequisiteMet', '2025-05-21')]

  it('is usable only with all of them', () => {
    expect(value(contract(...all).at('2025-06-10'), 'option.usable', 'aws-1')).toBe(true)
    expect(value(contract(...all).at('2025-05-31'), 'option.usable', 'aws-1')).toBe(false)
    expect(value(contract(aws(), router).at('2025-06-10'), 'option.usable', 'aws-1')).toBe(false)
    expect(
      value(
        contract(aws(), contracted('PrerequisiteMet', '2025-05-21')).at('2025-06-10'),
        'option.usable',
        'aws-1',
      ),
    ).toBe(false)
    expect(value(contract(aws(), router).at('2025-06-10'), 'prerequisite.met', 'aws-contract')).toBe(false)
    expect(value(contract(aws(), router).at('2025-06-10'), 'prerequisite.met', 'local-router')).toBe(true)
  })

  it('a local router may be a resource', () => {
    const add: Told = [
      'PlanChangeRequested',
      '2025-05-20',
      { changeId: 'ch-1', action: 'add', ref: 'lr-1', serviceKind: 'local-router' },
    ]
    const it = contract(
      aws(),
      add,
      contracted('PrerequisiteMet', '2025-05-21'),
      terminated('2025-06-20', 'lr-1'),
    )
    expect(value(it.at('2025-06-20T23:59:59'), 'option.usable', 'aws-1')).toBe(true)
    expect(value(it.at('2025-06-21T00:00:00'), 'option.usable', 'aws-1')).toBe(false)
  })

  it('SC-Q20: without one of them it goes on, and so does its base fee', () => {
    const it = contract(
      ...all,
      terminated('2025-06-20', 'lr-1'),
      contracted('PrerequisiteLapsed', '2025-07-01'),
    )
    expect(value(it.at('2025-06-21'), 'option.usable', 'aws-1')).toBe(false)
    expect(value(it.at('2025-06-21'), 'option.state', 'aws-1')).toBe('active')
    expect(of(it, '2025-08')).toContain('aws-base aws 45000')
  })

  it('suspended it cannot be used', () => {
    const it = contract(...all, [
      'ServiceSuspended',
      '2025-06-05',
      { measureId: 'm-1', kind: 'suspension', ground: 'base-terms', ref: 'aws-1' },
    ])
    expect(value(it.at('2025-06-10'), 'option.state', 'aws-1')).toBe('suspended')
    expect(value(it.at('2025-06-10'), 'option.usable', 'aws-1')).toBe(false)
  })
})

describe('SC-24-1, SC-25-1 第24条, 第25条 a base fee for every month begun', () => {
  it('SC-X21: two days across a month end cost two, a start and end in one month cost one', () => {
    const across = contract(aws('2025-06-30'), terminated('2025-07-01', 'aws-1'))
    expect(
      [of(across, '2025-06'), of(across, '2025-07'), of(across, '2025-08')].map(
        (month) => month.filter((line) => line.startsWith('aws-base')).length,
      ),
    ).toEqual([1, 1, 0])
    const within = contract(aws('2025-06-05'), terminated('2025-06-28', 'aws-1'))
    expect(
      [of(within, '2025-05'), of(within, '2025-06'), of(within, '2025-07')].map(
        (month) => month.filter((line) => line.startsWith('aws-base')).length,
      ),
    ).toEqual([0, 1, 0])
    expect(value(within.at('2025-07-01'), 'charge.proration', 'aws-1')).toBe('full-month')
  })

  it('goes on after the base contract, which ends no option of this section', () => {
    expect(of(contract(aws(), terminated('2025-08-15')), '2025-10')).toContain('aws-base aws 45000')
  })
})

describe('SC-26-1, SC-26-2, SC-26-3 第26条 the data fee', () => {
  it('SC-X22: what goes to AWS is charged, what comes from it is not', () => {
    const it = contract(aws(), read([out('300', 'aws-1'), inbound('500', 'aws-1')]))
    expect(of(it, '2025-06')).toEqual(['aws-base aws 45000', 'aws-data aws-outbound-gb 3150'])
    expect(value(it.at('2025-07-01'), 'usage.not-billed', 'aws-inbound-gb')).toBe('500')
  })

  it.each([
    ['0', 0],
    ['0.09', 0], // 0.945
    ['0.1', 1], // 1.05
    ['137.5', 1443], // 1,443.75
  ])('%s GB at 10.5: %d', (quantity, yen) => {
    expect(of(contract(aws(), read([out(quantity)])), '2025-06')).toContain(`aws-data aws-outbound-gb ${yen}`)
  })

  it('a month that is over without a reading is undetermined, a running one is not', () => {
    const it = contract(aws())
    expect(lines(it.at('2025-06-30T23:59:59'), '2025-06')).not.toContain(
      'aws-data aws-outbound-gb undetermined usage:aws-outbound-gb',
    )
    expect(lines(it.at('2025-07-01T00:00:00'), '2025-06')).toContain(
      'aws-data aws-outbound-gb undetermined usage:aws-outbound-gb',
    )
  })

  it('a later reading replaces an earlier one; two options have their own', () => {
    expect(of(contract(aws(), read([out('100')]), read([out('200')])), '2025-06')).toContain(
      'aws-data aws-outbound-gb 2100',
    )
    const two = contract(aws(), aws('2025-06-01', 'aws-2'), read([out('10', 'aws-1'), out('20', 'aws-2')]))
    expect(of(two, '2025-06').filter((line) => line.startsWith('aws-data'))).toEqual([
      'aws-data aws-outbound-gb 105',
      'aws-data aws-outbound-gb 210',
    ])
  })

  it('nothing is charged outside its time', () => {
    expect(of(contract(aws('2025-07-01'), read([out('100')])), '2025-06')).toEqual([])
  })
})

describe('SC-27-1 第27条 the current AWS Customer Agreement', () => {
  const terms = (versionId: string, effectiveOn: string): Told => [
    'ThirdPartyTermsPublished',
    '2025-01-01',
    { document: 'aws-customer-agreement', versionId, effectiveOn },
  ]
  it('is the latest one at the time of use', () => {
    const it = given(SC, terms('v1', '2024-01-01'), terms('v2', '2025-07-01'), concluded(), aws())
    expect(value(it.at('2025-06-30'), 'terms.third-party-version', 'aws-customer-agreement')).toBe('v1')
    expect(value(it.at('2025-07-01T00:00:00'), 'terms.third-party-version', 'aws-customer-agreement')).toBe(
      'v2',
    )
  })
})

describe('SC-28-1 第28条 the provider’s own side only', () => {
  const outage = (attribution?: string): readonly Told[] => [
    ['OutageRecognized', '2025-06-10', { outageId: 'o-1', scope: 'option', ref: 'aws-1' }],
    ...(attribution
      ? [['OutageCauseDetermined', '2025-06-12', { outageId: 'o-1', attribution }] as Told]
      : []),
  ]
  it.each([
    [undefined, 'undetermined cause:attribution', 'undetermined terms:sla'],
    ['provider', true, 'undetermined terms:sla'],
    ['gross-negligence', true, 'undetermined terms:sla'],
    ['aws-side', false, 'not-attributable'],
    ['third-party', false, 'not-attributable'],
    ['beta', false, 'excluded'],
  ])('caused by %s: %s, %s', (attribution, attributable, outcome) => {
    const c = contract(aws(), outage(attribution)).at('2025-07-01')
    expect(value(c, 'outage.attributable', 'o-1')).toBe(attributable)
    expect(value(c, 'credit.outcome', 'o-1')).toBe(outcome)
  })
})

describe('SC-29-1 第29条 it may change or end', () => {
  it.each([
    ['every contract’s option of the kind', { scope: 'option', option: 'aws' }],
    ['this option', { scope: 'option', ref: 'aws-1' }],
  ])('abolished for %s', (_what, data) => {
    const it = contract(aws(), [
      'ServiceDiscontinued',
      '2025-08-20',
      { ...data, ground: 'supplier', endsOn: '2025-09-30' },
    ])
    expect(value(it.at('2025-08-21'), 'discontinuation.effective-on', 'aws-1')).toBe('2025-09-30')
    const c = it.at('2025-10-01T00:00:00')
    expect(c.terms.options(c)).toMatchObject([
      { state: { value: 'ended' }, endsOn: { value: '2025-09-30', clause: { rule: 'SC-29-1' } } },
    ])
    expect(of(it, '2025-09')).toContain('aws-base aws 45000')
    expect(of(it, '2025-10')).toEqual([])
  })

  it('another option of the contract stays', () => {
    const it = contract(router, [
      'ServiceDiscontinued',
      '2025-08-20',
      { scope: 'option', option: 'aws', ground: 'supplier', endsOn: '2025-09-30' },
    ])
    expect(value(it.at('2025-12-01'), 'option.state', 'lr-1')).toBe('active')
  })
})
