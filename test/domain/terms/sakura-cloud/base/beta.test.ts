import { describe, expect, it } from 'vitest'
import { type Told, given, value } from '../../kit.ts'
import { concluded, published, terminated } from '../told.ts'

const offered = (marked = true, at = '2025-05-02', data: object = {}): Told => [
  'BetaOffered',
  at,
  { betaId: 'b-1', marked, parentOption: 'base', ...data },
]
const enabled: Told = ['OptionEnabled', '2025-05-10T10:00:00', { option: 'beta', ref: 'bo-1', betaId: 'b-1' }]
const promoted = (mode: string, data: object = {}): Told => [
  'BetaPromoted',
  '2025-09-01',
  { betaId: 'b-1', mode, endsOn: '2025-09-30', ...data },
]
const abolished: Told = [
  'ServiceDiscontinued',
  '2025-08-01',
  { scope: 'beta', betaId: 'b-1', ground: 'business', endsOn: '2025-08-31' },
]
const ended = (at: string): Told => ['OptionEnded', at, { ref: 'bo-1' }]
const contract = (...told: readonly Told[]) => given('sakura-cloud', published(), concluded(), ...told)
type It = ReturnType<typeof contract>
const state = (it: It, at: string) =>
  it
    .at(at)
    .terms.options(it.at(at))
    .filter(({ ref }) => ref === 'bo-1')
    .map((option) => option.state.value)[0]
const duties = (it: It, at: string) =>
  it
    .at(at)
    .terms.obligations(it.at(at))
    .map(({ duty, ref }) => `${duty} ${ref ?? ''}`)
const acts = (it: It, at: string) =>
  it
    .at(at)
    .terms.permitted(it.at(at))
    .map(({ act }) => act)

describe('SC-11-1 第11条第1項 a β is marked as one', () => {
  it('unmarked, the provider owes the mark until it is offered marked', () => {
    const it = contract(offered(false), enabled, offered(true, '2025-06-01'))
    expect(value(it.at('2025-05-20'), 'beta.marked', 'b-1')).toBe(false)
    expect(duties(it, '2025-05-20')).toEqual(['mark-beta b-1'])
    expect(value(it.at('2025-06-01T12:00:00'), 'beta.marked', 'b-1')).toBe(true)
    expect(duties(it, '2025-06-01T12:00:00')).toEqual([])
  })

  it('is active from the instant it is switched on until it is switched off', () => {
    const it = contract(offered(), enabled, ended('2025-06-10T10:00:00'))
    expect(state(it, '2025-05-10T09:59:59')).toBeUndefined()
    expect(state(it, '2025-05-10T10:00:00')).toBe('active')
    expect(state(it, '2025-06-10T23:59:59.999')).toBe('active')
    expect(state(it, '2025-06-11T00:00:00')).toBe('ended')
    expect(value(it.at('2025-06-11'), 'option.ends-on', 'bo-1')).toBe('2025-06-10')
  })

  it('of another option is judged by the section of that option, and only there', () => {
    const it = contract(offered(true, '2025-05-02', { parentOption: 'secure-mobile' }), enabled)
    const c = it.at('2025-06-01')
    expect((c.terms.answers['beta.marked'] ?? []).flatMap((ask) => ask(c)).length).toBeLessThanOrEqual(1)
    expect(c.terms.options(c).filter(({ ref }) => ref === 'bo-1').length).toBeLessThanOrEqual(1)
  })

  it('ends with the contract, and rests while the base service is stopped', () => {
    expect(state(contract(offered(), enabled, terminated('2025-07-01')), '2025-07-02T00:00:00')).toBe('ended')
    const stopped = contract(offered(), enabled, [
      'ServiceSuspended',
      '2025-06-01',
      { measureId: 'm-1', kind: 'stop', ground: 'base-terms' },
    ])
    expect(state(stopped, '2025-06-02')).toBe('suspended')
  })
})

describe('SC-11-4 第11条第4項 a β may be abolished', () => {
  it('ends on the day stated, told late or not', () => {
    const it = contract(offered(), enabled, abolished)
    expect(value(it.at('2025-08-02'), 'option.ends-on', 'bo-1')).toBe('2025-08-31')
    expect(state(it, '2025-08-31T23:59:59.999')).toBe('active')
    expect(state(it, '2025-09-01T00:00:00')).toBe('ended')
    expect(acts(it, '2025-07-31')).toContain('discontinue')
    expect(acts(it, '2025-08-02')).not.toContain('discontinue')
    expect(
      value(
        contract(offered(), enabled, abolished, promoted('carry-over')).at('2025-10-01'),
        'beta.successor',
        'b-1',
      ),
    ).toBe('none')
  })

  it('another β goes on', () => {
    const it = contract(offered(), enabled, [
      'ServiceDiscontinued',
      '2025-08-01',
      { scope: 'beta', betaId: 'b-2', ground: 'business', endsOn: '2025-08-31' },
    ])
    expect(state(it, '2025-12-01')).toBe('active')
  })
})

describe('SC-11-7 第11条第7項 two ways to the formal service', () => {
  it.each([
    ['SC-X47: carried over for who kept it', [promoted('carry-over')], 'formal-contract'],
    ['not for who left before', [ended('2025-08-20'), promoted('carry-over')], 'none'],
    ['not for who left on the last day', [ended('2025-09-30'), promoted('carry-over')], 'none'],
    ['for who left a day later', [ended('2025-10-01'), promoted('carry-over')], 'formal-contract'],
    [
      'not for who cancelled it by notice',
      [terminated('2025-08-20', 'bo-1'), promoted('carry-over')],
      'none',
    ],
    ['SC-X47: for nobody where a new contract is needed', [promoted('new-contract')], 'none'],
  ] as const)('%s', (_what, told, successor) => {
    expect(value(contract(offered(), enabled, ...told).at('2025-12-01'), 'beta.successor', 'b-1')).toBe(
      successor,
    )
  })

  it('ends the β on the day of the promotion', () => {
    const it = contract(offered(), enabled, promoted('carry-over'))
    expect(value(it.at('2025-09-02'), 'option.ends-on', 'bo-1')).toBe('2025-09-30')
    expect(state(it, '2025-10-01T00:00:00')).toBe('ended')
    expect(() => value(it.at('2025-08-31'), 'beta.successor', 'b-1')).toThrow('does not arise')
  })
})

describe('SC-11-6 第11条第6項 no liability for a β, except to individuals outside business', () => {
  const claim = (data: object = {}): Told => [
    'ClaimSubmitted',
    '2025-06-20',
    { claimId: 'cl-1', by: 'customer', kind: 'damages', area: 'beta', ...data },
  ]
  const entry = (...told: readonly Told[]) =>
    contract(...told)
      .at('2025-07-01')
      .terms.claims(contract(...told).at('2025-07-01'))[0]

  it.each([
    ['SC-X50', { claimantKind: 'individual', purpose: 'non-business' }, 'base-terms'],
    ['SC-X50', { claimantKind: 'organisation', purpose: 'business' }, 'refused'],
    ['', { claimantKind: 'individual', purpose: 'business' }, 'refused'],
    ['', { claimantKind: 'organisation', purpose: 'non-business' }, 'refused'],
    ['as the application said', {}, 'refused'],
  ])('%s %o: %s', (_name, data, outcome) => {
    expect(value(contract(claim(data)).at('2025-07-01'), 'claim.outcome', 'cl-1')).toBe(outcome)
    expect(entry(claim(data))).toMatchObject({
      refusalGround: outcome === 'refused' ? 'SC-11-6' : null,
      payable: outcome === 'refused' ? 0 : null,
    })
  })

  it('of somebody nobody described it is open', () => {
    const told: Told[] = [
      ['ApplicationSubmitted', '2025-05-01', { resources: [] }],
      ['ApplicationAccepted', '2025-05-02'],
      claim({ claimantKind: 'individual' }),
    ]
    expect(value(given('sakura-cloud', told).at('2025-07-01'), 'claim.outcome', 'cl-1')).toBe(
      'undetermined fact:claimant-kind',
    )
  })

  it('other claims go to the base terms, those of others are only recorded', () => {
    expect(value(contract(claim({ area: 'service' })).at('2025-07-01'), 'claim.outcome', 'cl-1')).toBe(
      'base-terms',
    )
    expect(value(contract(claim({ by: 'third-party' })).at('2025-07-01'), 'claim.outcome', 'cl-1')).toBe(
      'recorded',
    )
  })
})
