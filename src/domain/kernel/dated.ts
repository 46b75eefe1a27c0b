import { type Day } from './calendar.ts'

/** A value of a document and the day from which it holds. A revision is a new line; no line is edited. */
export type DatedLine<T> = { readonly from: Day; readonly value: T }
/** What a document says over time, oldest line first. */
export type Dated<T> = readonly DatedLine<T>[]

/**
 * Puts the lines of a document in order of their days.
 * @throws Error when two lines begin on one day: neither would yield to the other.
 */
export function dated<T>(...lines: readonly DatedLine<T>[]): Dated<T> {
  const sorted = [...lines].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  sorted.forEach(({ from }, i) => {
    if (sorted[i + 1]?.from === from) throw new Error(`two lines hold from ${from}: neither yields`)
  })
  return sorted
}

/** The value that holds on a day; a day before the first line has none, never a zero. */
export const valueOn = <T>(lines: Dated<T>, on: Day): T | undefined =>
  lines.findLast(({ from }) => from <= on)?.value
