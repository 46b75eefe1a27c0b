import {
  type Case,
  type Question,
  answer,
  factsOf,
  missing,
  remembered,
  restated,
  today,
} from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import {
  type Answer,
  type RuleId,
  isKnown,
  isUndetermined,
  missingOf,
  valueOf,
} from '../../kernel/finding.ts'
import { acceptance } from './application.ts'
import { cancellations } from './cancellation.ts'
import { discontinuations } from './discontinuation.ts'
import { isConvenience, rescindedOn, rescissions, ruleOf } from './rescission.ts'
import { declared } from './term.ts'

/** By which way a contract ends; who answers for it and what it costs hangs on that. */
export type EndKind =
  'cancellation' | 'non-renewal' | 'rescission' | 'convenience' | 'discontinuation' | 'other'

/** A last day of the contract: in force until its 24:00. */
export type End = {
  readonly kind: EndKind
  readonly day: Day
  readonly rule: RuleId
  readonly fact: Fact
  readonly facts: readonly Fact[]
  readonly answer: Answer<Day>
}

function candidate(c: Case, kind: EndKind, day: Day, rule: RuleId, fact: Fact, on_: Day = on(fact)): End {
  const q: Question = { what: 'termination.effective-on', rule, on: on_, causes: [fact] }
  return { kind, day, rule, fact, facts: [fact], answer: answer(c, q, day) }
}

/** 第28条: the day asked for, where the notice is in time and form; an undetermined one may end the contract then. */
function byCancellation(c: Case): readonly End[] {
  return cancellations(c).flatMap(({ fact, requestedOn, valid }): readonly End[] => {
    if (requestedOn === undefined || valueOf(valid) === false) return []
    const q: Question = { what: 'termination.effective-on', rule: 'OP-28', on: on(fact), causes: [fact] }
    const found = isKnown(valid)
      ? answer(c, { ...q, causes: [valid] }, requestedOn)
      : missing(c, { ...q, causes: [valid] }, valid.undetermined.missing)
    return [{ kind: 'cancellation', day: requestedOn, rule: 'OP-28', fact, facts: [fact], answer: found }]
  })
}

/** 第11条第1項ただし書: the end at which the contract is not extended. */
function byDeclaration(c: Case): readonly End[] {
  const no = declared(c)
  if (!no) return []
  const q: Question = {
    what: 'termination.effective-on',
    rule: 'OP-11-1b',
    on: on(no.fact),
    causes: [no.fact],
  }
  const found = restated(c, q, no.end)
  const day = valueOf(no.end)
  return [
    {
      kind: 'non-renewal',
      day: day ?? on(no.fact),
      rule: 'OP-11-1b',
      fact: no.fact,
      facts: [no.fact],
      answer: found,
    },
  ]
}

const candidates = (c: Case): readonly End[] => [
  ...byCancellation(c),
  ...byDeclaration(c),
  ...rescissions(c).map((fact) =>
    candidate(c, isConvenience(fact) ? 'convenience' : 'rescission', rescindedOn(fact), ruleOf(fact), fact),
  ),
  ...discontinuations(c).map((fact) => candidate(c, 'discontinuation', fact.data.endsOn, 'OP-5-1', fact)),
  ...factsOf(c, 'ContractEnded')
    .filter(({ data }) => data.ref === undefined)
    .map((fact) => candidate(c, 'other', fact.data.endsOn, 'OP-30-1', fact)),
]

const earliest = (ends: readonly End[]): End | undefined =>
  ends.reduce<End | undefined>((best, next) => (!best || next.day < best.day ? next : best), undefined)

/** The ways in which the contract ends: the first one that is certain, and those that might come before it. */
const ways = remembered((c: Case): { readonly certain?: End; readonly doubtful: readonly End[] } => {
  if (!acceptance(c)) return { doubtful: [] }
  const all = candidates(c)
  const certain = earliest(all.filter(({ answer }) => isKnown(answer)))
  const doubtful = all.filter(({ answer, day }) => isUndetermined(answer) && (!certain || day < certain.day))
  return { ...(certain && { certain }), doubtful }
})

/** The end of the contract as it stands; of several ways the first day counts. */
export const end = (c: Case): End | undefined => ways(c).certain

export const hasEnded = (c: Case): boolean => {
  const over = end(c)
  return over !== undefined && today(c) > over.day
}

/** `termination.effective-on`: undetermined while a way that cannot be judged may come first. */
export const effectiveOn = remembered((c: Case): Answer<Day> | undefined => {
  const { certain, doubtful } = ways(c)
  const first = earliest(doubtful)
  if (!first) return certain?.answer
  const q: Question = {
    what: 'termination.effective-on',
    rule: first.rule,
    on: on(first.fact),
    causes: doubtful.map(({ answer }) => answer),
  }
  return missing(c, q, missingOf(...doubtful.map(({ answer }) => answer)))
})
