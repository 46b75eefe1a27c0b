import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  given,
  missing,
  tariff,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type DataOf } from '../../contract/vocabulary.ts'
import { type Day, type Instant, addDays, civilEnd, monthOf } from '../../kernel/calendar.ts'
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'
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

// ---- caps of a month (別表2備考) --------------------------------------------------------------------------------------

/** Faults a contract and month; minutes of operation agency a component and month, not pooled (OP-Q19). */
const FAULTS_A_MONTH = 3
const OPERATION_MINUTES = 60
const MINUTES_AN_HOUR = 60

type Handled = Fact<'SupportHandled'>
type Work = {
  readonly ref: string
  readonly facts: readonly [Handled, ...Handled[]]
  readonly over: boolean
  readonly overMinutes: number
  readonly kind: Handled['data']['kind']
}

const componentOf = (c: Case, { data }: Handled): string =>
  data.componentId ??
  requests(c).find((request) => request.data.caseId === data.caseId)?.data.componentId ??
  ''

/** Each case that was worked on, with what went beyond the cap of its month, in the order of the work. */
function works(c: Case): readonly Work[] {
  const faults = new Map<string, Set<string>>()
  const minutes = new Map<string, number>()
  const all = new Map<string, Work>()
  const asked = new Set(requests(c).map(({ data }) => data.caseId))
  for (const fact of factsOf(c, 'SupportHandled').filter(({ data }) => asked.has(data.caseId))) {
    const { caseId: ref, kind } = fact.data
    const month = monthOf(fact.at)
    const before = all.get(ref)
    const extra =
      kind === 'fault'
        ? faultOver(faults, month, ref)
        : minutesOver(minutes, `${month} ${componentOf(c, fact)}`, fact)
    all.set(ref, {
      ref,
      kind,
      facts: before ? [...before.facts, fact] : [fact],
      over: (before?.over ?? false) || extra > 0,
      overMinutes: (before?.overMinutes ?? 0) + (kind === 'operation' ? extra : 0),
    })
  }
  return [...all.values()]
}

function faultOver(faults: Map<string, Set<string>>, month: string, ref: string): number {
  const cases = faults.get(month) ?? new Set<string>()
  const isNew = !cases.has(ref)
  faults.set(month, cases.add(ref))
  return isNew && cases.size > FAULTS_A_MONTH ? 1 : 0
}

function minutesOver(minutes: Map<string, number>, key: string, { data }: Handled): number {
  const before = minutes.get(key) ?? 0
  const after = before + (data.minutes ?? 0)
  minutes.set(key, after)
  return Math.max(0, after - OPERATION_MINUTES) - Math.max(0, before - OPERATION_MINUTES)
}

const workQuestion = (what: string, { ref, facts }: Work): Question => ({
  what,
  ref,
  rule: 'OP-A2-5',
  on: on(facts[0]),
  causes: facts,
})

/** `charge.excess-work` (OP-A2-5): the price of what went beyond; the provider may charge it, so it is no line of a bill. */
function excess(c: Case, work: Work): Answer<Yen> {
  const q = workQuestion('charge.excess-work', work)
  if (work.kind === 'fault')
    return given(c, q, [tariff(c, 'excessIncidentFee', q.on, 'OP-A2-5')], (yen) => yen)
  return given(c, q, [tariff(c, 'excessOperationHourFee', q.on, 'OP-A2-5')], (yen) =>
    toYen(exact(yen).times(work.overMinutes).div(MINUTES_AN_HOUR)),
  )
}

function permitted(c: Case): readonly Permitted[] {
  const act = (name: string, rule: string, ref: string, fact: Fact): Permitted => ({
    who: 'provider',
    act: name,
    ref,
    since: fact.at,
    clause: clauseOf(c, rule, on(fact)),
    causes: [cause(fact)],
  })
  const isHandled = ({ data }: Request): boolean =>
    factsOf(c, 'SupportHandled').some((fact) => fact.data.caseId === data.caseId)
  return [
    ...works(c).flatMap((work) => {
      const last = work.facts.at(-1)
      return work.over && last ? [act('charge-excess-work', 'OP-A2-5', work.ref, last)] : []
    }),
    ...requests(c)
      .filter((request) => valueOf(mayDecline(c, request)[0]) === true && !isHandled(request))
      .map((request) => act('decline-inquiry', 'OP-38-2', request.data.caseId, request)),
  ]
}

/** 第38条, 別表1の1, 別表2備考: enquiries, faults and operation work. */
export const support: Subject = {
  acts: {
    SupportRequested: { basis: ['OP-38-1', 'OP-38-2', 'OP-A1-1', 'OP-A1-2', 'OP-A1-3'] },
    SupportHandled: { basis: ['OP-A2-5'] },
  },
  answers: {
    'support.entitled': (c) => requests(c).flatMap((request) => entitled(c, request)),
    'support.handled-from': (c) => requests(c).flatMap((request) => handledFrom(c, request)),
    'support.may-decline': (c) => requests(c).flatMap((request) => mayDecline(c, request)),
    'support.over-cap': (c) =>
      works(c).map((work) => answer(c, workQuestion('support.over-cap', work), work.over)),
    'charge.excess-work': (c) =>
      works(c)
        .filter(({ over }) => over)
        .map((work) => excess(c, work)),
  },
  permitted,
}
