import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, given, published } from './contracts.ts'

const METERS = ['transcode-hours', 'storage-gb', 'delivery-gb', 'live-hours']
const allowances = (c: Parameters<typeof value>[0]) =>
  METERS.map((meter) => value(c, 'contract.allowance', meter))

describe('IJ-1-1a 第1条 BASIC', () => {
  it('includes 100 h, 2 TB, 1 TB and 70 h, a TB being 1,000 GB (IJ-Q4)', () => {
    const c = given(contract('basic')).at('2025-02-01')
    expect(value(c, 'contract.plan')).toBe('basic')
    expect(found(c, 'contract.plan').clause.rule).toBe('IJ-1-1a')
    expect(allowances(c)).toEqual(['100', '2000', '1000', '70'])
  })

  it('takes another TB from a tariff, and says where it was published', () => {
    const c = given(contract('basic'), published({ gbPerTb: 1024 })).at('2025-02-01')
    expect(allowances(c)).toEqual(['100', '2048', '1024', '70'])
    const reading = found(c, 'contract.allowance', 'storage-gb').causes[0]
    expect(reading).toMatchObject({ what: 'tariff.gbPerTb', clause: { rule: 'IJ-Q4' } })
  })
})

describe('IJ-1-1b 第1条 PREMIUM', () => {
  it('includes 200 h, 5 TB, 10 TB and 150 h', () => {
    const c = given(contract('premium')).at('2025-02-01')
    expect(found(c, 'contract.plan')).toMatchObject({ value: 'premium', clause: { rule: 'IJ-1-1b' } })
    expect(allowances(c)).toEqual(['200', '5000', '10000', '150'])
  })
})

describe('the plan over time', () => {
  const request = (changeId: string, on: string, plan: string): Told => [
    'PlanChangeRequested',
    on,
    { changeId, plan },
  ]
  const accept = (changeId: string, on: string, effectiveOn?: string): Told => [
    'PlanChangeAccepted',
    on,
    { changeId, ...(effectiveOn && { effectiveOn }) },
  ]
  const planOn = (facts: readonly Told[], day: string) =>
    value(given(contract('basic'), facts).at(day), 'contract.plan')

  it('changes at 00:00 of the day on which an accepted request takes effect', () => {
    const facts = [request('ch-1', '2025-03-01', 'premium'), accept('ch-1', '2025-03-05', '2025-04-01')]
    expect(planOn(facts, '2025-03-31T23:59:59.999')).toBe('basic')
    expect(planOn(facts, '2025-04-01T00:00:00')).toBe('premium')
  })

  it('takes effect on the day of the acceptance where that names none', () => {
    const facts = [request('ch-1', '2025-03-01', 'premium'), accept('ch-1', '2025-03-05T18:00:00')]
    expect(planOn(facts, '2025-03-05T18:00:00')).toBe('premium')
  })

  it('does not change on a request alone, nor on one that was refused, nor on one nobody made', () => {
    const asked = request('ch-1', '2025-03-01', 'premium')
    expect(planOn([asked], '2025-04-01')).toBe('basic')
    expect(
      planOn(
        [asked, ['PlanChangeRefused', '2025-03-02', { changeId: 'ch-1', ground: 'other' }]],
        '2025-04-01',
      ),
    ).toBe('basic')
    expect(planOn([accept('ch-9', '2025-03-05')], '2025-04-01')).toBe('basic')
  })

  it('says what became of a request', () => {
    const facts = [request('ch-1', '2025-03-01', 'premium'), accept('ch-1', '2025-03-05')]
    const refused: Told = ['PlanChangeRefused', '2025-03-05', { changeId: 'ch-1', ground: 'technical' }]
    const state = (told: readonly Told[], at: string) =>
      value(given(contract(), told).at(at), 'change.state', 'ch-1')
    expect(state(facts, '2025-03-02')).toBe('applied')
    expect(state(facts, '2025-03-06')).toBe('concluded')
    expect(state([request('ch-1', '2025-03-01', 'premium'), refused], '2025-03-06')).toBe('refused')
  })

  it('is of the latest effective day, not of the latest decision; of one day the later decision counts', () => {
    const late: Told = ['PlanChanged', '2025-03-10', { plan: 'premium', effectiveOn: '2025-06-01' }]
    const early: Told = ['PlanChanged', '2025-03-20', { plan: 'basic', effectiveOn: '2025-05-01' }]
    expect(planOn([late, early], '2025-05-15')).toBe('basic')
    expect(planOn([late, early], '2025-06-01')).toBe('premium')
    const same: Told = ['PlanChanged', '2025-03-21', { plan: 'basic', effectiveOn: '2025-06-01' }]
    expect(planOn([late, same], '2025-06-01')).toBe('basic')
  })

  it('leaves the plan alone where a change is of an option or adds something', () => {
    expect(planOn([['PlanChanged', '2025-03-10', { plan: 'premium', ref: 'drm-1' }]], '2025-04-01')).toBe(
      'basic',
    )
    const added: Told = [
      'PlanChangeRequested',
      '2025-03-01',
      { changeId: 'ch-1', plan: 'premium', action: 'add' },
    ]
    expect(planOn([added, accept('ch-1', '2025-03-02')], '2025-04-01')).toBe('basic')
  })

  it('does not depend on the order in which facts are told', () => {
    const facts: readonly Told[] = [
      request('ch-1', '2025-03-01', 'premium'),
      accept('ch-1', '2025-03-05', '2025-04-01'),
      ['PlanChanged', '2025-05-10', { plan: 'basic', effectiveOn: '2025-07-01' }],
      request('ch-2', '2025-06-01', 'premium'),
      accept('ch-2', '2025-06-02', '2025-06-15'),
      ['PlanChanged', '2025-08-01', { plan: 'premium' }],
    ]
    const days = ['2025-03-31', '2025-04-01', '2025-06-20', '2025-07-01', '2025-07-31', '2025-08-01']
    const expected = ['basic', 'premium', 'premium', 'basic', 'basic', 'premium']
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...contract('basic'), ...facts], { minLength: 9, maxLength: 9 }),
        (told) => {
          expect(days.map((day) => value(given(told).at(day), 'contract.plan'))).toEqual(expected)
        },
      ),
      { numRuns: 50 },
    )
  })
})
