import { describe, expect, it } from 'vitest'
import { type Told, found, lines, value } from '../kit.ts'
import { R, arising, bare, contract, declared, op } from './contracts.ts'

const claim = (at: string, more: object = {}): Told => [
  'ClaimSubmitted',
  at,
  {
    claimId: 'cl',
    by: 'customer',
    kind: 'damages',
    area: 'service',
    damageAt: '2025-01-20T10:00:00+09:00',
    ...more,
  },
]
const recognised = (at: string, more: object = {}): Told => [
  'DamageRecognized',
  at,
  { claimId: 'cl', amount: 150_000, grossNegligence: false, ...more },
]
const reduction = (c: Parameters<typeof value>[0], month: string) =>
  lines(c, month).filter((line) => line.startsWith('damage'))
const outcome = (c: Parameters<typeof value>[0]) => value(c, 'claim.outcome', 'cl')

describe('OP-21-2a 第21条第2項 reported within thirty days (OP-X28)', () => {
  it.each([
    ['2025-01-20T10:00:00+09:00', '2025-02-19'],
    ['2025-01-20T23:59:59+09:00', '2025-02-19'],
    ['2025-01-20T00:00:00+09:00', '2025-02-18'], // at 00:00 the day itself counts (CC-03)
  ])('damage at %s: by %s', (damageAt, last) => {
    expect(value(op(R, claim('2025-02-01', { damageAt })).at('2025-02-02'), 'claim.deadline', 'cl')).toBe(
      last,
    )
  })
  it.each([
    ['2025-02-19T23:59:59.999', 'payable', 'met'],
    ['2025-02-20T00:00:00', 'out-of-time', 'missed'],
  ])('reported %s: %s', (at, said, state) => {
    const c = op(R, claim(at), recognised('2025-02-25')).at('2025-02-26')
    expect(outcome(c)).toBe(said)
    expect(c.terms.deadlines(c)).toContainEqual(
      expect.objectContaining({ kind: 'damage-claim', ref: 'cl', state }),
    )
    expect(found(c, 'claim.outcome', 'cl').clause.rule).toBe(said === 'payable' ? 'OP-21-1' : 'OP-21-2a')
  })
  it('takes the day of the damage from the recognition where the claim does not name it; without any it is not known', () => {
    const c = op(
      R,
      claim('2025-02-19', { damageAt: undefined }),
      recognised('2025-02-25', { damageAt: '2025-01-20T10:00:00+09:00' }),
    )
    expect(outcome(c.at('2025-02-26'))).toBe('payable')
    expect(outcome(c.at('2025-02-20'))).toBe('undetermined fact:damage-date')
    expect(
      value(
        op(R, claim('2025-02-19', { damageAt: undefined }), recognised('2025-02-25')).at('2025-02-26'),
        'claim.payable',
        'cl',
      ),
    ).toBe('undetermined fact:damage-date')
  })
})

describe('OP-21-1 第21条第1項 up to a month’s charges'.replace('’', "'"), () => {
  it.each([
    [98_559, 98_559],
    [98_560, 98_560],
    [98_561, 98_560],
    [0, 0],
  ])('recognised %i: %i', (amount, yen) => {
    const c = op(R, claim('2025-02-01'), recognised('2025-02-25', { amount })).at('2025-02-26')
    expect(value(c, 'claim.cap', 'cl')).toBe(98_560)
    expect(value(c, 'claim.payable', 'cl')).toBe(yen)
  })
  it('the month of the damage decides, with all that it was charged for (OP-Q18)', () => {
    const told = contract('2024-04-01', { storagePlan: 'storage-10tb' })
    const c = op(
      told,
      ['PlanChanged', '2025-01-25', { plan: 'entry', effectiveOn: '2025-02-01' }],
      claim('2025-02-01'),
      recognised('2025-02-25'),
    ).at('2025-02-26')
    expect(value(c, 'claim.cap', 'cl')).toBe((119_600 * 11) / 10)
  })
  it('special damage is left out of what was recognised', () => {
    const c = op(R, claim('2025-02-01'), recognised('2025-02-25', { ordinaryAmount: 40_000 })).at(
      '2025-02-26',
    )
    expect(value(c, 'claim.payable', 'cl')).toBe(40_000)
  })
  it('gross negligence takes the cap off, and the thirty days', () => {
    const c = op(R, claim('2025-03-31'), recognised('2025-04-01', { grossNegligence: true })).at('2025-07-01')
    expect(outcome(c)).toBe('payable')
    expect(value(c, 'claim.payable', 'cl')).toBe(150_000)
    expect(value(c, 'claim.caps-off', 'cl')).toBe(true)
    expect(arising(c, 'claim.cap')).toEqual([])
    expect(arising(c, 'claim.reduction-month')).toEqual([])
    expect(reduction(c, '2025-06')).toEqual([])
    expect(c.terms.claims(c)[0]).toMatchObject({ cap: null, payable: 150_000, reductionMonth: null })
  })
  it('waits for the recognition; of several the last word counts', () => {
    expect(outcome(op(R, claim('2025-02-01')).at('2025-02-02'))).toBe('recorded')
    const c = op(
      R,
      claim('2025-02-01'),
      recognised('2025-02-25'),
      recognised('2025-03-02', { amount: 10 }),
    ).at('2025-03-03')
    expect([value(c, 'claim.payable', 'cl'), value(c, 'claim.reduction-month', 'cl')]).toEqual([
      10,
      '2025-05',
    ])
  })
})

describe('OP-21-2b 第21条第2項なお書 off the bill of the second month after', () => {
  it.each([
    ['2025-02-25', '2025-04'],
    ['2025-02-28T23:59:59.999', '2025-04'],
    ['2025-03-01T00:00:00', '2025-05'],
    ['2024-12-31T12:00:00', '2025-02'],
  ])('recognised %s: %s', (at, month) => {
    const damageAt = '2024-12-20T10:00:00+09:00'
    const c = op(R, claim('2024-12-25', { damageAt }), recognised(at)).at('2025-07-01')
    expect(value(c, 'claim.reduction-month', 'cl')).toBe(month)
    expect(reduction(c, month)).toEqual(['damage-reduction damages -98560'])
    expect(
      c.terms.charges(c, month as never).find(({ kind }) => kind === 'damage-reduction')?.taxCategory,
    ).toBe('included')
  })
  it('not before that month has come, and not for a claim out of time', () => {
    expect(
      reduction(op(R, claim('2025-02-01'), recognised('2025-02-25')).at('2025-03-31'), '2025-04'),
    ).toEqual([])
    expect(
      reduction(op(R, claim('2025-02-20'), recognised('2025-02-25')).at('2025-07-01'), '2025-04'),
    ).toEqual([])
  })
})

describe('OP-20-7 第20条第7項〜第9項, OP-S2 from 2024-02-20 (OP-X30)', () => {
  it.each([
    ['obtained-information', '2024-02-19', 'recorded'],
    ['obtained-information', '2024-02-20', 'refused'],
    ['attack', '2024-02-19', 'recorded'],
    ['attack', '2024-02-20', 'refused'],
    ['vulnerability', '2024-02-20', 'refused'],
  ])('%s, fact of %s: %s', (area, causeOn, said) => {
    const c = op(
      contract('2023-12-01'),
      claim('2024-03-01', { area, causeOn, damageAt: '2024-02-19T10:00:00+09:00' }),
    ).at('2024-03-02')
    expect(outcome(c)).toBe(said)
    expect(c.terms.claims(c)[0]?.refusalGround).toBe(said === 'refused' ? 'OP-20-7' : null)
  })
  it('without a day of the fact that of the damage decides', () => {
    const c = op(
      contract('2023-12-01'),
      claim('2024-03-01', { area: 'attack', damageAt: '2024-02-20T00:00:00+09:00' }),
    )
    expect(outcome(c.at('2024-03-02'))).toBe('refused')
    const bareClaim = claim('2024-02-19T23:59:59', { area: 'attack', damageAt: undefined })
    expect(outcome(op(contract('2023-12-01'), bareClaim).at('2024-03-02'))).toBe(
      'undetermined fact:damage-date',
    )
    const later = claim('2024-02-20T00:00:00', { area: 'attack', damageAt: undefined })
    expect(outcome(op(contract('2023-12-01'), later).at('2024-03-02'))).toBe('refused')
  })
})

describe('OP-5-4, OP-20-2, OP-20-6, OP-22-1, OP-29-4, OP-31 exclusions by what a claim is about', () => {
  const ended: Told = ['ContractRescinded', '2025-01-10', { by: 'provider', ground: 'antisocial' }]
  const urgent: Told = [
    'ServiceDiscontinued',
    '2025-01-10',
    { scope: 'all', ground: 'business', urgent: true, endsOn: '2025-01-15' },
  ]
  const unnotified: Told = [
    'ServiceDiscontinued',
    '2025-01-10',
    { scope: 'all', ground: 'business', endsOn: '2025-01-15' },
  ]
  it.each([
    [{ area: 'content' }, [], 'OP-31'],
    [{ area: 'enquiry' }, [], 'OP-22-1'],
    [{ area: 'measure' }, [], 'OP-20-6'],
    [{ area: 'termination' }, [ended], 'OP-29-4'],
    [{ area: 'termination' }, [urgent], 'OP-5-4'],
    [{ area: 'termination' }, [unnotified], undefined],
    [{ area: 'termination' }, [], undefined],
    [{ kind: 'restoration' }, [], 'OP-20-2'],
    [{ kind: 'exchange' }, [], 'OP-20-2'],
    [{ kind: 'warranty' }, [], 'OP-22-1'],
    [{ kind: 'refund' }, [], undefined],
    [{}, [], undefined],
    [{ area: 'other' }, [], undefined],
  ] as const)('%j after %j: %s', (more, told, ground) => {
    const c = op(R, ...told, claim('2025-02-01', more)).at('2025-02-02')
    expect(outcome(c)).toBe(ground === undefined ? 'recorded' : 'refused')
    expect(c.terms.claims(c)[0]?.refusalGround).toBe(ground ?? null)
    if (ground === undefined) expect(arising(c, 'claim.refusal-ground')).toEqual([])
    else
      expect(found(c, 'claim.refusal-ground', 'cl')).toMatchObject({
        value: ground,
        clause: { rule: ground },
      })
  })
  it('a refused claim pays nothing, recognised or not', () => {
    const c = op(R, claim('2025-02-01', { area: 'measure' }), recognised('2025-02-25')).at('2025-07-01')
    expect(arising(c, 'claim.payable')).toEqual([])
    expect(reduction(c, '2025-04')).toEqual([])
  })
})

describe('OP-20-1 第20条第1項・第5項 heads that are left out', () => {
  it('names them once each', () => {
    const heads = [
      'ordinary',
      'lost-profit',
      'indirect',
      'consequential',
      'special',
      'data-loss',
      'lost-profit',
    ].map((head) => ({ head, amount: 1 }))
    const c = op(R, claim('2025-02-01', { heads })).at('2025-02-02')
    expect(value(c, 'claim.heads-removed', 'cl')).toEqual([
      'lost-profit',
      'indirect',
      'consequential',
      'special',
      'data-loss',
    ])
  })
  it('does not arise where all is ordinary', () => {
    const c = op(R, claim('2025-02-01', { heads: [{ head: 'ordinary', amount: 1 }] })).at('2025-02-02')
    expect(arising(c, 'claim.heads-removed')).toEqual([])
  })
})

describe('OP-29-2 第29条第2項, OP-43 第43条 what the provider claims', () => {
  const provider: Told = ['ClaimSubmitted', '2025-08-01', { claimId: 'cl', by: 'provider', kind: 'damages' }]
  const act: Told = ['ProhibitedActReported', '2025-07-01', { actId: 'a', item: '15-2', actor: 'customer' }]
  it.each([
    [[], 'OP-43'],
    [[act], 'OP-29-2'],
    [[['ContractRescinded', '2025-07-01', { by: 'provider', ground: 'antisocial' }]], 'OP-29-2'],
  ] as const)('after %j is recorded under %s, also behind the end', (told, rule) => {
    expect(found(op(R, ...told, provider).at('2025-08-02'), 'claim.outcome', 'cl')).toMatchObject({
      value: 'recorded',
      clause: { rule },
    })
  })
  it('is open behind a breach until it is made', () => {
    const acts = (...told: Told[]) => {
      const c = op(R, ...told).at('2025-08-02')
      return c.terms.permitted(c).map(({ act }) => act)
    }
    expect(acts(act)).toContain('claim-damages')
    expect(acts(act, provider)).not.toContain('claim-damages')
    expect(acts()).not.toContain('claim-damages')
  })
})

describe('OP-22-8 第22条第8項, OP-23 第23条 disputes with third parties', () => {
  const dispute = (more: object = {}): Told => [
    'ThirdPartyDisputeReported',
    '2025-02-01',
    { disputeId: 'd', cause: 'rights', ...more },
  ]
  const settled: Told = ['ThirdPartySettled', '2025-03-10', { disputeId: 'd', cost: 70_000 }]
  it.each([
    [{ providerAtFault: false }, 'customer', 70_000],
    [{ providerAtFault: true }, 'provider', undefined],
    [{}, 'undetermined cause:fault', 'undetermined cause:fault'],
  ])('%j: %s answers, recourse %s', (more, party, cost) => {
    const c = op(R, dispute(more), settled).at('2025-04-01')
    expect(value(c, 'dispute.responsible-party', 'd')).toBe(party)
    if (cost === undefined) expect(arising(c, 'claim.recourse')).toEqual([])
    else expect(value(c, 'claim.recourse', 'd')).toBe(cost)
    const lined = lines(c, '2025-03').filter((line) => line.startsWith('recourse'))
    expect(lined).toEqual(cost === undefined ? [] : [`recourse settlement ${cost}`])
  })
  it('the provider may settle until it has', () => {
    const acts = (...told: Told[]) => {
      const c = op(R, ...told).at('2025-04-01')
      return c.terms.permitted(c).map(({ act }) => act)
    }
    expect(acts(dispute())).toContain('settle-and-recover')
    expect(acts(dispute(), settled)).not.toContain('settle-and-recover')
    expect(acts(dispute({ providerAtFault: true }))).not.toContain('settle-and-recover')
  })
  it('bears no tax', () => {
    const c = bare(declared, R, dispute({ providerAtFault: false }), settled).at('2025-04-01')
    expect(c.terms.charges(c, '2025-03' as never).find(({ kind }) => kind === 'recourse')?.taxCategory).toBe(
      'none',
    )
  })
})
