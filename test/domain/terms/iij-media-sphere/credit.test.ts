import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addHours, elapsedMs, instant } from '../../../../src/domain/kernel/calendar.ts'
import { type Case } from '../../../../src/domain/contract/case.ts'
import { type Told, found, value } from '../kit.ts'
import { contract, deadlines, given, permitted, published } from './contracts.ts'

type More = Readonly<Record<string, unknown>>
const id = { outageId: 'out-1' }
const began = (at: string, more: More = { totality: 'total' }): Told => [
  'OutageBegan',
  at,
  { ...id, ...more },
]
const recognized = (at: string, more: More = { totality: 'total' }): Told => [
  'OutageRecognized',
  at,
  { ...id, ...more },
]
const ended = (at: string): Told => ['OutageEnded', at, id]
const caused = (attribution = 'provider', at = '2025-06-16', more: More = {}): Told => ['OutageCauseDetermined', at, { ...id, attribution, ...more }] // prettier-ignore
const claimed = (at = '2025-06-20'): Told => ['CreditClaimed', at, id]
const grantedBy = (more: More = {}, at = '2025-06-25'): Told => ['CreditGranted', at, { ...id, ...more }]
const refusedBy = (at = '2025-06-26'): Told => ['CreditRefused', at, id]

const credit = (c: Case) => {
  const [entry] = c.terms.credits(c)
  if (!entry) throw new Error('no outage')
  return { ...entry, outcome: value(c, 'credit.outcome', 'out-1') }
}
const seen = (at: string, ...facts: readonly Told[]) => credit(given(contract(), facts).at(at))
const outcome = (at: string, ...facts: readonly Told[]) => seen(at, ...facts).outcome
/** An outage of 30 hours that the provider knew of at once. */
const THIRTY: readonly Told[] = [recognized('2025-06-10T09:00:00'), ended('2025-06-11T15:00:00')]

describe('IJ-8-1 第8条 24 hours from the instant the provider learned of it', () => {
  const lasting = (from: string, to: string, plan: 'basic' | 'premium' = 'basic') =>
    credit(given(contract(plan), began('2025-06-10T00:00:00'), recognized(from), ended(to), caused(), claimed()).at('2025-06-21')) // prettier-ignore

  it.each([
    ['IJ-X10 exactly 24 h', '2025-06-10T09:00:00', '2025-06-11T09:00:00', 1, 'granted', 3_333],
    ['IJ-X11 a millisecond less', '2025-06-10T09:00:00', '2025-06-11T08:59:59.999', 0, 'below-threshold', 0],
    ['a millisecond more', '2025-06-10T09:00:00', '2025-06-11T09:00:00.001', 1, 'granted', 3_333],
    ['IJ-X12 14 of 36 h', '2025-06-10T22:00:00', '2025-06-11T12:00:00', 0, 'below-threshold', 0],
    ['IJ-X13 72.5 h', '2025-06-10T13:30:00', '2025-06-13T14:00:00', 3, 'granted', 10_000],
    ['two units', '2025-06-10T09:00:00', '2025-06-12T09:00:00', 2, 'granted', 6_666],
    ['a millisecond below two', '2025-06-10T09:00:00', '2025-06-12T08:59:59.999', 1, 'granted', 3_333],
  ])('%s', (_title, from, to, units, what, amount) => {
    expect(lasting(from, to)).toMatchObject({ units, outcome: what, amount })
  })

  it('says the hours, the mark and whose outage it was', () => {
    const c = given(contract(), began('2025-06-10T00:00:00'), recognized('2025-06-10T22:00:00'), ended('2025-06-11T12:00:00'), caused()).at('2025-06-21') // prettier-ignore
    expect(found(c, 'outage.hours', 'out-1')).toMatchObject({ value: '14', clause: { rule: 'IJ-8-1' } })
    expect(value(c, 'outage.threshold-at', 'out-1')).toBe('2025-06-11T22:00:00.000+09:00')
    expect(found(c, 'outage.attributable', 'out-1')).toMatchObject({
      value: true,
      clause: { rule: 'IJ-8-1' },
    })
  })

  it('IJ-X14: a recovery of five minutes makes two outages, neither of 24 h', () => {
    const two = (n: string, from: string, to: string): readonly Told[] => [
      ['OutageRecognized', from, { outageId: n, totality: 'total' }],
      ['OutageEnded', to, { outageId: n }],
      ['OutageCauseDetermined', '2025-06-13', { outageId: n, attribution: 'provider' }],
      ['CreditClaimed', '2025-06-20', { outageId: n }],
    ]
    const c = given(contract(), two('a', '2025-06-10T09:00:00', '2025-06-11T05:00:00'), two('b', '2025-06-11T05:05:00', '2025-06-12T01:05:00')).at('2025-06-21') // prettier-ignore
    expect(c.terms.credits(c).map(({ units, amount }) => [units, amount])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it.each([
    ['provider', true],
    ['gross-negligence', true],
    ['customer', false],
    ['third-party', false],
    ['force-majeure', false],
  ])('%s: attributable %s', (attribution, isAttributable) => {
    const c = given(contract(), THIRTY, caused(attribution), claimed()).at('2025-06-21')
    expect(found(c, 'outage.attributable', 'out-1')).toMatchObject({
      value: isAttributable,
      clause: { rule: 'IJ-8-1' },
    })
    expect(credit(c)).toMatchObject(
      isAttributable ? { outcome: 'granted', amount: 3_333 } : { outcome: 'not-attributable', amount: 0 },
    )
  })

  it('equivalent to total counts as it was recorded, a part does not, and nothing is inferred (IJ-Q9)', () => {
    const with_ = (totality: string | undefined) =>
      outcome('2025-06-21', recognized('2025-06-10T09:00:00', totality ? { totality } : {}), ended('2025-06-11T15:00:00'), caused(), claimed()) // prettier-ignore
    expect(with_('equivalent-to-total')).toBe('granted')
    expect(with_('partial')).toBe('below-threshold')
    expect(with_(undefined)).toBe('undetermined cause:totality')
  })

  it('an outage of an option alone is a part of the service', () => {
    const option = recognized('2025-06-10T09:00:00', { totality: 'total', scope: 'option', ref: 'drm-1' })
    expect(outcome('2025-06-21', option, ended('2025-06-11T15:00:00'), caused(), claimed())).toBe(
      'below-threshold',
    )
  })

  it('the last word on the totality counts', () => {
    const partial = recognized('2025-06-10T09:00:00', { totality: 'partial' })
    expect(outcome('2025-06-21', partial, ended('2025-06-11T15:00:00'), caused('provider', '2025-06-16', { totality: 'total' }), claimed())).toBe('granted') // prettier-ignore
  })

  it('an outage that was over before the provider learned of it has no hours', () => {
    const facts = [
      began('2025-06-10T00:00:00'),
      ended('2025-06-12T00:00:00'),
      recognized('2025-06-12T08:00:00'),
    ]
    expect(seen('2025-06-21', ...facts, caused(), claimed())).toMatchObject({
      units: 0,
      outcome: 'below-threshold',
    })
  })

  it('the clock does not run before the outage began', () => {
    const facts = [
      recognized('2025-06-10T00:00:00'),
      began('2025-06-10T12:00:00'),
      ended('2025-06-11T11:00:00'),
    ]
    expect(seen('2025-06-21', ...facts, caused(), claimed())).toMatchObject({
      units: 0,
      outcome: 'below-threshold',
    })
  })

  it('without a recognition no clock runs; what is surely too short is too short', () => {
    expect(seen('2025-06-21', began('2025-06-10T00:00:00'))).toMatchObject({
      units: null,
      outcome: 'running',
    })
    const over = (at: string) =>
      outcome('2025-06-21', began('2025-06-10T00:00:00'), ended(at), caused(), claimed())
    expect(over('2025-06-10T23:59:59.999')).toBe('below-threshold')
    expect(over('2025-06-11T00:00:00')).toBe('undetermined fact:outage-recognition')
  })

  it('the cause missing leaves the credit open once the outage is over', () => {
    const open = seen('2025-06-21', ...THIRTY, claimed())
    expect(open).toMatchObject({ outcome: 'undetermined cause:attribution', amount: null, attribution: null })
    expect(outcome('2025-06-21', recognized('2025-06-10T09:00:00', {}), ended('2025-06-11T15:00:00'), claimed())).toBe('undetermined cause:attribution,cause:totality') // prettier-ignore
  })

  it('the mark is a deadline of the provider: kept where the outage is over before it', () => {
    const short = given(contract(), recognized('2025-06-10T09:00:00'), ended('2025-06-11T08:59:59.999'))
    const long = given(contract(), recognized('2025-06-10T09:00:00'), ended('2025-06-11T09:00:00'))
    const at = '2025-06-11T09:00:00.000+09:00'
    expect(deadlines(short.at('2025-06-10T10:00:00'), 'outage-threshold')).toEqual([`out-1 ${at} upcoming`])
    expect(deadlines(short.at('2025-06-12'), 'outage-threshold')).toEqual([`out-1 ${at} met`])
    expect(deadlines(long.at('2025-06-11T08:59:59.999'), 'outage-threshold')).toEqual([
      `out-1 ${at} upcoming`,
    ])
    expect(deadlines(long.at('2025-06-11T09:00:00'), 'outage-threshold')).toEqual([`out-1 ${at} missed`])
  })
})

describe('while an outage goes on (R-12, IJ-Q2, IJ-Q13)', () => {
  const going = recognized('2025-06-10T09:00:00')

  it('runs, is claimable from the 24 hours on, and pending once claimed', () => {
    expect(outcome('2025-06-11T08:59:59.999', going)).toBe('running')
    expect(outcome('2025-06-11T09:00:00', going)).toBe('claimable')
    expect(outcome('2025-06-11T08:00:00', going, claimed('2025-06-10T12:00:00'))).toBe('pending')
    expect(outcome('2025-06-12', going, claimed('2025-06-10T12:00:00'))).toBe('pending')
    expect(seen('2025-06-12', going, claimed('2025-06-11T12:00:00'))).toMatchObject({
      outcome: 'pending',
      amount: null,
    })
  })

  it('a claim before the mark takes effect where the outage lasts', () => {
    const early = claimed('2025-06-10T12:00:00')
    expect(seen('2025-06-21', going, early, ended('2025-06-11T09:00:00'), caused())).toMatchObject({ outcome: 'granted', amount: 3_333 }) // prettier-ignore
    expect(outcome('2025-06-21', going, early, ended('2025-06-11T08:59:59'), caused())).toBe(
      'below-threshold',
    )
  })

  it('a known reason against it comes first', () => {
    expect(outcome('2025-06-21', going, caused('customer', '2025-06-10T10:00:00'))).toBe('not-attributable')
    expect(outcome('2025-06-10T12:00:00', recognized('2025-06-10T09:00:00', { totality: 'partial' }))).toBe(
      'below-threshold',
    )
  })

  it('may be claimed by the customer from the mark to the end of the period, also while the cause is not told', () => {
    const claimable = 'claim-credit out-1 IJ-8-1'
    const told = given(contract(), THIRTY)
    expect(permitted(told.at('2025-06-11T08:59:59.999'))).toEqual([])
    expect(permitted(told.at('2025-06-11T09:00:00'))).toEqual([claimable])
    expect(permitted(told.at('2025-09-11T23:59:59.999'))).toEqual([claimable])
    expect(permitted(told.at('2025-09-12T00:00:00'))).toEqual([])
    expect(permitted(given(contract(), THIRTY, claimed()).at('2025-06-21'))).toEqual([])
    expect(permitted(given(contract(), THIRTY, caused('customer')).at('2025-06-21'))).toEqual([])
  })
})

describe('IJ-8-2 第8条ただし書 three months to claim', () => {
  const outage = (from: string, hours: number): readonly Told[] => [
    recognized(from),
    ended(addHours(instant(`${from}+09:00`), hours)),
    caused('provider', '2026-03-02'),
  ]
  const x15 = [
    recognized('2025-11-29T09:00:00'),
    ended('2025-11-30T15:00:00'),
    caused('provider', '2025-12-01'),
  ]

  it.each([
    ['IJ-X15', '2025-11-29T09:00:00', 30, '2025-11-30', '2026-02-28'],
    ['IJ-X16', '2026-02-27T09:00:00', 24, '2026-02-28', '2026-05-31'],
    [
      'the day of the mark never counts, even at 00:00',
      '2025-06-10T00:00:00',
      30,
      '2025-06-11',
      '2025-09-11',
    ],
    ['one clock, however long it lasts (IJ-Q2)', '2025-06-10T09:00:00', 2_000, '2025-06-11', '2025-09-11'],
  ])('%s', (_title, from, hours, claimableOn, claimDeadline) => {
    const c = given(contract(), outage(from, hours)).at('2026-05-01')
    expect(credit(c)).toMatchObject({ claimableOn, claimDeadline })
    expect(found(c, 'credit.claim-deadline', 'out-1').clause.rule).toBe('IJ-8-2')
    expect(value(c, 'credit.claimable-on', 'out-1')).toBe(claimableOn)
  })

  it('IJ-X15: a claim at 23:59 of the last day is in time, one at 00:00 of the next is late', () => {
    const at = (on: string) => seen('2026-03-01T00:00:00', ...x15, claimed(on))
    expect(at('2026-02-28T23:59:59.999')).toMatchObject({ outcome: 'granted', amount: 3_333 })
    expect(at('2026-03-01T00:00:00')).toMatchObject({ outcome: 'forfeited', amount: 0 })
  })

  it('IJ-X24: without a claim it is forfeited at 24:00 of the last day, and cites it', () => {
    const told = given(contract(), THIRTY, caused())
    expect(credit(told.at('2025-09-11T23:59:59.999')).outcome).toBe('claimable')
    const lost = told.at('2025-09-12T00:00:00')
    expect(credit(lost)).toMatchObject({ outcome: 'forfeited', amount: 0, claimDeadline: '2025-09-11' })
    expect(found(lost, 'credit.outcome', 'out-1')).toMatchObject({
      clause: { rule: 'IJ-8-2' },
      causes: expect.arrayContaining([expect.objectContaining({ what: 'credit.claim-deadline' })]), // prettier-ignore
    })
  })

  it('is lost whether or not the cause was ever told, and although the outage still goes on', () => {
    expect(outcome('2025-09-12', ...THIRTY)).toBe('forfeited')
    expect(outcome('2025-09-12', recognized('2025-06-10T09:00:00'))).toBe('forfeited')
    expect(outcome('2025-09-12', ...THIRTY, caused('customer'))).toBe('not-attributable')
  })

  it('no date arises where the 24 hours were not reached', () => {
    const c = given(contract(), recognized('2025-06-10T09:00:00'), ended('2025-06-11T08:00:00')).at(
      '2025-06-21',
    )
    expect(credit(c)).toMatchObject({ claimableOn: null, claimDeadline: null })
    expect(() => found(c, 'credit.claim-deadline', 'out-1')).toThrow('arise')
    expect(deadlines(c, 'credit-claim')).toEqual([])
  })

  it('is a deadline of the customer: upcoming, met by a claim, missed, or lapsed where there is no right to lose', () => {
    const state = (at: string, ...facts: readonly Told[]) => deadlines(given(contract(), THIRTY, facts).at(at), 'credit-claim') // prettier-ignore
    expect(state('2025-09-11')).toEqual(['out-1 2025-09-11 upcoming'])
    expect(state('2025-09-12')).toEqual(['out-1 2025-09-11 missed'])
    expect(state('2025-06-21', claimed())).toEqual(['out-1 2025-09-11 met'])
    expect(state('2025-09-20', claimed('2025-09-12T00:00:00'))).toEqual(['out-1 2025-09-11 missed'])
    expect(state('2025-09-12', caused('customer'))).toEqual(['out-1 2025-09-11 lapsed'])
    expect(state('2025-06-27', caused(), refusedBy())).toEqual(['out-1 2025-09-11 lapsed'])
  })

  it('the first claim in time counts, and is shown', () => {
    const entry = seen('2025-09-20', ...THIRTY, caused(), claimed('2025-09-15'), claimed('2025-09-01'))
    expect(entry).toMatchObject({ outcome: 'granted', claimedAt: '2025-09-01T12:00:00.000+09:00' })
  })
})

describe('IJ-A2-1 別紙2 units × base ÷ 30', () => {
  const of = (units: number, plan: 'basic' | 'premium' = 'basic', ...more: readonly Told[]) => {
    const end = addHours(instant('2025-06-01T00:00:00+09:00'), 24 * units)
    const c = given(contract(plan), recognized('2025-06-01T00:00:00'), ended(end), caused('provider', end), claimed(end), more).at('2025-12-01') // prettier-ignore
    return value(c, 'credit.outage', 'out-1')
  }

  it.each([
    [1, 3_333, 6_666],
    [2, 6_666, 13_333],
    [3, 10_000, 20_000],
    [30, 100_000, 200_000],
    [31, 103_333, 206_666],
  ])('%d units: BASIC %d, PREMIUM %d (IJ-Q6, IJ-X10, IJ-X13, IJ-X17)', (units, basic, premium) => {
    expect(of(units)).toBe(basic)
    expect(of(units, 'premium')).toBe(premium)
  })

  it('is rounded as a tariff says, once', () => {
    expect(of(2, 'basic', published({ lineRounding: 'ceil' }))).toBe(6_667)
    expect(of(1, 'basic', published({ lineRounding: 'round' }))).toBe(3_333)
  })

  it('takes the plan in force when the provider learned of it (IJ-Q8)', () => {
    const change = (effectiveOn: string): Told => [
      'PlanChanged',
      '2025-05-01',
      { plan: 'premium', effectiveOn },
    ]
    expect(of(1, 'basic', change('2025-06-01'))).toBe(6_666)
    expect(of(1, 'basic', change('2025-06-02'))).toBe(3_333)
    const c = given(contract(), recognized('2025-06-01T00:00:00'), change('2025-06-02')).at('2025-06-03')
    expect(found(c, 'credit.base', 'out-1')).toMatchObject({ value: 100_000, clause: { rule: 'IJ-A2-1' } })
    expect(JSON.stringify(found(c, 'credit.base', 'out-1').causes)).toContain('IJ-Q8')
  })

  it('says what could be claimed once the outage is over, and nothing while it grows', () => {
    expect(seen('2025-06-21', ...THIRTY, caused())).toMatchObject({
      outcome: 'claimable',
      amount: 3_333,
      appliedTo: [],
    })
    expect(seen('2025-06-12', recognized('2025-06-10T09:00:00'))).toMatchObject({
      outcome: 'claimable',
      amount: null,
    })
  })

  it('grows by a thirtieth with every 24 hours, and with nothing less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 24 * 3_600_000 }), (ms) => {
        const from = instant('2025-06-01T08:00:00+09:00')
        const to = addHours(from, ms / 3_600_000)
        const c = given(contract(), recognized(from), ended(to), caused('provider', '2025-07-20'), claimed('2025-07-21')).at('2025-07-22') // prettier-ignore
        const units = Math.floor(elapsedMs(from, to) / 86_400_000)
        expect(credit(c)).toMatchObject({ units, amount: Math.floor((units * 100_000) / 30) })
      }),
      { numRuns: 40 },
    )
  })
})

describe('IJ-3-2 第3条第2項 a prerequisite the customer did not meet', () => {
  it('is no default of the provider', () => {
    const c = given(contract(), THIRTY, caused('customer-prerequisite'), claimed()).at('2025-06-21')
    expect(found(c, 'outage.attributable', 'out-1')).toMatchObject({
      value: false,
      clause: { rule: 'IJ-3-2' },
    })
    expect(credit(c)).toMatchObject({ outcome: 'not-attributable', amount: 0 })
  })
})

describe('IJ-11-1 第11条第1項 a restriction under 第10条', () => {
  it('IJ-X23: gives no credit, for 50 hours either', () => {
    const c = given(contract(), recognized('2025-06-10T09:00:00'), ended('2025-06-12T11:00:00'), caused('restriction'), claimed()).at('2025-06-21') // prettier-ignore
    expect(found(c, 'outage.attributable', 'out-1')).toMatchObject({
      value: false,
      clause: { rule: 'IJ-11-1' },
    })
    expect(credit(c)).toMatchObject({ outcome: 'not-attributable', amount: 0, units: 2 })
    expect(found(c, 'credit.outage', 'out-1').clause.rule).toBe('IJ-11-1')
  })
})

describe('causes that answers name as exclusions', () => {
  it.each(['beta', 'sms', 'core-supplier'])('%s', (attribution) => {
    expect(seen('2025-06-21', ...THIRTY, caused(attribution), claimed())).toMatchObject({
      outcome: 'excluded',
      amount: 0,
    })
  })
})

describe('the word of the provider', () => {
  it('a refusal stands where the terms give a credit, until the provider grants it after all', () => {
    expect(seen('2025-06-27', ...THIRTY, caused(), claimed(), refusedBy())).toMatchObject({
      outcome: 'refused',
      amount: 0,
    })
    expect(seen('2025-06-30', ...THIRTY, caused(), claimed(), refusedBy(), grantedBy({}, '2025-06-28'))).toMatchObject({ outcome: 'granted', amount: 3_333 }) // prettier-ignore
    expect(outcome('2025-06-27', ...THIRTY, caused('customer'), claimed(), refusedBy())).toBe(
      'not-attributable',
    )
  })

  it('a grant stands for a claim and for what was not told of the cause', () => {
    expect(seen('2025-06-27', ...THIRTY, caused(), grantedBy())).toMatchObject({ outcome: 'granted', amount: 3_333, claimedAt: null }) // prettier-ignore
    expect(outcome('2025-06-27', recognized('2025-06-10T09:00:00', {}), ended('2025-06-11T15:00:00'), claimed(), grantedBy())).toBe('granted') // prettier-ignore
    expect(outcome('2025-09-20', ...THIRTY, caused(), grantedBy({}, '2025-09-12'))).toBe('forfeited')
  })

  it('a stated amount counts only where the terms give none', () => {
    expect(seen('2025-06-27', ...THIRTY, caused(), claimed(), grantedBy({ amount: 50 })).amount).toBe(3_333)
    expect(seen('2025-06-27', ...THIRTY, caused('customer'), claimed(), grantedBy({ amount: 50 }))).toMatchObject({ outcome: 'granted', amount: 50 }) // prettier-ignore
    const c = given(contract(), THIRTY, caused('customer'), claimed(), grantedBy({ amount: 50 })).at(
      '2025-06-27',
    )
    expect(found(c, 'credit.outcome', 'out-1').causes).toContainEqual(expect.objectContaining({ value: 'not-attributable' })) // prettier-ignore
  })
})

describe('an outage told in any order', () => {
  const facts: readonly Told[] = [
    began('2025-06-10T08:20:00'),
    ...THIRTY,
    caused('third-party', '2025-06-12'),
    caused('provider', '2025-06-16'),
    claimed(),
  ]

  it('is the same outage', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...contract(), ...facts], { minLength: 9, maxLength: 9 }), (told) => {
        const c = given(told).at('2025-06-21')
        expect(credit(c)).toMatchObject({ units: 1, outcome: 'granted', amount: 3_333, appliedTo: [{ month: '2025-06', amount: 3_333 }] }) // prettier-ignore
      }),
      { numRuns: 50 },
    )
  })

  it('is seen from each instant as it was then', () => {
    const at = (when: string) => outcome(when, ...facts)
    expect(at('2025-06-10T10:00:00')).toBe('running')
    expect(at('2025-06-11T10:00:00')).toBe('claimable')
    expect(at('2025-06-11T16:00:00')).toBe('undetermined cause:attribution')
    expect(at('2025-06-13')).toBe('not-attributable')
    expect(at('2025-06-17')).toBe('claimable')
    expect(at('2025-06-20')).toBe('granted')
  })
})
