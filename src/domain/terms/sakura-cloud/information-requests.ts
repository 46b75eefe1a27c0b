import { type Case, answer, clauseOf, factsOf, today } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { isTimely } from '../../kernel/calendar.ts'
import { type RuleId, isKnown } from '../../kernel/finding.ts'
import { type Deadline, type Obligation, type Permitted, type Subject } from '../terms.ts'
import { type Option, isOptionInForce } from './applied-option.ts'
import { SECTION, sslOptions } from './free-ssl/options.ts'
import { distribution } from './sms/options.ts'

type Request = Fact<'RequestMade'>

/** 第72条第2項: papers for the review of A2P use by end users; 第83条: what a certificate needs. */
const RULES: Readonly<Partial<Record<Request['data']['kind'], RuleId>>> = {
  documents: 'SC-72-2',
  'certificate-information': 'SC-83',
}

const requests = (c: Case): readonly { readonly request: Request; readonly rule: RuleId }[] =>
  factsOf(c, 'RequestMade').flatMap((request) => {
    const rule = request.data.by === 'provider' ? RULES[request.data.kind] : undefined
    return rule === undefined ? [] : [{ request, rule }]
  })

const answered = (c: Case, { data, at }: Request): Fact<'RequestAnswered'> | undefined =>
  factsOf(c, 'RequestAnswered').find((fact) => fact.data.requestId === data.requestId && fact.at >= at)

const mustProvide = (c: Case): readonly Obligation[] =>
  requests(c)
    .filter(({ request }) => !answered(c, request))
    .map(({ request, rule }) => ({
      who: 'customer',
      duty: 'provide-information',
      ref: request.data.requestId,
      since: request.at,
      ...(request.data.dueOn !== undefined && { dueOn: request.data.dueOn }),
      clause: clauseOf(c, rule, on(request)),
      causes: [cause(request)],
    }))

/** On a day only where the request named one; the articles name none. */
const due = (c: Case): readonly Deadline[] =>
  requests(c).flatMap(({ request, rule }): readonly Deadline[] => {
    const { requestId: ref, dueOn } = request.data
    if (dueOn === undefined) return []
    const given = answered(c, request)
    const q = { what: 'report.due-on', ref, rule, on: on(request), causes: [request, given] }
    const when = answer(c, q, dueOn)
    const state = given && isTimely(given.at, dueOn) ? 'met' : today(c) > dueOn ? 'missed' : 'upcoming'
    return isKnown(when) ? [{ kind: 'report-due', ref, who: 'customer', state, when }] : []
  })

/** `request-information`: as long as the option is there, and nothing is owed already. */
function mayAsk(c: Case): readonly Permitted[] {
  const owed = new Set(requests(c).flatMap(({ request, rule }) => (answered(c, request) ? [] : [rule])))
  const open = (rule: RuleId, options: readonly Option[]): readonly Permitted[] => {
    const [option] = options
    if (!option?.accepted || owed.has(rule)) return []
    const { accepted, ref } = option
    const clause = clauseOf(c, rule, on(accepted))
    const causes = [cause(accepted)]
    return [{ who: 'provider', act: 'request-information', ref, since: accepted.at, clause, causes }]
  }
  return [
    ...open(
      'SC-72-2',
      distribution.all(c).filter((option) => isOptionInForce(c, distribution.section, option)),
    ),
    ...open(
      'SC-83',
      sslOptions(c).filter((option) => isOptionInForce(c, SECTION, option)),
    ),
  ]
}

const speaksOf = (rule: RuleId) => (_c: Case, act: { readonly data: Request['data'] }) =>
  RULES[act.data.kind] === rule

/** 第72条第2項, 第83条: papers and information that the customer provides when asked. */
export const informationRequests: readonly Subject[] = [
  {
    acts: {
      RequestMade: { basis: ['SC-72-2'], speaksOf: speaksOf('SC-72-2') },
      RequestAnswered: {
        basis: ['SC-72-2'],
        speaksOf: (c, act) =>
          requests(c).some(({ request }) => request.data.requestId === act.data.requestId),
      },
    },
    obligations: mustProvide,
    permitted: mayAsk,
    deadlines: due,
  },
  { acts: { RequestMade: { basis: ['SC-83'], speaksOf: speaksOf('SC-83') } } },
]
