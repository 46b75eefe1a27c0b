import { type Case, type Question, answer, remembered, today } from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Day, type Month, firstDayOf, lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Step, stepOn } from './content.ts'
import { end } from './ending.ts'
import { type Fee, type FeeQuestion, fees } from './monthly-fee.ts'
import { relaxationsBetween } from './relaxations.ts'
import { start } from './start.ts'
import { continuing } from './suspension.ts'

/** First and last day of use in a month, as far as it has come by `asOf`; undefined in a month that is not charged. */
export function daysOf(c: Case, month: Month): { readonly first: Day; readonly last: Day } | undefined {
  const started = start(c)
  if (!started || started.day > today(c) || month > monthOf(today(c))) return undefined
  const over = end(c)
  const first = started.day > firstDayOf(month) ? started.day : firstDayOf(month)
  const last = over && over.day < lastDayOf(month) ? over.day : lastDayOf(month)
  return first <= last ? { first, last } : undefined
}

/** `charge.proration`: a month is charged in full, the first and the last too (OP-A3-1a); one day of use is one month (OP-A3-1b). */
export function fullMonth(c: Case, month: Month, line: string): Answer<string> {
  const started = start(c)
  const over = end(c)
  const facts: readonly (Fact | undefined)[] = [started?.fact, ...(over?.facts ?? [])]
  const rule = started && over?.day === started.day ? 'OP-A3-1b' : 'OP-A3-1a'
  const q: Question = { what: 'charge.proration', ref: line, rule, on: lastDayOf(month), causes: facts }
  return answer(c, q, 'full-month')
}

/**
 * The content a month is charged for: a change counts from the month whose first day it takes effect on, else from the
 * next (OP-Q7); the start month is charged for what the contract started with.
 */
export const billedStep = (c: Case, month: Month): Step | undefined => {
  const started = start(c)
  const first = firstDayOf(month)
  return stepOn(c, started && started.day > first ? started.day : first)
}

const feesByMonth = remembered((_c: Case) => new Map<Month, readonly Fee[]>())

/** The fees of a month of the contract at the prices of its last day (CC-14); none in a month that is not charged. */
export function feesOf(c: Case, month: Month): readonly Fee[] {
  const known = feesByMonth(c).get(month)
  if (known) return known
  const days = daysOf(c, month)
  const step = billedStep(c, month)
  const found =
    days && step
      ? fees(c, {
          step,
          relaxations: relaxationsBetween(c, days.first, days.last < today(c) ? days.last : today(c)),
          on: lastDayOf(month),
          also: [fullMonth(c, month, 'monthly-base'), ...continuing(c, month)],
        } satisfies FeeQuestion)
      : []
  feesByMonth(c).set(month, found)
  return found
}
