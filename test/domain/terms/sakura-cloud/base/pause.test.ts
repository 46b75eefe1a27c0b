import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  day,
  daysInclusive,
  lastDayOf,
  monthOf,
} from '../../../../../src/domain/kernel/calendar.ts'
import { type Told, given, value } from '../../kit.ts'
import { concluded, measured, noticed, paused, resumed, terminated } from '../told.ts'

const SC = 'sakura-cloud'
const contract = (...told: readonly Told[]) => given(SC, concluded(), ...told)
const limit = (at: string) => value(contract(paused(at)).at('2199-01-01'), 'pause.limit', 'pa-1')
const deadlines = (c: ReturnType<ReturnType<typeof contract>['at']>, kind: string) =>
  c.terms
    .deadlines(c)
    .filter((each) => each.kind === kind)
    .map(({ state, when, ref }) => `${ref ?? ''} ${String(when.value)} ${state}`)
const acts = (c: ReturnType<ReturnType<typeof contract>['at']>) => c.terms.permitted(c).map(({ act }) => act)
const MEASURES = ['end-paused-service', 'suspend-or-restrict', 'prohibited-act-response', 'rescind']

describe('SC-7-1 第7条第1項 a pause by the customer', () => {
  it('pauses the contract from its instant and resumes it at once', () => {
    const it = contract(paused('2025-06-01T10:00:00'), resumed('2025-06-02T10:00:00'))
    expect(it.at('2025-06-01T09:59:59').terms.state(it.at('2025-06-01T09:59:59')).value).toBe('active')
    expect(it.at('2025-06-01T10:00:00').terms.state(it.at('2025-06-01T10:00:00')).value).toBe('paused')
    expect(it.at('2025-06-02T10:00:00').terms.state(it.at('2025-06-02T10:00:00')).value).toBe('active')
  })

  it('of one resource leaves the contract active', () => {
    const c = contract(paused('2025-06-01', 'pa-1', 'sv-1')).at('2025-06-02')
    expect(c.terms.state(c).value).toBe('active')
    expect(value(c, 'pause.state', 'pa-1')).toBe('paused')
  })

  it('of a resource nobody told of waits for it, and is there once it was told', () => {
    const lone = contract(paused('2025-06-01', 'pa-1', 'sv-9')).at('2025-06-02')
    expect(lone.terms.pauses(lone)).toEqual([])
    expect(lone.terms.unmatched(lone).map(({ missing }) => missing)).toEqual(['a resource sv-9'])
    const known = contract(paused('2025-06-01', 'pa-1', 'sv-9'), [
      'PlanChangeRequested',
      '2025-05-20',
      { changeId: 'ch-1', action: 'add', ref: 'sv-9', serviceKind: 'server', plan: '2core' },
    ]).at('2025-06-02')
    expect(known.terms.pauses(known).map(({ scope }) => scope)).toEqual(['sv-9'])
    expect(known.terms.unmatched(known)).toEqual([])
  })

  it('of a resource that has ended is refused under the rule of its end', () => {
    const refusal = contract(terminated('2025-06-01', 'sv-1')).refusal(
      ...paused('2025-06-02', 'pa-1', 'sv-1'),
    )
    expect(refusal).toMatchObject({ what: 'refusal.not-in-force', clause: { rule: 'SC-6-1' } })
  })
})

describe('SC-7-3 第7条第3項 three months at most', () => {
  it.each([
    ['2025-11-30T14:00:00', '2026-02-28'],
    ['2025-11-27T10:00:00', '2026-02-27'],
    ['2025-11-28T10:00:00', '2026-02-28'],
    ['2025-11-29T10:00:00', '2026-02-28'],
    ['2025-12-01T10:00:00', '2026-03-01'],
    ['2025-12-01T00:00:00', '2026-02-28'],
    ['2027-11-28T10:00:00', '2028-02-28'],
    ['2027-11-29T10:00:00', '2028-02-29'],
    ['2027-11-30T10:00:00', '2028-02-29'],
    ['2026-02-28T10:00:00', '2026-05-31'],
    ['2026-01-15T00:00:00.000', '2026-04-14'],
    ['2026-01-15T00:00:00.001', '2026-04-15'],
    ['2026-01-15T00:00:01', '2026-04-15'],
  ])('SC-X06 … SC-X10: paused %s, limit %s', (at, last) => {
    expect(limit(at)).toBe(last)
  })

  it('SC-X06: over the limit from 00:00 behind it, and still paused', () => {
    const it = contract(paused('2025-11-30T14:00:00'))
    const below = it.at('2026-02-28T23:59:59.999')
    const above = it.at('2026-03-01T00:00:00')
    expect(value(below, 'pause.over-limit', 'pa-1')).toBe(false)
    expect(value(above, 'pause.over-limit', 'pa-1')).toBe(true)
    expect(acts(below)).not.toContain('give-pause-notice')
    expect(acts(above)).toContain('give-pause-notice')
    expect(deadlines(below, 'pause-limit')).toEqual(['pa-1 2026-02-28 upcoming'])
    expect(deadlines(above, 'pause-limit')).toEqual(['pa-1 2026-02-28 missed'])
  })

  it('a resumption in the last instant of the limit meets it, one at 00:00 misses it', () => {
    const inTime = contract(paused('2025-11-30T14:00:00'), resumed('2026-02-28T23:59:59.999')).at(
      '2026-06-01',
    )
    const late = contract(paused('2025-11-30T14:00:00'), resumed('2026-03-01T00:00:00')).at('2026-06-01')
    expect(deadlines(inTime, 'pause-limit')).toEqual(['pa-1 2026-02-28 met'])
    expect(deadlines(late, 'pause-limit')).toEqual(['pa-1 2026-02-28 missed'])
    expect(value(late, 'pause.over-limit', 'pa-1')).toBe(false)
  })

  it('an end of the contract in time takes away what was to be resumed', () => {
    const c = contract(paused('2025-11-30T14:00:00'), terminated('2026-01-10')).at('2026-06-01')
    expect(deadlines(c, 'pause-limit')).toEqual(['pa-1 2026-02-28 lapsed'])
    expect(value(c, 'pause.state', 'pa-1')).toBe('ended')
    expect(value(c, 'pause.over-limit', 'pa-1')).toBe(false)
  })

  it('SC-X16, SC-Q4: a resumption starts a new clock; within 24 hours there is a note', () => {
    const told = (again: string) =>
      contract(
        paused('2025-11-30T12:00:00', 'pa-1'),
        resumed('2026-02-28T10:00:00', 'pa-1'),
        paused(again, 'pa-2'),
      ).at('2026-03-02')
    const soon = told('2026-02-28T11:00:00')
    expect(value(soon, 'pause.limit', 'pa-2')).toBe('2026-05-31')
    expect(value(soon, 'pause.over-limit', 'pa-1')).toBe(false)
    expect(value(soon, 'pause.back-to-back', 'pa-2')).toBe(true)
    expect(value(told('2026-03-01T10:00:00.000'), 'pause.back-to-back', 'pa-2')).toBe(true)
    expect(value(told('2026-03-01T10:00:00.001'), 'pause.back-to-back', 'pa-2')).toBe(false)
    expect(() => value(soon, 'pause.back-to-back', 'pa-1')).toThrow('does not arise')
  })

  it('the order of telling changes nothing, and a read of the past sees nothing of the future', () => {
    const facts = [
      paused('2025-11-30T14:00:00'),
      resumed('2026-01-10T09:00:00'),
      paused('2026-02-01', 'pa-2'),
    ]
    const [a, b] = [contract(...facts).at('2026-02-02'), contract(...[...facts].reverse()).at('2026-02-02')]
    expect(b.terms.pauses(b).map(({ pauseId, resumedAt }) => [pauseId, resumedAt])).toEqual(
      a.terms.pauses(a).map(({ pauseId, resumedAt }) => [pauseId, resumedAt]),
    )
    const past = contract(...facts).at('2026-01-09')
    expect(past.terms.pauses(past)).toMatchObject([{ pauseId: 'pa-1', resumedAt: null }])
  })

  it('never gives less than three calendar months and never more than three and a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 86_399 }), (n, second) => {
        const on = addDays(day('2025-05-02'), n)
        const clock = new Date(second * 1000).toISOString().slice(11, 19)
        const last = day(String(limit(`${on}T${clock}`)))
        const full = addMonths(monthOf(on), 3)
        const latest = day(`${full}-01`) > last ? lastDayOf(addMonths(full, -1)) : lastDayOf(full)
        expect(last <= latest).toBe(true)
        expect(daysInclusive(on, last)).toBeGreaterThanOrEqual(89)
        expect(daysInclusive(on, last)).toBeLessThanOrEqual(93)
      }),
      { numRuns: 200 },
    )
  })
})

describe('SC-7-4 第7条第4項 the notice', () => {
  const over = paused('2025-11-30T14:00:00')
  const valid = (at: string, deadlineOn: string, ...more: readonly Told[]) =>
    value(contract(over, noticed(at, deadlineOn), ...more).at('2026-06-01'), 'pause.notice-valid', 'pa-1')

  it.each([
    ['SC-X11 below', '2026-03-02T15:00:00', '2026-04-01', false],
    ['SC-X11 at', '2026-03-02T15:00:00', '2026-04-02', true],
    ['SC-X11 above', '2026-03-02T15:00:00', '2026-04-03', true],
    ['SC-X12 premature', '2026-02-27T12:00:00', '2026-06-30', false],
    ['in the last instant of the limit', '2026-02-28T23:59:59.999', '2026-06-30', false],
    ['at the first instant behind it: that day counts', '2026-03-01T00:00:00', '2026-03-31', true],
    ['the same, a day short', '2026-03-01T00:00:00', '2026-03-30', false],
    ['an instant later', '2026-03-01T00:00:00.001', '2026-03-31', false],
  ])('%s: arrived %s for %s is %s', (_name, at, deadlineOn, is) => {
    expect(valid(at, deadlineOn)).toBe(is)
  })

  it.each([
    ['2026-01-31T10:00:00', '2026-02-28'],
    ['2026-02-28T10:00:00', '2026-03-31'],
  ])('SC-X15: arrived %s, earliest lawful deadline %s', (at, earliest) => {
    const c = contract(paused('2025-10-01T10:00:00'), noticed(at, earliest)).at(at)
    expect(c.terms.pauses(c)[0]?.notices).toMatchObject([{ earliestLawfulDeadline: earliest, valid: true }])
    expect(value(c, 'pause.earliest-lawful-deadline', 'pa-1')).toBe(earliest)
    const short = contract(paused('2025-10-01T10:00:00'), noticed(at, addDays(day(earliest), -1))).at(at)
    expect(short.terms.pauses(short)[0]?.notices).toMatchObject([{ valid: false }])
  })

  it('after a resumption is about nothing', () => {
    expect(valid('2026-03-02T15:00:00', '2026-04-02', resumed('2026-03-02T14:00:00'))).toBe(false)
    expect(valid('2026-03-02T15:00:00', '2026-04-02', resumed('2026-03-02T15:00:00'))).toBe(false)
    expect(valid('2026-03-02T15:00:00', '2026-04-02', resumed('2026-03-02T15:00:00.001'))).toBe(true)
  })

  it('that demands nothing is none', () => {
    const empty: Told = [
      'PauseOverLimitNoticeGiven',
      '2026-03-02T15:00:00',
      { pauseId: 'pa-1', deadlineOn: '2026-04-30', demanded: [] },
    ]
    expect(value(contract(over, empty).at('2026-06-01'), 'pause.notice-valid', 'pa-1')).toBe(false)
  })

  it('before there is one, says which deadline it could set now; once it was given it is no longer to be given', () => {
    const it = contract(over, noticed('2026-03-02T15:00:00', '2026-04-02'))
    expect(value(it.at('2026-03-01T12:00:00'), 'pause.earliest-lawful-deadline', 'pa-1')).toBe('2026-04-01')
    expect(acts(it.at('2026-03-01T12:00:00'))).toContain('give-pause-notice')
    expect(acts(it.at('2026-03-02T15:00:00'))).not.toContain('give-pause-notice')
  })

  it('of two, the valid one counts, and a second valid one neither shortens nor prolongs its period', () => {
    const it = contract(
      over,
      noticed('2026-03-02T10:00:00', '2026-03-20'),
      noticed('2026-03-02T15:00:00', '2026-04-02'),
      noticed('2026-03-05T15:00:00', '2026-04-30'),
    )
    expect(value(it.at('2026-03-06'), 'pause.notice-valid', 'pa-1')).toBe(true)
    expect(deadlines(it.at('2026-03-06'), 'pause-notice-answer')).toEqual(['pa-1 2026-04-02 upcoming'])
  })
})

describe('SC-7-5 第7条第5項 measures after the period', () => {
  const told = [paused('2025-11-30T14:00:00'), noticed('2026-03-02T15:00:00', '2026-04-02')]

  it('SC-X14: permitted from 00:00 behind the deadline, and none is taken by itself', () => {
    const it = contract(...told)
    expect(acts(it.at('2026-04-02T23:59:59.999'))).not.toEqual(expect.arrayContaining(['rescind']))
    const c = it.at('2026-04-03T00:00:00')
    expect(acts(c)).toEqual(expect.arrayContaining(MEASURES))
    expect(value(c, 'pause.measures-from', 'pa-1')).toBe('2026-04-03T00:00:00.000+09:00')
    expect(c.terms.state(c).value).toBe('paused')
    expect(deadlines(c, 'pause-notice-answer')).toEqual(['pa-1 2026-04-02 missed'])
    expect(it.refusal(...measured('2026-04-03T00:00:00', 'rescind'))).toBeUndefined()
  })

  it.each([
    ['before the period is over', '2026-04-02T23:59:59.999', told],
    ['without a notice', '2026-04-03T10:00:00', [told[0] as Told]],
    [
      'on a short notice (SC-X11)',
      '2026-04-03T10:00:00',
      [told[0] as Told, noticed('2026-03-02T15:00:00', '2026-04-01')],
    ],
    [
      'on a premature notice (SC-X12)',
      '2026-04-01T10:00:00',
      [told[0] as Told, noticed('2026-02-27', '2026-03-31')],
    ],
    ['after a resumption in time (SC-X13)', '2026-04-03T10:00:00', [...told, resumed('2026-04-02T23:30:00')]],
    ['after a late resumption (SC-Q6)', '2026-04-05T10:00:00', [...told, resumed('2026-04-04T10:00:00')]],
    ['of no pause at all', '2026-04-05T10:00:00', []],
  ])('is refused %s', (_why, at, facts) => {
    expect(contract(...facts).refusal(...measured(at, 'end'))).toMatchObject({
      what: 'refusal.measure-not-open',
      clause: { rule: 'SC-7-5', article: '第7条第5項' },
    })
  })

  it('SC-X13: resumed half an hour before the deadline, it is met and no measure is open', () => {
    const c = contract(...told, resumed('2026-04-02T23:30:00')).at('2026-04-03T00:00:00')
    expect(deadlines(c, 'pause-notice-answer')).toEqual(['pa-1 2026-04-02 met'])
    expect(acts(c)).not.toEqual(expect.arrayContaining(['end-paused-service']))
    expect(c.terms.state(c).value).toBe('active')
  })

  it.each(['end', 'rescind'])(
    'R-14: %s on the base service ends the contract with the day of the measure',
    (measure) => {
      const it = contract(...told, measured('2026-04-03T10:00:00', measure))
      const c = it.at('2026-04-03T23:59:59.999')
      expect(value(c, 'termination.effective-on')).toBe('2026-04-03')
      expect(c.terms.state(c).value).toBe('paused')
      const after = it.at('2026-04-04T00:00:00')
      expect(after.terms.state(after)).toMatchObject({ value: 'ended', clause: { rule: 'SC-7-5' } })
      expect(acts(after)).toEqual([])
      expect(value(after, 'pause.state', 'pa-1')).toBe('ended')
    },
  )

  it('on a resource ends that resource alone', () => {
    const it = contract(
      paused('2025-11-30T14:00:00', 'pa-1', 'sv-1'),
      noticed('2026-03-02T15:00:00', '2026-04-02'),
      measured('2026-04-03T10:00:00', 'end'),
    )
    const after = it.at('2026-04-04T00:00:00')
    expect(after.terms.state(after).value).toBe('active')
    expect(it.refusal(...paused('2026-04-05', 'pa-2', 'sv-1'))).toMatchObject({ clause: { rule: 'SC-7-5' } })
  })

  it('one taken is no longer open, the others are; a suspension on that ground counts and is lawful', () => {
    const taken = contract(...told, measured('2026-04-03T10:00:00', 'restrict')).at('2026-04-04')
    expect(acts(taken)).not.toContain('suspend-or-restrict')
    expect(acts(taken)).toEqual(
      expect.arrayContaining(['end-paused-service', 'prohibited-act-response', 'rescind']),
    )
    const suspend = (at: string): Told => [
      'ServiceSuspended',
      at,
      { measureId: 'm-1', kind: 'suspension', ground: 'pause-over-limit' },
    ]
    const suspended = contract(...told, suspend('2026-04-03T10:00:00')).at('2026-04-04')
    expect(acts(suspended)).not.toContain('suspend-or-restrict')
    expect(value(suspended, 'measure.lawful', 'm-1')).toBe(true)
    expect(suspended.terms.state(suspended).value).toBe('suspended')
    expect(
      value(contract(...told, suspend('2026-04-02T10:00:00')).at('2026-04-04'), 'measure.lawful', 'm-1'),
    ).toBe(false)
  })

  it('under a version whose text is not known nothing is refused and the limit is undetermined', () => {
    const early = given(SC, concluded('2025-03-01'), paused('2025-03-02T10:00:00'))
    expect(value(early.at('2025-08-01'), 'pause.limit', 'pa-1')).toBe('undetermined terms:2025-02-07')
    expect(early.refusal(...measured('2025-08-01', 'end'))).toBeUndefined()
  })
})
