import { type Case, type Question, clauseOf } from '../../contract/case.ts'
import { answer } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, type Instant, elapsedMs } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Obligation, type Party } from '../terms.ts'

/** A duty that a fact opened, and the fact that fulfilled it. */
export type Duty = {
  readonly who: Party
  readonly duty: string
  readonly ref: string
  readonly rule: RuleId
  readonly opened: Fact
  readonly dueOn?: Day | undefined
  readonly fulfilled?: Fact | undefined
}

const HOUR_MS = 3_600_000

/** The obligations that are still open. */
export const openDuties = (c: Case, duties: readonly Duty[]): readonly Obligation[] =>
  duties
    .filter(({ fulfilled }) => !fulfilled)
    .map(({ who, duty, ref, rule, opened, dueOn }) => ({
      who,
      duty,
      ref,
      since: opened.at,
      ...(dueOn !== undefined && { dueOn }),
      clause: clauseOf(c, rule, on(opened)),
      causes: [cause(opened)],
    }))

/** `obligation.elapsed-hours` of duties with a word of speed and no number (CC-20): whole hours until they were done. */
export const elapsedHours = (c: Case, duties: readonly Duty[]): readonly Answer<number>[] =>
  duties.map(({ ref, rule, opened, fulfilled }) => {
    const q: Question = {
      what: 'obligation.elapsed-hours',
      ref,
      rule,
      on: on(opened),
      causes: [opened, fulfilled],
    }
    return answer(c, q, hoursBetween(opened.at, fulfilled?.at ?? c.asOf))
  })

const hoursBetween = (from: Instant, to: Instant): number =>
  Math.max(0, Math.floor(elapsedMs(from, to) / HOUR_MS))
