import { type Case, type Question, today } from '../../contract/case.ts'
import { addDays, endOf } from '../../kernel/calendar.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Deadline, type DeadlineState, type Subject } from '../terms.ts'
import { on } from '../../contract/timeline.ts'
import { answer } from '../../contract/case.ts'
import { acceptance } from './application.ts'
import { type Cancellation, cancellations } from './cancellation.ts'
import { type End, effectiveOn, end, hasEnded } from './ending.ts'
import { earliestEnd } from './notice-deadline.ts'
import { CONVENIENCE_NOTICE_DAYS } from './rescission.ts'

const last = (c: Case): Cancellation | undefined => cancellations(c).at(-1)

/**
 * `termination.earliest-on`: what a notice could ask for that arrives now, or for a late one what it could have asked
 * for (OP-28); with `ref` the first day of a rescission for convenience that is notified now (OP-29-3).
 */
function earliestOn(c: Case): readonly Answer<Day>[] {
  if (!acceptance(c) || hasEnded(c)) return []
  const now = { what: 'termination.earliest-on', ref: 'provider-convenience', rule: 'OP-29-3', on: today(c) }
  const provider = answer(c, now, addDays(today(c), CONVENIENCE_NOTICE_DAYS))
  if (end(c)) return [provider]
  const late = last(c)
  const isLate =
    late?.requestedOn !== undefined &&
    late.fact.data.form === 'provider-form' &&
    valueOf(late.valid) === false
  const arrivedOn = isLate ? on(late.fact) : today(c)
  const q: Question = {
    what: 'termination.earliest-on',
    rule: 'OP-28',
    on: arrivedOn,
    causes: isLate ? [late.fact] : [],
  }
  return [earliestEnd(c, q, arrivedOn), provider]
}

/** A notice in time has met its deadline; a late or ill-formed one has missed it. */
const noticeEntries = (c: Case): readonly Deadline[] =>
  cancellations(c).flatMap(({ deadline, valid, fact }): readonly Deadline[] => {
    if (!deadline || !isKnown(deadline)) return []
    const met = valueOf(valid) === true
    const open = !met && today(c) <= deadline.value && on(fact) <= deadline.value
    return [
      {
        kind: 'termination-notice',
        who: 'customer',
        state: met ? 'met' : open ? 'upcoming' : 'missed',
        when: deadline,
      },
    ]
  })

const stateOf = (c: Case, over: End): DeadlineState => (c.asOf < endOf(over.day) ? 'upcoming' : 'met')

/** The day on which the contract ends: announced by the provider under 第29条第3項, else the customer's to keep. */
function endEntry(c: Case): readonly Deadline[] {
  const over = end(c)
  if (!over || !isKnown(over.answer)) return []
  const state = stateOf(c, over)
  const when = over.answer
  return over.kind === 'convenience'
    ? [{ kind: 'provider-rescission-effective', who: 'provider', state, when }]
    : [{ kind: 'termination-effective', who: 'customer', state, when }]
}

/** 第28条: cancellation by the customer; and the day on which the contract ends, whatever the way. */
export const termination: Subject = {
  acts: {
    TerminationNoticeSubmitted: { basis: ['OP-28', 'OP-11-2', 'OP-30-1', 'OP-A3-1a', 'OP-A3-1b'] },
    ContractEnded: { basis: ['OP-11-2', 'OP-30-1', 'OP-A1-6', 'OP-A3-1a', 'OP-A3-1b'] },
  },
  answers: {
    'termination.effective-on': (c) => [effectiveOn(c)].filter((each) => each !== undefined),
    'termination.notice-valid': (c) =>
      cancellations(c)
        .slice(-1)
        .map(({ valid }) => valid),
    'termination.notice-deadline': (c) =>
      cancellations(c)
        .slice(-1)
        .flatMap(({ deadline }) => (deadline ? [deadline] : [])),
    'termination.earliest-on': earliestOn,
  },
  deadlines: (c) => [...noticeEntries(c), ...endEntry(c)],
}
