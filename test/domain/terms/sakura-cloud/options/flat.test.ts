import { describe, expect, it } from 'vitest'
import { type Month } from '../../../../../src/domain/kernel/calendar.ts'
import { type Told, given, lines, value } from '../../kit.ts'
import { concluded, published, terminated } from '../told.ts'
import { option } from './told.ts'

const SC = 'sakura-cloud'
const tariff = published({ webTamperFee: 700, bridgeFee: 800, localRouterFee: 900 })
const contract = (...told: readonly (Told | readonly Told[])[]) => given(SC, tariff, concluded(), ...told)
const guide = (revisionId: string, optionName: string, page = 'option-page'): Told => [
  'GuidePublished',
  '2025-01-01',
  { revisionId, page, option: optionName, effectiveOn: '2025-01-01' },
]
const of = (it: ReturnType<typeof contract>, month: string) =>
  lines(it.at('2026-12-01'), month).filter((line) => line.startsWith('option-base'))

describe('SC-17-1, SC-19-1, SC-20-1, SC-30-1 conditions are those of the site', () => {
  it.each(['web-tamper', 'bridge', 'local-router', 'archive-sharing'])('%s points to its page', (kind) => {
    const it = given(SC, guide('r-1', kind), concluded(), option(kind, 'op-1', '2025-06-10'))
    expect(value(it.at('2025-07-01'), 'terms.site-revision', 'option-page')).toBe('r-1')
    expect(() => value(it.at('2025-06-01'), 'terms.site-revision', 'option-page')).toThrow('does not arise')
  })

  it('pages of one name for several options are told apart', () => {
    const it = given(
      SC,
      guide('r-1', 'bridge'),
      guide('r-2', 'local-router'),
      concluded(),
      option('bridge', 'br-1', '2025-06-10'),
      option('local-router', 'lr-1', '2025-06-10'),
    )
    expect(value(it.at('2025-07-01'), 'terms.site-revision', 'option-page.bridge')).toBe('r-1')
    expect(value(it.at('2025-07-01'), 'terms.site-revision', 'option-page.local-router')).toBe('r-2')
  })
})

describe('SC-4-1 第4条第1項 options cost a fee a month (SC-Q15)', () => {
  it.each([
    ['web-tamper', 700],
    ['bridge', 800],
    ['local-router', 900],
  ])('%s: %d from its first to its last month', (kind, yen) => {
    const it = contract(option(kind, 'op-1', '2025-06-30'), terminated('2025-08-01', 'op-1'))
    expect([
      of(it, '2025-05'),
      of(it, '2025-06'),
      of(it, '2025-07'),
      of(it, '2025-08'),
      of(it, '2025-09'),
    ]).toEqual([
      [],
      [`option-base ${kind} ${yen}`],
      [`option-base ${kind} ${yen}`],
      [`option-base ${kind} ${yen}`],
      [],
    ])
  })

  it('SC-6-1: cancelled with the day of the notice, switched off with the day stated; the base contract ends none', () => {
    const ended: Told = ['OptionEnded', '2025-07-10', { ref: 'br-1', endsOn: '2025-07-31' }]
    expect(
      value(
        contract(option('bridge', 'br-1', '2025-06-10'), terminated('2025-07-10', 'br-1')).at('2025-08-01'),
        'option.ends-on',
        'br-1',
      ),
    ).toBe('2025-07-10')
    expect(
      value(
        contract(option('bridge', 'br-1', '2025-06-10'), ended).at('2025-08-01'),
        'option.ends-on',
        'br-1',
      ),
    ).toBe('2025-07-31')
    const base = contract(option('bridge', 'br-1', '2025-06-10'), terminated('2025-07-10')).at('2025-08-01')
    expect(value(base, 'option.state', 'br-1')).toBe('active')
  })

  it('is a deadline until it is over', () => {
    const it = contract(option('bridge', 'br-1', '2025-06-10'), terminated('2025-07-10', 'br-1'))
    const deadlines = (at: string) =>
      it
        .at(at)
        .terms.deadlines(it.at(at))
        .filter(({ kind }) => kind === 'termination-effective')
        .map(({ ref, state }) => `${ref ?? ''} ${state}`)
    expect(deadlines('2025-07-10T23:59:59')).toEqual(['br-1 upcoming'])
    expect(deadlines('2025-07-11T00:00:00')).toEqual(['br-1 met'])
  })
})

describe('SC-18-1 第18条 the current GRED terms', () => {
  it('are the latest at the time of use, of the option that has them', () => {
    const terms = (versionId: string, effectiveOn: string): Told => [
      'ThirdPartyTermsPublished',
      '2025-01-01',
      { document: 'hitachi-terms', versionId, effectiveOn, option: 'web-tamper' },
    ]
    const it = given(
      SC,
      terms('v1', '2024-01-01'),
      terms('v2', '2025-07-01'),
      concluded(),
      option('web-tamper', 'wt-1', '2025-06-10'),
    )
    expect(value(it.at('2025-06-30'), 'terms.third-party-version', 'hitachi-terms')).toBe('v1')
    expect(value(it.at('2025-07-01'), 'terms.third-party-version', 'hitachi-terms')).toBe('v2')
    expect(() =>
      value(given(SC, terms('v1', '2024-01-01'), concluded()).at('2025-07-01'), 'terms.third-party-version'),
    ).toThrow('does not arise')
  })
})

describe('SC-21-1-6 第21条第1項第6号 a lost peer stops no charge', () => {
  const link = (at: string, state: string, data: object = {}): Told => [
    'PeerLinkChanged',
    at,
    { peerId: 'p-1', ref: 'lr-1', state, ...data },
  ]
  const rule = (it: ReturnType<typeof contract>, month: string) =>
    it
      .at('2026-12-01')
      .terms.charges(it.at('2026-12-01'), month as Month)
      .filter(({ kind }) => kind === 'option-base')
      .map(({ amount }) => amount.clause.rule)

  it('until the option is cancelled', () => {
    const it = contract(
      option('local-router', 'lr-1', '2025-05-10'),
      link('2025-06-10', 'connected'),
      link('2025-07-31T23:59:59', 'unavailable'),
      link('2025-09-01T00:00:00', 'connected'),
    )
    expect(['2025-06', '2025-07', '2025-08', '2025-09', '2025-10'].map((month) => rule(it, month))).toEqual([
      ['SC-4-1'],
      ['SC-21-1-6'],
      ['SC-21-1-6'],
      ['SC-21-1-6'],
      ['SC-4-1'],
    ])
    expect(of(it, '2025-08')).toEqual(['option-base local-router 900'])
  })

  it('SC-21-1, SC-31-1: disputes with a peer are the customer’s', () => {
    const dispute: Told = ['ThirdPartyDisputeReported', '2025-08-01', { disputeId: 'd-1', cause: 'peer' }]
    const party = (kind: string) => contract(option(kind, 'op-1', '2025-06-10'), dispute).at('2025-09-01')
    expect(value(party('local-router'), 'dispute.responsible-party', 'd-1')).toBe('customer')
    expect(value(party('archive-sharing'), 'dispute.responsible-party', 'd-1')).toBe('customer')
    expect(() => value(party('bridge'), 'dispute.responsible-party', 'd-1')).toThrow('does not arise')
  })
})

describe('SC-6-1 第6条第1項 what has ended is not used', () => {
  const over = (kind: string) =>
    contract(option(kind, 'op-1', '2025-06-10'), terminated('2025-07-10', 'op-1'))
  it.each<[string, Told]>([
    ['local-router', ['PeerLinkChanged', '2025-07-11', { peerId: 'p-1', ref: 'op-1', state: 'connected' }]],
    ['archive-sharing', ['SharingKeyIssued', '2025-07-11', { keyId: 'k-1', ref: 'op-1' }]],
    ['hybrid', ['PaymentMethodChanged', '2025-07-11', { method: 'card', ref: 'op-1' }]],
  ])('%s', (kind, [type, at, data]) => {
    expect(over(kind).refusal(type, at, data)).toMatchObject({ what: 'refusal.not-in-force' })
    expect(over(kind).refusal(type, '2025-07-10T23:59:59', data)).toBeUndefined()
  })

  it('a link that is cut is only reported', () => {
    expect(
      over('local-router').refusal('PeerLinkChanged', '2025-07-11', {
        peerId: 'p-1',
        ref: 'op-1',
        state: 'disconnected',
      }),
    ).toBeUndefined()
  })
})

describe('SC-30-2 第30条第2項 archive sharing is free', () => {
  it('and its line says so', () => {
    const it = contract(option('archive-sharing', 'ar-1', '2025-06-10'))
    expect(of(it, '2025-06')).toEqual(['option-base archive-sharing 0'])
    expect(
      it
        .at('2025-07-01')
        .terms.charges(it.at('2025-07-01'), '2025-06' as Month)
        .find(({ kind }) => kind === 'option-base')?.amount.clause.rule,
    ).toBe('SC-30-2')
  })
})

describe('SC-32-1 第32条第1項 no infringing archives, no malware', () => {
  const act = (item: string, at = '2025-07-01'): Told => [
    'ProhibitedActReported',
    at,
    { actId: 'a-1', item, actor: 'customer' },
  ]
  it.each(['32', '32-1', '32-1-1', '32-1-2'])('%s is a breach while archives are shared', (item) => {
    expect(
      value(
        contract(option('archive-sharing', 'ar-1', '2025-06-10'), act(item)).at('2025-08-01'),
        'breach.prohibited-act',
        'a-1',
      ),
    ).toBe(item)
  })
  it('not without the option, nor behind its end, nor by another item', () => {
    for (const told of [
      [act('32-1')],
      [option('archive-sharing', 'ar-1', '2025-06-10'), terminated('2025-06-30', 'ar-1'), act('32-1')],
      [option('archive-sharing', 'ar-1', '2025-06-10'), act('32-2')],
    ])
      expect(() => value(contract(...told).at('2025-08-01'), 'breach.prohibited-act', 'a-1')).toThrow(
        'does not arise',
      )
  })
})
