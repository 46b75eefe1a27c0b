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
import { type Month, endOf, monthOf, startOf } from '../../kernel/calendar.ts'
import { type Answer, type RuleId, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Deadline, type Obligation, type Permitted, type Subject } from '../terms.ts'
import { stepOn } from './content.ts'
import { end, hasEnded } from './ending.ts'
import { fees, monthBeforeTax } from './monthly-fee.ts'
import { relaxationsOn } from './relaxations.ts'
import {
  type Cure,
  type Rescinded,
  cures,
  isConvenience,
  refuseRescission,
  rescissions,
} from './rescission.ts'
import { isOfKind } from './requests.ts'
import { start } from './start.ts'

/** 第29条第3項: so many months' charges are paid for a rescission without a ground. */
const COMPENSATION_MONTHS = 3

const conveniences = (c: Case): readonly Rescinded[] => rescissions(c).filter(isConvenience)

/** `charge.provider-rescission` (OP-29-3): three months before tax, at the charges in force when the notice came. */
function compensation(c: Case, rescinded: Rescinded): Answer<Yen> {
  const day = on(rescinded)
  const q: Question = { what: 'charge.provider-rescission', rule: 'OP-29-3', on: day, causes: [rescinded] }
  const step = stepOn(c, day)
  const of = step ? fees(c, { step, relaxations: relaxationsOn(c, day), on: day }) : []
  const month = monthBeforeTax(c, { ...q, what: 'charge.month-before-tax' }, of)
  return given(c, q, [month], (yen) => COMPENSATION_MONTHS * yen)
}

/** Owed to the customer, so negative in the bill; it arises with the notice and bears no tax. */
function lines(c: Case, month: Month): readonly Charge[] {
  return conveniences(c)
    .filter((rescinded) => monthOf(rescinded.at) === month)
    .map((rescinded): Charge => {
      const paid = compensation(c, rescinded)
      const q: Question = {
        what: 'charge.provider-rescission',
        rule: 'OP-29-3',
        on: on(rescinded),
        causes: [],
      }
      return {
        kind: 'provider-rescission',
        item: 'compensation',
        quantity: String(COMPENSATION_MONTHS),
        unit: 'month',
        amount: given(c, q, [paid], (yen) => (yen === 0 ? 0 : -yen)),
        taxCategory: 'none',
        occurredOn: on(rescinded),
      }
    })
}

/** Open until money was refunded that is neither for an outage nor on an invoice. */
function owed(c: Case): readonly Obligation[] {
  return conveniences(c)
    .filter(
      ({ at }) =>
        !factsOf(c, 'RefundPaid').some(
          (paid) => paid.at >= at && paid.data.outageId === undefined && paid.data.invoiceId === undefined,
        ),
    )
    .map((rescinded) => ({
      who: 'provider',
      duty: 'pay-rescission-compensation',
      since: rescinded.at,
      clause: clauseOf(c, 'OP-29-3', on(rescinded)),
      causes: [cause(rescinded)],
    }))
}

// ---- demands to cure (第29条第1項第4号・第5号) ------------------------------------------------------------------------

const isOver = (c: Case, { dueOn }: Cure): boolean => c.asOf >= endOf(dueOn)

function cureEntry(c: Case, cure: Cure): readonly Deadline[] {
  const { request, dueOn, cured } = cure
  const q: Question = {
    what: 'request.due-on',
    ref: request.data.requestId,
    rule: 'OP-29-1',
    on: on(request),
    causes: [request, cured],
  }
  const when = answer(c, q, dueOn)
  if (!isKnown(when)) return []
  const over = end(c)
  const lapsed = over !== undefined && over.day <= dueOn && today(c) > over.day
  const state = cured ? 'met' : lapsed ? 'lapsed' : isOver(c, cure) ? 'missed' : 'upcoming'
  return [{ kind: 'cure-period', ref: request.data.requestId, who: 'customer', state, when }]
}

const isAnswered = (c: Case, { request }: Cure): boolean =>
  factsOf(c, 'RequestAnswered').some(
    ({ data }) => data.requestId === request.data.requestId && data.isFalse !== true,
  )

const toCure = (c: Case): readonly Obligation[] =>
  cures(c)
    .filter((cure) => !isAnswered(c, cure) && !hasEnded(c))
    .map(({ request, dueOn }) => ({
      who: 'customer',
      duty: 'cure',
      ref: request.data.requestId,
      since: request.at,
      dueOn,
      clause: clauseOf(c, 'OP-29-1', on(request)),
      causes: [cause(request)],
    }))

// ---- what the provider may do ---------------------------------------------------------------------------------------

/** 第10条: a ground found behind the formation (第29条第1項第3号). */
const LATER_GROUNDS: readonly string[] = ['false-facts', 'refusal-ground']

const groundsFound = remembered((c: Case): readonly Fact<'RestrictionGroundFound'>[] =>
  factsOf(c, 'RestrictionGroundFound').filter(({ data }) => LATER_GROUNDS.includes(data.ground)),
)

function permitted(c: Case): readonly Permitted[] {
  const started = start(c)
  if (!started || today(c) < started.day || hasEnded(c) || rescissions(c).length > 0) return []
  const act = (
    name: string,
    rule: RuleId,
    fact: Fact,
    since: Permitted['since'],
    ref?: string,
  ): Permitted => ({
    who: 'provider',
    act: name,
    ...(ref !== undefined && { ref }),
    since,
    clause: clauseOf(c, rule, today(c)),
    causes: [cause(fact)],
  })
  return [
    ...groundsFound(c).map((fact) => act('rescind', 'OP-29-1', fact, fact.at, fact.data.groundId)),
    ...cures(c)
      .filter((cure) => !cure.cured && isOver(c, cure))
      .map(({ request, dueOn }) => act('rescind', 'OP-29-1', request, endOf(dueOn), request.data.requestId)),
    act('rescind-with-compensation', 'OP-29-3', started.fact, startOf(started.day)),
  ]
}

const compensations = (c: Case): readonly Answer<Yen>[] =>
  conveniences(c)
    .map((rescinded) => compensation(c, rescinded))
    .filter((amount) => valueOf(amount) !== 0)

/** 第29条: rescission by the provider, on a ground or against three months' charges. */
export const providerRescission: Subject = {
  acts: {
    ContractRescinded: {
      basis: ['OP-29-1', 'OP-29-3', 'OP-11-2', 'OP-30-1', 'OP-A1-6', 'OP-A3-1b'],
      refuse: refuseRescission,
    },
    RequestMade: { basis: ['OP-29-1'], speaksOf: (_c, { data }) => data.kind === 'cure' },
    RequestAnswered: { basis: ['OP-29-1'], speaksOf: (c, { data }) => isOfKind(c, data.requestId, 'cure') },
    NoticeGiven: { basis: ['OP-29-3'], speaksOf: (_c, { data }) => data.subject === 'rescission' },
  },
  answers: { 'charge.provider-rescission': compensations },
  charges: lines,
  deadlines: (c) => cures(c).flatMap((cure) => cureEntry(c, cure)),
  obligations: (c) => [...owed(c), ...toCure(c)],
  permitted,
}
