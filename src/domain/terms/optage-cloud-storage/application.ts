import {
  type Case,
  type Question,
  answer,
  clauseOf,
  firstOf,
  given,
  remembered,
  today,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, type Instant, civilEndDays, dayAfter, dayOf } from '../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Act, type Deadline, type DeadlineState, type Refusal, type Subject } from '../terms.ts'

/** 第8条: an application not answered within so many days counts as refused; the day it arrived is not counted (OP-Q2). */
export const DAYS_TO_DECIDE = 60

export const application = (c: Case): Fact<'ApplicationSubmitted'> | undefined =>
  firstOf(c, 'ApplicationSubmitted')
export const acceptance = (c: Case): Fact<'ApplicationAccepted'> | undefined =>
  firstOf(c, 'ApplicationAccepted')

/** The day on which the customer was told: the notice counts, not the decision. */
export const toldOn = (at: Instant, notifiedAt: Instant | undefined): Day => dayOf(notifiedAt ?? at)

/** `application.decision-deadline` (OP-8-2). */
const deadline = remembered((c: Case): Answer<Day> | undefined => {
  const applied = application(c)
  if (!applied) return undefined
  const q: Question = {
    what: 'application.decision-deadline',
    rule: 'OP-8-2',
    on: on(applied),
    causes: [applied],
  }
  return answer(c, q, civilEndDays(dayAfter(applied.at), DAYS_TO_DECIDE))
})

/** A refusal that reached the customer in time; a later one comes behind the deemed refusal and changes nothing. */
const refused = remembered((c: Case): Fact<'ApplicationRefused'> | undefined => {
  const last = valueOf(deadline(c))
  return c.facts
    .of('ApplicationRefused')
    .find(({ at, data }) => last === undefined || toldOn(at, data.notifiedAt) <= last)
})

/** `application.lapsed`: nobody was told of a decision by the deadline. A recorded acceptance stands (CC-17). */
const lapsed = remembered((c: Case): Answer<boolean> | undefined => {
  const applied = application(c)
  const last = deadline(c)
  if (!applied || !last) return undefined
  const decided = acceptance(c) ?? refused(c)
  const q: Question = { what: 'application.lapsed', rule: 'OP-8-2', on: on(applied), causes: [decided] }
  return given(c, q, [last], (day) => !decided && today(c) > day)
})

export type ApplicationState = 'applied' | 'refused' | 'lapsed' | 'concluded'

/** `application.state` (OP-8-1; before a decision OP-7, after the deemed refusal OP-8-2). */
export const applicationState = remembered((c: Case): Answer<ApplicationState> | undefined => {
  const applied = application(c)
  if (!applied) return undefined
  const q = { what: 'application.state', on: on(applied), causes: [applied] }
  const accepted = acceptance(c)
  if (accepted) return answer(c, { ...q, rule: 'OP-8-1', causes: [applied, accepted] }, 'concluded')
  const no = refused(c)
  if (no) return answer(c, { ...q, rule: 'OP-8-1', causes: [applied, no] }, 'refused')
  const gone = lapsed(c)
  if (gone && valueOf(gone)) return answer(c, { ...q, rule: 'OP-8-2', causes: [applied, gone] }, 'lapsed')
  return answer(c, { ...q, rule: 'OP-7' }, 'applied')
})

/** A decision that is told after the deemed refusal accepts nothing (OP-8-2, OP-12-1). */
export function refuseLate(
  act: { readonly at: Instant; readonly data: { readonly notifiedAt?: Instant | undefined } },
  last: Answer<Day> | undefined,
  what: string,
): Refusal | undefined {
  if (!last || !isKnown(last) || toldOn(act.at, act.data.notifiedAt) <= last.value) return undefined
  return { what, clause: last.clause, causes: [last] }
}

const refuse = (c: Case, act: Act<'ApplicationAccepted'>): Refusal | undefined =>
  acceptance(c) ? undefined : refuseLate(act, deadline(c), 'refusal.application-lapsed')

/** 第10条: the four grounds on which an application is not taken. */
const GROUNDS: readonly string[] = ['technical', 'false-facts', 'credit-problem', 'other']

/** `application.refusal-ground-valid` and `application.ground-disclosed` (OP-10): stored, never told. */
function groundAnswers(
  c: Case,
  what: string,
  value: (ground: string) => boolean,
): readonly Answer<boolean>[] {
  const no = firstOf(c, 'ApplicationRefused')
  return no ? [answer(c, { what, rule: 'OP-10', on: on(no), causes: [no] }, value(no.data.ground))] : []
}

/** `application.ineligible` (OP-2): the contractor is a company or another organisation. */
function ineligible(c: Case): readonly Answer<boolean>[] {
  const applied = application(c)
  const kind = applied?.data.applicantKind
  if (!applied || kind === undefined) return []
  const q: Question = { what: 'application.ineligible', rule: 'OP-2', on: on(applied), causes: [applied] }
  return [answer(c, q, kind !== 'organisation')]
}

const isOpen = (c: Case): boolean => {
  const state = applicationState(c)
  return state !== undefined && !acceptance(c) && !refused(c) && valueOf(state) !== 'lapsed'
}

function deadlines(c: Case): readonly Deadline[] {
  const when = deadline(c)
  if (!when || !isKnown(when)) return []
  const decided = acceptance(c) ?? firstOf(c, 'ApplicationRefused')
  const inTime = decided && toldOn(decided.at, decided.data.notifiedAt) <= when.value
  const state: DeadlineState = inTime ? 'met' : today(c) > when.value ? 'missed' : 'upcoming'
  return [{ kind: 'application-decision', who: 'provider', state, when }]
}

/** 第7条, 第8条, 第10条: application, decision, deemed refusal. */
export const applications: Subject = {
  acts: {
    ApplicationSubmitted: { basis: ['OP-2', 'OP-7', 'OP-8-2'] },
    ApplicationAccepted: { basis: ['OP-8-1', 'OP-8-2', 'OP-3-2', 'OP-9', 'OP-11-1a', 'OP-11-1b'], refuse },
    ApplicationRefused: { basis: ['OP-8-1', 'OP-8-2', 'OP-10'] },
  },
  answers: {
    'application.state': (c) => [applicationState(c)].filter((each) => each !== undefined),
    'application.decision-deadline': (c) => [deadline(c)].filter((each) => each !== undefined),
    'application.lapsed': (c) => [lapsed(c)].filter((each) => each !== undefined),
    'application.refusal-ground-valid': (c) =>
      groundAnswers(c, 'application.refusal-ground-valid', (ground) => GROUNDS.includes(ground)),
    'application.ground-disclosed': (c) => groundAnswers(c, 'application.ground-disclosed', () => false),
    'application.ineligible': ineligible,
  },
  deadlines,
  permitted: (c) => {
    const applied = application(c)
    if (!applied || !isOpen(c)) return []
    const clause = clauseOf(c, 'OP-10', on(applied))
    return [
      { who: 'provider', act: 'refuse-application', since: applied.at, clause, causes: [cause(applied)] },
    ]
  },
  obligations: (c) => {
    const applied = application(c)
    if (!applied || !isOpen(c)) return []
    const due = valueOf(deadline(c))
    const open = { who: 'provider', duty: 'decide-application', since: applied.at } as const
    const clause = clauseOf(c, 'OP-8-1', on(applied))
    return [{ ...open, ...(due !== undefined && { dueOn: due }), clause, causes: [cause(applied)] }]
  },
}
