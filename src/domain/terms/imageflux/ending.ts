import {
  type Case,
  type Question,
  answer,
  factsOf,
  firstOf,
  missing,
  remembered,
  today,
} from '../../contract/case.ts'
import { latestOf, presetFor } from '../../contract/preset.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../kernel/finding.ts'
import { type Deadline, type Subject } from '../terms.ts'

/** Last day of the contract as it stands, and the facts that say so. */
export type End = { readonly day: Day; readonly fact: Fact; readonly facts: readonly Fact[] }

/** The earliest end that was told; how a contract ends is a matter of the base terms (IF-1-2). */
export const end = remembered((c: Case): End | undefined =>
  (firstOf(c, 'ApplicationAccepted') ? [...stated(c), ...rescinded(c), ...noticed(c)] : []).reduce<
    End | undefined
  >((first, next) => (!first || next.day < first.day ? next : first), undefined),
)

/** The last word on an end that the base terms decided. */
const stated = (c: Case): readonly End[] => {
  const last = factsOf(c, 'ContractEnded').findLast(({ data }) => data.ref === undefined)
  return last ? [{ day: last.data.endsOn, fact: last, facts: [last] }] : []
}

const rescinded = (c: Case): readonly End[] =>
  factsOf(c, 'ContractRescinded')
    .filter(({ data }) => data.part !== 'part' && data.ref === undefined)
    .map((fact) => ({ day: fact.data.endsOn ?? on(fact), fact, facts: [fact] }))

const notices = (c: Case): readonly Fact<'TerminationNoticeSubmitted'>[] =>
  factsOf(c, 'TerminationNoticeSubmitted').filter(
    ({ data, at }) => data.ref === undefined && (firstOf(c, 'ApplicationAccepted')?.at ?? at) <= at,
  )

/** A cancellation takes effect on the day the provider preset for it, or later where that was asked for. */
const noticed = (c: Case): readonly End[] =>
  notices(c).flatMap((fact): readonly End[] => {
    const preset = presetFor(c, fact)
    if (!preset) return []
    const day = latestOf(preset.day, fact.data.requestedOn, on(fact))
    return [{ day, fact, facts: [fact, preset.preset] }]
  })

/** `termination.effective-on`; a notice alone does not say it, for its effect is in the base terms. */
function effectiveOn(c: Case): readonly Answer<Day>[] {
  const over = end(c)
  const q = (facts: readonly Fact[], day: Day): Question => ({
    what: 'termination.effective-on',
    rule: 'IF-1-2',
    on: day,
    causes: facts,
  })
  if (over) return [answer(c, q(over.facts, on(over.fact)), over.day)]
  const notice = notices(c)[0]
  return notice ? [missing(c, q([notice], on(notice)), 'terms:base')] : []
}

const deadline = (c: Case, when: Answer<Day>): readonly Deadline[] =>
  isKnown(when)
    ? [
        {
          kind: 'termination-effective',
          who: 'customer',
          state: today(c) <= when.value ? 'upcoming' : 'met',
          when,
        },
      ]
    : []

export const ending: Subject = {
  acts: {
    TerminationNoticeSubmitted: { basis: ['IF-1-2'] },
    ContractRescinded: { basis: ['IF-1-2'] },
    ContractEnded: { basis: ['IF-1-2'] },
  },
  answers: { 'termination.effective-on': effectiveOn },
  deadlines: (c) => effectiveOn(c).flatMap((when) => deadline(c, when)),
}
