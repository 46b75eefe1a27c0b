import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it, test } from 'vitest'
import {
  type Day,
  Day as DaySchema,
  Instant,
  Month,
  addDays,
  addHours,
  addMinutes,
  addMonths,
  civilEnd,
  civilEndDays,
  day,
  dayAfter,
  dayInMonth,
  dayOf,
  daysBefore,
  daysBetween,
  daysIn,
  daysInclusive,
  elapsedMs,
  endOf,
  epochMs,
  firstDay,
  firstDayOf,
  fromEpochMs,
  instant,
  isTimely,
  lastDayOf,
  lastInstantOf,
  month,
  monthOf,
  monthsBefore,
  monthsBetween,
  monthsFrom,
  startOf,
  weekdayOf,
} from '../../../src/domain/kernel/calendar.ts'

// ---- a calendar so slow and plain that it cannot be wrong: one day after the other ---------------------------------

type Plain = { readonly y: number; readonly m: number; readonly d: number }
const isLeap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
const lengthOf = ({ y, m }: Plain): number =>
  m === 2 ? (isLeap(y) ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31
const nextOf = (on: Plain): Plain => {
  if (on.d < lengthOf(on)) return { ...on, d: on.d + 1 }
  return on.m < 12 ? { y: on.y, m: on.m + 1, d: 1 } : { y: on.y + 1, m: 1, d: 1 }
}
const two = (n: number): string => String(n).padStart(2, '0')
const written = ({ y, m, d }: Plain): Day => `${y}-${two(m)}-${two(d)}` as Day

/** Every day from 1970 to 2199, in order. */
const DAYS: readonly Day[] = (() => {
  const days: Day[] = []
  for (let on: Plain = { y: 1970, m: 1, d: 1 }; on.y < 2200; on = nextOf(on)) days.push(written(on))
  return days
})()
const PLACE = new Map(DAYS.map((on, place) => [on, place]))
const at = (place: number): Day => {
  const on = DAYS[place]
  if (on === undefined) throw new RangeError(`no day at ${place}`)
  return on
}
const placeOf = (on: Day): number => PLACE.get(on) ?? Number.NaN
const numberIn = (on: Day): string => on.slice(8)

/** Walks until the corresponding day comes, or the month it should have come in is over (Civil Code 143). */
function walkedEnd(first: Day, months: number): Day {
  let turned = 0
  for (let place = placeOf(first); ; place++) {
    if (monthOf(at(place + 1)) !== monthOf(at(place))) turned++
    if (turned === months && numberIn(at(place + 1)) === numberIn(first)) return at(place)
    if (turned > months) return at(place)
  }
}

/** Walks back to the latest day from which the whole period is over by the end; every end is walked to once. */
function walkedBefore(end: Day, months: number, ends = new Map<number, Day>()): Day {
  const endFrom = (place: number): Day => {
    const known = ends.get(place) ?? walkedEnd(at(place), months)
    ends.set(place, known)
    return known
  }
  let place = placeOf(end)
  while (endFrom(place + 1) > end) place--
  return at(place)
}

const someDay = fc.integer({ min: 400, max: DAYS.length - 2000 }).map(at)
const inside = fc.integer({ min: 0, max: DAYS.length - 1 })

// ---- the conventions -----------------------------------------------------------------------------------------------

describe('CC-01 clock: days, months and instants are those of Japan', () => {
  test.each([
    ['2025-11-30T14:00:00+09:00', '2025-11-30T14:00:00.000+09:00'],
    ['2025-11-30T14:00:00.5+09:00', '2025-11-30T14:00:00.500+09:00'],
    ['2025-11-30T05:00:00Z', '2025-11-30T14:00:00.000+09:00'],
    ['2025-11-30T15:00:00.000Z', '2025-12-01T00:00:00.000+09:00'],
    ['2025-11-30T09:00:00-05:00', '2025-11-30T23:00:00.000+09:00'],
    ['2025-12-01T04:30:00+13:30', '2025-12-01T00:00:00.000+09:00'],
  ])('%s is %s', (given, wanted) => expect(instant(given)).toBe(wanted))

  test.each([
    '2025-11-30T14:00:00',
    '2025-11-30',
    '2025-11-30T24:00:00+09:00',
    '2025-02-29T10:00:00+09:00',
    '',
  ])('an instant that is none: %j', (text) => expect(Instant.safeParse(text).success).toBe(false))
  test.each(['2025-02-29', '2025-13-01', '2025-1-1', '1969-12-31', '2200-01-01', '20250101'])(
    'a day that is none: %j',
    (text) => expect(DaySchema.safeParse(text).success).toBe(false),
  )
  test.each(['2025-00', '2025-13', '1969-12', '2200-01', '2025-1', '2025-01-01'])(
    'a month that is none: %j',
    (text) => expect(Month.safeParse(text).success).toBe(false),
  )
  it('takes the first and the last day of its range, in Japan', () => {
    expect(day('1970-01-01')).toBe('1970-01-01')
    expect(day('2199-12-31')).toBe('2199-12-31')
    expect(Instant.safeParse('1969-12-31T15:00:00Z').success).toBe(true)
    expect(Instant.safeParse('1969-12-31T14:59:59Z').success).toBe(false)
    expect(Instant.safeParse('2199-12-31T15:00:00Z').success).toBe(false)
  })
  it('counts milliseconds like everybody else', () =>
    fc.assert(
      fc.property(fc.integer({ min: -9 * 3_600_000, max: 7_258_000_000_000 }), (ms) => {
        const written = new Date(ms + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
        expect(fromEpochMs(ms)).toBe(written)
        expect(epochMs(instant(written))).toBe(ms)
      }),
    ))
  it('reads any offset as luxon does', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 7_200_000_000_000 }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (ms, minutes) => {
          const there = DateTime.fromMillis(ms).toUTC(minutes).toISO()
          expect(epochMs(instant(there ?? ''))).toBe(ms)
        },
      ),
    ))
})

describe('CC-02 boundaries: 24:00 of a day is 00:00 of the next and belongs to that one', () => {
  it('an expiry at 24:00 of a day ends with it', () => {
    expect(endOf(day('2025-12-31'))).toBe('2026-01-01T00:00:00.000+09:00')
    expect(dayOf(endOf(day('2025-12-31')))).toBe('2026-01-01')
    expect(dayOf(lastInstantOf(day('2025-12-31')))).toBe('2025-12-31')
    expect(elapsedMs(lastInstantOf(day('2025-12-31')), endOf(day('2025-12-31')))).toBe(1)
  })
  it('a fraction of a millisecond is cut off', () =>
    expect(instant('2025-11-30T23:59:59.9999+09:00')).toBe('2025-11-30T23:59:59.999+09:00'))
})

describe('CC-03 first day: the day of an event does not count, except at exactly 00:00', () => {
  test.each([
    ['2025-11-29T23:59:59.999+09:00', '2025-11-30'],
    ['2025-11-30T00:00:00.000+09:00', '2025-11-30'],
    ['2025-11-30T00:00:00.001+09:00', '2025-12-01'],
    ['2025-11-30T12:00:00+09:00', '2025-12-01'],
    ['2024-02-28T10:00:00+09:00', '2024-02-29'],
    ['2025-12-31T10:00:00+09:00', '2026-01-01'],
    ['2025-11-29T15:00:00Z', '2025-11-30'],
  ])('%s counts from %s', (event, wanted) => expect(firstDay(instant(event))).toBe(wanted))

  it('"from the day of" excludes the day even at 00:00', () => {
    expect(dayAfter(instant('2025-11-30T00:00:00+09:00'))).toBe('2025-12-01')
    expect(dayAfter(instant('2025-11-30T10:00:00+09:00'))).toBe('2025-12-01')
  })
  it('is the day walked to, on every day', () =>
    fc.assert(
      fc.property(inside, fc.integer({ min: 0, max: 86_399_999 }), (place, ms) => {
        const event = fromEpochMs(epochMs(startOf(at(place))) + ms)
        fc.pre(place + 1 < DAYS.length)
        expect(firstDay(event)).toBe(ms === 0 ? at(place) : at(place + 1))
      }),
    ))
})

describe('CC-04 months: the day before the corresponding day, or the end of a month without one', () => {
  test.each([
    ['2025-11-27T10:00:00+09:00', '2025-12-27', '2026-02-27'],
    ['2025-11-28T10:00:00+09:00', '2025-12-28', '2026-02-28'],
    ['2025-11-29T10:00:00+09:00', '2025-12-29', '2026-02-28'],
    ['2025-11-30T10:00:00+09:00', '2025-12-31', '2026-02-28'],
    ['2025-12-01T10:00:00+09:00', '2026-01-01', '2026-03-01'],
    ['2026-01-30T10:00:00+09:00', '2026-02-28', '2026-04-30'],
    ['2026-01-31T10:00:00+09:00', '2026-02-28', '2026-04-30'],
    ['2026-02-28T10:00:00+09:00', '2026-03-31', '2026-05-31'],
    ['2027-11-29T10:00:00+09:00', '2027-12-29', '2028-02-29'],
    ['2028-02-29T10:00:00+09:00', '2028-03-31', '2028-05-31'],
    ['2025-12-01T00:00:00.000+09:00', '2025-12-31', '2026-02-28'],
  ])('an event at %s: one month until %s, three until %s', (event, one, three) => {
    const first = firstDay(instant(event))
    expect(civilEnd(first, 1)).toBe(one)
    expect(civilEnd(first, 3)).toBe(three)
  })
  it('is not "event date + n months"', () => {
    expect(civilEnd(firstDay(instant('2026-02-28T10:00:00+09:00')), 3)).not.toBe('2026-05-28')
    expect(civilEnd(firstDay(instant('2025-11-30T10:00:00+09:00')), 3)).not.toBe('2026-03-02')
  })
  it('a year is twelve months', () => {
    expect(civilEnd(day('2024-04-01'), 12)).toBe('2025-03-31')
    expect(civilEnd(day('2024-02-29'), 12)).toBe('2025-02-28')
    expect(civilEnd(day('2024-02-29'), 48)).toBe('2028-02-28')
  })
  it('is the day walked to', () =>
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 60 }), (first, months) => {
        expect(civilEnd(first, months)).toBe(walkedEnd(first, months))
      }),
      { numRuns: 500 },
    ))
  it('is the day walked to from every day of six years', () => {
    for (let place = placeOf(day('2023-01-01')); at(place) <= '2028-12-31'; place++)
      for (const months of [1, 2, 3, 6, 12])
        if (civilEnd(at(place), months) !== walkedEnd(at(place), months))
          expect.fail(`${at(place)} + ${months}: ${civilEnd(at(place), months)}`)
  })
})

describe('CC-05 days: the last of n days that are counted from the first', () => {
  test.each([
    ['2025-12-01', 1, '2025-12-01'],
    ['2025-12-01', 31, '2025-12-31'],
    ['2024-02-20', 10, '2024-02-29'],
    ['2025-02-20', 10, '2025-03-01'],
  ] as const)('%s, %i days: until %s', (first, days, wanted) =>
    expect(civilEndDays(day(first), days)).toBe(wanted),
  )
  it('is the event date + n when the day of the event does not count', () => {
    const event = instant('2025-11-30T10:00:00+09:00')
    expect(civilEndDays(firstDay(event), 14)).toBe(addDays(dayOf(event), 14))
  })
})

describe('CC-06 by n before E: the latest day from which the whole period still fits', () => {
  test.each([
    ['2026-03-31', 1, '2026-02-28'],
    ['2026-03-31', 3, '2025-12-31'],
    ['2026-03-30', 1, '2026-02-27'],
    ['2026-02-28', 1, '2026-01-31'],
    ['2028-02-29', 12, '2027-02-28'],
    ['2026-05-15', 6, '2025-11-15'],
  ] as const)('%s, %i months: by %s', (end, months, wanted) =>
    expect(monthsBefore(day(end), months)).toBe(wanted),
  )
  it('the two month forms are equal on every day of 2023 to 2028 for 1, 2, 3, 6 and 12 months', () => {
    for (const months of [1, 2, 3, 6, 12]) {
      const ends = new Map<number, Day>()
      for (let place = placeOf(day('2023-01-01')); at(place) <= '2028-12-31'; place++)
        if (monthsBefore(at(place), months) !== walkedBefore(at(place), months, ends))
          expect.fail(`${at(place)} − ${months}: ${monthsBefore(at(place), months)}`)
    }
  })
  it('in days it is E − n', () => {
    expect(daysBefore(day('2026-03-01'), 1)).toBe('2026-02-28')
    expect(daysBefore(day('2024-03-01'), 30)).toBe('2024-01-31')
    expect(civilEndDays(addDays(daysBefore(day('2024-03-01'), 30), 1), 30)).toBe('2024-03-01')
  })
})

describe('CC-07 timely: until 24:00 of the last day', () => {
  test.each([
    ['2025-11-29T10:00:00+09:00', true],
    ['2025-11-30T23:59:59.999+09:00', true],
    ['2025-12-01T00:00:00.000+09:00', false],
    ['2025-11-30T14:59:59Z', true],
    ['2025-11-30T15:00:00Z', false],
  ])('%s against 2025-11-30: %s', (act, wanted) =>
    expect(isTimely(instant(act), day('2025-11-30'))).toBe(wanted),
  )
})

describe('CC-08 hours run from the instant itself', () => {
  it('24 hours are 86,400,000 ms, no less', () => {
    const began = instant('2025-11-30T14:00:00+09:00')
    expect(addHours(began, 24)).toBe('2025-12-01T14:00:00.000+09:00')
    expect(elapsedMs(began, addHours(began, 24))).toBe(86_400_000)
    expect(elapsedMs(began, instant('2025-12-01T13:59:59.999+09:00'))).toBe(86_399_999)
  })
  it('goes back as well, and in minutes', () => {
    expect(addHours(instant('2026-01-01T00:00:00+09:00'), -1)).toBe('2025-12-31T23:00:00.000+09:00')
    expect(addMinutes(instant('2024-02-28T23:55:00+09:00'), 10)).toBe('2024-02-29T00:05:00.000+09:00')
  })
})

describe('CC-09 ending on a day: in force until 24:00 of it', () => {
  it('its last instant is in, 00:00 of the next is out', () => {
    const end = endOf(day('2026-02-28'))
    expect(lastInstantOf(day('2026-02-28')) < end).toBe(true)
    expect(startOf(day('2026-03-01')) < end).toBe(false)
  })
})

describe('CC-18 full months: from the month of the start to the month of the end, both included', () => {
  test.each([
    ['2024-04', '2024-11', 8],
    ['2024-11', '2025-02', 4],
    ['2025-01', '2025-01', 1],
    ['2025-02', '2025-01', 0],
  ] as const)('%s to %s: %i', (first, last, wanted) => {
    const months = monthsFrom(month(first), month(last))
    expect(months).toHaveLength(wanted)
    expect(months.at(0)).toBe(wanted === 0 ? undefined : first)
    expect(months.at(-1)).toBe(wanted === 0 ? undefined : last)
  })
  it('goes by the date in Japan', () => {
    const start = instant('2025-01-31T15:00:00Z')
    const end = instant('2025-02-28T14:59:59Z')
    expect(monthsFrom(monthOf(start), monthOf(end))).toEqual(['2025-02'])
  })
  it('turns the year', () => {
    expect(monthsFrom(month('2024-11'), month('2025-02'))).toEqual([
      '2024-11',
      '2024-12',
      '2025-01',
      '2025-02',
    ])
    expect(addMonths(month('2025-01'), -13)).toBe('2023-12')
    expect(monthsBetween(month('2023-12'), month('2025-01'))).toBe(13)
  })
})

describe('arithmetic against the walk day by day', () => {
  it('addDays and daysBetween', () =>
    fc.assert(
      fc.property(inside, inside, (a, b) => {
        expect(addDays(at(a), b - a)).toBe(at(b))
        expect(daysBetween(at(a), at(b))).toBe(b - a)
        expect(daysInclusive(at(a), at(b))).toBe(b - a + 1)
      }),
      { numRuns: 2000 },
    ))
  it('every day has its next, its month its length and its last day, and weekdays go round', () => {
    let weekday = 4 // 1970-01-01 was a Thursday
    for (const [place, on] of DAYS.entries()) {
      const next = DAYS[place + 1] ?? '2200-01-01'
      if (addDays(on, 1) !== next || weekdayOf(on) !== weekday) expect.fail(on)
      weekday = (weekday % 7) + 1
      if (monthOf(on) === next.slice(0, 7)) continue
      const of = monthOf(on)
      expect([daysIn(of), lastDayOf(of), firstDayOf(of)]).toEqual([Number(numberIn(on)), on, `${of}-01`])
    }
  })
  it('a day that a month does not have is its last', () => {
    expect(dayInMonth(month('2026-02'), 31)).toBe('2026-02-28')
    expect(dayInMonth(month('2028-02'), 29)).toBe('2028-02-29')
    expect(dayInMonth(month('2026-04'), 30)).toBe('2026-04-30')
  })
  it('days are counted whole: half a day is a mistake, never rounded', () => {
    expect(() => addDays(day('2025-11-30'), 0.5)).toThrow(RangeError)
    expect(() => addDays(day('2025-11-30'), Number.NaN)).toThrow(RangeError)
  })
  it('is quick enough to be asked by the million', () => {
    const began = performance.now()
    for (let i = 0; i < 100_000; i++) daysBetween(addDays(day0, i % 5000), day0)
    expect(performance.now() - began).toBeLessThan(1000) // 0.05 s here; through luxon it was 3 s
  })
})
const day0 = day('2020-01-01')
