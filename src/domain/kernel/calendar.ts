import { DateTime } from 'luxon'
import { z } from 'zod'

/**
 * The civil calendar of Japan, on which every period of the terms runs (CC-01 … CC-09).
 *
 * A day, a month and an instant are ISO texts in Asia/Tokyo, so `<` and `===` compare them; an instant is always
 * written with milliseconds and `+09:00`. Japan keeps no summer time, so one fixed offset is the whole zone.
 */
const ZONE = 'UTC+9'
const MS_PER_HOUR = 3_600_000
/** What an engineer would take for a typing error: nothing of a service contract lies outside these years. */
const YEAR_MIN = 1970
const YEAR_MAX = 2199

const inRange = (text: string): boolean => {
  const year = Number(text.slice(0, 4))
  return year >= YEAR_MIN && year <= YEAR_MAX
}
const RANGE = `a year from ${YEAR_MIN} to ${YEAR_MAX}`

/** `YYYY-MM-DD`, a day in Asia/Tokyo. */
export const Day = z.iso.date('a day: YYYY-MM-DD').refine(inRange, RANGE).brand<'Day'>()
export type Day = z.infer<typeof Day>

/** `YYYY-MM`, a calendar month in Asia/Tokyo. */
export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month: YYYY-MM')
  .refine(inRange, RANGE)
  .brand<'Month'>()
export type Month = z.infer<typeof Month>

/** An instant as answers write it: `2025-11-30T14:00:00.000+09:00`. Millisecond precision (CC-02). */
export type Instant = string & z.BRAND<'Instant'>

/** Reads any ISO 8601 instant that names its offset; one without an offset is refused, never guessed. */
export const Instant = z.iso
  .datetime({ offset: true, error: 'an instant with an offset: 2025-11-30T14:00:00+09:00' })
  .transform((text) => instantOf(text))
  .refine(inRange, RANGE)

export const day = (text: string): Day => Day.parse(text)
export const month = (text: string): Month => Month.parse(text)
export const instant = (text: string): Instant => Instant.parse(text)

function instantOf(text: string): Instant {
  if (text.length === 29 && text.endsWith('+09:00')) return text as Instant // canonical already: the common case
  return DateTime.fromISO(text, { zone: ZONE }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ") as Instant
}

/** Milliseconds since 1970 (UTC) of an instant, for the clock of a store or a period of hours. */
export const epochMs = (at: Instant): number => DateTime.fromISO(at).toMillis()
export const fromEpochMs = (ms: number): Instant =>
  DateTime.fromMillis(ms, { zone: ZONE }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ") as Instant

// ---- parts ------------------------------------------------------------------------------------------------------

/** The day an instant belongs to; 24:00 of a day is 00:00 of the next and belongs to that one (CC-02). */
export const dayOf = (at: Instant): Day => at.slice(0, 10) as Day
export const monthOf = (when: Day | Instant): Month => when.slice(0, 7) as Month
/** 00:00:00.000 of a day. */
export const startOf = (on: Day): Instant => `${on}T00:00:00.000+09:00` as Instant
/** 24:00 of a day, which is 00:00 of the next: the first instant that no longer belongs to it. */
export const endOf = (on: Day): Instant => startOf(addDays(on, 1))
export const isMidnight = (at: Instant): boolean => at.startsWith('00:00:00.000', 11)
/** The last instant of a day (23:59:59.999). */
export const lastInstantOf = (on: Day): Instant => `${on}T23:59:59.999+09:00` as Instant

export const firstDayOf = (of: Month): Day => `${of}-01` as Day
export const lastDayOf = (of: Month): Day => `${of}-${String(daysIn(of)).padStart(2, '0')}` as Day
export const daysIn = (of: Month): number => utc(of).daysInMonth ?? 0

// ---- arithmetic -------------------------------------------------------------------------------------------------

const utc = (text: Day | Month): DateTime => DateTime.fromISO(text, { zone: 'utc' })
const isoDay = (at: DateTime): Day => at.toFormat('yyyy-MM-dd') as Day

export const addDays = (on: Day, days: number): Day => isoDay(utc(on).plus({ days }))
/** Days from `from` to `to`; 0 for the same day, negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => utc(to).diff(utc(from), 'days').days
/** Both ends count: 04-01 to 04-30 is 30 days. */
export const daysInclusive = (first: Day, last: Day): number => daysBetween(first, last) + 1
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (on: Day): number => utc(on).weekday

/** Months since year 0: a number to count with. */
export const monthIndex = (of: Month): number => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7)) - 1
export const monthAt = (index: number): Month =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}` as Month
export const addMonths = (of: Month, months: number): Month => monthAt(monthIndex(of) + months)
export const monthsBetween = (from: Month, to: Month): number => monthIndex(to) - monthIndex(from)
/** Every month from `first` to `last`, both included (CC-18); none when `last` is earlier. */
export const monthsFrom = (first: Month, last: Month): readonly Month[] =>
  Array.from({ length: Math.max(0, monthsBetween(first, last) + 1) }, (_, i) => addMonths(first, i))

/** Day `n` of a month, or its last day where the month is shorter. */
export const dayInMonth = (of: Month, n: number): Day =>
  `${of}-${String(Math.min(n, daysIn(of))).padStart(2, '0')}` as Day

export const addHours = (at: Instant, hours: number): Instant => fromEpochMs(epochMs(at) + hours * MS_PER_HOUR)
export const elapsedMs = (from: Instant, to: Instant): number => epochMs(to) - epochMs(from)

// ---- periods of the Civil Code ------------------------------------------------------------------------------------

/** The day a period that runs from an event begins to count: the next one, except at exactly 00:00 (140; CC-03). */
export const firstDay = (at: Instant): Day => (isMidnight(at) ? dayOf(at) : addDays(dayOf(at), 1))
/** The same for a clause that counts "from the day of": that day never counts (CC-03). */
export const dayAfter = (at: Instant): Day => addDays(dayOf(at), 1)

/**
 * Last day of a period of `months` that begins on `first` (143; CC-04): the day before the corresponding day, or the
 * end of the month where the last month has no such day. It expires at 24:00 of that day.
 */
export function civilEnd(first: Day, months: number): Day {
  const target = addMonths(monthOf(first), months)
  const corresponding = Number(first.slice(8, 10))
  if (corresponding > daysIn(target)) return lastDayOf(target)
  return addDays(dayInMonth(target, corresponding), -1)
}

/** Last day of a period of `days` that begins on `first` (141; CC-05). */
export const civilEndDays = (first: Day, days: number): Day => addDays(first, days - 1)

/** "By n days before E": the latest day from which n whole days remain (CC-06). */
export const daysBefore = (end: Day, days: number): Day => addDays(end, -days)

/** "By n months before E": the latest day N such that a period of n months from N + 1 is over by E (CC-06). */
export const monthsBefore = (end: Day, months: number): Day => {
  const next = addDays(end, 1)
  return addDays(dayInMonth(addMonths(monthOf(next), -months), Number(next.slice(8, 10))), -1)
}

/** An act is in time until 24:00 of the last day: at 00:00 of the next it is late (CC-07). */
export const isTimely = (at: Instant, last: Day): boolean => dayOf(at) <= last
