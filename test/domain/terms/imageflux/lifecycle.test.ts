import { describe, expect, it } from 'vitest'
import { type Told, found, lines, value } from '../kit.ts'
import { contract, given, tariff } from './told.ts'

const state = (told: readonly Told[], at: string): string => {
  const c = given(...told).at(at)
  return c.terms.state(c).value
}

describe('IF-3-1 第3条第1項 one application a service type', () => {
  it('is decided by itself', () => {
    const applied = contract().slice(0, 1)
    const refused: Told = ['ApplicationRefused', '2025-03-10', { ground: 'base-terms' }]
    expect(value(given(applied).at('2025-03-10'), 'application.state')).toBe('applied')
    expect(value(given(applied, refused).at('2025-03-11'), 'application.state')).toBe('refused')
    expect(value(given(contract()).at('2025-03-11'), 'application.state')).toBe('concluded')
    expect(state([...applied, refused], '2025-03-11')).toBe('refused')
  })

  it('IF-X8: two types in one application are malformed', () => {
    expect(() =>
      given(['ApplicationSubmitted', '2025-03-25', { serviceType: ['image-engine', 'live-engine'] }]),
    ).toThrow()
    expect(() => given(['ApplicationSubmitted', '2025-03-25', {}])).toThrow()
  })

  it('an acceptance stands before a refusal, in whatever order they were told', () => {
    const refused: Told = ['ApplicationRefused', '2025-03-09', { ground: 'base-terms' }]
    expect(value(given([refused], contract()).at('2025-03-11'), 'application.state')).toBe('concluded')
  })
})

describe('IF-4-1a 第4条第1項 provision starts on the notified start date', () => {
  const told = contract('2025-03-10', '2025-03-20')

  it('IF-X6: from 00:00 of that day', () => {
    expect(state(told, '2025-03-19T23:59:59.999')).toBe('concluded')
    expect(state(told, '2025-03-20T00:00:00')).toBe('active')
    expect(value(given(told).at('2025-03-11'), 'contract.starts-on')).toBe('2025-03-20')
  })

  it('IF-X7: without one it is undetermined, and the notice stays an open duty', () => {
    const c = given(contract(), tariff()).at('2025-05-01')
    expect(c.terms.state(c).value).toBe('concluded')
    expect(value(c, 'contract.starts-on')).toBe('undetermined fact:start-date')
    expect(c.terms.obligations(c)).toMatchObject([
      { who: 'provider', duty: 'notify-start-date', since: '2025-03-10T12:00:00.000+09:00' },
    ])
    expect(lines(c, '2025-04')).toEqual([])
  })

  it('the duty is done with the notice, with a date on the acceptance, and with the end', () => {
    const dated: Told = ['ApplicationAccepted', '2025-03-10', { startsOn: '2025-03-20' }]
    const ended: Told = ['ContractEnded', '2025-03-11', { endsOn: '2025-03-12', reason: 'agreement' }]
    const duties = (...all: readonly (readonly Told[])[]) => {
      const c = given(...all).at('2025-03-15')
      return c.terms.obligations(c).length
    }
    expect(duties(told)).toBe(0)
    expect(duties([...contract().slice(0, 1), dated])).toBe(0)
    expect(duties(contract(), [ended])).toBe(0)
    const lastDay: Told = ['ContractEnded', '2025-03-11', { endsOn: '2025-03-15', reason: 'agreement' }]
    expect(duties(contract(), [lastDay])).toBe(1)
    expect(duties(contract())).toBe(1)
  })

  it('a later notice takes the place of an earlier one, and none counts without a conclusion', () => {
    const later: Told = ['StartDateNotified', '2025-03-12', { startsOn: '2025-04-01' }]
    expect(value(given(told, [later]).at('2025-03-13'), 'contract.starts-on')).toBe('2025-04-01')
    const unconcluded = given(told.filter(([type]) => type !== 'ApplicationAccepted')).at('2025-03-25')
    expect(unconcluded.terms.state(unconcluded).value).toBe('applied')
    expect(() => found(unconcluded, 'contract.starts-on')).toThrow()
  })

  it('an open suspension shows once it started (R-13), a stop does not', () => {
    const measure = (kind: string): Told => [
      'ServiceSuspended',
      '2025-04-01',
      { measureId: 'm-1', kind, ground: 'base-terms' },
    ]
    expect(state([...told, measure('suspension')], '2025-04-02')).toBe('suspended')
    expect(state([...told, measure('stop')], '2025-04-02')).toBe('active')
    const resumed: Told = ['ServiceResumed', '2025-04-03', { measureId: 'm-1' }]
    expect(state([...told, measure('suspension'), resumed], '2025-04-04')).toBe('active')
  })
})

describe('IF-4-1b 第4条第1項 the first payment neither blocks nor moves the start', () => {
  it('stands among the reasons of the start date', () => {
    const start = found(given(contract('2025-03-10', '2025-03-20')).at('2025-05-01'), 'contract.starts-on')
    expect(start.clause.rule).toBe('IF-4-1a')
    expect(start.causes).toContainEqual(
      expect.objectContaining({ clause: expect.objectContaining({ rule: 'IF-4-1b' }), value: '2025-03-20' }),
    )
  })
})
