import { type Case, type Question, answer, clauseOf, factsOf, given, missing } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type DataOf } from '../../contract/vocabulary.ts'
import { type Day, type Instant, addDays, civilEnd } from '../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Permitted, type Subject } from '../terms.ts'
import { stepOn } from './content.ts'
import { type Manual, manualAt, manualsOf } from './managed.ts'
import { openDay } from './notice-deadline.ts'

type Request = Fact<'SupportRequested'>
type Task = NonNullable<DataOf<'SupportRequested'>['task']>

const ALL = ['entry', 'standard', 'advanced', 'premium']
/** 別表1の1.2: which plans include which work; isolation and vendor enquiries are not done for the lower two (its note). */
const INCLUDED: Readonly<
  Record<Task, { readonly plans: readonly string[]; readonly rule: string; readonly manual?: Manual }>
> = {
  monitoring: { plans: ALL, rule: 'OP-A1-1' },
  'first-response': { plans: ALL.slice(1), rule: 'OP-A1-1', manual: 'procedure-manual-fault' },
  'second-response': { plans: ALL.slice(2), rule: 'OP-A1-1', manual: 'procedure-manual-fault' },
  isolation: { plans: ALL.slice(2), rule: 'OP-A1-2' },
  'vendor-inquiry': { plans: ALL.slice(2), rule: 'OP-A1-2' },
  'operation-agency': { plans: ALL.slice(3), rule: 'OP-A1-1', manual: 'procedure-manual-operation' },
}

const requests = (c: Case): readonly Request[] => factsOf(c, 'SupportRequested')
const question = (
  what: string,
  rule: string,
  request: Request,
  ...causes: (Fact | undefined)[]
): Question => ({
  what,
  ref: request.data.caseId,
  rule,
  on: on(request),
  causes: [request, ...causes],
})

const taskOf = ({ data }: Request): Task =>
  data.task ?? (data.kind === 'operation' ? 'operation-agency' : 'first-response')

/** `support.entitled` (OP-A1-1, OP-A1-2): the plan of that day includes the work, and its manual came before (OP-A1-5). */
function entitled(c: Case, request: Request): readonly Answer<boolean>[] {
  if (request.data.kind === 'inquiry') return []
  const { plans, rule, manual } = INCLUDED[taskOf(request)]
  const step = stepOn(c, on(request))
  const plan = step?.content.plan
  const q = question('support.entitled', rule, request, ...(step?.facts ?? []))
  if (plan === undefined || !plans.includes(plan)) return [answer(c, q, false)]
  if (manual === undefined || !manualsOf(plan).includes(manual)) return [answer(c, q, true)]
  const submitted = manualAt(c, manual, request.at)
  return [
    answer(
      c,
      submitted ? { ...q, causes: [...(q.causes ?? []), submitted] } : { ...q, rule: 'OP-A1-5' },
      submitted !== undefined,
    ),
  ]
}

/** 別表1の1.3: enquiries on weekdays from 9:00 up to, not including, 17:00 (OP-Q13). */
const OPENS = 'T09:00:00.000+09:00'
const CLOSES = 'T17:00:00.000+09:00'
/** A desk closed for longer than that means a calendar that was published wrongly. */
const CLOSED_DAYS_MAX = 60

/** `support.handled-from`: faults at once, day and night (OP-A1-3); enquiries at the next opening of the desk (OP-38-1). */
function handledFrom(c: Case, request: Request): readonly Answer<Instant>[] {
  if (request.data.kind === 'fault')
    return [answer(c, question('support.handled-from', 'OP-A1-3', request), request.at)]
  if (request.data.kind !== 'inquiry') return []
  const hours = answer(
    c,
    question('support.hours', 'OP-A1-3', request),
    `${OPENS.slice(1, 6)}-${CLOSES.slice(1, 6)}`,
  )
  const q = question('support.handled-from', 'OP-38-1', request)
  const first = request.at >= `${on(request)}${CLOSES}` ? addDays(on(request), 1) : on(request)
  const opening = nextOpening(c, first)
  if ('missing' in opening) return [missing(c, { ...q, causes: [request, hours] }, opening.missing)]
  const at = `${opening.day}${OPENS}` as Instant
  return [
    given(c, { ...q, causes: [request, ...opening.facts] }, [hours], () =>
      request.at > at ? request.at : at,
    ),
  ]
}

function nextOpening(
  c: Case,
  from: Day,
): { readonly day: Day; readonly facts: readonly Fact[] } | { readonly missing: string } {
  for (let day = from, i = 0; i < CLOSED_DAYS_MAX; day = addDays(day, 1), i++) {
    const found = openDay(c, day)
    if ('missing' in found) return found
    if (found.open) return { day, facts: found.fact ? [found.fact] : [] }
  }
  return { missing: 'calendar:holidays' }
}

/** 第38条第2項: events a month or more ago. */
const OLD_AFTER_MONTHS = 1

/** `support.may-decline` (OP-38-2, OP-Q14): the enquiry came behind a month from the event. */
function mayDecline(c: Case, request: Request): readonly Answer<boolean>[] {
  const { eventOn, kind } = request.data
  if (eventOn === undefined || kind !== 'inquiry') return []
  const last = civilEnd(addDays(eventOn, 1), OLD_AFTER_MONTHS)
  return [answer(c, question('support.may-decline', 'OP-38-2', request), on(request) > last)]
}

const isHandled = (c: Case, { data }: Request): boolean =>
  factsOf(c, 'SupportHandled').some((fact) => fact.data.caseId === data.caseId)

/** An enquiry about an old event may stay unanswered, until it is handled all the same. */
const permitted = (c: Case): readonly Permitted[] =>
  requests(c)
    .filter((request) => valueOf(mayDecline(c, request)[0]) === true && !isHandled(c, request))
    .map((request) => ({
      who: 'provider',
      act: 'decline-inquiry',
      ref: request.data.caseId,
      since: request.at,
      clause: clauseOf(c, 'OP-38-2', on(request)),
      causes: [cause(request)],
    }))

/** 第38条, 別表1の1: enquiries, faults and operation work that are asked for. */
export const support: Subject = {
  acts: { SupportRequested: { basis: ['OP-38-1', 'OP-38-2', 'OP-A1-1', 'OP-A1-2', 'OP-A1-3'] } },
  answers: {
    'support.entitled': (c) => requests(c).flatMap((request) => entitled(c, request)),
    'support.handled-from': (c) => requests(c).flatMap((request) => handledFrom(c, request)),
    'support.may-decline': (c) => requests(c).flatMap((request) => mayDecline(c, request)),
  },
  permitted,
}
