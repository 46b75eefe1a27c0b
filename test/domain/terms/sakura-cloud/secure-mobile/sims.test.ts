import { describe, expect, it } from 'vitest'
import { type Case } from '../../../../../src/domain/contract/case.ts'
import { type ResourceKind } from '../../../../../src/domain/terms/terms.ts'
import { type Told, value } from '../../kit.ts'
import {
  attached,
  contract,
  created,
  deleted,
  detached,
  fee,
  lent,
  lock,
  registered,
  reported,
  communicated,
  unmatched,
} from './told.ts'

type It = ReturnType<typeof contract>
const state = (it: It, at: string, iccid = 's1') => value(it.at(at), 'sim.state', iccid)
const refused = (it: It, type: Told[0], at: string, data: object) => {
  const refusal = it.refusal(type, at, data as Record<string, unknown>)
  return refusal && `${refusal.what} ${refusal.clause.rule}`
}
const sims = (...ids: string[]) => ({ sims: ids.map((iccid) => ({ iccid })) })

describe('SC-45-1 第45条第1項 only SIMs that were lent (R-2)', () => {
  it('until any were, there is no list to check against', () => {
    const it = contract(created('2025-05-01'), lent('2025-05-10', 's1', 's2'))
    expect(refused(it, 'SimRegistered', '2025-05-09', sims('s9'))).toBeUndefined()
    expect(refused(it, 'SimRegistered', '2025-05-11', sims('s1', 's2'))).toBeUndefined()
    expect(refused(it, 'SimRegistered', '2025-05-11', sims('s1', 's9'))).toBe('refusal.sim-not-lent SC-45-1')
  })

  it('one lent later is judged by what was known then', () => {
    const it = contract(created('2025-05-01'), lent('2025-05-10', 's1'), lent('2025-05-20', 's2'))
    expect(refused(it, 'SimRegistered', '2025-05-19', sims('s2'))).toBe('refusal.sim-not-lent SC-45-1')
    expect(refused(it, 'SimRegistered', '2025-05-20T12:00:00', sims('s2'))).toBeUndefined()
  })
})

describe('SC-45-3, SC-45-4 第45条第3項・第4項 locks', () => {
  it('locked, unlocked, disabled for good', () => {
    const it = contract(
      registered('2025-05-01', 's1'),
      lock('2025-05-02', 'locked', 's1'),
      lock('2025-05-03', 'unlocked', 's1'),
      lock('2025-05-04', 'locked', 's1'),
      lock('2025-05-05', 'disabled', 's1'),
      lock('2025-05-06', 'unlocked', 's1'),
    )
    expect(['01', '02', '03', '04', '05', '06'].map((day) => state(it, `2025-05-${day}T13:00:00`))).toEqual([
      'registered', 'locked', 'registered', 'locked', 'disabled', 'disabled',
    ]) // prettier-ignore
    expect(unmatched(it.at('2025-05-07'))).toEqual(['SimLockChanged: SimLockChanged locked iccid s1'])
  })

  it('SC-X37 neither exchanged nor refunded', () => {
    const it = contract(registered('2025-05-01', 's1', 's2'), lock('2025-05-05', 'disabled', 's1'))
    expect(value(it.at('2025-05-06'), 'sim.refund', 's1')).toBe(0)
    expect(() => value(it.at('2025-05-04'), 'sim.refund', 's1')).toThrow('does not arise')
    expect(() => value(it.at('2025-05-06'), 'sim.refund', 's2')).toThrow('does not arise')
  })

  it('a lock is one of the card: it outlasts a deletion', () => {
    const it = contract(
      registered('2025-05-01', 's1'),
      lock('2025-05-02', 'locked', 's1'),
      deleted('2025-05-10', 's1'),
      registered('2025-05-12', 's1'),
    )
    expect(state(it, '2025-05-11')).toBe('deleted')
    expect(state(it, '2025-05-13')).toBe('locked')
  })

  it('a SIM that was deleted can be neither locked nor attached, and another one of the batch neither', () => {
    const it = contract(
      created('2025-05-01'),
      registered('2025-05-01', 's1', 's2'),
      deleted('2025-05-10', 's1'),
    )
    expect(refused(it, 'SimLockChanged', '2025-05-11', { ...sims('s2', 's1'), state: 'locked' })).toBe(
      'refusal.not-in-force SC-38-2a',
    )
    expect(refused(it, 'SimAttached', '2025-05-11', { ...sims('s1'), gatewayId: 'gw-1' })).toBe(
      'refusal.not-in-force SC-38-2a',
    )
    expect(refused(it, 'SimLockChanged', '2025-05-11', { ...sims('s2'), state: 'locked' })).toBeUndefined()
    expect(refused(it, 'SimLockChanged', '2025-05-09', { ...sims('s1'), state: 'locked' })).toBeUndefined()
    expect(
      refused(it, 'SimUsageReported', '2025-05-31', { month: '2025-05', sims: [{ iccid: 's1', bytes: 4 }] }),
    ).toBeUndefined()
  })
})

describe('act.unmatched: what is told of SIMs without what it needs', () => {
  it('has no effect, and names the first SIM and how many more', () => {
    const it = contract(
      created('2025-05-01'),
      deleted('2025-05-02', 's1', 's2', 's3'),
      attached('2025-05-03', 'gw-1', 's1'),
      detached('2025-05-04', 's1'),
      lock('2025-05-05', 'locked', 's2'),
      registered('2025-05-06', 's1'),
      registered('2025-05-07', 's1', 's2'),
      attached('2025-05-08', 'gw-9', 's1'),
    )
    expect(unmatched(it.at('2025-05-09'))).toEqual([
      'SimDeleted: SimRegistered iccid s1 and of 2 more',
      'SimAttached: SimRegistered iccid s1',
      'SimDetached: SimAttached iccid s1',
      'SimLockChanged: SimRegistered iccid s2',
      'SimRegistered: SimDeleted iccid s1',
      'SimAttached: MobileGatewayCreated gatewayId gw-9',
    ])
    expect(state(it, '2025-05-09', 's2')).toBe('registered')
    expect(unmatched(it.at('2025-05-04T13:00:00'))).toHaveLength(3)
  })

  it('of reports: SIMs with bytes and without a registration in the month', () => {
    const it = contract(
      registered('2025-05-10', 's1'),
      reported('2025-05-31', '2025-05', { s1: 5, s2: 5, s3: 0 }),
      communicated('2025-06-01', 's4', 's5'),
      reported('2025-06-30', '2025-04', { s1: 5 }),
    )
    expect([...unmatched(it.at('2025-07-01'))].sort()).toEqual([
      'SimCommunicated: SimRegistered iccid s4 and of 1 more',
      'SimUsageReported: SimRegistered iccid s1',
      'SimUsageReported: SimRegistered iccid s2',
    ])
    expect(fee(it.at('2025-07-01'), 'sim-base', '2025-04')).toBe(0)
  })

  it('until the other half is told, in whatever order', () => {
    const it = contract(
      reported('2025-05-31', '2025-05', { s2: 5 }),
      deleted('2025-05-20', 's1'),
      registered('2025-05-10', 's1', 's2'),
    )
    expect(unmatched(it.at('2025-06-01'))).toEqual([])
    expect(state(it, '2025-05-21')).toBe('deleted')
  })
})

const page = (c: Case, kind: ResourceKind, after = '', limit = 10) =>
  c.terms
    .resources(c)
    .find((each) => each.kind === kind)
    ?.page(after, limit)
    .map((entry) => `${String(entry['iccid'] ?? entry['gatewayId'])} ${entry.state}`)
const count = (c: Case, kind: ResourceKind) => c.terms.resources(c).find((each) => each.kind === kind)?.count

describe('SC-35 第35条 SIMs and gateways as resources, in order of their ids', () => {
  const it_ = contract(
    created('2025-05-01', 'gw-2'),
    created('2025-05-02', 'gw-1'),
    registered('2025-05-03', 's3', 's1'),
    registered('2025-05-05', 's2'),
    attached('2025-05-06', 'gw-1', 's2'),
    lock('2025-05-07', 'locked', 's3'),
    deleted('2025-05-08', 's1'),
  )

  it('with their states, deleted ones too, page by page', () => {
    const c = it_.at('2025-05-09')
    expect(page(c, 'sims')).toEqual(['s1 deleted', 's2 registered', 's3 locked'])
    expect(page(c, 'sims', 's1', 1)).toEqual(['s2 registered'])
    expect(page(c, 'sims', 's3')).toEqual([])
    expect([count(c, 'sims'), count(c, 'gateways')]).toEqual([3, 2])
    expect(page(c, 'gateways')).toEqual(['gw-1 off', 'gw-2 off'])
  })

  it('as far as a view reaches', () => {
    const c = it_.at('2025-05-04')
    expect(page(c, 'sims')).toEqual(['s1 registered', 's3 registered'])
    expect(count(c, 'sims')).toBe(2)
    expect(page(it_.at('2025-05-01'), 'gateways')).toEqual(['gw-2 off'])
    expect(count(it_.at('2025-05-02T23:00:00'), 'sims')).toBeUndefined()
  })

  it('a SIM says when it was registered and where it is attached', () => {
    const c = it_.at('2025-05-09')
    const [entry] =
      c.terms
        .resources(c)
        .find(({ kind }) => kind === 'sims')
        ?.page('s1', 1) ?? []
    expect(entry).toMatchObject({
      iccid: 's2',
      registeredAt: '2025-05-05T12:00:00.000+09:00',
      deletedAt: null,
      gatewayId: 'gw-1',
    })
  })
})
