import { describe, expect, it } from 'vitest'
import { type Told, found, value } from '../kit.ts'
import { contract, deadlines, given } from './told.ts'

const started = contract('2025-03-10', '2025-04-01')
const after = (at: string, ...told: readonly Told[]) => given(started, told).at(at)
const stateAt = (at: string, ...told: readonly Told[]) => {
  const c = after(at, ...told)
  return c.terms.state(c).value
}
const notice = (requestedOn?: string): Told => [
  'TerminationNoticeSubmitted',
  '2025-06-10',
  { form: 'provider-form', ...(requestedOn && { requestedOn }) },
]
const preset = (rule: string, more: object = {}): Told => [
  'CancellationDatePreset',
  '2025-01-01',
  { rule, ...more },
]

describe('IF-1-2 第1条第2項 the end of a contract is a matter of the base terms', () => {
  it('a notice alone does not say when, and the contract goes on', () => {
    expect(value(after('2025-07-01', notice('2025-06-30')), 'termination.effective-on')).toBe(
      'undetermined terms:base',
    )
    expect(stateAt('2026-01-01', notice('2025-06-30'))).toBe('active')
    expect(deadlines(after('2025-07-01', notice()), 'termination-effective')).toEqual([])
  })

  it('a stated end does, to 24:00 of its day', () => {
    const ended: Told = ['ContractEnded', '2025-06-12', { endsOn: '2025-06-30', reason: 'base-terms' }]
    expect(value(after('2025-06-13', notice(), ended), 'termination.effective-on')).toBe('2025-06-30')
    expect(stateAt('2025-06-30T23:59:59.999', ended)).toBe('active')
    expect(stateAt('2025-07-01T00:00:00', ended)).toBe('ended')
    expect(deadlines(after('2025-06-13', ended), 'termination-effective')).toEqual(['2025-06-30 upcoming'])
    expect(deadlines(after('2025-07-01', ended), 'termination-effective')).toEqual(['2025-06-30 met'])
  })

  it.each([
    [preset('month-end-of-arrival'), undefined, '2025-06-30'],
    [preset('next-month-end'), undefined, '2025-07-31'],
    [preset('days-after-arrival', { days: 30 }), undefined, '2025-07-10'],
    [preset('fixed-day', { presetOn: '2025-08-15' }), undefined, '2025-08-15'],
    [preset('month-end-of-arrival'), '2025-06-20', '2025-06-30'],
    [preset('month-end-of-arrival'), '2025-09-30', '2025-09-30'],
  ])('a published day does as well, or a later one that was asked for', (rule, asked, day) => {
    expect(value(after('2025-06-11', rule, notice(asked)), 'termination.effective-on')).toBe(day)
  })

  it('before the conclusion there is no contract to end', () => {
    const early: Told = ['TerminationNoticeSubmitted', '2025-03-10T11:59:59', { form: 'provider-form' }]
    expect(() =>
      found(after('2025-06-11', preset('month-end-of-arrival'), early), 'termination.effective-on'),
    ).toThrow()
    const ended: Told = ['ContractEnded', '2025-03-10', { endsOn: '2025-03-31', reason: 'agreement' }]
    const applied = given(started.slice(0, 1), [ended]).at('2025-06-01')
    expect(applied.terms.state(applied).value).toBe('applied')
  })

  it('a rescission ends it on its day', () => {
    const rescinded: Told = ['ContractRescinded', '2025-06-10', { by: 'provider', ground: 'base-terms' }]
    expect(value(after('2025-06-10', rescinded), 'termination.effective-on')).toBe('2025-06-10')
    const part: Told = [
      'ContractRescinded',
      '2025-06-10',
      { by: 'provider', ground: 'base-terms', part: 'part' },
    ]
    expect(() => found(after('2025-07-01', part), 'termination.effective-on')).toThrow()
  })

  it('what uses the contract is refused behind its end, under the rule of the end', () => {
    const ended: Told = ['ContractEnded', '2025-06-12', { endsOn: '2025-06-30', reason: 'agreement' }]
    const change: Told = ['PlanChanged', '2025-07-01T00:00:00', { plan: 'image-engine' }]
    expect(given(started, [ended]).refusal(...change)).toMatchObject({
      what: 'refusal.not-in-force',
      clause: { rule: 'IF-1-2' },
    })
    expect(
      given(started, [ended]).refusal('PlanChanged', '2025-06-30T23:59:59', { plan: 'image-engine' }),
    ).toBeUndefined()
    expect(
      given(started, [ended]).refusal('PaymentReceived', '2025-07-01', { paymentId: 'p', amount: 1 }),
    ).toBeUndefined()
  })
})
