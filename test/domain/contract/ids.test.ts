import { describe, expect, it } from 'vitest'
import { reusedId } from '../../../src/domain/contract/ids.ts'
import { type Told, given } from '../terms/kit.ts'

const granted = (at: string, ...devices: readonly (readonly [deviceId: string, iccid: string])[]): Told => [
  'DeviceIdGranted',
  at,
  { projectId: 'p1', devices: devices.map(([deviceId, iccid]) => ({ deviceId, iccid })) },
]
const reused = (before: readonly Told[], [type, , data]: Told) =>
  reusedId(
    given('sakura-cloud', before).at('2026-01-01').facts,
    'contract-c-1',
    { type, data: data ?? {} },
    () => undefined,
  )

describe('an id names one thing', () => {
  it('a device id stays with its SIM', () => {
    const first = granted('2025-05-01', ['d1', 's1'], ['d2', 's2'])
    expect(reused([first], granted('2025-05-02', ['d1', 's1']))).toBeUndefined()
    expect(reused([first], granted('2025-05-02', ['d3', 's3']))).toBeUndefined()
    expect(reused([first], granted('2025-05-02', ['d3', 's3'], ['d2', 's1']))).toBe(
      'deviceId d2 names the device of SIM s2 already',
    )
    expect(reused([], granted('2025-05-02', ['d3', 's3'], ['d3', 's4']))).toBe(
      'deviceId d3 names the device of SIM s3 already',
    )
  })

  it('a gateway or a project is created once', () => {
    const gateway: Told = ['MobileGatewayCreated', '2025-05-01', { gatewayId: 'gw-1' }]
    expect(reused([gateway], gateway)).toBe('gatewayId gw-1 names another gateway already (event e1)')
    expect(reused([gateway], ['MobileGatewayCreated', '2025-05-02', { gatewayId: 'gw-2' }])).toBeUndefined()
    const project: Told = ['MonoProjectCreated', '2025-05-01', { projectId: 'p1' }]
    expect(reused([project], project)).toBe('projectId p1 names another project already (event e1)')
  })

  it('an outage or a measure once in the whole service', () => {
    const outage = { outageId: 'o-1', totality: 'total' }
    const facts = given('sakura-cloud', ['MobileGatewayCreated', '2025-05-01', { gatewayId: 'gw-1' }]).at(
      '2026-01-01',
    ).facts
    const by = (owner: string | undefined) =>
      reusedId(facts, 'contract-c-1', { type: 'OutageBegan', data: outage }, () => owner)
    expect(by(undefined)).toBeUndefined()
    expect(by('contract-c-1')).toBeUndefined()
    expect(by('outages-sakura-cloud')).toBe(
      'outageId o-1 names another outage of this service already (in outages-sakura-cloud)',
    )
  })
})
