import { type Case, answer, clauseOf, factsOf, today } from '../../../contract/case.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { isTimely } from '../../../kernel/calendar.ts'
import { isKnown } from '../../../kernel/finding.ts'
import { type Deadline, type Obligation, type Permitted, type Subject } from '../../terms.ts'
import { contractEnd, hasEnded } from './end.ts'

type Request = Fact<'RequestMade'>

/** Requests of the provider for a report on end users (第9条第3項第4号). */
const requests = (c: Case): readonly Request[] =>
  factsOf(c, 'RequestMade').filter(({ data }) => data.kind === 'end-user-report' && data.by === 'provider')

const answered = (c: Case, { data, at }: Request): Fact<'RequestAnswered'> | undefined =>
  factsOf(c, 'RequestAnswered').find((fact) => fact.data.requestId === data.requestId && fact.at >= at)

const submitReport = (c: Case): readonly Obligation[] =>
  requests(c)
    .filter((request) => !answered(c, request))
    .map((request) => ({
      who: 'customer',
      duty: 'submit-report',
      ref: request.data.requestId,
      since: request.at,
      ...(request.data.dueOn !== undefined && { dueOn: request.data.dueOn }),
      clause: clauseOf(c, 'SC-9-3-4', on(request)),
      causes: [cause(request)],
    }))

/** A report is due promptly; on a day only where the request named one. */
const reportsDue = (c: Case): readonly Deadline[] =>
  requests(c).flatMap((request) => {
    const { requestId, dueOn } = request.data
    if (dueOn === undefined) return []
    const report = answered(c, request)
    const q = {
      what: 'report.due-on',
      ref: requestId,
      rule: 'SC-9-3-4',
      on: on(request),
      causes: [request, report],
    }
    const when = answer(c, q, dueOn)
    const state = report && isTimely(report.at, dueOn) ? 'met' : today(c) > dueOn ? 'missed' : 'upcoming'
    return isKnown(when) ? [{ kind: 'report-due', ref: requestId, who: 'customer', state, when }] : []
  })

/** Where end users use the service the provider may ask for a report at any time; not again while one is owed. */
function mayAsk(c: Case): readonly Permitted[] {
  const use = c.facts
    .ofAny('ConsentGiven', 'ThirdPartyUseStarted')
    .find((fact) =>
      fact.type === 'ConsentGiven'
        ? (fact as Fact<'ConsentGiven'>).data.subject === 'end-user-use'
        : (fact as Fact<'ThirdPartyUseStarted'>).data.kind === 'end-user',
    )
  const owed = requests(c).some((request) => !answered(c, request))
  if (!use || owed || hasEnded(c, contractEnd(c))) return []
  return [
    {
      who: 'provider',
      act: 'request-information',
      since: use.at,
      clause: clauseOf(c, 'SC-9-3-4', on(use)),
      causes: [cause(use)],
    },
  ]
}

/** 第9条第3項第4号: reports on end users. */
export const reports: Subject = {
  acts: {
    RequestMade: { basis: ['SC-9-3-4'], speaksOf: (_c, act) => act.data.kind === 'end-user-report' },
    RequestAnswered: {
      basis: ['SC-9-3-4'],
      speaksOf: (c, act) => requests(c).some(({ data }) => data.requestId === act.data.requestId),
    },
  },
  obligations: submitReport,
  permitted: mayAsk,
  deadlines: reportsDue,
}
