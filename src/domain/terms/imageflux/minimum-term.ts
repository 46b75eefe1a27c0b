import { type Case, type Question, answer, given, missing, tariff, today } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day, civilEnd } from '../../kernel/calendar.ts'
import { type Answer, isKnown, missingOf, valueOf } from '../../kernel/finding.ts'
import { type Deadline, type Subject } from '../terms.ts'
import { conclusion, start } from './lifecycle.ts'
import { SECOND_VERSION_ON } from './versions.ts'

/**
 * `term.minimum-end` (IF-S2): none for contracts concluded before the second version, whatever their start date. For
 * later ones the length is outside the text and counts from the start date itself, once a tariff names it.
 */
function minimumEnd(c: Case): readonly Answer<Day | 'none'>[] {
  const concluded = conclusion(c)
  if (!concluded) return []
  return [on(concluded) < SECOND_VERSION_ON ? older(c, concluded) : newer(c, concluded)]
}

/** The supplementary provision speaks of old contracts and has been in force since its own version. */
const older = (c: Case, concluded: Fact): Answer<'none'> => {
  const day = today(c) < SECOND_VERSION_ON ? on(concluded) : SECOND_VERSION_ON
  return answer(c, question(concluded, day), 'none')
}

const question = (concluded: Fact, day: Day): Question => ({
  what: 'term.minimum-end',
  rule: 'IF-S2',
  on: day,
  causes: [concluded],
})

function newer(c: Case, concluded: Fact): Answer<Day | 'none'> {
  const q = question(concluded, on(concluded))
  const months = tariff(c, 'minimumTermMonths', on(concluded), 'IF-S2')
  if (valueOf(months) === 0) return given(c, q, [months], () => 'none' as const)
  const started = startOf(c, concluded)
  if (!isKnown(months) || !isKnown(started))
    return missing(c, { ...q, causes: [concluded, months, started] }, missingOf(months, started))
  return given(c, q, [started, months], (day, n) => civilEnd(day, n))
}

/** The start date as it counts here: notified, or missing. */
function startOf(c: Case, concluded: Fact): Answer<Day> {
  const known = start(c)
  const told = known?.fact ?? concluded
  const q: Question = { what: 'contract.starts-on', rule: 'IF-4-1a', on: on(told), causes: [told] }
  return known ? answer(c, q, known.day) : missing(c, q, 'fact:start-date')
}

const deadline = (c: Case, when: Answer<Day | 'none'>): readonly Deadline[] => {
  if (!isKnown(when) || when.value === 'none') return []
  const value = when.value
  return [
    {
      kind: 'minimum-term-end',
      who: 'customer',
      state: today(c) <= value ? 'upcoming' : 'met',
      when: { ...when, value },
    },
  ]
}

export const minimumTerm: Subject = {
  answers: { 'term.minimum-end': minimumEnd },
  deadlines: (c) => minimumEnd(c).flatMap((when) => deadline(c, when)),
}
