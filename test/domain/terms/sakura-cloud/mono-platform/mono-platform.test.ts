import { describe, expect, it } from 'vitest'
import { type ResourceKind } from '../../../../../src/domain/terms/terms.ts'
import { type Told, given, value } from '../../kit.ts'
import { applied } from '../told.ts'
import {
  contract,
  deadlines,
  deleted,
  earlier,
  fee,
  linesOf,
  options,
  registered,
  unmatched,
} from '../secure-mobile/told.ts'

const REF = 'mono-platform'
const project = (at: string, projectId = 'p1'): Told => ['MonoProjectCreated', at, { projectId }]
const dropped = (at: string, projectId = 'p1'): Told => ['MonoProjectDeleted', at, { projectId }]
const granted = (at: string, deviceId = 'd1', iccid = 's1', projectId = 'p1'): Told => [
  'DeviceIdGranted',
  at,
  { projectId, devices: [{ deviceId, iccid }] },
]
const removed = (at: string, ...ids: string[]): Told => [
  'DeviceIdRemoved',
  at,
  { devices: ids.map((deviceId) => ({ deviceId })) },
]
const traffic = (at: string, month: string, bytes: Readonly<Record<string, number>>): Told => [
  'DeviceTrafficReported',
  at,
  { month, devices: Object.entries(bytes).map(([deviceId, amount]) => ({ deviceId, bytes: amount })) },
]
const sim = registered('2025-02-20T10:00:00', 's1')
type It = ReturnType<typeof contract>
const fees = (it: It, ...months: string[]) =>
  months.map((month) => fee(it.at('2025-12-01'), 'platform-base', month))

describe('SC-55-1 第55条第1項 formed by a project', () => {
  it('at the instant the data was received', () => {
    const it = contract(sim, project('2025-02-20T11:00:00'))
    expect(value(it.at('2025-03-01'), 'contract.formed-at', REF)).toBe('2025-02-20T11:00:00.000+09:00')
    expect(options(it.at('2025-03-01'))).toEqual([
      'secure-mobile active 2025-02-20 -',
      `${REF} active 2025-02-20 -`,
    ])
  })

  it('SC-55-2 第55条第2項 organisations for business only', () => {
    const by = (data: Readonly<Record<string, unknown>>) =>
      value(
        contract(applied('2025-02-01', [], data), project('2025-02-20')).at('2025-03-01'),
        'application.ineligible',
        REF,
      )
    expect(by({ applicantKind: 'individual' })).toBe(true)
    expect(by({})).toBe(false)
  })
})

describe('SC-53-1, SC-53-2 第53条 usable with a SIM resource, under a secure mobile contract', () => {
  const usable = (it: It, at: string) => value(it.at(at), 'option.usable', REF)

  it('only with both', () => {
    const it = contract(sim, project('2025-02-21'), granted('2025-02-22'), removed('2025-03-10', 'd1'))
    expect(usable(it, '2025-02-21T13:00:00')).toBe(false)
    expect(usable(it, '2025-02-22T12:00:00')).toBe(true)
    expect(usable(it, '2025-03-10T12:00:00')).toBe(false)
    const alone = contract(project('2025-02-21'), granted('2025-02-22'))
    expect(usable(alone, '2025-02-23')).toBe(false)
  })

  it('not while that contract is stopped or after it ended', () => {
    const both = [sim, project('2025-02-21'), granted('2025-02-22')] as const
    const stop: Told = [
      'ServiceSuspended',
      '2025-03-01',
      { measureId: 'm-1', kind: 'suspension', ground: 'base-terms', ref: 'secure-mobile' },
    ]
    expect(usable(contract(...both, stop), '2025-03-02')).toBe(false)
    const ended = contract(...both, deleted('2025-03-05', 's1'))
    expect(usable(ended, '2025-03-31T23:59:59')).toBe(true)
    expect(usable(ended, '2025-04-01T00:00:00')).toBe(false)
  })
})

describe('SC-54-5 第54条第5項 a SIM keeps its device ID', () => {
  it('SC-X39 the one of its first registration', () => {
    const it = contract(
      sim,
      project('2025-02-21'),
      granted('2025-03-01', 'd1'),
      removed('2025-05-10', 'd1'),
      granted('2025-05-20', 'd1'),
    )
    expect(value(it.at('2025-06-01'), 'device.id', 's1')).toBe('d1')
    expect(value(it.at('2025-05-15'), 'device.id', 's1')).toBe('d1')
    const other = contract(
      sim,
      project('2025-02-21'),
      granted('2025-03-01', 'd1'),
      removed('2025-05-10', 'd1'),
      granted('2025-05-20', 'd2'),
    )
    expect(value(other.at('2025-06-01'), 'device.id', 's1')).toBe('d1')
    expect(() => value(it.at('2025-02-25'), 'device.id', 's1')).toThrow('does not arise')
  })
})

describe('SC-57-1, SC-57-2a, SC-57-2b, SC-57-2c 第57条第1項・第2項 a full fee an ID and month, with traffic through the platform', () => {
  it('SC-X39 none without it, whatever the SIM did', () => {
    const it = contract(
      sim,
      project('2025-02-21'),
      granted('2025-03-01'),
      traffic('2025-04-30', '2025-04', { d1: 0 }),
      traffic('2025-05-31', '2025-05', { d1: 9 }),
    )
    expect(fees(it, '2025-03', '2025-04', '2025-05', '2025-06')).toEqual([0, 0, 50, 0])
    const used: Told = ['SimCommunicated', '2025-03-05', { sims: [{ iccid: 's1' }] }]
    expect(fees(contract(sim, project('2025-02-21'), granted('2025-03-01'), used), '2025-03')).toEqual([0])
  })

  it('the months of the grant and of the removal are whole ones', () => {
    const it = contract(sim, project('2025-02-21'), granted('2025-03-31T23:59:59.999'), removed('2025-05-01T00:00:00', 'd1'),
      traffic('2025-03-31T23:59:59.999', '2025-03', { d1: 1 }), traffic('2025-04-30', '2025-04', { d1: 1 }), traffic('2025-05-31', '2025-05', { d1: 1 }), traffic('2025-06-30', '2025-06', { d1: 1 })) // prettier-ignore
    expect(fees(it, '2025-03', '2025-04', '2025-05', '2025-06')).toEqual([50, 50, 50, 0])
  })

  it('SC-56-1 第56条第1項 is undetermined without a price, and needs no ready state', () => {
    const it = given(
      'sakura-cloud',
      earlier,
      project('2025-02-21'),
      granted('2025-03-01'),
      traffic('2025-03-31', '2025-03', { d1: 1 }),
    )
    expect(fees(it, '2025-03')).toEqual(['undetermined tariff:platformBaseFee'])
  })

  it('like fees are one line with the IDs behind it', () => {
    const it = contract(
      project('2025-02-21'),
      granted('2025-03-01', 'd2', 's2'),
      granted('2025-03-01', 'd1', 's1'),
      traffic('2025-03-31', '2025-03', { d1: 1, d2: 1 }),
    )
    const [line, ...others] = linesOf(it.at('2025-04-01'), 'platform-base', '2025-03')
    expect([others.length, line?.quantity, line?.option]).toEqual([0, '2', REF])
    expect([...(line?.detail?.() ?? [])].map(({ ref, clause }) => `${ref} ${clause.rule}`)).toEqual([
      'd1 SC-57-1',
      'd2 SC-57-1',
    ])
  })
})

describe('SC-57-3 第57条第3項 one fee for each grant of the month', () => {
  it('SC-X39 removed and granted again: two', () => {
    const it = contract(
      sim,
      project('2025-02-21'),
      granted('2025-03-01'),
      removed('2025-05-10', 'd1'),
      granted('2025-05-20'),
      traffic('2025-05-31', '2025-05', { d1: 4096 }),
    )
    expect(fees(it, '2025-03', '2025-04', '2025-05')).toEqual([0, 0, 100])
    expect(value(it.at('2025-05-31'), 'device.grants', 'd1')).toBe(2)
    expect(value(it.at('2025-04-30'), 'device.grants', 'd1')).toBe(1)
    expect(linesOf(it.at('2025-06-01'), 'platform-base', '2025-05')[0]?.amount.clause.rule).toBe('SC-57-3')
  })
})

describe('SC-62-1, SC-62-2 第62条 a year more, unless all projects are deleted', () => {
  const first = project('2024-07-01T00:00:00')

  it('extends at 00:00 after the end, and ends with the month of the full deletion', () => {
    const it = contract(first, project('2024-08-01', 'p2'), dropped('2024-09-01', 'p1'))
    expect(value(it.at('2025-06-30T23:59:59'), 'term.end', REF)).toBe('2025-06-30')
    expect(value(it.at('2025-07-01T00:00:00'), 'term.end', REF)).toBe('2026-06-30')
    expect(value(it.at('2025-07-01'), 'term.renews', REF)).toBe(true)
    const gone = contract(
      first,
      project('2024-08-01', 'p2'),
      dropped('2024-09-01', 'p1'),
      dropped('2024-09-10', 'p2'),
    )
    expect(options(gone.at('2024-09-30T23:59:59'))).toEqual([`${REF} active 2024-07-01 2024-09-30`])
    expect(options(gone.at('2024-10-01T00:00:00'))).toEqual([`${REF} ended 2024-07-01 2024-09-30`])
    expect(deadlines(gone.at('2024-09-11'), 'termination-effective')).toEqual(['2024-09-30 upcoming'])
    expect(value(gone.at('2024-09-11'), 'option.ends-on', REF)).toBe('2024-09-30')
  })

  it('a project that is gone takes its IDs with it, and grants no more', () => {
    const it = contract(
      first,
      granted('2024-07-10'),
      dropped('2024-09-10'),
      traffic('2024-10-31', '2024-10', { d1: 1 }),
    )
    const c = it.at('2024-11-01')
    const page = (kind: ResourceKind) =>
      c.terms
        .resources(c)
        .find((each) => each.kind === kind)
        ?.page('', 5)
        .map(({ state }) => state)
    expect([page('devices'), page('monoProjects')]).toEqual([['removed'], ['deleted']])
    expect(fees(it, '2024-10')).toEqual([0])
    const refusal = it.refusal('DeviceIdGranted', '2024-09-11', {
      projectId: 'p1',
      devices: [{ deviceId: 'd2', iccid: 's2' }],
    })
    expect([refusal?.what, refusal?.clause.rule]).toEqual(['refusal.not-in-force', 'SC-62-2'])
    expect(
      it.refusal('DeviceIdGranted', '2024-09-09', {
        projectId: 'p1',
        devices: [{ deviceId: 'd2', iccid: 's2' }],
      }),
    ).toBeUndefined()
  })

  it('its devices as resources', () => {
    const it = contract(
      first,
      granted('2024-07-10', 'd2', 's2'),
      granted('2024-07-11', 'd1', 's1'),
      removed('2024-07-12', 'd2'),
    )
    const c = it.at('2024-07-13')
    const entries = c.terms.resources(c).find(({ kind }) => kind === 'devices')
    expect(entries?.count).toBe(2)
    expect(entries?.page('', 9)).toMatchObject([
      { deviceId: 'd1', state: 'granted', iccid: 's1', projectId: 'p1', removedAt: null },
      { deviceId: 'd2', state: 'removed', iccid: 's2', removedAt: '2024-07-12T12:00:00.000+09:00' },
    ])
    expect(entries?.page('d1', 9)).toHaveLength(1)
  })
})

describe('act.unmatched of projects and devices', () => {
  it('waits for the other half', () => {
    const it = contract(
      granted('2025-03-01', 'd1', 's1', 'p9'),
      removed('2025-03-02', 'd1'),
      dropped('2025-03-03', 'p8'),
      traffic('2025-03-31', '2025-03', { d1: 5, d2: 0 }),
      project('2025-03-05'),
      granted('2025-03-06', 'd5'),
      granted('2025-03-07', 'd5'),
    )
    expect([...unmatched(it.at('2025-04-01'))].sort()).toEqual([
      'DeviceIdGranted: DeviceIdRemoved deviceId d5',
      'DeviceIdGranted: MonoProjectCreated projectId p9',
      'DeviceIdRemoved: DeviceIdGranted deviceId d1',
      'DeviceTrafficReported: DeviceIdGranted deviceId d1',
      'MonoProjectDeleted: MonoProjectCreated projectId p8',
    ])
  })
})
