import {
  type Case,
  type Question,
  answer,
  clauseOf,
  firstOf,
  given,
  lastOf,
  missing,
  remembered,
  today,
} from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Obligation, type Subject } from '../terms.ts'
import { end } from './ending.ts'

/** The acceptance, which concludes the contract. */
export const conclusion = (c: Case): Fact<'ApplicationAccepted'> | undefined =>
  firstOf(c, 'ApplicationAccepted')
export const refusal = (c: Case): Fact<'ApplicationRefused'> | undefined =>
  conclusion(c) ? undefined : lastOf(c, 'ApplicationRefused')

/** The start date as the provider notified it: the last word, on the acceptance or after it. */
export const start = remembered((c: Case): { readonly day: Day; readonly fact: Fact } | undefined => {
  const told = c.facts.ofAny('ApplicationAccepted', 'StartDateNotified').flatMap((fact) => {
    const { startsOn } = fact.data
    return startsOn === undefined ? [] : [{ day: startsOn, fact }]
  })
  return conclusion(c) ? told.at(-1) : undefined
})

/** `contract.starts-on` (IF-4-1a): a payment is not asked for and moves nothing (IF-4-1b). */
function startsOn(c: Case): readonly Answer<Day>[] {
  const concluded = conclusion(c)
  if (!concluded) return []
  const known = start(c)
  const told = known?.fact ?? concluded
  const q: Question = {
    what: 'contract.starts-on',
    rule: 'IF-4-1a',
    on: on(told),
    causes: [concluded, known?.fact],
  }
  if (!known) return [missing(c, q, 'fact:start-date')]
  const unpaid = answer(c, { ...q, rule: 'IF-4-1b' }, known.day)
  return [given(c, q, [unpaid], (day) => day)]
}

/** `application.state`: one application a service type (IF-3-1). */
function applicationState(c: Case): readonly Answer<string>[] {
  const applied = firstOf(c, 'ApplicationSubmitted')
  if (!applied) return []
  const decided = conclusion(c) ?? refusal(c)
  const value = conclusion(c) ? 'concluded' : refusal(c) ? 'refused' : 'applied'
  const q: Question = {
    what: 'application.state',
    rule: 'IF-3-1',
    on: on(applied),
    causes: [applied, decided],
  }
  return [answer(c, q, value)]
}

/** `contract.effective-on`: the day of conclusion, which decides about the minimum term (IF-S2, IF-Q4). */
const effectiveOn = (c: Case): readonly Answer<Day>[] => {
  const concluded = conclusion(c)
  return concluded
    ? [
        answer(
          c,
          { what: 'contract.effective-on', rule: 'IF-S2', on: on(concluded), causes: [concluded] },
          on(concluded),
        ),
      ]
    : []
}

/** A contract that is concluded waits for the notice of its start date; nothing says how long. */
function obligations(c: Case): readonly Obligation[] {
  const concluded = conclusion(c)
  const over = end(c)
  if (!concluded || start(c) || (over && today(c) > over.day)) return []
  return [
    {
      who: 'provider',
      duty: 'notify-start-date',
      since: concluded.at,
      clause: clauseOf(c, 'IF-4-1a', on(concluded)),
      causes: [cause(concluded)],
    },
  ]
}

export const lifecycle: Subject = {
  acts: {
    ApplicationSubmitted: { basis: ['IF-3-1', 'IF-2-1a', 'IF-2-1b', 'IF-2-1c'] },
    ApplicationAccepted: { basis: ['IF-4-1a', 'IF-4-1b', 'IF-S2'] },
    ApplicationRefused: { basis: ['IF-1-2'] },
    StartDateNotified: { basis: ['IF-4-1a', 'IF-4-1b'] },
  },
  answers: {
    'application.state': applicationState,
    'contract.effective-on': effectiveOn,
    'contract.starts-on': startsOn,
  },
  obligations,
}
