import { type Case } from '../../contract/case.ts'
import { type Outage } from '../../contract/outages.ts'
import {
  type Instant,
  type Month,
  addHours,
  daysIn,
  elapsedMs,
  endOf,
  firstDayOf,
  lastDayOf,
  monthOf,
  monthsFrom,
  startOf,
} from '../../kernel/calendar.ts'
import { type Exact, exact, text } from '../../kernel/money.ts'
import { end, hasEnded } from './ending.ts'
import { start } from './start.ts'

/** 第24条第2項第2号: from so many hours on, and in whole multiples of them. */
export const UNIT_HOURS = 24
const MS_PER_HOUR = 3_600_000
const UNIT_MS = UNIT_HOURS * MS_PER_HOUR
/** Hours are shown with so many decimals; money is computed from the milliseconds. */
const HOUR_DECIMALS = 6

/** From the instant the provider learned of it to the recovery: within the contract, and up to `asOf`. */
function span(
  c: Case,
  { recognized, ended }: Outage,
): { readonly from: Instant; readonly to: Instant } | undefined {
  const started = start(c)
  if (!recognized || !started) return undefined
  const over = end(c)
  const from = later(recognized.at, startOf(started.day))
  const to = earliest(c.asOf, ended?.at, over && endOf(over.day))
  return { from, to: later(from, to) }
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
const earliest = (first: Instant, ...others: readonly (Instant | undefined)[]): Instant =>
  others.reduce<Instant>((best, next) => (next !== undefined && next < best ? next : best), first)

/** It goes on at `asOf`: nobody told its end, and the contract has not ended over it. */
export const isRunning = (c: Case, { ended }: Outage): boolean => !ended && !hasEnded(c)

const elapsed = (c: Case, outage: Outage): number => {
  const known = span(c, outage)
  return known ? elapsedMs(known.from, known.to) : 0
}

/** Whole units of 24 hours; exactly 24 hours are one (CC-08). */
export const unitsOf = (c: Case, outage: Outage): number => Math.floor(elapsed(c, outage) / UNIT_MS)

/** Hours as a decimal text. */
export const hoursOf = (c: Case, outage: Outage): string =>
  text(exact(elapsed(c, outage)).div(MS_PER_HOUR).toDecimalPlaces(HOUR_DECIMALS))

/** A part of a month: `part` of `whole`. */
export type Share = { readonly month: Month; readonly part: Exact; readonly whole: number }

/** Whole days, each in the month in which its 24 hours start (OP-Q11), over the calendar days of that month. */
export function wholeDays(c: Case, outage: Outage): readonly Share[] {
  const known = span(c, outage)
  const counts = new Map<Month, number>()
  for (let i = 0; known && i < unitsOf(c, outage); i++) {
    const month = monthOf(addHours(known.from, i * UNIT_HOURS))
    counts.set(month, (counts.get(month) ?? 0) + 1)
  }
  return [...counts].map(([month, days]) => ({ month, part: exact(days), whole: daysIn(month) }))
}

/** The time itself in each month it touches, over the length of that month. */
export function wholeTime(c: Case, outage: Outage): readonly Share[] {
  const known = span(c, outage)
  if (!known) return []
  return monthsFrom(monthOf(known.from), monthOf(known.to)).map((month) => {
    const from = later(known.from, startOf(firstDayOf(month)))
    const to = earliest(known.to, endOf(lastDayOf(month)))
    return { month, part: exact(elapsedMs(from, to)), whole: daysIn(month) * UNIT_MS }
  })
}
