import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  firstOf,
  remembered,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Permitted, type Subject } from '../terms.ts'

/** 第3.2条第2項: the grounds on which an application may be refused, (1) to (9); (4) has two. */
const GROUNDS: ReadonlySet<string> = new Set([
  'default-risk',
  'credit-harm',
  'rights-harm',
  'trust-breach',
  'antisocial',
  'restriction-ground',
  'earlier-rescission',
  'false-facts',
  'card-not-lawful',
  'no-proper-intent',
])

export type Decision = {
  readonly state: 'applied' | 'deferred' | 'refused' | 'concluded'
  readonly rule: RuleId
  readonly fact: Fact | undefined
}

/** The application at `asOf`: an acceptance concludes it, otherwise the last word counts. */
export const decision = remembered((c: Case): Decision => {
  const accepted = firstOf(c, 'ApplicationAccepted')
  if (accepted) return { state: 'concluded', rule: 'SF-3.3', fact: accepted }
  const last = c.facts.ofAny('ApplicationRefused', 'ApplicationDeferred').at(-1)
  if (!last) return { state: 'applied', rule: 'SF-3.1', fact: firstOf(c, 'ApplicationSubmitted') }
  return last.type === 'ApplicationRefused'
    ? { state: 'refused', rule: 'SF-3.2-2', fact: last }
    : { state: 'deferred', rule: 'SF-3.2-3', fact: last }
})

/** The day of acceptance, from which the contract has effect (第3.3条). */
export const start = (c: Case): { readonly day: Day; readonly fact: Fact } | undefined => {
  const accepted = firstOf(c, 'ApplicationAccepted')
  return accepted && { day: on(accepted), fact: accepted }
}

function applicationState(c: Case): readonly Answer<string>[] {
  const applied = firstOf(c, 'ApplicationSubmitted')
  if (!applied) return []
  const { state, rule, fact } = decision(c)
  const q: Question = { what: 'application.state', rule, on: on(fact ?? applied), causes: [applied, fact] }
  return [answer(c, q, state)]
}

/** `application.refusal-ground-valid` (SF-3.2-2): the refusal names one of the grounds. */
const groundValid = (c: Case): readonly Answer<boolean>[] => {
  const refused = factsOf(c, 'ApplicationRefused').at(-1)
  if (!refused) return []
  const q: Question = {
    what: 'application.refusal-ground-valid',
    rule: 'SF-3.2-2',
    on: on(refused),
    causes: [refused],
  }
  return [answer(c, q, GROUNDS.has(refused.data.ground))]
}

/** `contract.effective-on` and `contract.starts-on` (SF-3.3). */
const dayOfEffect =
  (what: string) =>
  (c: Case): readonly Answer<Day>[] => {
    const started = start(c)
    return started
      ? [answer(c, { what, rule: 'SF-3.3', on: started.day, causes: [started.fact] }, started.day)]
      : []
  }

/** While nobody decided, the provider may refuse on a ground it finds (SF-3.2-2) or postpone (SF-3.2-3). */
function permitted(c: Case): readonly Permitted[] {
  const applied = firstOf(c, 'ApplicationSubmitted')
  const { state } = decision(c)
  if (!applied || state === 'concluded' || state === 'refused') return []
  const act = (name: string, rule: RuleId): Permitted => ({
    who: 'provider',
    act: name,
    since: applied.at,
    clause: clauseOf(c, rule, on(applied)),
    causes: [cause(applied)],
  })
  return [
    act('refuse-application', 'SF-3.2-2'),
    ...(state === 'applied' ? [act('defer-acceptance', 'SF-3.2-3')] : []),
  ]
}

export const application: Subject = {
  acts: {
    ApplicationSubmitted: { basis: ['SF-3.1', 'SF-16.3-1'] },
    ApplicationAccepted: { basis: ['SF-3.2-2', 'SF-3.3'] },
    ApplicationRefused: { basis: ['SF-3.2-2'] },
    ApplicationDeferred: { basis: ['SF-3.2-3'] },
  },
  answers: {
    'application.state': applicationState,
    'application.refusal-ground-valid': groundValid,
    'contract.effective-on': dayOfEffect('contract.effective-on'),
    'contract.starts-on': dayOfEffect('contract.starts-on'),
  },
  permitted,
}
