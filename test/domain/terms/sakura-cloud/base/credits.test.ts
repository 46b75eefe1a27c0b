import { describe, expect, it } from 'vitest'
import { type Told, given, lines, value } from '../../kit.ts'
import { concluded, published } from '../told.ts'

const outage: readonly Told[] = [
  ['OutageBegan', '2025-06-10T10:00:00', { outageId: 'o-1', totality: 'total' }],
  ['OutageRecognized', '2025-06-10T11:00:00', { outageId: 'o-1' }],
  ['OutageEnded', '2025-06-12T11:00:00', { outageId: 'o-1' }],
]
const cause = (attribution: string): Told => [
  'OutageCauseDetermined',
  '2025-06-15',
  { outageId: 'o-1', attribution },
]
const granted = (data: object = {}): Told => ['CreditGranted', '2025-07-05', { outageId: 'o-1', ...data }]
const contract = (...told: readonly Told[]) =>
  given('sakura-cloud', published(), concluded(), outage, ...told)
const outcome = (...told: readonly Told[]) =>
  value(contract(...told).at('2025-08-01'), 'credit.outcome', 'o-1')
const credit = (...told: readonly Told[]) =>
  contract(...told)
    .at('2025-08-01')
    .terms.credits(contract(...told).at('2025-08-01'))[0]

describe('SC-10-1 第10条第1項 the SLA is a document of its own', () => {
  it('so a credit is undetermined, whatever the cause and however long', () => {
    for (const told of [[], [cause('provider')], [cause('customer')], [cause('force-majeure')]])
      expect(outcome(...told)).toBe('undetermined terms:sla')
    expect(credit()).toMatchObject({
      amount: null,
      units: null,
      claimableOn: null,
      claimDeadline: null,
      appliedTo: [],
    })
  })

  it('is what the provider granted: a line of the month named, else of the month of the outage', () => {
    expect(outcome(granted({ amount: 800 }))).toBe('granted')
    expect(credit(granted({ amount: 800 }))).toMatchObject({
      amount: 800,
      appliedTo: [{ month: '2025-06', amount: 800 }],
    })
    expect(lines(contract(granted({ amount: 800 })).at('2025-08-01'), '2025-06')).toContain(
      'outage-credit outage-credit -800',
    )
    const july = contract(granted({ amount: 800, month: '2025-07' })).at('2025-08-01')
    expect(lines(july, '2025-06')).not.toContain('outage-credit outage-credit -800')
    expect(lines(july, '2025-07')).toContain('outage-credit outage-credit -800')
  })

  it('granted without an amount it is still the SLA that says how much', () => {
    const c = contract(granted()).at('2025-08-01')
    expect(value(c, 'credit.outage', 'o-1')).toBe('undetermined terms:sla')
    expect(lines(c, '2025-06')).toContain('outage-credit outage-credit undetermined terms:sla')
  })

  it('refused it pays nothing', () => {
    const refused: Told = ['CreditRefused', '2025-07-05', { outageId: 'o-1' }]
    expect(outcome(refused)).toBe('refused')
    expect(credit(refused)?.amount).toBe(0)
  })

  it('the last word counts: refused after a grant it pays nothing, granted after a refusal it does', () => {
    const refused = (at: string): Told => ['CreditRefused', at, { outageId: 'o-1' }]
    const taken = contract(granted({ amount: 800 }), refused('2025-07-06')).at('2025-08-01')
    expect(value(taken, 'credit.outcome', 'o-1')).toBe('refused')
    expect(value(taken, 'credit.outage', 'o-1')).toBe(0)
    expect(lines(taken, '2025-06')).not.toContain('outage-credit outage-credit -800')
    expect(outcome(refused('2025-07-04'), granted({ amount: 800 }))).toBe('granted')
    expect(outcome(granted({ amount: 800 }), refused('2025-07-05'))).toBe('refused')
    expect(outcome(refused('2025-07-05'), granted({ amount: 800 }))).toBe('granted')
  })

  it('shows when it was claimed', () => {
    expect(credit(['CreditClaimed', '2025-06-20T09:00:00', { outageId: 'o-1' }])?.claimedAt).toBe(
      '2025-06-20T09:00:00.000+09:00',
    )
  })
})

describe('SC-11-2 第11条第2項 never for a β, nor for what a β caused', () => {
  it('SC-11-2, SC-78-1, SC-28-1: caused by a β or by SMS it is excluded; beyond the AWS connection point not attributable', () => {
    expect(outcome(cause('beta'))).toBe('excluded')
    expect(outcome(cause('sms'))).toBe('excluded')
    expect(outcome(cause('aws-side'))).toBe('not-attributable')
    expect(credit(cause('beta'))).toMatchObject({ amount: 0, outcome: { clause: { rule: 'SC-11-2' } } })
    expect(credit(cause('sms'))).toMatchObject({ outcome: { clause: { rule: 'SC-78-1' } } })
    expect(credit(cause('aws-side'))).toMatchObject({ outcome: { clause: { rule: 'SC-28-1' } } })
  })

  it('the last word on the cause counts', () => {
    const later: Told = ['OutageCauseDetermined', '2025-06-20', { outageId: 'o-1', attribution: 'provider' }]
    expect(outcome(cause('beta'), later)).toBe('undetermined terms:sla')
  })

  it('an outage of the β itself is excluded without a cause', () => {
    const told: Told[] = [
      ['OptionEnabled', '2025-05-10', { option: 'beta', ref: 'bo-1', betaId: 'b-1' }],
      ['OutageRecognized', '2025-06-20', { outageId: 'o-2', scope: 'option', ref: 'bo-1' }],
    ]
    expect(value(contract(...told).at('2025-08-01'), 'credit.outcome', 'o-2')).toBe('excluded')
  })
})
