import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  given,
  remembered,
  today,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, civilEndDays, dayAfter } from '../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Act, type Deadline, type Obligation, type Refusal, type Subject } from '../terms.ts'
import { DAYS_TO_DECIDE, refuseLate, toldOn } from './application.ts'

type Decision = Fact<'PlanChangeAccepted'> | Fact<'PlanChangeRefused'>
/** A change that was asked for, and what became of it as far as is told. */
export type Change = {
  readonly id: string
  readonly request: Fact<'PlanChangeRequested'>
  readonly accepted?: Fact<'PlanChangeAccepted'>
  readonly refused?: Fact<'PlanChangeRefused'>
  readonly deadline: Answer<Day>
}

/** `change.decision-deadline` (OP-12-1): requests are handled like applications, so the same sixty days run. */
function deadlineOf(c: Case, request: Fact<'PlanChangeRequested'>): Answer<Day> {
  const { changeId: ref } = request.data
  const q: Question = {
    what: 'change.decision-deadline',
    ref,
    rule: 'OP-12-1',
    on: on(request),
    causes: [request],
  }
  return answer(c, q, civilEndDays(dayAfter(request.at), DAYS_TO_DECIDE))
}

/** The first word decides; a refusal that comes behind the deemed refusal changes nothing, a recorded acceptance stands. */
function changeOf(c: Case, request: Fact<'PlanChangeRequested'>): Change {
  const deadline = deadlineOf(c, request)
  const last = valueOf(deadline)
  const decided = (c.facts.ofAny('PlanChangeAccepted', 'PlanChangeRefused') as readonly Decision[])
    .filter(({ data }) => data.changeId === request.data.changeId)
    .find(
      ({ type, at, data }) =>
        type === 'PlanChangeAccepted' || last === undefined || toldOn(at, data.notifiedAt) <= last,
    )
  const base = { id: request.data.changeId, request, deadline }
  if (decided?.type === 'PlanChangeAccepted')
    return { ...base, accepted: decided as Fact<'PlanChangeAccepted'> }
  return decided ? { ...base, refused: decided as Fact<'PlanChangeRefused'> } : base
}

/** Every change that was asked for, in order of arrival. */
export const changes = remembered((c: Case): readonly Change[] =>
  factsOf(c, 'PlanChangeRequested').map((request) => changeOf(c, request)),
)

const isLapsed = (c: Case, { accepted, refused, deadline }: Change): boolean =>
  !accepted && !refused && isKnown(deadline) && today(c) > deadline.value

/** `change.state` (OP-12-1). */
function stateOf(c: Case, change: Change): Answer<string> {
  const { id, request, accepted, refused, deadline } = change
  const q: Question = {
    what: 'change.state',
    ref: id,
    rule: 'OP-12-1',
    on: on(request),
    causes: [request, accepted, refused],
  }
  if (accepted) return answer(c, q, 'concluded')
  if (refused) return answer(c, q, 'refused')
  return given(c, q, [deadline], () => (isLapsed(c, change) ? 'lapsed' : 'applied'))
}

function refuse(c: Case, act: Act<'PlanChangeAccepted'>): Refusal | undefined {
  const change = changes(c).find(({ id }) => id === act.data.changeId)
  return change && !change.accepted ? refuseLate(act, change.deadline, 'refusal.change-lapsed') : undefined
}

function deadlineEntry(c: Case, change: Change): readonly Deadline[] {
  const { id, accepted, deadline } = change
  if (!isKnown(deadline)) return []
  const decisions = c.facts.ofAny('PlanChangeAccepted', 'PlanChangeRefused') as readonly Decision[]
  const inTime = decisions.some(
    ({ at, data }) => data.changeId === id && toldOn(at, data.notifiedAt) <= deadline.value,
  )
  const state = inTime ? 'met' : accepted || today(c) > deadline.value ? 'missed' : 'upcoming'
  return [{ kind: 'change-decision', ref: id, who: 'provider', state, when: deadline }]
}

function obligation(c: Case, change: Change): readonly Obligation[] {
  const { id, request, accepted, refused, deadline } = change
  if (accepted || refused || isLapsed(c, change)) return []
  const due = valueOf(deadline)
  return [
    {
      who: 'provider',
      duty: 'decide-application',
      ref: id,
      since: request.at,
      ...(due !== undefined && { dueOn: due }),
      clause: clauseOf(c, 'OP-12-1', on(request)),
      causes: [cause(request)],
    },
  ]
}

/** 第12条第1項・第2項: a change may be asked for and is decided like an application. */
export const changeRequests: Subject = {
  acts: {
    PlanChangeRequested: { basis: ['OP-12-1'] },
    PlanChangeAccepted: { basis: ['OP-12-1', 'OP-11-3', 'OP-A2-1', 'OP-A2-2', 'OP-A2-3'], refuse },
    PlanChangeRefused: { basis: ['OP-12-1'] },
    PlanChanged: { basis: ['OP-11-3', 'OP-A2-1', 'OP-A2-2', 'OP-A2-3'] },
  },
  answers: {
    'change.state': (c) => changes(c).map((change) => stateOf(c, change)),
    'change.decision-deadline': (c) => changes(c).map(({ deadline }) => deadline),
  },
  deadlines: (c) => changes(c).flatMap((change) => deadlineEntry(c, change)),
  obligations: (c) => changes(c).flatMap((change) => obligation(c, change)),
}
