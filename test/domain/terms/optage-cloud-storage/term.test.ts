import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, addDays, civilEnd, day, monthsBefore } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, value } from '../kit.ts'
import { bare, contract, op } from './contracts.ts'

const declares = (at: string, by = 'customer'): Told => ['NonRenewalDeclared', at, { by }]
const state = (c: Parameters<typeof value>[0]) => c.terms.state(c).value

const EXAMPLES = [
  ['2024-04-01', '2025-03-31', '2025-02-28'],
  ['2024-04-15', '2025-04-14', '2025-03-14'],
  ['2024-02-29', '2025-02-28', '2025-01-31'],
  ['2024-03-01', '2025-02-28', '2025-01-31'],
  ['2023-03-01', '2024-02-29', '2024-01-31'],
  ['2024-01-31', '2025-01-30', '2024-12-30'],
] as const

describe('OP-11-1a 第11条第1項 one year from the start date, which counts (OP-X3)', () => {
  it.each(EXAMPLES)('start %s: minimum term and first term end %s', (start, end) => {
    const c = op(contract(start)).at(addDays(day(start), 1))
    expect(value(c, 'term.minimum-end')).toBe(end)
    expect(value(c, 'term.end')).toBe(end)
  })

  it('is not known for a start under a version whose text is not', () => {
    const c = bare(contract('2023-06-01')).at('2024-03-01')
    expect(value(c, 'term.minimum-end')).toBe('undetermined terms:2023-04-25')
    expect(value(c, 'term.end')).toBe('undetermined terms:2023-04-25')
  })
})

describe('OP-11-1b 第11条第1項ただし書 a month more unless declared a month before (OP-X4, OP-X5)', () => {
  it.each(EXAMPLES)(
    'start %s, end %s: declared by %s to its last instant, not a moment later',
    (start, end, last) => {
      const inTime = op(contract(start), declares(`${last}T23:59:59.999`))
      expect(value(inTime.at(`${last}T23:59:59.999`), 'term.non-renewal-deadline')).toBe(last)
      expect(value(inTime.at(`${last}T23:59:59.999`), 'termination.effective-on')).toBe(end)
      expect(state(inTime.at(`${end}T23:59:59.999`))).toBe('active')
      expect(state(inTime.at(`${addDays(day(end), 1)}T00:00:00`))).toBe('ended')
      const late = op(contract(start), declares(`${addDays(day(last), 1)}T00:00:00`))
      expect(state(late.at(`${addDays(day(end), 1)}T00:00:00`))).toBe('active')
    },
  )

  it('a late declaration counts for the next end', () => {
    const c = op(contract('2024-04-01'), declares('2025-03-01T00:00:00')).at('2025-03-02')
    expect(value(c, 'termination.effective-on')).toBe('2025-04-30')
    expect(value(c, 'term.renews')).toBe(true)
  })

  it.each([
    ['2025-03-31T23:59:59', '2025-03-31'],
    ['2025-04-01T00:00:00', '2025-04-30'],
    ['2025-05-01T00:00:00', '2025-05-31'],
  ])('without a declaration the term at %s ends %s', (when, end) => {
    expect(value(op(contract('2024-04-01')).at(when), 'term.end')).toBe(end)
  })

  it.each([
    ['2025-01-30', '2025-01-30'],
    ['2025-01-31', '2025-02-28'],
    ['2025-03-01', '2025-03-31'],
    ['2025-04-01', '2025-04-30'],
  ])('extensions are chained, so ends drift: at %s it is %s (OP-Q5)', (when, end) => {
    expect(value(op(contract('2024-01-31')).at(when), 'term.end')).toBe(end)
  })

  it('either party may declare, and the first word counts', () => {
    const told = op(contract('2024-04-01'), declares('2025-02-01', 'provider'), declares('2025-04-15'))
    expect(value(told.at('2025-02-02'), 'termination.effective-on')).toBe('2025-03-31')
    const c = told.at('2025-05-01')
    expect(value(c, 'termination.effective-on')).toBe('2025-03-31')
    expect(value(c, 'term.end')).toBe('2025-03-31')
    expect(value(c, 'term.renews')).toBe(false)
  })

  it('deadlines name both parties and the end they belong to; who declared has met it', () => {
    const entries = (when: string, ...told: Told[]) => {
      const c = op(contract('2024-04-01'), ...told).at(when)
      return c.terms
        .deadlines(c)
        .filter(({ kind }) => kind === 'non-renewal')
        .map(({ who, ref, when: { value }, state }) => `${who} ${ref ?? ''} ${value} ${state}`)
    }
    expect(entries('2025-02-28')).toEqual([
      'customer 2025-03-31 2025-02-28 upcoming',
      'provider 2025-03-31 2025-02-28 upcoming',
    ])
    expect(entries('2025-03-01')).toEqual([
      'customer 2025-03-31 2025-02-28 missed',
      'provider 2025-03-31 2025-02-28 missed',
      'customer 2025-04-30 2025-03-31 upcoming',
      'provider 2025-04-30 2025-03-31 upcoming',
    ])
    expect(entries('2025-04-02', declares('2025-02-28'))).toEqual([
      'customer 2025-03-31 2025-02-28 met',
      'provider 2025-03-31 2025-02-28 lapsed',
    ])
  })

  it('has lost its object where the contract ends with or before that end another way', () => {
    const cancelled = (requestedOn: string): Told => [
      'TerminationNoticeSubmitted',
      '2024-12-10',
      { form: 'provider-form', requestedOn },
    ]
    const states = (requestedOn: string) => {
      const c = op(contract('2024-04-01'), cancelled(requestedOn)).at('2025-02-01')
      return c.terms
        .deadlines(c)
        .filter(({ kind }) => kind === 'non-renewal')
        .map(({ state }) => state)
    }
    expect(states('2025-03-31')).toEqual(['lapsed', 'lapsed'])
    expect(states('2025-03-30')).toEqual(['lapsed', 'lapsed'])
    expect(states('2025-04-01')).toEqual(['upcoming', 'upcoming'])
    const c = op(contract('2024-04-01'), cancelled('2025-03-31')).at('2025-02-01')
    expect(c.terms.permitted(c).map(({ act }) => act)).not.toContain('declare-non-renewal')
    const early = op(contract('2024-04-01'), cancelled('2025-02-28')).at('2025-04-01')
    const byKind = Object.fromEntries(early.terms.deadlines(early).map(({ kind, state }) => [kind, state]))
    expect(byKind).toMatchObject({ 'minimum-term-end': 'lapsed', 'term-end': 'lapsed' })
  })

  it('terms that ran out are met, the running one is to come', () => {
    const states = (when: string) => {
      const c = op(contract('2024-04-01'), declares('2025-02-01')).at(when)
      return c.terms
        .deadlines(c)
        .flatMap(({ kind, state }) => (kind.endsWith('term-end') ? [`${kind} ${state}`] : []))
    }
    expect(states('2025-03-31T23:59:59')).toEqual(['minimum-term-end upcoming', 'term-end upcoming'])
    expect(states('2025-04-01T00:00:00')).toEqual(['minimum-term-end met', 'term-end met'])
  })

  it('may be declared until it is', () => {
    const acts = (...told: Told[]) => {
      const c = op(contract('2024-04-01'), ...told).at('2025-02-28')
      return c.terms.permitted(c).map(({ act, who }) => `${who} ${act}`)
    }
    expect(acts()).toContain('either declare-non-renewal')
    expect(acts(declares('2025-02-27'))).not.toContain('either declare-non-renewal')
  })

  it('always: extensions follow each other without a gap, and each deadline is a month before its end', () => {
    const starts = fc.integer({ min: 0, max: 1500 }).map((n) => addDays(day('2024-01-31'), n))
    fc.assert(
      fc.property(starts, fc.integer({ min: 0, max: 900 }), (start, later) => {
        const when = addDays(start, later)
        const c = bare(contract(start)).at(`${when}T12:00:00`)
        const end = value(c, 'term.end') as Day
        expect(end >= when || end === civilEnd(start, 12)).toBe(true)
        expect(value(c, 'term.non-renewal-deadline')).toBe(monthsBefore(end, 1))
        const next = bare(contract(start)).at(`${addDays(end, 1)}T00:00:00`)
        expect(value(next, 'term.end')).toBe(civilEnd(addDays(end, 1), 1))
      }),
      { numRuns: 60 },
    )
  })
})
