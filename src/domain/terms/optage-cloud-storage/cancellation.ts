import { type Case, type Question, answer, factsOf, given, remembered } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { noticeDeadline } from './notice-deadline.ts'

/** A customer's notice of cancellation (第28条): whether it is in time and form, and the last day for the day it asks for. */
export type Cancellation = {
  readonly fact: Fact<'TerminationNoticeSubmitted'>
  /** The day it asks for; without one there is nothing to be in time for. */
  readonly requestedOn?: Day
  readonly deadline?: Answer<Day>
  readonly valid: Answer<boolean>
}

/** 第28条: 当社所定の書面. */
const isInForm = ({ data }: Fact<'TerminationNoticeSubmitted'>): boolean => data.form === 'provider-form'

function cancellation(c: Case, fact: Fact<'TerminationNoticeSubmitted'>): Cancellation {
  const { requestedOn } = fact.data
  const q: Question = { what: 'termination.notice-valid', rule: 'OP-28', on: on(fact), causes: [fact] }
  if (requestedOn === undefined) return { fact, valid: answer(c, q, false) }
  const deadline = noticeDeadline(c, { ...q, what: 'termination.notice-deadline' }, requestedOn)
  const valid = isInForm(fact) ? given(c, q, [deadline], (last) => on(fact) <= last) : answer(c, q, false)
  return { fact, requestedOn, deadline, valid }
}

/** Every notice that speaks of the contract itself, in order of arrival. */
export const cancellations = remembered((c: Case): readonly Cancellation[] =>
  factsOf(c, 'TerminationNoticeSubmitted')
    .filter(({ data }) => data.ref === undefined)
    .map((fact) => cancellation(c, fact)),
)
