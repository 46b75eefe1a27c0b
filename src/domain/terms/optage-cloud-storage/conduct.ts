import { type Case, type Question, answer, clauseOf, factsOf, lastOf } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { type Reported, breachRule } from './breach.ts'
import { hasEnded } from './ending.ts'
import { isOfKind } from './requests.ts'

const question = (what: string, rule: RuleId, fact: Fact, ref?: string): Question => ({
  what,
  ref,
  rule,
  on: on(fact),
  causes: [fact],
})

const acts = (c: Case): readonly Reported[] => factsOf(c, 'ProhibitedActReported')
/** Of the customer's own people or of a user, whose acts count as the customer's (第14条第4項). */
const isOfUser = ({ data }: Reported): boolean => data.actor === 'user' || data.actor === 'end-user'

const prohibited = (c: Case): readonly Answer<string>[] =>
  acts(c).map((act) =>
    answer(c, question('breach.prohibited-act', breachRule(act), act, act.data.actId), act.data.item),
  )

/** `breach.third-party-use` (OP-15-6): others were let in, for money or for none. */
const thirdPartyUse = (c: Case): readonly Answer<boolean>[] => {
  const used = lastOf(c, 'ThirdPartyUseStarted')
  return used ? [answer(c, question('breach.third-party-use', 'OP-15-6', used), true)] : []
}

const jointLiability = (c: Case): readonly Answer<boolean>[] =>
  acts(c)
    .filter(isOfUser)
    .map((act) => answer(c, question('act.joint-liability', 'OP-14', act, act.data.actId), true))

/** `act.attributed-to`: a user's act (OP-14), and use that an account authenticated, by its account (OP-13-2). */
function attributed(c: Case): readonly Answer<'customer'>[] {
  const byUsers = acts(c)
    .filter(isOfUser)
    .map((act) => answer(c, question('act.attributed-to', 'OP-14', act, act.data.actId), 'customer' as const))
  const uses = new Map(factsOf(c, 'ServiceUsed').map((use) => [use.data.accountId ?? use.id, use]))
  return [
    ...byUsers,
    ...[...uses].map(([ref, use]) =>
      answer(c, question('act.attributed-to', 'OP-13-2', use, ref), 'customer' as const),
    ),
  ]
}

/** `transfer.void` (OP-40): neither assignment nor pledge; a succession by law is another thing (OP-41). */
const transfers = (c: Case): readonly Answer<boolean>[] => {
  const tried = factsOf(c, 'TransferAttempted').findLast(({ data }) => data.kind !== 'succession')
  return tried ? [answer(c, question('transfer.void', 'OP-40', tried), true)] : []
}

// ---- duties that a request or a breach opens ---------------------------------------------------------------------------

const DUTIES: Readonly<Record<string, { readonly duty: string; readonly rule: RuleId }>> = {
  'stop-user': { duty: 'stop-breaching-user', rule: 'OP-14' },
  instruction: { duty: 'follow-instruction', rule: 'OP-15-1' },
}

const answered = (c: Case, { data }: Fact<'RequestMade'>): Fact<'RequestAnswered'> | undefined =>
  factsOf(c, 'RequestAnswered').find(
    (fact) => fact.data.requestId === data.requestId && fact.data.isFalse !== true,
  )

const requested = (c: Case): readonly Obligation[] =>
  factsOf(c, 'RequestMade').flatMap((request): readonly Obligation[] => {
    const found = DUTIES[request.data.kind]
    if (!found || request.data.by !== 'provider' || answered(c, request) || hasEnded(c)) return []
    const { requestId: ref, dueOn } = request.data
    return [
      {
        who: 'customer',
        duty: found.duty,
        ref,
        since: request.at,
        ...(dueOn !== undefined && { dueOn }),
        clause: clauseOf(c, found.rule, on(request)),
        causes: [cause(request)],
      },
    ]
  })

/** A user's breach is to be stopped until a request to stop a user was answered behind it. */
function toStop(c: Case): readonly Obligation[] {
  const stops = factsOf(c, 'RequestMade').filter(({ data }) => data.kind === 'stop-user')
  return acts(c)
    .filter(
      (act) =>
        isOfUser(act) && !hasEnded(c) && !stops.some((request) => (answered(c, request)?.at ?? '') >= act.at),
    )
    .map((act) => ({
      who: 'customer',
      duty: 'stop-breaching-user',
      ref: act.data.actId,
      since: act.at,
      clause: clauseOf(c, 'OP-14', on(act)),
      causes: [cause(act)],
    }))
}

/** 第13条第2項, 第14条, 第15条, 第40条: how the service may be used, and what follows from a breach. */
export const conduct: Subject = {
  acts: {
    ServiceUsed: { basis: ['OP-13-2'] },
    ProhibitedActReported: { basis: ['OP-14', 'OP-15-1', 'OP-15-6', 'OP-29-1'] },
    ThirdPartyUseStarted: { basis: ['OP-15-6'] },
    TransferAttempted: { basis: ['OP-40'] },
    RequestMade: {
      basis: ['OP-14', 'OP-15-1'],
      speaksOf: (_c, { data }) => DUTIES[data.kind] !== undefined,
    },
    RequestAnswered: {
      basis: ['OP-14', 'OP-15-1'],
      speaksOf: (c, { data }) => isOfKind(c, data.requestId, ...Object.keys(DUTIES)),
    },
  },
  answers: {
    'breach.prohibited-act': prohibited,
    'breach.third-party-use': thirdPartyUse,
    'act.joint-liability': jointLiability,
    'act.attributed-to': attributed,
    'transfer.void': transfers,
  },
  obligations: (c) => [...requested(c), ...toStop(c)],
}
