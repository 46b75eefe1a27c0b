import { type Day } from '../kernel/calendar.ts'
import { type Dated, valueOn } from '../kernel/dated.ts'
import { type Answer } from '../kernel/finding.ts'
import { type Case, type Question, answer, missing } from './case.ts'

/**
 * What a document itself says on a day, a price or a number: its line in the version that governs then. A version that
 * repeats an earlier or later text says what that text says. Undetermined where the text of the version is not known.
 */
export function said<T>(c: Case, q: Question, lines: Dated<T>): Answer<T> {
  const version = c.terms.versionOn(c, q.on, q.rule)
  const value = version.textKnown ? valueOn(lines, textDay(c, q)) : undefined
  return value === undefined ? missing(c, q, `terms:${version.id}`) : answer(c, q, value)
}

const textDay = (c: Case, { on, rule }: Question): Day => {
  const { textFrom, effectiveOn } = c.terms.versionOn(c, on, rule)
  return textFrom ?? effectiveOn
}
