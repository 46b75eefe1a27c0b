import { type Case, clauseOf, factsOf, firstOf, remembered, today } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, dayOf, isTimely } from '../../kernel/calendar.ts'
import { type Finding, type RuleId } from '../../kernel/finding.ts'
import { type Deadline, type DeadlineState, type Party, type Permitted, type Subject } from '../terms.ts'
import { decision, start } from './application.ts'
import { type Duty, openDuties } from './duties.ts'
import { isOver } from './end.ts'
import { reportOf } from './notices.ts'

type Request = Fact<'RequestMade'>

/** The article that lets a party ask for something; kinds that other terms know rest on none here. */
export function ruleOf(c: Case, { data, at }: Request): RuleId | undefined {
  switch (data.kind) {
    case 'credit-information': {
      const started = start(c)
      if (data.by === 'customer') return undefined
      return started && started.fact.at <= at ? 'SF-7.3-2' : 'SF-3.2-1'
    }
    case 'identity-proof':
      return data.by === 'customer' ? undefined : 'SF-4.1-2'
    case 'antisocial-report':
      return 'SF-16.3-2'
    default:
      return undefined
  }
}

export const askedParty = ({ data }: Request): Party => (data.by === 'customer' ? 'provider' : 'customer')

export const answersTo = (c: Case, { data }: Request): readonly Fact<'RequestAnswered'>[] =>
  factsOf(c, 'RequestAnswered').filter((answer) => answer.data.requestId === data.requestId)

const duties = remembered((c: Case): readonly Duty[] =>
  factsOf(c, 'RequestMade').flatMap((opened): readonly Duty[] => {
    const rule = ruleOf(c, opened)
    if (rule === undefined) return []
    const duty = rule === 'SF-16.3-2' ? 'submit-report' : 'provide-information'
    const { requestId: ref, dueOn } = opened.data
    return [{ who: askedParty(opened), duty, ref, rule, opened, dueOn, fulfilled: answersTo(c, opened)[0] }]
  }),
)

/** `report-due`: a report on suspicion is due on the designated day (SF-16.3-2). */
const deadlines = (c: Case): readonly Deadline[] =>
  factsOf(c, 'RequestMade').flatMap((request): readonly Deadline[] => {
    const { dueOn, requestId } = request.data
    if (ruleOf(c, request) !== 'SF-16.3-2' || dueOn === undefined) return []
    const when: Finding<Day> = {
      what: 'report.due-on',
      ref: requestId,
      value: dueOn,
      clause: clauseOf(c, 'SF-16.3-2', on(request)),
      causes: [cause(request)],
    }
    const state = reportState(c, request, dueOn)
    return [{ kind: 'report-due', ref: requestId, who: askedParty(request), state, when }]
  })

const reportState = (c: Case, request: Request, dueOn: Day): DeadlineState => {
  const first = answersTo(c, request)[0]
  if (first && isTimely(first.at, dueOn)) return 'met'
  return dayOf(c.asOf) > dueOn ? 'missed' : 'upcoming'
}

/** The other party's report that was not given by its day and still is not, or was found untrue: what 第16.3条第3項第2号 answers. */
export const failedReports = (c: Case): readonly { request: Request; fact: Fact }[] =>
  factsOf(c, 'RequestMade').flatMap((request): readonly { request: Request; fact: Fact }[] => {
    if (ruleOf(c, request) !== 'SF-16.3-2') return []
    const untrue = answersTo(c, request).find(({ data }) => data.isFalse === true)
    if (untrue) return [{ request, fact: untrue }]
    const { dueOn } = request.data
    const isMissing = answersTo(c, request).length === 0
    return isMissing && dueOn !== undefined && reportState(c, request, dueOn) === 'missed'
      ? [{ request, fact: request }]
      : []
  })

/** The provider may ask for information unless it waits for an answer already. */
function permitted(c: Case): readonly Permitted[] {
  if (isOver(c)) return []
  const waits = (kind: string): boolean =>
    factsOf(c, 'RequestMade').some(
      (request) =>
        request.data.kind === kind && request.data.by === 'provider' && answersTo(c, request).length === 0,
    )
  const act = (rule: RuleId, fact: Fact, ref?: string): Permitted => ({
    who: 'provider',
    act: 'request-information',
    ...(ref !== undefined && { ref }),
    since: fact.at,
    clause: clauseOf(c, rule, today(c)),
    causes: [cause(fact)],
  })
  return [
    ...(waits('credit-information') ? [] : creditworthiness(c).map(({ rule, fact }) => act(rule, fact))),
    ...reportedChanges(c).map(({ report, ref }) => act('SF-4.1-2', report, ref)),
    ...(waits('antisocial-report') ? [] : undeclared(c).map((fact) => act('SF-16.3-2', fact))),
  ]
}

/** Whether the customer will pay may be asked of an applicant (SF-3.2-1) and of a customer (SF-7.3-2). */
function creditworthiness(c: Case): readonly { rule: RuleId; fact: Fact }[] {
  const applied = firstOf(c, 'ApplicationSubmitted')
  const started = start(c)
  if (started) return [{ rule: 'SF-7.3-2', fact: started.fact }]
  return applied && decision(c).state !== 'refused' ? [{ rule: 'SF-3.2-1', fact: applied }] : []
}

/** Proof of a change may be asked once it was reported (SF-4.1-2), until it was asked. */
const reportedChanges = (c: Case): readonly { report: Fact; ref: string }[] =>
  factsOf(c, 'CustomerInfoChanged').flatMap((change) => {
    const report = reportOf(c, change)
    const asked = factsOf(c, 'RequestMade').some(
      ({ data, at }) => data.kind === 'identity-proof' && report !== undefined && at >= report.at,
    )
    return report && !asked ? [{ report, ref: change.data.infoChangeId }] : []
  })

/** An application without the declaration of 第16.3条第1項 is a reason to ask. */
const undeclared = (c: Case): readonly Fact[] =>
  factsOf(c, 'ApplicationSubmitted').filter(({ data }) => data.antisocialDeclared === false)

export const requests: Subject = {
  acts: {
    RequestMade: { basis: ['SF-3.2-1', 'SF-4.1-2', 'SF-7.3-2', 'SF-16.3-2'] },
    RequestAnswered: { basis: ['SF-3.2-1', 'SF-16.3-2'] },
  },
  obligations: (c) => openDuties(c, duties(c)),
  deadlines,
  permitted,
}
