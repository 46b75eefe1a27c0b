import { describe, expect, it } from 'vitest'
import { type Told, given, said, value } from '../../kit.ts'
import { concluded, published, terminated } from '../told.ts'
import {
  attached,
  configured,
  contract,
  created,
  deleted,
  detached,
  earlier,
  fee,
  linesOf,
  priced,
  registered,
  removed,
  unmatched,
} from './told.ts'

describe('SC-41-1, SC-41-2 第41条 a fee a gateway and month, used or not', () => {
  it('SC-X27 a second across a month end is two months', () => {
    const it = contract(created('2025-06-30T23:59:59'), removed('2025-07-01T00:00:00'))
    const months = ['2025-05', '2025-06', '2025-07', '2025-08']
    expect(months.map((month) => fee(it.at('2025-09-01'), 'mobile-gateway', month))).toEqual([
      0, 1800, 1800, 0,
    ])
    expect(linesOf(it.at('2025-09-01'), 'mobile-gateway', '2025-06')[0]?.amount.clause.rule).toBe('SC-41-2')
  })

  it('to the last instant of a month it is one month', () => {
    const it = contract(created('2025-06-01T00:00:00'), removed('2025-06-30T23:59:59.999'))
    expect(
      ['2025-05', '2025-06', '2025-07'].map((month) => fee(it.at('2025-09-01'), 'mobile-gateway', month)),
    ).toEqual([0, 1800, 0])
  })

  it('each gateway has its line, powered or not, up to the month of asOf', () => {
    const it = contract(
      created('2025-06-10', 'gw-2'),
      created('2025-06-05', 'gw-1'),
      configured('2025-06-11', { poweredOn: true }),
    )
    expect(
      linesOf(it.at('2025-07-01'), 'mobile-gateway', '2025-07').map(
        ({ ref, amount }) => `${ref} ${said(amount)} ${amount.clause.rule}`,
      ),
    ).toEqual(['gw-1 1800 SC-41-1', 'gw-2 1800 SC-41-1'])
    expect(fee(it.at('2025-06-30'), 'mobile-gateway', '2025-07')).toBe(0)
    expect(fee(it.at('2025-06-07'), 'mobile-gateway', '2025-06')).toBe(1800)
  })

  it('is undetermined without a price', () => {
    expect(
      fee(
        given('sakura-cloud', earlier, created('2025-06-10')).at('2025-07-01'),
        'mobile-gateway',
        '2025-06',
      ),
    ).toBe('undetermined tariff:mobileGatewayFee')
  })

  it('a gateway that was deleted cannot be used any more', () => {
    const it = contract(created('2025-06-10'), registered('2025-06-10', 's1'), removed('2025-06-20'))
    const use = it.refusal('MobileGatewayConfigured', '2025-06-21', { gatewayId: 'gw-1', poweredOn: true })
    expect([use?.what, use?.clause.rule]).toEqual(['refusal.not-in-force', 'SC-41-2'])
    expect(
      it.refusal('SimAttached', '2025-06-21', { gatewayId: 'gw-1', sims: [{ iccid: 's1' }] })?.what,
    ).toBe('refusal.not-in-force')
    expect(
      it.refusal('MobileGatewayConfigured', '2025-06-19', { gatewayId: 'gw-1', poweredOn: true }),
    ).toBeUndefined()
  })

  it('facts of a gateway nobody created wait for it', () => {
    const facts = [configured('2025-06-11', { poweredOn: true }), removed('2025-06-20')]
    expect(unmatched(contract(registered('2025-06-01', 's1'), ...facts).at('2025-07-01'))).toEqual([
      'MobileGatewayConfigured: MobileGatewayCreated gatewayId gw-1',
      'MobileGatewayDeleted: MobileGatewayCreated gatewayId gw-1',
    ])
    const matched = contract(registered('2025-06-01', 's1'), ...facts, created('2025-06-10')).at('2025-07-01')
    expect(unmatched(matched)).toEqual([])
    expect(fee(matched, 'mobile-gateway', '2025-06')).toBe(1800)
  })
})

const SWITCH = { ref: 'sw-1', serviceKind: 'switch' }
const wired: readonly Told[] = [
  ...concluded('2025-05-01', [SWITCH]),
  ...[
    created('2025-05-10'),
    registered('2025-05-10', 's1'),
    attached('2025-05-11', 'gw-1', 's1'),
    configured('2025-05-12', { switchConnected: true, switchRef: 'sw-1' }),
    configured('2025-05-13', { poweredOn: true }),
  ],
]
const contractWith = (...more: readonly Told[]) =>
  given('sakura-cloud', earlier, priced(), published(), ...wired, ...more)
type It = ReturnType<typeof contract>
const closed = (it: It, at: string) => value(it.at(at), 'sim.closed-network-ready', 's1')
const internet = (it: It, at: string) => value(it.at(at), 'sim.internet-ready', 's1')

describe('SC-34-1 第34条第1項 the closed network needs registration, attachment, switch and power', () => {
  it('from the last of them on, until the first is taken away', () => {
    const it = contractWith()
    expect(closed(it, '2025-05-12T23:00:00')).toBe(false)
    expect(closed(it, '2025-05-13T12:00:00')).toBe(true)
    const off = [
      configured('2025-05-20', { poweredOn: false }),
      configured('2025-05-20', { switchConnected: false }),
      detached('2025-05-20', 's1'),
      deleted('2025-05-20', 's1'),
      removed('2025-05-20'),
    ]
    for (const fact of off) {
      expect(closed(contractWith(fact), '2025-05-20T11:00:00')).toBe(true)
      expect(closed(contractWith(fact), '2025-05-20T13:00:00')).toBe(false)
    }
  })

  it('a new registration is attached anew', () => {
    const it = contractWith(
      deleted('2025-05-20', 's1'),
      registered('2025-05-21', 's1'),
      attached('2025-05-22', 'gw-1', 's1'),
    )
    expect(closed(it, '2025-05-21T13:00:00')).toBe(false)
    expect(closed(it, '2025-05-22T13:00:00')).toBe(true)
  })

  it('attaching elsewhere follows the other gateway', () => {
    const it = contractWith(created('2025-05-15', 'gw-2'), attached('2025-05-16', 'gw-2', 's1'))
    expect(closed(it, '2025-05-16T13:00:00')).toBe(false)
  })
})

describe('SC-34-2 第34条第2項 and a contract for the switch', () => {
  it('a switch that has ended, or that nobody contracted, is none', () => {
    const ended = contractWith(terminated('2025-06-10', 'sw-1'))
    expect(closed(ended, '2025-06-10T23:59:59')).toBe(true)
    expect(closed(ended, '2025-06-11T00:00:00')).toBe(false)
    const other = contractWith(configured('2025-05-20', { switchRef: 'sw-9' }))
    expect(closed(other, '2025-05-20T13:00:00')).toBe(false)
    const c = other.at('2025-05-21')
    expect(
      c.terms.resourceAnswers['sim.closed-network-ready']?.(c, 's1', '2025-05' as never)?.clause.rule,
    ).toBe('SC-34-2')
  })

  it('only what is named changes: the switch stays the one that was named', () => {
    const off = configured('2025-05-20', { switchConnected: false })
    const on = configured('2025-05-22', { switchConnected: true })
    expect(closed(contractWith(off, on), '2025-05-21')).toBe(false)
    expect(closed(contractWith(off, on), '2025-05-23')).toBe(true)
    expect(closed(contractWith(off, on, terminated('2025-05-23', 'sw-1')), '2025-05-24')).toBe(false)
  })

  it('without a name any switch of the contract will do', () => {
    const unnamed = [
      created('2025-05-10'),
      registered('2025-05-10', 's1'),
      attached('2025-05-11', 'gw-1', 's1'),
      configured('2025-05-12', { switchConnected: true, poweredOn: true }),
    ]
    expect(closed(contract(...concluded('2025-05-01', [SWITCH]), ...unnamed), '2025-05-13')).toBe(true)
    expect(closed(contract(...concluded('2025-05-01'), ...unnamed), '2025-05-13')).toBe(false)
    expect(closed(contract(...unnamed), '2025-05-13')).toBe(false)
  })
})

describe('SC-34-3 第34条第3項 the Internet needs registration, attachment, power and the setting, no switch', () => {
  it('follows the setting and the power', () => {
    const it = contract(
      created('2025-05-10'),
      registered('2025-05-10', 's1'),
      attached('2025-05-11', 'gw-1', 's1'),
      configured('2025-05-12', { poweredOn: true, internetEnabled: true }),
      configured('2025-05-20', { internetEnabled: false }),
      configured('2025-05-22', { internetEnabled: true }),
      configured('2025-05-24', { poweredOn: false }),
    )
    const seen = [
      '2025-05-11T23:00:00',
      '2025-05-12T12:00:00',
      '2025-05-20T12:00:00',
      '2025-05-22T12:00:00',
      '2025-05-24T12:00:00',
    ]
    expect(seen.map((at) => internet(it, at))).toEqual([false, true, false, true, false])
  })
})
