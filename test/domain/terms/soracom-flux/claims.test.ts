import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { after, tariff } from './told.ts'

type Heads = readonly (readonly [head: string, amount: number])[]
const claim = (heads: Heads = [['ordinary', 80_000]], more: object = {}): Told => [
  'ClaimSubmitted',
  '2025-08-20',
  {
    claimId: 'c-1',
    by: 'customer',
    kind: 'damages',
    damageAt: '2025-08-12T10:00:00+09:00',
    area: 'service',
    heads: heads.map(([head, amount]) => ({ head, amount })),
    ...more,
  },
]
const damage = (amount: number, more: object = {}): Told => [
  'DamageRecognized',
  '2025-09-01',
  { claimId: 'c-1', amount, grossNegligence: false, ...more },
]
const outage = (attribution?: string): readonly Told[] => [
  ['OutageRecognized', '2025-08-10', { outageId: 'o-1', totality: 'total' }],
  ['OutageEnded', '2025-08-13', { outageId: 'o-1' }],
  ...(attribution === undefined
    ? []
    : [['OutageCauseDetermined', '2025-08-14', { outageId: 'o-1', attribution }] as Told]),
]
const ABOUT = { outageId: 'o-1' }
const of = (...told: readonly (Told | readonly Told[])[]) => after('2025-10-01', tariff(), ...told)
const entry = (...told: readonly (Told | readonly Told[])[]) => {
  const c = of(...told)
  const [one] = c.terms.claims(c)
  const outcome = one?.outcome
  return {
    ...one,
    outcome: outcome && ('value' in outcome ? outcome.value : `undetermined ${outcome.undetermined.missing}`),
  }
}

describe('SF-15.1 第15.1条 damages for a breach', () => {
  it('are recorded until the damage is recognised', () => {
    expect(entry(claim())).toMatchObject({ outcome: 'recorded', cap: 30_000, payable: null })
    expect(found(of(claim()), 'claim.outcome', 'c-1').clause.rule).toBe('SF-15.1')
  })

  it('below the cap they are paid whole, under this article', () => {
    expect(entry(claim([['ordinary', 20_000]]), damage(20_000))).toMatchObject({
      outcome: 'payable',
      payable: 20_000,
    })
    expect(found(of(claim([['ordinary', 20_000]]), damage(20_000)), 'claim.payable', 'c-1').clause.rule).toBe(
      'SF-15.1',
    )
  })

  it('the customer’s own liability has no cap, a third party’s claim is recorded', () => {
    expect(entry(claim([], { by: 'provider', heads: undefined }), damage(500_000))).toMatchObject({
      cap: null,
      payable: 500_000,
    })
    expect(entry(claim([], { by: 'third-party' }), damage(500_000))).toMatchObject({
      outcome: 'recorded',
      payable: null,
    })
  })

  it.each([
    ['damages', 'payable'],
    ['indemnity', 'payable'],
    ['recourse', 'payable'],
    ['exchange', 'recorded'],
    ['refund', 'recorded'],
  ])('%s is %s once recognised', (kind, outcome) => {
    expect(entry(claim([['ordinary', 20_000]], { kind }), damage(20_000)).outcome).toBe(outcome)
  })

  it('the last word on the damage counts', () => {
    const more: Told = [
      'DamageRecognized',
      '2025-09-05',
      { claimId: 'c-1', amount: 10_000, grossNegligence: false },
    ]
    expect(entry(claim(), damage(20_000), more)).toMatchObject({ payable: 10_000 })
  })
})

describe('SF-15.2-3 第15.2条第3項 capped at the monthly fee of the month of the damage', () => {
  it.each([
    [29_999, 29_999],
    [30_000, 30_000],
    [30_001, 30_000],
    [80_000, 30_000], // SF-X17
  ])('of %d yen %d are payable', (amount, payable) => {
    expect(entry(claim([['ordinary', amount]]), damage(amount))).toMatchObject({ cap: 30_000, payable })
  })

  it('the month of the damage decides, as recognised before as claimed', () => {
    const dearer = tariff({ monthlyFees: [{ item: 'standard', amount: 50_000 }] }, '2025-09-01')
    const july = { damageAt: '2025-09-01T00:00:00+09:00' }
    expect(entry(dearer, claim(), damage(80_000))).toMatchObject({ cap: 30_000 })
    expect(entry(dearer, claim([['ordinary', 80_000]], july), damage(80_000))).toMatchObject({ cap: 50_000 })
    expect(entry(dearer, claim(), damage(80_000, july))).toMatchObject({ cap: 50_000 })
    expect(found(of(claim(), damage(80_000)), 'claim.payable', 'c-1').clause.rule).toBe('SF-15.2-3')
  })

  it('without its day, or without a price, it cannot be said', () => {
    const undated = claim([['ordinary', 80_000]], { damageAt: undefined })
    expect(entry(undated, damage(80_000))).toMatchObject({
      outcome: 'undetermined fact:damage-date',
      cap: null,
      payable: null,
    })
    const c = after('2025-10-01', claim(), damage(80_000))
    expect(value(c, 'claim.cap', 'c-1')).toBe('undetermined tariff:monthlyFees')
  })
})

describe('SF-15.2-7 第15.2条第7項 no limit for intent and gross negligence', () => {
  it('SF-X17: the whole damage, heads that are otherwise out included', () => {
    const told = [claim([['ordinary', 60_000], ['lost-profit', 20_000]]), damage(80_000, { grossNegligence: true })] // prettier-ignore
    expect(entry(told)).toMatchObject({ outcome: 'payable', cap: null, payable: 80_000 })
    expect(found(of(told), 'claim.caps-off', 'c-1')).toMatchObject({
      value: true,
      clause: { rule: 'SF-15.2-7' },
    })
    expect(() => found(of(told), 'claim.heads-removed', 'c-1')).toThrow()
    expect(value(of(claim(), damage(80_000)), 'claim.caps-off', 'c-1')).toBe(false)
  })

  it('also where the cause of the outage says so', () => {
    const told = [outage('gross-negligence'), [claim(undefined, ABOUT), damage(80_000)]]
    expect(entry(...told)).toMatchObject({ outcome: 'payable', payable: 80_000 })
  })
})

describe('SF-15.2-2c 第15.2条第2項後段 for unavailability the reduction is all', () => {
  it('other damages are refused', () => {
    const told = [outage('provider'), [claim(undefined, ABOUT), damage(80_000)]]
    expect(entry(...told)).toMatchObject({
      outcome: 'refused',
      payable: 0,
      cap: null,
      refusalGround: 'SF-15.2-2c',
    })
  })

  it('SF-15.2-1 第1項: of others’ making nothing is owed', () => {
    expect(entry(outage('third-party'), claim(undefined, ABOUT))).toMatchObject({
      outcome: 'refused',
      refusalGround: 'SF-15.2-1',
      payable: 0,
    })
  })

  it('a cause nobody told leaves it open', () => {
    expect(entry(outage(), claim(undefined, ABOUT), damage(80_000))).toMatchObject({
      outcome: 'undetermined cause:attribution',
      payable: null,
    })
  })
})

describe('SF-15.2-4 第15.2条第4項 an outage of a core supplier', () => {
  const received = (amount: number, at = '2025-09-10'): Told => [
    'UpstreamCompensationReceived',
    at,
    { outageId: 'o-1', amount },
  ]
  const heads: Heads = [
    ['ordinary', 65_000],
    ['lost-profit', 100_000],
  ]
  const x16 = [outage('core-supplier'), [claim(heads, ABOUT), damage(165_000, { ordinaryAmount: 65_000 })]]

  it('SF-X16: ordinary damage up to what the supplier paid', () => {
    expect(entry(...x16, received(40_000))).toMatchObject({
      outcome: 'payable',
      cap: 40_000,
      payable: 40_000,
    })
    expect(entry(...x16)).toMatchObject({ cap: 0, payable: 0 })
    expect(found(of(...x16, received(40_000)), 'claim.payable', 'c-1').clause.rule).toBe('SF-15.2-4')
  })

  it('above the damage the damage, and payments of the supplier add up', () => {
    expect(entry(...x16, received(64_999))).toMatchObject({ payable: 64_999 })
    expect(entry(...x16, received(65_001))).toMatchObject({ payable: 65_000 })
    expect(entry(...x16, received(40_000), received(20_000, '2025-09-11'))).toMatchObject({
      cap: 60_000,
      payable: 60_000,
    })
  })

  it('the monthly fee is no limit here, and other heads are out', () => {
    expect(value(of(...x16, received(90_000)), 'claim.heads-removed', 'c-1')).toEqual(['lost-profit'])
    const indirect = [outage('core-supplier'), [claim([['ordinary', 10_000], ['indirect', 20_000], ['special', 5000]], ABOUT), damage(35_000)]] // prettier-ignore
    expect(entry(...indirect, received(90_000))).toMatchObject({ payable: 10_000 })
    expect(value(of(...indirect), 'claim.heads-removed', 'c-1')).toEqual(['indirect', 'special'])
  })
})

describe('SF-15.2-5 第15.2条第5項 no lost profits, no cost of handling own customers', () => {
  it('they are taken out of the damage', () => {
    const told = [claim([['ordinary', 10_000], ['lost-profit', 50_000], ['customer-handling', 5000]]), damage(65_000)] // prettier-ignore
    expect(entry(told)).toMatchObject({ outcome: 'payable', payable: 10_000 })
    expect(found(of(told), 'claim.heads-removed', 'c-1')).toMatchObject({
      value: ['lost-profit', 'customer-handling'],
      clause: { rule: 'SF-15.2-5' },
    })
  })

  it('a claim of nothing else is refused', () => {
    expect(entry(claim([['lost-profit', 50_000]]))).toMatchObject({
      outcome: 'refused',
      refusalGround: 'SF-15.2-5',
      payable: 0,
    })
  })

  it('indirect damage stays in where no supplier is concerned', () => {
    expect(entry(claim([['indirect', 5000]]), damage(5000))).toMatchObject({ payable: 5000 })
  })
})

describe('SF-14.1 第14.1条, SF-15.2-6 第15.2条第6項, SF-17.2 第17.2条第4項 claims that are never paid', () => {
  it.each([
    [{ kind: 'warranty' }, 'SF-14.1'],
    [{ kind: 'restoration' }, 'SF-15.2-6'],
    [{ area: 'external-service' }, 'SF-17.2'],
    [{ kind: 'refund', area: 'additional-function' }, 'SF-17.3-2'],
  ])('%o', (more, rule) => {
    expect(entry(claim(undefined, more))).toMatchObject({
      outcome: 'refused',
      refusalGround: rule,
      payable: 0,
    })
    expect(value(of(claim(undefined, more)), 'claim.refusal-ground', 'c-1')).toBe(rule)
  })

  it('an external service is answered for in gross negligence', () => {
    expect(
      entry(claim(undefined, { area: 'external-service' }), damage(80_000, { grossNegligence: true })),
    ).toMatchObject({ payable: 80_000 })
  })
})

describe('SF-17.1 第17.1条 additional functions within article 15.2', () => {
  it('the same limits, under this article', () => {
    const c = of(claim(undefined, { area: 'additional-function' }), damage(80_000))
    expect(found(c, 'claim.outcome', 'c-1')).toMatchObject({ value: 'payable', clause: { rule: 'SF-17.1' } })
    expect(value(c, 'claim.payable', 'c-1')).toBe(30_000)
  })
})

describe('SF-10.1-4 第10.1条第4項 the customer keeps the provider free of claims over the AI', () => {
  it('without a cap', () => {
    const indemnity = claim([['ordinary', 900_000]], { by: 'provider', kind: 'indemnity', area: 'ai' })
    expect(found(of(indemnity), 'claim.recourse', 'c-1')).toMatchObject({
      value: 900_000,
      clause: { rule: 'SF-10.1-4' },
    })
    expect(value(of(indemnity, damage(700_000)), 'claim.recourse', 'c-1')).toBe(700_000)
    const other = claim([['ordinary', 900_000]], { by: 'provider', kind: 'indemnity', area: 'service' })
    expect(() => found(of(other), 'claim.recourse', 'c-1')).toThrow()
    expect(() => found(of(claim()), 'claim.recourse', 'c-1')).toThrow()
  })
})
