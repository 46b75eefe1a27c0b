import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, deadlines, drm, given, published } from './contracts.ts'

const PREMIUM = contract('premium', '2025-08-01')
const applied: Told = ['OptionApplied', '2025-08-01T10:00:00', { option: 'drm', ref: 'drm-1' }]
const notice = (on: string, more: Readonly<Record<string, unknown>> = {}): Told => [
  'TerminationNoticeSubmitted',
  on,
  { form: 'provider-form', ref: 'drm-1', ...more },
]

describe('IJ-5-1 第5条第1項 an option is provided on its application', () => {
  const accepted = (startsOn?: string): Told => [
    'OptionAccepted',
    '2025-08-05T15:00:00',
    { ref: 'drm-1', ...(startsOn && { startsOn }) },
  ]
  const state = (facts: readonly Told[], at: string) =>
    value(given(PREMIUM, facts).at(at), 'option.state', 'drm-1')

  it('is applied for, concluded with the acceptance, active from its first day', () => {
    const facts = [applied, accepted('2025-08-10')]
    expect(state(facts, '2025-08-04')).toBe('applied')
    expect(state(facts, '2025-08-09T23:59:59.999')).toBe('concluded')
    expect(state(facts, '2025-08-10T00:00:00')).toBe('active')
    expect(state([applied, accepted()], '2025-08-05T15:00:00')).toBe('active')
  })

  it('may be refused', () => {
    const refused: Told = ['OptionRefused', '2025-08-06', { ref: 'drm-1' }]
    expect(state([applied, refused], '2025-08-07')).toBe('refused')
    expect(
      found(given(PREMIUM, applied, refused).at('2025-08-07'), 'option.state', 'drm-1').causes,
    ).toHaveLength(2)
  })

  it('stands on the card with its days', () => {
    const c = given(PREMIUM, applied, accepted('2025-08-10'), notice('2025-09-01')).at('2025-09-02')
    expect(c.terms.options(c)).toMatchObject([
      {
        option: 'drm',
        ref: 'drm-1',
        state: { value: 'active' },
        startsOn: { value: '2025-08-10' },
        endsOn: { value: '2025-10-01' },
      },
    ])
  })

  it('is suspended by a suspension of its own, not by one of another kind or of the whole contract (R-13)', () => {
    const measure = (more: Readonly<Record<string, unknown>>): Told => [
      'ServiceSuspended',
      '2025-09-01',
      { measureId: 'm-1', kind: 'suspension', ground: 'general-rules', ...more },
    ]
    const facts = [applied, accepted()]
    expect(state([...facts, measure({ ref: 'drm-1' })], '2025-09-02')).toBe('suspended')
    expect(state([...facts, measure({ ref: 'drm-1', kind: 'stop' })], '2025-09-02')).toBe('active')
    expect(state([...facts, measure({})], '2025-09-02')).toBe('active')
    const resumed: Told = ['ServiceResumed', '2025-09-03', { measureId: 'm-1' }]
    expect(state([...facts, measure({ ref: 'drm-1' }), resumed], '2025-09-04')).toBe('active')
  })

  it('waits for its application: a billing start or a notice of an unknown option has no effect', () => {
    const c = given(PREMIUM, notice('2025-09-01'), [
      'BillingStarted',
      '2025-08-05',
      { ref: 'drm-1', billingStartsOn: '2025-08-15' },
    ]).at('2025-09-02')
    expect(c.terms.unmatched(c).map(({ missing }) => missing)).toEqual([
      'OptionApplied ref drm-1',
      'OptionApplied ref drm-1',
    ])
    expect(() => found(c, 'option.ends-on', 'drm-1')).toThrow('arise')
    expect(() => found(c, 'term.minimum-end', 'drm-1')).toThrow('arise')
  })
})

describe('IJ-5-2 第5条第2項 DRM is the only option', () => {
  const apply = (option: string, plan: 'basic' | 'premium' = 'premium') =>
    given(contract(plan)).refusal('OptionApplied', '2025-08-01', { option, ref: 'o-1' })

  it('refuses anything else under the paragraph, on either plan', () => {
    expect(apply('ssl')).toMatchObject({ what: 'refusal.option-not-offered', clause: { rule: 'IJ-5-2' } })
    expect(apply('other', 'basic')?.what).toBe('refusal.option-not-offered')
    expect(apply('drm')).toBeUndefined()
  })

  it('refuses nothing while the text in force is not known', () => {
    const early: readonly Told[] = [
      ['ApplicationSubmitted', '2022-03-01', { plan: 'basic' }],
      ['ApplicationAccepted', '2022-03-02'],
    ]
    const apply = (option: string, on: string) =>
      given(early).refusal('OptionApplied', on, { option, ref: 'o-1' })?.what
    expect(apply('ssl', '2022-04-30T23:59:59.999')).toBeUndefined()
    expect(apply('drm', '2022-04-30T23:59:59.999')).toBeUndefined()
    expect(apply('ssl', '2022-05-01T00:00:00')).toBe('refusal.option-not-offered')
    expect(apply('drm', '2022-05-01T00:00:00')).toBe('refusal.option-requires-plan')
  })
})

describe('IJ-5-3 第5条第3項 DRM needs PREMIUM', () => {
  it('IJ-X7: is refused on BASIC', () => {
    expect(
      given(contract('basic')).refusal('OptionApplied', '2025-07-10', { option: 'drm', ref: 'drm-1' }),
    ).toMatchObject({ what: 'refusal.option-requires-plan', clause: { rule: 'IJ-5-3' } })
  })

  it('looks at the plan of the day of the application', () => {
    const upgrade: Told = ['PlanChanged', '2025-07-01', { plan: 'premium', effectiveOn: '2025-08-01' }]
    const told = given(contract('basic'), upgrade)
    const apply = (on: string) => told.refusal('OptionApplied', on, { option: 'drm', ref: 'drm-1' })?.what
    expect(apply('2025-07-31T23:59:59.999')).toBe('refusal.option-requires-plan')
    expect(apply('2025-08-01T00:00:00')).toBeUndefined()
  })

  it('is not accepted either on BASIC, on the day of the acceptance or on its first day', () => {
    const downgrade: Told = ['PlanChanged', '2025-08-02', { plan: 'basic', effectiveOn: '2025-09-01' }]
    const told = given(PREMIUM, applied, downgrade)
    const accept = (on: string, startsOn?: string) =>
      told.refusal('OptionAccepted', on, { ref: 'drm-1', ...(startsOn && { startsOn }) })?.what
    expect(accept('2025-09-01')).toBe('refusal.option-requires-plan')
    expect(accept('2025-08-31', '2025-09-01')).toBe('refusal.option-requires-plan')
    expect(accept('2025-08-31', '2025-08-31')).toBeUndefined()
  })

  describe('IJ-X9: a downgrade is blocked up to and with the last day of DRM', () => {
    const told = given(PREMIUM, drm('2025-08-01', '2025-08-15'), notice('2025-09-01T10:00:00'))
    const bound = { what: 'refusal.plan-bound-by-option', clause: { rule: 'IJ-5-3' } }

    it.each([
      ['2025-09-30', true],
      ['2025-10-01', true],
      ['2025-10-02', false],
    ])('asked for %s', (requestedOn, blocked) => {
      const refusal = told.refusal('PlanChangeRequested', '2025-09-05', {
        changeId: 'ch-1',
        plan: 'basic',
        requestedOn,
      })
      if (blocked) expect(refusal).toMatchObject(bound)
      else expect(refusal).toBeUndefined()
    })

    it('without a day asked for, it is the day of the request', () => {
      expect(
        told.refusal('PlanChangeRequested', '2025-10-01T23:59:59', { changeId: 'c', plan: 'basic' }),
      ).toMatchObject(bound)
      expect(
        told.refusal('PlanChangeRequested', '2025-10-02T00:00:00', { changeId: 'c', plan: 'basic' }),
      ).toBeUndefined()
    })

    it('holds for an acceptance with another day, and for a change nobody asked for', () => {
      const asked: Told = ['PlanChangeRequested', '2025-09-05', { changeId: 'ch-1', plan: 'basic', requestedOn: '2025-10-02' }] // prettier-ignore
      const more = given(PREMIUM, drm('2025-08-01', '2025-08-15'), notice('2025-09-01T10:00:00'), asked)
      const accept = (effectiveOn: string) =>
        more.refusal('PlanChangeAccepted', '2025-09-08', { changeId: 'ch-1', effectiveOn })
      expect(accept('2025-10-01')).toMatchObject(bound)
      expect(accept('2025-10-02')).toBeUndefined()
      const change = (effectiveOn: string) =>
        more.refusal('PlanChanged', '2025-09-08', { plan: 'basic', effectiveOn })
      expect(change('2025-10-01')).toMatchObject(bound)
      expect(change('2025-10-02')).toBeUndefined()
    })
  })

  it('blocks every day while nothing says that DRM will end, also before it begins, and no change to PREMIUM', () => {
    const told = given(PREMIUM, applied, [
      'OptionAccepted',
      '2025-08-05',
      { ref: 'drm-1', startsOn: '2025-12-01' },
    ])
    const change = (plan: string, effectiveOn: string) =>
      told.refusal('PlanChanged', '2025-08-06', { plan, effectiveOn })?.what
    expect(change('basic', '2025-09-01')).toBe('refusal.plan-bound-by-option')
    expect(change('basic', '2030-01-01')).toBe('refusal.plan-bound-by-option')
    expect(change('premium', '2025-09-01')).toBeUndefined()
  })

  it('blocks nothing while DRM is only applied for, was refused, or asks for nothing of the plan', () => {
    const change = (...facts: readonly Told[]) =>
      given(PREMIUM, ...facts).refusal('PlanChanged', '2025-08-10', { plan: 'basic' })
    expect(change(applied)).toBeUndefined()
    expect(change(applied, ['OptionRefused', '2025-08-02', { ref: 'drm-1' }])).toBeUndefined()
    expect(
      given(PREMIUM, drm('2025-08-01')).refusal('PlanChanged', '2025-08-10', { plan: 'basic', ref: 'drm-1' }),
    ).toBeUndefined()
  })
})

describe('IJ-5-5 第5条第5項 when DRM ends', () => {
  const ends = (...facts: readonly Told[]) => {
    const c = given(PREMIUM, drm('2025-08-01', '2025-08-15'), facts).at('2025-12-01')
    return [value(c, 'option.ends-on', 'drm-1'), found(c, 'option.ends-on', 'drm-1').clause.rule]
  }

  it('30 days after the notice arrived, or later where that was asked for', () => {
    expect(ends(notice('2025-09-01T10:00:00'))).toEqual(['2025-10-01', 'IJ-5-5'])
    expect(ends(notice('2025-09-01', { requestedOn: '2025-09-30' }))[0]).toBe('2025-10-01')
    expect(ends(notice('2025-09-01', { requestedOn: '2025-10-01' }))[0]).toBe('2025-10-01')
    expect(ends(notice('2025-09-01', { requestedOn: '2025-10-02' }))[0]).toBe('2025-10-02')
  })

  it('not by a notice in another form, which says so', () => {
    const c = given(PREMIUM, drm('2025-08-01'), notice('2025-09-01', { form: 'online' })).at('2025-12-01')
    expect(() => found(c, 'option.ends-on', 'drm-1')).toThrow('arise')
    expect(found(c, 'termination.notice-valid', 'drm-1')).toMatchObject({
      value: false,
      clause: { rule: 'IJ-6-2' },
    })
    expect(value(c, 'termination.earliest-on', 'drm-1')).toBe('2025-12-31')
    expect(value(c, 'option.state', 'drm-1')).toBe('active')
  })

  it('on the day an end was told, and on the earliest of several', () => {
    expect(ends(['OptionEnded', '2025-09-10', { ref: 'drm-1', endsOn: '2025-09-20' }])[0]).toBe('2025-09-20')
    expect(ends(['OptionEnded', '2025-09-10', { ref: 'drm-1' }])[0]).toBe('2025-09-10')
    expect(
      ends(notice('2025-09-01'), ['OptionEnded', '2025-09-10', { ref: 'drm-1', endsOn: '2025-09-20' }])[0],
    ).toBe('2025-09-20')
  })

  it('with the contract, which it cannot outlive (IJ-Q10)', () => {
    const contractEnds: Told = ['ContractEnded', '2025-09-10', { endsOn: '2025-09-25', reason: 'agreement' }]
    expect(ends(contractEnds)).toEqual(['2025-09-25', 'IJ-5-3'])
    expect(ends(notice('2025-09-01'), contractEnds)[0]).toBe('2025-09-25')
    expect(ends(notice('2025-08-20'), contractEnds)).toEqual(['2025-09-19', 'IJ-5-5'])
    const c = given(PREMIUM, applied, contractEnds).at('2025-09-26')
    expect(value(c, 'option.state', 'drm-1')).toBe('lapsed')
  })

  it('at 24:00 of that day, under the rule of the end', () => {
    const told = given(PREMIUM, drm('2025-08-01'), notice('2025-09-01'))
    expect(value(told.at('2025-10-01T23:59:59.999'), 'option.state', 'drm-1')).toBe('active')
    expect(found(told.at('2025-10-02T00:00:00'), 'option.state', 'drm-1')).toMatchObject({
      value: 'ended',
      clause: { rule: 'IJ-5-5' },
    })
    expect(deadlines(told.at('2025-10-01'), 'termination-effective')).toEqual(['drm-1 2025-10-01 upcoming'])
    expect(deadlines(told.at('2025-10-02'), 'termination-effective')).toEqual(['drm-1 2025-10-01 met'])
  })

  it('refuses use of it behind its end, and its billing start before it is no use', () => {
    const told = given(PREMIUM, drm('2025-08-01'), notice('2025-09-01'))
    const start = (on: string) =>
      told.refusal('BillingStarted', on, { ref: 'drm-1', billingStartsOn: '2025-10-01' })
    expect(start('2025-10-01')).toBeUndefined()
    expect(start('2025-10-02')).toMatchObject({ what: 'refusal.not-in-force', clause: { rule: 'IJ-5-5' } })
    expect(told.refusal('OptionAccepted', '2025-10-02', { ref: 'drm-1' })?.what).toBe('refusal.not-in-force')
  })

  it('an earlier version of the text leaves it open', () => {
    const c = given(
      ['ApplicationSubmitted', '2022-01-01', { plan: 'premium' }],
      ['ApplicationAccepted', '2022-01-02'],
      drm('2022-01-03'),
      notice('2022-02-01'),
    ).at('2022-02-02')
    expect(value(c, 'option.ends-on', 'drm-1')).toBe('undetermined terms:2021-11-01')
  })

  it('a registered version that repeats the text closes it (R-1)', () => {
    const c = given(
      ['TermsVersionPublished', '2022-01-01', { document: 'service-terms', versionId: '2021-11-01', textKnown: true, sameTextAs: '2022-05-01' }], // prettier-ignore
      published({}),
      ['ApplicationSubmitted', '2022-01-01', { plan: 'premium' }],
      ['ApplicationAccepted', '2022-01-02'],
      drm('2022-01-03'),
      notice('2022-02-01'),
    ).at('2022-02-02')
    expect(value(c, 'option.ends-on', 'drm-1')).toBe('2022-03-03')
  })
})
