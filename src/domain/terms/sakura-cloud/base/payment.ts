import { type Case, type Question, answer, factsOf, lastOf, today } from '../../../contract/case.ts'
import { paymentMethodOn } from '../../../contract/payment.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import { type Act, type Refusal, type Subject } from '../../terms.ts'

type Method = NonNullable<Fact<'ApplicationSubmitted'>['data']['paymentMethod']>

/**
 * What allows a method beside the card: the provider's approval of it, or that the provider asked for another method
 * itself (第4条第2項ただし書).
 */
const approval = (c: Case, method: string): Fact | undefined =>
  factsOf(c, 'ConsentGiven').find(
    ({ data }) =>
      data.subject === 'payment-method' &&
      data.by === 'provider' &&
      (data.method === undefined || data.method === method),
  ) ??
  factsOf(c, 'RequestMade').find(
    ({ data }) => data.by === 'provider' && data.kind === 'payment-method-change',
  )

/** `payment.method-allowed`: a credit card, or a method individually approved (第4条第2項). */
function methodAllowed(c: Case, method: string, ...causes: (Fact | undefined)[]): Answer<boolean> {
  const approved = method === 'card' ? undefined : approval(c, method)
  const q: Question = {
    what: 'payment.method-allowed',
    rule: 'SC-4-2a',
    on: today(c),
    causes: [...causes, approved],
  }
  return answer(c, q, method === 'card' || approved !== undefined)
}

function refuseMethod(c: Case, method: Method | undefined): Refusal | undefined {
  if (method === undefined) return undefined
  const allowed = methodAllowed(c, method)
  if (!isKnown(allowed) || allowed.value) return undefined
  return {
    what: 'refusal.payment-method',
    clause: allowed.clause,
    causes: [{ what: 'payment.method', value: method }],
  }
}

/** The method in force, judged. */
function current(c: Case): readonly Answer<boolean>[] {
  const { method, fact } = paymentMethodOn(c, today(c))
  return method === undefined || !fact ? [] : [methodAllowed(c, method, fact)]
}

// ---- 第4条第3項: the credit allocation ----------------------------------------------------------------------------

/** `additions.blocked`: from an allocation that failed until one that succeeds; what runs goes on. */
export function additionsBlocked(c: Case): readonly Answer<boolean>[] {
  const last = lastOf(c, 'CardAuthorizationAttempted')
  if (!last) return []
  const q: Question = { what: 'additions.blocked', rule: 'SC-4-3b', on: on(last), causes: [last] }
  return [answer(c, q, last.data.result === 'failed')]
}

const refuseAddition = (c: Case): Refusal | undefined => {
  const [blocked] = additionsBlocked(c)
  return blocked && isKnown(blocked) && blocked.value
    ? { what: 'refusal.additions-blocked', clause: blocked.clause, causes: [blocked] }
    : undefined
}

/** An addition or change stands on the credit that was obtained for it. */
const ADDITION = {
  basis: ['SC-4-3b'],
  speaksOf: (c: Case) => additionsBlocked(c).length > 0,
  refuse: refuseAddition,
}

/** Is the method that of an option with a rule of its own? Its section judges it then. */
const isOfOption = (c: Case, act: Act<'PaymentMethodChanged'>): boolean =>
  act.data.ref !== undefined && !isOrdinaryOption(c, act.data.ref)

/** An option under 第4条 like the base service; one nobody told of is taken for a hybrid connection (第15条第2項). */
const isOrdinaryOption = (c: Case, ref: string): boolean =>
  factsOf(c, 'OptionApplied').some(({ data }) => data.ref === ref && data.option !== 'hybrid')

/** 第4条第2項, 第3項: how charges are paid, and what follows when the card gives no credit. */
export const payment: Subject = {
  acts: {
    ApplicationSubmitted: {
      basis: ['SC-4-2a'],
      refuse: (c, act) => refuseMethod(c, act.data.paymentMethod),
    },
    PaymentMethodChanged: {
      basis: ['SC-4-2a'],
      speaksOf: (c, act) => !isOfOption(c, act),
      refuse: (c, act) => (isOfOption(c, act) ? undefined : refuseMethod(c, act.data.method)),
    },
    ConsentGiven: { basis: ['SC-4-2a'], speaksOf: (_c, act) => act.data.subject === 'payment-method' },
    CardAuthorizationAttempted: { basis: ['SC-4-3a', 'SC-4-3b'] },
    PlanChangeRequested: ADDITION,
    OptionApplied: ADDITION,
    OptionEnabled: ADDITION,
  },
  answers: { 'payment.method-allowed': current, 'additions.blocked': additionsBlocked },
}
