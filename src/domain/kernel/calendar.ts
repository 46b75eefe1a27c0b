import { DateTime } from 'luxon'
import { z } from 'zod'

/**
 * The civil calendar of Japan, on which every period of the terms runs (CC-01 … CC-09).
 *
 * A day, a month and an instant are ISO texts in Asia/Tokyo, so `<` and `===` compare them; an instant is always
 * written with milliseconds and `+09:00`. Japan keeps no summer time, so one fixed offset is the whole zone.
 */
const ZONE = 'UTC+9'
const OFFSET_HOURS = 9
const MS_PER_DAY = 86_400_000
const MS_PER_HOUR = 3_600_000
const MS_PER_MINUTE = 60_000
const MS_PER_SECOND = 1000
/** What an engineer would take for a typing error: nothing of a service contract lies outside these years. */
const YEAR_MIN = 1970
const YEAR_MAX = 2199

const inRange = (text: string): boolean => {
  const year = Number(text.slice(0, 4))
  return year >= YEAR_MIN && year <= YEAR_MAX
}
const RANGE = `a year from ${YEAR_MIN} to ${YEAR_MAX}`

/** `YYYY-MM-DD`, a day in Asia/Tokyo. */
export const Day = z.iso
  .date({ error: 'a day: YYYY-MM-DD', abort: true })
  .refine(inRange, RANGE)
  .brand<'Day'>()
export type Day = z.infer<typeof Day>

/** `YYYY-MM`, a calendar month in Asia/Tokyo. */
export const Month = z
  .string('a month: YYYY-MM')
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: 'a month: YYYY-MM', abort: true })
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
  const japanese = text.endsWith('+09:00') // nearly every one is; the rest is luxon's
  if (japanese && text.length === '2025-11-30T14:00:00.000+09:00'.length) return text as Instant
  if (japanese && text.length === '2025-11-30T14:00:00+09:00'.length)
    return `${text.slice(0, 19)}.000+09:00` as Instant
  return DateTime.fromISO(text, { zone: ZONE }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ") as Instant
}

/** Milliseconds since 1970 (UTC) of an instant, for the clock of a store or a period of hours. */
export const epochMs = (at: Instant): number =>
  numberOf(dayOf(at)) * MS_PER_DAY +
  (Number(at.slice(11, 13)) - OFFSET_HOURS) * MS_PER_HOUR +
  Number(at.slice(14, 16)) * MS_PER_MINUTE +
  Number(at.slice(17, 19)) * MS_PER_SECOND +
  Number(at.slice(20, 23))

/** The instant of a number of milliseconds; a fraction of one is cut off (CC-02). */
export const fromEpochMs = (ms: number): Instant => {
  const local = Math.floor(ms) + OFFSET_HOURS * MS_PER_HOUR
  const day = Math.floor(local / MS_PER_DAY)
  return `${dayAt(day)}T${clock(local - day * MS_PER_DAY)}+09:00` as Instant
}

const clock = (ms: number): string => {
  const seconds = Math.floor(ms / MS_PER_SECOND)
  const minutes = Math.floor(seconds / 60)
  return `${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}:${digits(seconds % 60)}.${digits(ms % MS_PER_SECOND, 3)}`
}

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
export const lastDayOf = (of: Month): Day => `${of}-${digits(daysIn(of))}` as Day
export const daysIn = (of: Month): number => spanOf(monthIndex(of)).days

// ---- arithmetic -------------------------------------------------------------------------------------------------

/** A month on the line of days: the number of its first day, counted from 1970-01-01, and its length. */
type Span = { readonly first: number; readonly days: number }

/**
 * luxon knows how long months are, but asking it costs microseconds and rules count days by the million: what it said
 * is kept, a month once. More months than the calendar has years for are forgotten and asked again.
 */
const spans = new Map<number, Span>()
const SPANS_MAX = 12 * (YEAR_MAX - YEAR_MIN + 100)

function spanOf(index: number): Span {
  const known = spans.get(index)
  if (known) return known
  const month = DateTime.utc(Math.floor(index / 12), (index % 12) + 1)
  if (!month.isValid) throw new RangeError(`no month of the calendar: ${index} months since year 0`)
  const span = { first: month.toMillis() / MS_PER_DAY, days: month.daysInMonth }
  if (spans.size >= SPANS_MAX) spans.clear()
  spans.set(index, span)
  return span
}

/** Days since 1970-01-01, a Thursday. */
const numberOf = (on: Day): number => spanOf(monthIndex(monthOf(on))).first + Number(on.slice(8, 10)) - 1

function dayAt(number: number): Day {
  if (!Number.isInteger(number)) throw new RangeError(`days are counted whole, not ${number}`)
  let index = 12 * 1970 + Math.floor((number * 4800) / 146_097) // 4,800 months are 146,097 days: near, then exact
  while (spanOf(index).first > number) index--
  while (spanOf(index + 1).first <= number) index++
  return `${monthAt(index)}-${digits(number - spanOf(index).first + 1)}` as Day
}

const digits = (n: number, length = 2): string => String(n).padStart(length, '0')

export const addDays = (on: Day, days: number): Day => dayAt(numberOf(on) + days)
/** Days from `from` to `to`; 0 for the same day, negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from)
/** Both ends count: 04-01 to 04-30 is 30 days. */
export const daysInclusive = (first: Day, last: Day): number => daysBetween(first, last) + 1
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (on: Day): number => ((((numberOf(on) + 3) % 7) + 7) % 7) + 1

/** Months since year 0: a number to count with. */
export const monthIndex = (of: Month): number => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7)) - 1
export const monthAt = (index: number): Month =>
  `${digits(Math.floor(index / 12), 4)}-${digits((index % 12) + 1)}` as Month
export const addMonths = (of: Month, months: number): Month => monthAt(monthIndex(of) + months)
export const monthsBetween = (from: Month, to: Month): number => monthIndex(to) - monthIndex(from)
/** Every month from `first` to `last`, both included (CC-18); none when `last` is earlier. */
export const monthsFrom = (first: Month, last: Month): readonly Month[] =>
  Array.from({ length: Math.max(0, monthsBetween(first, last) + 1) }, (_, i) => addMonths(first, i))

/** Day `n` of a month, or its last day where the month is shorter. */
export const dayInMonth = (of: Month, n: number): Day => `${of}-${digits(Math.min(n, daysIn(of)))}` as Day

export const addHours = (at: Instant, hours: number): Instant =>
  fromEpochMs(epochMs(at) + hours * MS_PER_HOUR)
export const addMinutes = (at: Instant, minutes: number): Instant =>
  fromEpochMs(epochMs(at) + minutes * MS_PER_MINUTE)
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
