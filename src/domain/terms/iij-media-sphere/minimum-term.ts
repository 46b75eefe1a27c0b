import { type Case, type Question, answer, given, missing, today } from '../../contract/case.ts'
import { type Day, civilEnd, daysBetween } from '../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Deadline, type Subject } from '../terms.ts'
import { conclusion } from './application.ts'
import { billingStart } from './billing.ts'
import { endOfOption, takenOptions } from './drm.ts'
import { endOfContract, isOver } from './ends.ts'

/** 第2条, 第5条第4項: one month, counted from the billing start itself. */
const MONTHS = 1

/** The contract (`ref` absent) or one of its options, with its end as far as one is known. */
type Minimum = { readonly end: Answer<Day>; readonly over: Answer<Day> | undefined }

/** `term.minimum-end` of the contract (IJ-2-1) and of each option that runs or ran (IJ-5-4). */
function minimums(c: Case): readonly Minimum[] {
  const own =
    conclusion(c) || billingStart(c)
      ? [{ end: minimumEnd(c, undefined, 'IJ-2-1'), over: endOfContract(c) }]
      : []
  const options = takenOptions(c).map((option) => ({
    end: minimumEnd(c, option.ref, 'IJ-5-4'),
    over: endOfOption(c, option),
  }))
  return [...own, ...options]
}

function minimumEnd(c: Case, ref: string | undefined, rule: string): Answer<Day> {
  const started = billingStart(c, ref)
  const q: Question = { what: 'term.minimum-end', ref, rule, on: today(c) }
  if (!started) return missing(c, q, 'fact:billing-start')
  const first = started.data.billingStartsOn
  return answer(c, { ...q, on: first, causes: [started] }, civilEnd(first, MONTHS))
}

/** `term.short-of-minimum`: days by which an end comes before the minimum term is over; what follows is in the general rules. */
function shortOf({ end, over }: Minimum): { days: number; over: Answer<Day> } | undefined {
  const [last, ends] = [valueOf(end), valueOf(over)]
  return over && last !== undefined && ends !== undefined && ends < last
    ? { days: daysBetween(ends, last), over }
    : undefined
}

const shortages = (c: Case): readonly Answer<number>[] =>
  minimums(c).flatMap((minimum) => {
    const short = shortOf(minimum)
    if (!short) return []
    const { ref, clause } = minimum.end
    const q: Question = { what: 'term.short-of-minimum', ref, rule: clause.rule, on: today(c) }
    return [given(c, q, [minimum.end, short.over], () => short.days)]
  })

function deadlines(c: Case): readonly Deadline[] {
  return minimums(c).flatMap((minimum): readonly Deadline[] => {
    const { end: when } = minimum
    if (!isKnown(when)) return []
    const missed = isOver(c, shortOf(minimum)?.over)
    const state = missed ? 'missed' : today(c) <= when.value ? 'upcoming' : 'met'
    const { ref } = when
    return [{ kind: 'minimum-term-end', ...(ref !== undefined && { ref }), who: 'customer', state, when }]
  })
}

export const minimumTerm: Subject = {
  answers: {
    'term.minimum-end': (c) => minimums(c).map(({ end }) => end),
    'term.short-of-minimum': shortages,
  },
  deadlines,
}
