import { describe, expect, test } from 'vitest'
import { findOne } from '../../src/projections/finding.ts'
import { type Told, given } from '../domain/terms/kit.ts'

const registered = (...iccids: string[]): Told => [
  'SimRegistered',
  '2025-05-08T10:00:00',
  { sims: iccids.map((iccid) => ({ iccid })) },
]
const asked = (told: readonly Told[], what: string, ref?: string) =>
  findOne(given('sakura-cloud', told).at('2025-06-01'), 'contract-c-1', what, ref, undefined)

describe('a finding of a resource', () => {
  test('is the only one without a ref', () => {
    expect(asked([registered('i-1')], 'sim.state')).toMatchObject({
      one: { ref: 'i-1', value: 'registered' },
    })
  })

  test('needs a ref where there are several: they are named, a hundred of a kind at most', () => {
    expect(asked([registered('i-1', 'i-2')], 'sim.state')).toEqual({ ambiguous: ['i-1', 'i-2'] })
    expect(asked([registered('i-1', 'i-2')], 'sim.state', 'i-2')).toMatchObject({ one: { ref: 'i-2' } })
    const fleet = registered(...Array.from({ length: 300 }, (_, i) => `i-${String(i).padStart(3, '0')}`))
    const found = asked([fleet], 'sim.state')
    expect('ambiguous' in found && found.ambiguous).toHaveLength(100)
    expect(asked([fleet], 'sim.state', 'i-299')).toMatchObject({ one: { ref: 'i-299' } })
  })

  test('counts only those of which the question arises', () => {
    const disabled: Told = ['SimLockChanged', '2025-05-09', { sims: [{ iccid: 'i-2' }], state: 'disabled' }]
    expect(asked([registered('i-1', 'i-2'), disabled], 'sim.refund')).toMatchObject({
      one: { ref: 'i-2', value: 0 },
    })
    expect(asked([registered('i-1')], 'sim.refund')).toEqual({ none: true })
  })

  test('of a device is found by its own id, and its device id by the SIM', () => {
    const granted: Told[] = [
      ['MonoProjectCreated', '2025-05-08T11:00:00', { projectId: 'm-1' }],
      [
        'DeviceIdGranted',
        '2025-05-08T12:00:00',
        { projectId: 'm-1', devices: [{ deviceId: 'd-1', iccid: 'i-1' }] },
      ],
    ]
    expect(asked([registered('i-1'), ...granted], 'device.grants')).toMatchObject({ one: { ref: 'd-1' } })
    expect(asked([registered('i-1'), ...granted], 'device.id')).toMatchObject({
      one: { ref: 'i-1', value: 'd-1' },
    })
  })
})
