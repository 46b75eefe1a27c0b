import { describe, expect, it } from 'vitest'
import { type Told, given, lines, value } from '../../kit.ts'
import { concluded, published, routerSwitch, server, terminated } from '../told.ts'
import { option } from './told.ts'

const SC = 'sakura-cloud'
const tariff = (data: object = {}): Told => published({ additionalIpFee: 2000, ...data })
const contract = (...told: readonly (Told | readonly Told[])[]) =>
  given(SC, tariff(), concluded('2025-05-01', [server, routerSwitch]), ...told)
const apply = (parentRef?: string): Told => [
  'OptionApplied',
  '2025-06-10',
  { option: 'additional-ip', ref: 'ip-1', ...(parentRef && { parentRef }) },
]
const ip = option('additional-ip', 'ip-1', '2025-06-10', { parentRef: 'rs-1' })
const of = (it: ReturnType<typeof contract>, month: string) =>
  lines(it.at('2026-12-01'), month).filter((line) => line.startsWith('additional-ip'))

describe('SC-13-1 第13条第1項 only with a router+switch', () => {
  it('is refused without one in use', () => {
    const refused = { what: 'refusal.option-requires-parent', clause: { rule: 'SC-13-1' } }
    expect(given(SC, concluded()).refusal(...apply())).toMatchObject(refused)
    expect(given(SC, concluded()).refusal(...apply('sv-1'))).toMatchObject(refused)
    expect(contract().refusal(...apply('sv-1'))).toMatchObject(refused)
    expect(contract(terminated('2025-06-09', 'rs-1')).refusal(...apply('rs-1'))).toMatchObject(refused)
    expect(contract(terminated('2025-06-10T10:00:00', 'rs-1')).refusal(...apply('rs-1'))).toBeUndefined()
    expect(contract().refusal(...apply('rs-1'))).toBeUndefined()
    expect(contract().refusal(...apply())).toBeUndefined()
  })

  it('also accepted it is refused once its router+switch has gone', () => {
    const it = contract(apply('rs-1'), terminated('2025-06-15', 'rs-1'))
    expect(it.refusal('OptionAccepted', '2025-06-15T20:00:00', { ref: 'ip-1' })).toBeUndefined()
    expect(it.refusal('OptionAccepted', '2025-06-16T00:00:00', { ref: 'ip-1' })).toMatchObject({
      clause: { rule: 'SC-13-1' },
    })
  })

  it('one that is provided provisionally is in use', () => {
    const add: Told = [
      'PlanChangeRequested',
      '2025-06-05',
      { changeId: 'ch-1', action: 'add', ref: 'rs-2', serviceKind: 'router-switch' },
    ]
    expect(given(SC, concluded(), add).refusal(...apply('rs-2'))).toBeUndefined()
  })

  it('other options need none, and an unknown text refuses nothing', () => {
    expect(
      given(SC, concluded()).refusal('OptionApplied', '2025-06-10', { option: 'bridge', ref: 'br-1' }),
    ).toBeUndefined()
    expect(
      given(SC, concluded('2025-03-01')).refusal('OptionApplied', '2025-03-10', {
        option: 'additional-ip',
        ref: 'ip-1',
      }),
    ).toBeUndefined()
  })
})

describe('SC-13-2 第13条第2項 ends with its router+switch', () => {
  it('SC-X17: on the same day, by itself', () => {
    const it = contract(ip, terminated('2025-08-03', 'rs-1'))
    expect(value(it.at('2025-08-03T13:00:00'), 'option.ends-on', 'ip-1')).toBe('2025-08-03')
    expect(value(it.at('2025-08-03T23:59:59.999'), 'option.state', 'ip-1')).toBe('active')
    expect(value(it.at('2025-08-04T00:00:00'), 'option.state', 'ip-1')).toBe('ended')
    expect(it.at('2025-08-04').terms.options(it.at('2025-08-04'))).toMatchObject([
      { option: 'additional-ip', endsOn: { value: '2025-08-03', clause: { rule: 'SC-13-2' } } },
    ])
  })

  it('with the contract, for that ends the router+switch', () => {
    expect(value(contract(ip, terminated('2025-08-03')).at('2025-09-01'), 'option.ends-on', 'ip-1')).toBe(
      '2025-08-03',
    )
  })

  it('that names none, with the last of them', () => {
    const two = (...ends: readonly Told[]) =>
      given(
        SC,
        tariff(),
        concluded('2025-05-01', [routerSwitch, { ...routerSwitch, ref: 'rs-2' }]),
        option('additional-ip', 'ip-1', '2025-06-10'),
        ...ends,
      ).at('2025-09-01')
    const [first, second] = [terminated('2025-08-20', 'rs-1'), terminated('2025-08-03', 'rs-2')]
    expect(value(two(first), 'option.state', 'ip-1')).toBe('active')
    expect(value(two(second), 'option.state', 'ip-1')).toBe('active')
    expect(value(two(first, second), 'option.ends-on', 'ip-1')).toBe('2025-08-20')
    expect(value(two(second, first), 'option.ends-on', 'ip-1')).toBe('2025-08-20')
  })

  it('or earlier by its own notice', () => {
    const it = contract(ip, terminated('2025-07-15', 'ip-1'), terminated('2025-08-03', 'rs-1'))
    expect(it.at('2025-09-01').terms.options(it.at('2025-09-01'))).toMatchObject([
      { endsOn: { value: '2025-07-15', clause: { rule: 'SC-6-1' } } },
    ])
  })
})

describe('SC-13-3 第13条第3項 the end month in full', () => {
  it.each(['2025-08-01', '2025-08-03', '2025-08-31'])('ended on %s', (on) => {
    const it = contract(ip, terminated(on, 'rs-1'))
    expect(of(it, '2025-08')).toEqual(['additional-ip additional-ip 2000'])
    expect(of(it, '2025-09')).toEqual([])
    expect(value(it.at('2025-09-01'), 'charge.proration', 'ip-1')).toBe('full-month')
  })

  it.each([
    ['full', ['additional-ip additional-ip 2000']],
    ['free', []],
    ['calendar-days', ['additional-ip additional-ip 1400']], // 21 of 30 days
    [undefined, ['additional-ip additional-ip undetermined tariff:additionalIpStartMonth']],
  ])('SC-Q13: the start month by %s', (additionalIpStartMonth, expected) => {
    const it = given(SC, tariff({ additionalIpStartMonth }), concluded('2025-05-01', [routerSwitch]), ip)
    expect(of(it, '2025-06')).toEqual(expected)
    expect(of(it, '2025-07')).toEqual(['additional-ip additional-ip 2000'])
  })

  it('a start month that is the end month is owed in full', () => {
    const it = given(
      SC,
      tariff({ additionalIpStartMonth: 'free' }),
      concluded('2025-05-01', [routerSwitch]),
      ip,
      terminated('2025-06-20', 'ip-1'),
    )
    expect(of(it, '2025-06')).toEqual(['additional-ip additional-ip 2000'])
  })

  it('not before it starts, not without an acceptance, not while no price is published', () => {
    const later = contract(
      option('additional-ip', 'ip-1', '2025-06-10', { parentRef: 'rs-1', startsOn: '2025-07-01' }),
    )
    expect(value(later.at('2025-06-30T23:59:59.999'), 'option.state', 'ip-1')).toBe('concluded')
    expect(value(later.at('2025-07-01T00:00:00'), 'option.state', 'ip-1')).toBe('active')
    expect(lines(later.at('2025-06-30'), '2025-07')).toEqual([])
    expect(of(later, '2025-06')).toEqual([])
    expect(of(contract(apply('rs-1')), '2025-07')).toEqual([])
    const refused = contract(apply('rs-1'), ['OptionRefused', '2025-06-11', { ref: 'ip-1' }])
    expect(value(refused.at('2025-07-01'), 'option.state', 'ip-1')).toBe('refused')
    expect(of(given(SC, published(), concluded('2025-05-01', [routerSwitch]), ip), '2025-07')).toEqual([
      'additional-ip additional-ip undetermined tariff:additionalIpFee',
    ])
  })
})
