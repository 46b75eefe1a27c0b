import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Day, addDays, day, daysBefore, weekdayOf } from '../../../../src/domain/kernel/calendar.ts'
import { type Told, value } from '../kit.ts'
import { arising, bare, calendar, contract, declared, op, tax } from './contracts.ts'

const old = contract('2023-06-01')
const notice = (at: string, requestedOn?: string, form = 'provider-form'): Told => [
  'TerminationNoticeSubmitted',
  at,
  { form, ...(requestedOn !== undefined && { requestedOn }) },
]
const state = (c: Parameters<typeof value>[0]) => c.terms.state(c).value

describe('OP-28 第28条 sixty days before, rolled back to a business day (OP-X6 … OP-X10)', () => {
  it.each([
    ['2025-06-30', '2025-05-01'], // OP-X6: 1 May is closed, but no Saturday, Sunday or holiday
    ['2025-07-02', '2025-05-02'], // OP-X7: Saturday
    ['2025-07-03', '2025-05-02'], // Sunday
    ['2025-07-05', '2025-05-02'], // substitute holiday
    ['2025-07-06', '2025-05-07'],
    ['2026-07-05', '2026-04-30'], // OP-X8: holidays, Saturday, 1 May
    ['2026-11-22', '2026-09-18'], // OP-X9: citizens' holiday
    ['2026-03-02', '2025-12-26'], // OP-X10: New Year, closures, weekend
    ['2026-03-03', '2026-01-02'], // a closure day that is a plain Friday stays
  ])('to end on %s the notice arrives by %s', (requested, last) => {
    const inTime = op(old, notice(`${last}T23:59:59.999`, requested))
    const c = inTime.at(`${last}T23:59:59.999`)
    expect(value(c, 'termination.notice-deadline')).toBe(last)
    expect(value(c, 'termination.notice-valid')).toBe(true)
    expect(value(c, 'termination.effective-on')).toBe(requested)
    expect(state(inTime.at(`${requested}T23:59:59.999`))).toBe('active')
    expect(state(inTime.at(`${addDays(day(requested), 1)}T00:00:00`))).toBe('ended')
    const late = op(old, notice(`${addDays(day(last), 1)}T00:00:00`, requested)).at(
      `${addDays(day(requested), 9)}`,
    )
    expect(value(late, 'termination.notice-valid')).toBe(false)
    expect(state(late)).toBe('active')
  })

  it.each([
    ['2025-05-03T10:00:00', '2025-07-02', '2025-07-06'], // OP-X11
    ['2025-05-02T10:00:00', '2025-06-30', '2025-07-01'],
    ['2025-05-01T10:00:00', '2025-06-29', '2025-06-30'],
  ])('a late notice of %s for %s could have asked for %s', (at, requested, earliest) => {
    const told = op(old, notice(at, requested))
    expect(value(told.at('2025-06-01'), 'termination.notice-valid')).toBe(false)
    expect(value(told.at('2025-06-01'), 'termination.earliest-on')).toBe(earliest)
    expect(arising(told.at('2025-06-01'), 'termination.effective-on')).toEqual([])
    expect(value(op(old, notice(at, earliest)).at('2025-06-01'), 'termination.notice-valid')).toBe(true)
  })

  it('says what a notice could ask for that arrives now', () => {
    expect(value(op(old).at('2025-05-02T10:00:00'), 'termination.earliest-on')).toBe('2025-07-01')
    expect(value(op(old).at('2025-05-03T10:00:00'), 'termination.earliest-on')).toBe('2025-07-06')
  })

  it.each([
    ['another form', notice('2025-01-06', '2025-06-30', 'online')],
    ['no day asked for', notice('2025-01-06')],
  ])('%s ends nothing', (_why, told) => {
    const c = op(old, told).at('2025-07-10')
    expect(value(c, 'termination.notice-valid')).toBe(false)
    expect(state(c)).toBe('active')
  })

  it('a notice of an option leaves the contract', () => {
    const c = op(old, [
      'TerminationNoticeSubmitted',
      '2025-01-06',
      { form: 'provider-form', requestedOn: '2025-06-30', ref: 'x' },
    ])
    expect(state(c.at('2025-07-10'))).toBe('active')
  })

  it('of several valid notices the earliest day counts; a late one beside them does not', () => {
    const c = op(
      old,
      notice('2025-01-06', '2025-09-30'),
      notice('2025-02-03', '2025-06-30'),
      notice('2025-06-02', '2025-06-10'),
    )
    expect(value(c.at('2025-06-03'), 'termination.effective-on')).toBe('2025-06-30')
    expect(value(c.at('2025-01-07'), 'termination.effective-on')).toBe('2025-09-30')
  })

  it('missing calendars are named, and end nothing', () => {
    const published = [...declared, tax]
    const without = bare(published, old, notice('2025-01-06', '2025-06-30')).at('2025-07-10')
    expect(value(without, 'termination.notice-valid')).toBe('undetermined calendar:holidays')
    expect(value(without, 'termination.effective-on')).toBe('undetermined calendar:holidays')
    expect(state(without)).toBe('active')
    const noClosures = [...published, calendar('2025', false)]
    const plain = bare(noClosures, old, notice('2025-01-06', '2025-06-30')).at('2025-02-01')
    expect(value(plain, 'termination.notice-valid')).toBe(true) // no roll, so no closures needed
    const rolled = bare(noClosures, old, notice('2025-01-06', '2025-07-02')).at('2025-02-01')
    expect(value(rolled, 'termination.notice-deadline')).toBe('undetermined calendar:closures')
  })

  it('an undetermined notice leaves open whether a later certain end is the first', () => {
    const told: Told[] = [
      notice('2025-01-06', '2025-06-30'),
      ['ContractEnded', '2025-02-01', { endsOn: '2025-09-30', reason: 'agreement' }],
    ]
    const c = bare(declared, old, ...told).at('2025-10-01')
    expect(value(c, 'termination.effective-on')).toBe('undetermined calendar:holidays')
    expect(state(c)).toBe('ended')
    const earlier = bare(declared, old, notice('2025-01-06', '2025-06-30'), [
      'ContractEnded',
      '2025-02-01',
      { endsOn: '2025-05-31', reason: 'agreement' },
    ])
    expect(value(earlier.at('2025-02-02'), 'termination.effective-on')).toBe('2025-05-31')
  })

  it('deadlines say what was met and when it ends', () => {
    const kinds = (when: string, told: Told) => {
      const c = op(old, told).at(when)
      return c.terms
        .deadlines(c)
        .filter(({ kind }) => kind.startsWith('termination'))
        .map(({ kind, state }) => `${kind} ${state}`)
    }
    expect(kinds('2025-02-01', notice('2025-01-06', '2025-06-30'))).toEqual([
      'termination-notice met',
      'termination-effective upcoming',
    ])
    expect(kinds('2025-07-01', notice('2025-01-06', '2025-06-30'))).toEqual([
      'termination-notice met',
      'termination-effective met',
    ])
    expect(kinds('2025-06-02', notice('2025-06-02', '2025-06-30'))).toEqual(['termination-notice missed'])
  })

  it('always: a deadline is no weekend and never behind the sixtieth day; the earliest end is the first that works', () => {
    const days = fc.integer({ min: 0, max: 600 }).map((n) => addDays(day('2024-07-01'), n))
    fc.assert(
      fc.property(days, (arrival) => {
        const earliest = value(op(old).at(`${arrival}T12:00:00`), 'termination.earliest-on') as Day
        const valid = (requested: Day) =>
          value(
            op(old, notice(`${arrival}T12:00:00`, requested)).at(`${arrival}T13:00:00`),
            'termination.notice-valid',
          )
        expect(valid(earliest)).toBe(true)
        expect(valid(addDays(earliest, -1))).toBe(false)
        const last = value(
          op(old, notice(`${arrival}T12:00:00`, earliest)).at(`${arrival}T13:00:00`),
          'termination.notice-deadline',
        ) as Day
        expect(weekdayOf(last)).toBeLessThan(6)
        expect(last <= daysBefore(earliest, 60)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('OP-30-1 第30条第1項, OP-30-2 第30条第2項 after the end', () => {
  const ended = [old, notice('2025-01-06', '2025-06-30')] as const
  it('data may be deleted from 24:00 of the last day', () => {
    const before = op(...ended).at('2025-06-30T23:59:59.999')
    expect(arising(before, 'data.deletable-from')).toEqual([])
    const c = op(...ended).at('2025-07-01T00:00:00')
    expect(value(c, 'data.deletable-from')).toBe('2025-07-01T00:00:00.000+09:00')
    expect(c.terms.permitted(c).map(({ act }) => act)).toContain('delete-data')
  })
  it('software goes back once the provider has asked, however early it asked', () => {
    const asks: Told = [
      'RequestMade',
      '2025-06-01',
      { requestId: 'sw', by: 'provider', kind: 'software-return', dueOn: '2025-07-31' },
    ]
    const duties = (when: string, ...more: Told[]) => {
      const c = op(...ended, asks, ...more).at(when)
      return c.terms
        .obligations(c)
        .filter(({ duty }) => duty === 'return-software')
        .map(({ since, dueOn }) => `${since} ${dueOn ?? ''}`)
    }
    expect(duties('2025-06-30')).toEqual([])
    expect(duties('2025-07-01')).toEqual(['2025-07-01T00:00:00.000+09:00 2025-07-31'])
    expect(duties('2025-07-03', ['RequestAnswered', '2025-07-02', { requestId: 'sw' }])).toEqual([])
  })
  it('a contract that has ended is not used any more, but its past is still told', () => {
    const told = op(...ended)
    expect(told.refusal('PlanChanged', '2025-07-01', { components: 9 })).toMatchObject({
      what: 'refusal.not-in-force',
      clause: { rule: 'OP-28' },
    })
    expect(told.refusal('OptionEnabled', '2025-07-01', { option: 'metric-relaxation', ref: 'm' })?.what).toBe(
      'refusal.not-in-force',
    )
    expect(told.refusal('PlanChanged', '2025-06-30T23:59:59', { components: 9 })).toBeUndefined()
    expect(told.refusal('InvoiceIssued', '2025-07-01', { invoiceId: 'i', month: '2025-06' })).toBeUndefined()
  })
})
