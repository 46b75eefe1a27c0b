import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, daysInclusive } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, lines, value } from '../kit.ts'
import { contract, deadlines, drm, given } from './contracts.ts'

describe('IJ-2-1 第2条 the billing start is itself the first day of the month', () => {
  it.each([
    ['2025-01-15', '2025-02-14'],
    ['2025-01-29', '2025-02-28'],
    ['2025-01-30', '2025-02-28'],
    ['2025-01-31', '2025-02-28'],
    ['2024-01-31', '2024-02-29'],
    ['2025-02-28', '2025-03-27'],
    ['2022-07-01', '2022-07-31'],
  ])('IJ-X1, IJ-X2: from %s to %s', (start, end) => {
    const c = given(contract('basic', start)).at('2025-06-01')
    expect(found(c, 'term.minimum-end')).toMatchObject({ value: end, clause: { rule: 'IJ-2-1' } })
  })

  it('is unknown until billing starts, and no question before the acceptance', () => {
    const [applied, accepted] = contract()
    expect(value(given([applied, accepted] as Told[]).at('2025-01-01'), 'term.minimum-end')).toBe(
      'undetermined fact:billing-start',
    )
    expect(() => value(given([applied] as Told[]).at('2025-01-01'), 'term.minimum-end')).toThrow('arise')
  })

  it('follows the last word on the billing start', () => {
    const moved: Told = ['BillingStarted', '2024-12-20', { billingStartsOn: '2025-02-01' }]
    expect(value(given(contract(), moved).at('2025-01-01'), 'term.minimum-end')).toBe('2025-02-28')
    expect(value(given(contract(), moved).at('2024-12-19'), 'term.minimum-end')).toBe('2025-01-31')
  })

  it('is a deadline: upcoming to its 24:00, then met', () => {
    const told = given(contract())
    expect(deadlines(told.at('2025-01-31T23:59:59.999'), 'minimum-term-end')).toEqual(['2025-01-31 upcoming'])
    expect(deadlines(told.at('2025-02-01T00:00:00'), 'minimum-term-end')).toEqual(['2025-01-31 met'])
  })

  it('is 28 to 31 days long, whatever the start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), (n) => {
        const start = addDays(day('2023-01-01'), n)
        const end = value(
          given(contract('basic', start)).at('2029-01-01'),
          'term.minimum-end',
        ) as typeof start
        expect(daysInclusive(start, end)).toBeGreaterThanOrEqual(28)
        expect(daysInclusive(start, end)).toBeLessThanOrEqual(31)
      }),
      { numRuns: 60 },
    )
  })
})

describe('IJ-5-4 第5条第4項 DRM has a minimum term of its own', () => {
  const told = given(contract('premium', '2025-08-01'), drm('2025-08-01', '2025-08-15'))

  it('IJ-X8: from its own billing start', () => {
    const c = told.at('2025-08-20')
    expect(found(c, 'term.minimum-end', 'drm-1')).toMatchObject({
      value: '2025-09-14',
      clause: { rule: 'IJ-5-4' },
    })
    expect(value(c, 'term.minimum-end')).toBe('2025-08-31')
    expect(deadlines(c, 'minimum-term-end')).toContain('drm-1 2025-09-14 upcoming')
  })

  it('is unknown while its billing has not started', () => {
    const c = given(contract('premium'), drm('2025-08-01')).at('2025-08-20')
    expect(value(c, 'term.minimum-end', 'drm-1')).toBe('undetermined fact:billing-start')
    expect(found(c, 'term.minimum-end', 'drm-1').clause.rule).toBe('IJ-5-4')
  })

  it('is the one of its own ref, whatever is told of other options', () => {
    const c = given(
      contract('premium'),
      drm('2025-08-01', '2025-08-15', 'drm-a'),
      drm('2025-08-02', '2025-08-31', 'drm-b'),
    ).at('2025-09-01')
    expect(value(c, 'term.minimum-end', 'drm-a')).toBe('2025-09-14')
    expect(value(c, 'term.minimum-end', 'drm-b')).toBe('2025-09-30')
  })
})

describe('term.short-of-minimum', () => {
  const notice = (on: string, requestedOn?: string): Told => [
    'TerminationNoticeSubmitted',
    on,
    { form: 'provider-form', ...(requestedOn && { requestedOn }) },
  ]
  const short = (on: string, requestedOn?: string) =>
    given(contract('basic', '2025-06-01'), notice(on, requestedOn))

  it('IJ-X6: 11 days where the end on 06-19 comes before 06-30', () => {
    const c = short('2025-05-20').at('2025-05-21')
    expect(value(c, 'termination.effective-on')).toBe('2025-06-19')
    expect(found(c, 'term.short-of-minimum')).toMatchObject({ value: 11, clause: { rule: 'IJ-2-1' } })
  })

  it.each([
    ['2025-06-29', 1],
    ['2025-06-30', undefined],
    ['2025-07-01', undefined],
  ])('an end asked for on %s', (requestedOn, days) => {
    const c = short('2025-05-20', requestedOn).at('2025-05-21')
    if (days === undefined) expect(() => found(c, 'term.short-of-minimum')).toThrow('arise')
    else expect(value(c, 'term.short-of-minimum')).toBe(days)
  })

  it('adds nothing to the month of the end: what it costs is in the general rules, and the finding alone says it', () => {
    const told = short('2025-05-20')
    expect(value(told.at('2025-07-02'), 'term.short-of-minimum')).toBe(11)
    expect(lines(told.at('2025-07-02'), '2025-06')).toEqual([
      'monthly-base basic undetermined tariff:prorationRule',
      'overage transcode-hours undetermined usage:transcode-hours',
      'overage storage-gb undetermined usage:storage-gb',
      'overage delivery-gb undetermined usage:delivery-gb',
      'overage live-hours undetermined usage:live-hours',
    ])
    expect(lines(told.at('2025-07-02'), '2025-07')).toEqual([])
  })

  it('makes the minimum term a deadline that was missed', () => {
    const told = short('2025-05-20')
    expect(deadlines(told.at('2025-06-19'), 'minimum-term-end')).toEqual(['2025-06-30 upcoming'])
    expect(deadlines(told.at('2025-06-20'), 'minimum-term-end')).toEqual(['2025-06-30 missed'])
  })

  it('holds for DRM alike', () => {
    const c = given(contract('premium'), drm('2025-08-01', '2025-09-20'), [
      'TerminationNoticeSubmitted',
      '2025-08-05',
      { form: 'provider-form', ref: 'drm-1' },
    ]).at('2025-08-06')
    expect(found(c, 'term.short-of-minimum', 'drm-1')).toMatchObject({
      value: 45,
      clause: { rule: 'IJ-5-4' },
    })
  })
})
