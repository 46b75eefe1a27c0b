import { type Case } from '../../domain/contract/case.ts'
import { type Timeline } from '../../domain/contract/timeline.ts'
import {
  type Day,
  type Instant,
  type Month,
  addMonths,
  dayOf,
  endOf,
  epochMs,
  firstDayOf,
  fromEpochMs,
  monthOf,
  startOf,
} from '../../domain/kernel/calendar.ts'

/** From an instant on, and before another one. */
export type Span = { readonly from: Instant; readonly to: Instant }

export const NEVER = '9999-12-31T23:59:59.999+09:00' as Instant

/**
 * Between which instants an answer stays what it is at the instant of its case. Nothing turns by itself but at a date
 * that is spoken of: one that a fact names, one that the answer names (a deadline, a limit, an end), or one from which a
 * version of the terms holds, at its beginning and at its end; where a new month begins; and where the next fact happened.
 * A test holds it over whole histories. Dates that have passed may be spoken of no more, so it reaches back to the
 * beginning of the day at most.
 */
export function spanOf(c: Case, answer: unknown): Span {
  let from = startOf(dayOf(c.asOf))
  let to = NEVER
  const turn = (at: Instant): void => {
    if (at > c.asOf) to = at < to ? at : to
    else if (at > from) from = at
  }
  turnsAt(monthOf(c.asOf), turn)
  texts(answer, (text) => turnsAt(text, turn))
  for (const { effectiveOn } of c.terms.versions) turnsAt(effectiveOn, turn)
  for (const at of turnsOf(c.facts.timeline)) turn(at)
  for (const at of turnsOf(c.reference.facts.timeline)) turn(at)
  return { from, to }
}

/** What the facts of a timeline name, and when they happened. */
function turnsOf(timeline: Timeline): Iterable<Instant> {
  const known = (timeline.derived.get(turnsOf) ?? { length: 0, turns: new Set() }) as {
    length: number
    readonly turns: Set<Instant>
  }
  for (const { at, data } of timeline.first(timeline.length, known.length)) {
    known.turns.add(at)
    texts(data, (text) => turnsAt(text, (each) => known.turns.add(each)))
  }
  known.length = timeline.length
  timeline.derived.set(turnsOf, known)
  return known.turns
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MONTH = /^\d{4}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]{12}\+09:00$/

/** The beginning and the end of the day, the month or the instant that a text is. */
function turnsAt(text: string, turn: (at: Instant) => void): void {
  if (DAY.test(text)) {
    turn(startOf(text as Day))
    turn(endOf(text as Day))
  } else if (INSTANT.test(text)) {
    turn(text as Instant)
    turn(fromEpochMs(epochMs(text as Instant) + 1))
  } else if (MONTH.test(text)) {
    turn(startOf(firstDayOf(text as Month)))
    turn(startOf(firstDayOf(addMonths(text as Month, 1))))
  }
}

/** Every text in a value; the rows of a long list, which are numbers, are not looked through. */
function texts(value: unknown, met: (text: string) => void): void {
  if (typeof value === 'string') met(value)
  else if (Array.isArray(value)) for (const each of value) texts(each, met)
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) if (key !== 'rows') texts(each, met)
}
