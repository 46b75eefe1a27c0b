import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, daysBetween } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, found, value } from '../kit.ts'
import { contract, deadlines, given } from './contracts.ts'

const notice = (on: string, more: Readonly<Record<string, unknown>> = {}): Told => [
  'TerminationNoticeSubmitted',
  on,
  { form: 'provider-form', ...more },
]
const CONTRACT = contract('basic', '2023-07-01').map(([type, at, data]): Told => [
  type,
  at.replace('2024-', '2023-'),
  data ?? {},
])
const end = (...facts: readonly Told[]) => {
  const c = given(CONTRACT, facts).at('2028-12-31')
  return value(c, 'termination.effective-on')
}

describe('IJ-6-1 第6条 30 days from arrival, or later', () => {
  it.each([
    ['IJ-X3', '2025-01-31T14:00:00', '2025-02-28', '2025-03-02'],
    ['IJ-X4', '2025-01-31T14:00:00', '2025-03-31', '2025-03-31'],
    ['IJ-X4', '2025-01-31T14:00:00', undefined, '2025-03-02'],
    ['IJ-X5', '2024-01-31', undefined, '2024-03-01'],
    ['one day below', '2025-01-31', '2025-03-01', '2025-03-02'],
    ['at', '2025-01-31', '2025-03-02', '2025-03-02'],
    ['one day above', '2025-01-31', '2025-03-03', '2025-03-03'],
    ['an arrival at 00:00 counts no day more (IJ-Q3)', '2025-01-31T00:00:00', undefined, '2025-03-02'],
    ['an arrival at the end of the day', '2025-01-31T23:59:59.999', undefined, '2025-03-02'],
    ['a day asked for long ago', '2025-01-31', '2024-01-01', '2025-03-02'],
  ])('%s: arrived %s, asked for %s', (_title, on, requestedOn, expected) => {
    expect(end(notice(on, requestedOn === undefined ? {} : { requestedOn }))).toBe(expected)
  })

  it('is never before 30 days have passed, and never before the day asked for', () => {
    const days = fc.integer({ min: 0, max: 1200 }).map((n) => addDays(day('2024-01-01'), n))
    fc.assert(
      fc.property(days, fc.option(days, { nil: undefined }), (arrival, requestedOn) => {
        const ends = end(notice(arrival, requestedOn === undefined ? {} : { requestedOn })) as typeof arrival
        expect(daysBetween(arrival, ends)).toBeGreaterThanOrEqual(30)
        expect(ends === addDays(arrival, 30) || ends === requestedOn).toBe(true)
        expect(requestedOn === undefined || requestedOn <= ends).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('the earliest of several valid notices counts, whichever arrived or was told first', () => {
    const first = notice('2025-01-31', { requestedOn: '2025-06-30' })
    const second = notice('2025-03-01')
    expect(end(first, second)).toBe('2025-03-31')
    expect(end(second, first)).toBe('2025-03-31')
    expect(value(given(CONTRACT, second, first).at('2025-02-28'), 'termination.effective-on')).toBe(
      '2025-06-30',
    )
  })

  it('an end told as a fact or a rescission counts among them', () => {
    const ended: Told = ['ContractEnded', '2025-02-01', { endsOn: '2025-02-20', reason: 'general-rules' }]
    const rescinded: Told = ['ContractRescinded', '2025-02-05', { by: 'provider', ground: 'general-rules' }]
    expect(end(notice('2025-01-31'), ended)).toBe('2025-02-20')
    expect(end(notice('2025-01-01'), ended)).toBe('2025-01-31')
    expect(end(rescinded)).toBe('2025-02-05')
    expect(
      end(['ContractRescinded', '2025-02-05', { by: 'customer', ground: 'agreement', endsOn: '2025-04-30' }]),
    ).toBe('2025-04-30')
    expect(found(given(CONTRACT, ended).at('2025-02-02'), 'termination.effective-on').clause.rule).toBe(
      'IJ-6-1',
    )
  })

  it('what ends an option or a part ends no contract', () => {
    const none = (fact: Told) =>
      expect(() => found(given(CONTRACT, fact).at('2026-01-01'), 'termination.effective-on')).toThrow('arise')
    none(notice('2025-01-31', { ref: 'drm-1' }))
    none(['ContractEnded', '2025-02-01', { endsOn: '2025-02-20', reason: 'other', ref: 'drm-1' }])
    none(['ContractRescinded', '2025-02-05', { by: 'provider', ground: 'general-rules', part: 'part' }])
  })

  it('is a deadline, and what a notice could reach now stands beside it', () => {
    const told = given(CONTRACT, notice('2025-01-31'))
    expect(deadlines(told.at('2025-03-02T23:59:59.999'), 'termination-effective')).toEqual([
      '2025-03-02 upcoming',
    ])
    expect(deadlines(told.at('2025-03-03T00:00:00'), 'termination-effective')).toEqual(['2025-03-02 met'])
    expect(found(told.at('2025-02-01'), 'termination.earliest-on')).toMatchObject({
      value: '2025-03-03',
      clause: { rule: 'IJ-6-1' },
    })
    expect(() => found(told.at('2025-03-03'), 'termination.earliest-on')).toThrow('arise')
  })
})

describe('IJ-6-2 第6条 only the cancellation form of the provider counts', () => {
  it.each(['online', 'other'])('a notice by %s is recorded and ends nothing', (form) => {
    const c = given(CONTRACT, notice('2025-01-31', { form })).at('2025-06-01')
    expect(() => found(c, 'termination.effective-on')).toThrow('arise')
    expect(found(c, 'termination.notice-valid')).toMatchObject({ value: false, clause: { rule: 'IJ-6-2' } })
    expect(value(c, 'termination.earliest-on')).toBe('2025-07-01')
    expect(c.terms.state(c).value).toBe('active')
  })

  it('the clock of the right one starts with its own arrival', () => {
    const c = given(CONTRACT, notice('2025-01-31', { form: 'online' }), notice('2025-02-10')).at('2025-06-01')
    expect(value(c, 'termination.effective-on')).toBe('2025-03-12')
    expect(value(c, 'termination.notice-valid')).toBe(true)
  })

  it('counts the arrival, not the sending', () => {
    expect(end(notice('2025-01-31', { sentAt: '2025-01-20T10:00:00+09:00' }))).toBe('2025-03-02')
  })
})

describe('the state of the contract', () => {
  const state = (at: string, ...facts: readonly (Told | readonly Told[])[]) => {
    const c = given(...facts).at(at)
    return c.terms.state(c)
  }

  it('goes from the application to the end', () => {
    const told = [contract('basic', '2025-01-01'), notice('2025-01-31')] as const
    expect(state('2024-12-09', ...told).value).toBe('applied')
    expect(state('2024-12-31T23:59:59.999', ...told).value).toBe('concluded')
    expect(state('2025-01-01T00:00:00', ...told).value).toBe('active')
    expect(state('2025-03-02T23:59:59.999', ...told).value).toBe('active')
    expect(state('2025-03-03T00:00:00', ...told)).toMatchObject({
      value: 'ended',
      clause: { rule: 'IJ-6-1' },
    })
  })

  it('is refused, unless it was accepted all the same', () => {
    const applied: Told = ['ApplicationSubmitted', '2024-12-05', { plan: 'basic' }]
    const refused: Told = ['ApplicationRefused', '2024-12-08', { ground: 'general-rules' }]
    expect(state('2024-12-09', applied, refused).value).toBe('refused')
    expect(state('2024-12-11', applied, refused, ['ApplicationAccepted', '2024-12-10']).value).toBe(
      'concluded',
    )
    const c = given(applied, refused).at('2024-12-09')
    expect(value(c, 'application.state')).toBe('refused')
  })

  it('is active from a billing start that was told, although the acceptance was not', () => {
    const applied: Told = ['ApplicationSubmitted', '2024-12-05', { plan: 'basic' }]
    const started: Told = ['BillingStarted', '2024-12-11', { billingStartsOn: '2025-01-01' }]
    expect(state('2024-12-31', applied, started).value).toBe('applied')
    expect(state('2025-01-01', applied, started).value).toBe('active')
  })

  it('is suspended while a suspension of the whole contract is open (R-13)', () => {
    const measure = (more: Readonly<Record<string, unknown>> = {}): Told => [
      'ServiceSuspended',
      '2025-02-01',
      { measureId: 'm-1', kind: 'suspension', ground: 'general-rules', ...more },
    ]
    const resumed: Told = ['ServiceResumed', '2025-02-10', { measureId: 'm-1' }]
    expect(state('2025-02-05', contract(), measure(), resumed).value).toBe('suspended')
    expect(state('2025-02-11', contract(), measure(), resumed).value).toBe('active')
    expect(state('2025-02-05', contract(), measure({ kind: 'stop' })).value).toBe('active')
    expect(state('2025-02-05', contract(), measure({ ref: 'drm-1' })).value).toBe('active')
  })

  it('refuses use behind the end under the rule of the end, and lets the past be settled', () => {
    const told = given(contract(), notice('2025-01-31'))
    const change = { changeId: 'ch-1', plan: 'premium' }
    expect(told.refusal('PlanChangeRequested', '2025-03-02T23:59:59.999', change)).toBeUndefined()
    expect(told.refusal('PlanChangeRequested', '2025-03-03T00:00:00', change)).toMatchObject({
      what: 'refusal.not-in-force',
      clause: { rule: 'IJ-6-1' },
    })
    expect(told.refusal('OptionApplied', '2025-03-03', { option: 'drm', ref: 'drm-1' })?.what).toBe(
      'refusal.not-in-force',
    )
    expect(told.refusal('CreditClaimed', '2025-03-03', { outageId: 'out-1' })).toBeUndefined()
  })
})
