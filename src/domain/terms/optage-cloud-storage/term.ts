import {
  type Case,
  type Question,
  answer,
  factsOf,
  given,
  missing,
  remembered,
  restated,
  today,
} from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day, addDays, civilEnd, monthsBefore } from '../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined } from '../../kernel/finding.ts'
import { start } from './start.ts'

/** 第11条第1項: one year from the day of formation, which counts; then month by month. */
const MINIMUM_TERM_MONTHS = 12
const EXTENSION_MONTHS = 1
/** 第11条第1項ただし書: a declaration against the extension is made by so many months before the end. */
const DECLARED_BEFORE_MONTHS = 1

/** `term.minimum-end` (OP-11-1a). */
export const minimumEnd = remembered((c: Case): Answer<Day> | undefined => {
  const started = start(c)
  if (!started) return undefined
  const q: Question = { what: 'term.minimum-end', rule: 'OP-11-1a', on: started.day, causes: [started.fact] }
  return answer(c, q, civilEnd(started.day, MINIMUM_TERM_MONTHS))
})

/**
 * `term.end`: the end of the first year, then of each month of extension, which begins on the day after the end
 * before it (OP-Q5). Without end; it stops where an end cannot be determined.
 */
function* endsOf(c: Case): Generator<Answer<Day>> {
  const minimum = minimumEnd(c)
  const started = start(c)
  if (!minimum || !started) return
  let last: Answer<Day> = restated(c, { what: 'term.end', rule: 'OP-11-1a', on: started.day }, minimum)
  yield last
  while (isKnown(last)) {
    const first = addDays(last.value, 1)
    const before = { what: 'term.end', value: last.value }
    const q: Question = { what: 'term.end', rule: 'OP-11-1b', on: first, causes: [before] }
    last = given(c, q, [minimum], () => civilEnd(first, EXTENSION_MONTHS))
    yield last
  }
}

/** Ends of the terms from the first up to the first one that is not before a day. */
export function endsUntil(c: Case, day: Day): readonly Answer<Day>[] {
  const ends: Answer<Day>[] = []
  for (const end of endsOf(c)) {
    ends.push(end)
    if (isUndetermined(end) || end.value >= day) break
  }
  return ends
}

/** `term.non-renewal-deadline` (OP-11-1b): by a month before the end it belongs to (CC-06). */
export function nonRenewalDeadline(c: Case, end: Answer<Day>): Answer<Day> {
  const q = { what: 'term.non-renewal-deadline', rule: 'OP-11-1b' }
  if (!isKnown(end)) return missing(c, { ...q, on: today(c), causes: [end] }, end.undetermined.missing)
  const last = monthsBefore(end.value, DECLARED_BEFORE_MONTHS)
  return answer(c, { ...q, on: last, causes: [end] }, last)
}

/** A declaration against the extension by either party, and the end at which it lets the contract run out. */
export type Declared = { readonly fact: Fact<'NonRenewalDeclared'>; readonly end: Answer<Day> }

/** The first declaration counts; too late for one end, it counts for the next. */
export const declared = remembered((c: Case): Declared | undefined => {
  const fact = factsOf(c, 'NonRenewalDeclared').find(({ data }) => data.ref === undefined)
  if (!fact || !start(c)) return undefined
  const arrival = on(fact)
  for (const end of endsOf(c)) {
    const last = nonRenewalDeadline(c, end)
    if (isUndetermined(last)) return { fact, end: last }
    if (arrival <= last.value) return { fact, end }
  }
  return undefined
})
