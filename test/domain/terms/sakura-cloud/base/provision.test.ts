import { describe, expect, it } from 'vitest'
import { type Told, given, lines, value } from '../../kit.ts'
import { applied, concluded, published, server, terminated } from '../told.ts'

const SC = 'sakura-cloud'
const change = (at: string, data: object = {}): Told => [
  'PlanChangeRequested',
  at,
  { changeId: 'ch-1', action: 'change', ref: 'sv-1', plan: '4core', ...data },
]
const add = (at: string, ref = 'sv-2', data: object = {}): Told => [
  'PlanChangeRequested',
  at,
  { changeId: `add-${ref}`, action: 'add', ref, serviceKind: 'server', plan: '4core', ...data },
]
const accepted = (at: string, changeId = 'ch-1'): Told => ['PlanChangeAccepted', at, { changeId }]
const withdrawn = (at: string, changeId = 'ch-1'): Told => [
  'PlanChangeRefused',
  at,
  { changeId, ground: 'refusal-ground' },
]
const contract = (...told: readonly Told[]) => given(SC, published(), concluded(), ...told)
const acts = (it: ReturnType<typeof contract>, at: string) =>
  it
    .at(at)
    .terms.permitted(it.at(at))
    .map(({ act }) => act)

describe('SC-3-2a 第3条第2項 provisional from the request', () => {
  it('until the acceptance, then firm', () => {
    const it = contract(change('2025-06-03T10:00:00'), accepted('2025-06-05T10:00:00'))
    expect(value(it.at('2025-06-03T10:00:00'), 'change.state', 'ch-1')).toBe('provisional')
    expect(acts(it, '2025-06-03T10:00:00')).toContain('withdraw-provisional')
    expect(value(it.at('2025-06-05T10:00:00'), 'change.state', 'ch-1')).toBe('concluded')
    expect(acts(it, '2025-06-05T10:00:00')).not.toContain('withdraw-provisional')
    expect(value(it.at('2025-06-04'), 'change.provisional-interval', 'ch-1')).toEqual({
      from: '2025-06-03T10:00:00.000+09:00',
      to: null,
    })
  })

  it('counts as use: the new plan and the new resource are charged without waiting for a word', () => {
    const it = contract(change('2025-06-03T10:00:00'), add('2025-07-10'))
    expect(lines(it.at('2025-10-01'), '2025-06')).toEqual(['monthly-base server.2core 2000'])
    expect(lines(it.at('2025-10-01'), '2025-07')).toEqual([
      'monthly-base server.4core 4000',
      'monthly-base server.4core 4000',
    ])
  })

  it('of a contract that is not concluded makes it provisional', () => {
    const it = given(SC, published(), applied('2025-05-01'), add('2025-05-02'))
    expect(it.at('2025-05-01T13:00:00').terms.state(it.at('2025-05-01T13:00:00')).value).toBe('applied')
    expect(it.at('2025-05-03').terms.state(it.at('2025-05-03')).value).toBe('provisional')
  })

  it('leaves a concluded contract active', () => {
    const c = contract(add('2025-06-03')).at('2025-06-04')
    expect(c.terms.state(c).value).toBe('active')
  })

  it('lapses with what it was about, and nothing is left to withdraw', () => {
    const it = contract(add('2025-06-03'), terminated('2025-06-10', 'sv-2'))
    expect(value(it.at('2025-06-10T13:00:00'), 'change.state', 'add-sv-2')).toBe('provisional')
    expect(value(it.at('2025-06-11T00:00:00'), 'change.state', 'add-sv-2')).toBe('lapsed')
    expect(acts(it, '2025-06-11T00:00:00')).not.toContain('withdraw-provisional')
  })

  it('a change that names no resource is of the only one; of several it waits', () => {
    const nameless: Told = ['PlanChangeRequested', '2025-06-03', { changeId: 'ch-1', plan: '4core' }]
    expect(lines(contract(nameless).at('2025-08-01'), '2025-07')).toEqual(['monthly-base server.4core 4000'])
    const two = given(
      SC,
      published(),
      concluded('2025-05-01', [server, { ...server, ref: 'sv-2' }]),
      nameless,
    ).at('2025-08-01')
    expect(lines(two, '2025-07')).toEqual([
      'monthly-base server.2core 2000',
      'monthly-base server.2core 2000',
    ])
    expect(two.terms.unmatched(two)).toHaveLength(1)
  })

  it('a change of a resource told later waits for it', () => {
    const it = contract(change('2025-06-03', { ref: 'sv-2' }))
    expect(
      it
        .at('2025-06-04')
        .terms.unmatched(it.at('2025-06-04'))
        .map(({ missing }) => missing),
    ).toEqual(['a resource or option sv-2'])
    const told = contract(change('2025-06-03', { ref: 'sv-2' }), add('2025-06-01', 'sv-2', { plan: '2core' }))
    expect(told.at('2025-06-04').terms.unmatched(told.at('2025-06-04'))).toEqual([])
    expect(lines(told.at('2025-08-01'), '2025-07')).toContain('monthly-base server.4core 4000')
  })

  it('of a resource that has ended is refused', () => {
    const it = contract(terminated('2025-06-02', 'sv-1'))
    expect(it.refusal(...change('2025-06-02T23:59:59'))).toBeUndefined()
    expect(it.refusal(...change('2025-06-03T00:00:00'))).toMatchObject({
      what: 'refusal.not-in-force',
      clause: { rule: 'SC-6-1' },
    })
    expect(it.refusal('PlanChanged', '2025-06-03', { ref: 'sv-1', plan: '4core' })).toMatchObject({
      what: 'refusal.not-in-force',
    })
  })
})

describe('SC-3-2b 第3条第2項ただし書 withdrawn provision', () => {
  const told = [change('2025-06-03T10:00:00'), withdrawn('2025-06-04T10:00:00')]
  const chargeable = (is: boolean) => published({ provisionalUsageChargeable: is })

  it('SC-X03: the interval stays in history and the contract goes back to what it was', () => {
    const it = contract(...told)
    expect(value(it.at('2025-06-05'), 'change.state', 'ch-1')).toBe('refused')
    expect(value(it.at('2025-06-05'), 'change.provisional-interval', 'ch-1')).toEqual({
      from: '2025-06-03T10:00:00.000+09:00',
      to: '2025-06-04T10:00:00.000+09:00',
    })
    expect(lines(it.at('2025-08-01'), '2025-06')).toEqual([
      'monthly-base server.2core 2000',
      'monthly-base server.4core undetermined tariff:provisionalUsageChargeable',
    ])
    expect(lines(it.at('2025-08-01'), '2025-07')).toEqual(['monthly-base server.2core 2000'])
  })

  it('SC-X03, SC-Q2: not charged where the tariff says so', () => {
    const c = given(SC, chargeable(false), concluded(), ...told).at('2025-08-01')
    expect(lines(c, '2025-06')).toEqual(['monthly-base server.2core 2000'])
  })

  it('R-10: charged by the calendar days of the interval where the tariff says so', () => {
    const of = (from: string, to: string, month = '2025-06') =>
      lines(given(SC, chargeable(true), concluded(), change(from), withdrawn(to)).at('2025-09-01'), month)
    expect(of('2025-06-03T10:00:00', '2025-06-04T10:00:00')).toContain('monthly-base server.4core 266') // 4,000 × 2 ÷ 30
    expect(of('2025-06-03T10:00:00', '2025-06-04T00:00:00')).toContain('monthly-base server.4core 133')
    expect(of('2025-06-30T10:00:00', '2025-07-02T10:00:00')).toContain('monthly-base server.4core 133')
    expect(of('2025-06-30T10:00:00', '2025-07-02T10:00:00', '2025-07')).toContain(
      'monthly-base server.4core 258',
    ) // 4,000 × 2 ÷ 31
  })

  it('a withdrawn addition was never a resource', () => {
    const it = given(
      SC,
      chargeable(false),
      concluded(),
      add('2025-06-03'),
      withdrawn('2025-06-04', 'add-sv-2'),
    )
    expect(lines(it.at('2025-06-03T13:00:00'), '2025-06')).toHaveLength(2)
    expect(lines(it.at('2025-08-01'), '2025-06')).toEqual(['monthly-base server.2core 2000'])
    expect(lines(it.at('2025-08-01'), '2025-07')).toEqual(['monthly-base server.2core 2000'])
  })

  it('the first word of the provider counts: a firm change is not withdrawn', () => {
    const it = contract(change('2025-06-03'), accepted('2025-06-04'), withdrawn('2025-06-05'))
    expect(value(it.at('2025-07-01'), 'change.state', 'ch-1')).toBe('concluded')
    expect(lines(it.at('2025-08-01'), '2025-07')).toEqual(['monthly-base server.4core 4000'])
  })
})
