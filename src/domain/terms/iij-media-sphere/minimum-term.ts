import { type Case, type Question, answer, factsOf, today } from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Day, civilEnd } from '../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../kernel/finding.ts'
import { type Deadline, type Subject } from '../terms.ts'

/** 第2条, 第5条第4項: one month, counted from the billing start itself. */
const MONTHS = 1

/** `term.minimum-end` of the contract (IJ-2-1), and of an option with its `ref` (IJ-5-4). */
const minimumEnds = (c: Case): readonly Answer<Day>[] =>
  [...latestStarts(c).values()].map((started) => minimumEnd(c, started))

function minimumEnd(c: Case, started: Fact<'BillingStarted'>): Answer<Day> {
  const { ref, billingStartsOn } = started.data
  const rule = ref === undefined ? 'IJ-2-1' : 'IJ-5-4'
  const q: Question = { what: 'term.minimum-end', ref, rule, on: billingStartsOn, causes: [started] }
  return answer(c, q, civilEnd(billingStartsOn, MONTHS))
}

/** The billing start that counts, of the contract and of each option: the last one told. */
const latestStarts = (c: Case): ReadonlyMap<string, Fact<'BillingStarted'>> =>
  new Map(factsOf(c, 'BillingStarted').map((fact) => [fact.data.ref ?? '', fact]))

const deadline = (c: Case, when: Answer<Day>): readonly Deadline[] =>
  isKnown(when)
    ? [
        {
          kind: 'minimum-term-end',
          ...(when.ref !== undefined && { ref: when.ref }),
          who: 'customer',
          state: today(c) <= when.value ? 'upcoming' : 'met',
          when,
        },
      ]
    : []

export const minimumTerm: Subject = {
  answers: { 'term.minimum-end': minimumEnds },
  deadlines: (c) => minimumEnds(c).flatMap((when) => deadline(c, when)),
}
