import { type Case, type Question, answer, restated } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day, type Instant, startOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'
import { acceptance } from './application.ts'

/** The start date written on the acceptance, as a bare day for the time line. */
export function start(c: Case): { readonly day: Day; readonly fact: Fact } | undefined {
  const accepted = acceptance(c)
  const day = accepted?.data.startsOn
  return accepted && day !== undefined ? { day, fact: accepted } : undefined
}

function question(
  c: Case,
  what: string,
  rule: string,
): { readonly q: Question; readonly day: Day } | undefined {
  const started = start(c)
  return started && { q: { what, rule, on: on(started.fact), causes: [started.fact] }, day: started.day }
}

/** `contract.starts-on` (OP-9). */
export function startsOn(c: Case): readonly Answer<Day>[] {
  const asked = question(c, 'contract.starts-on', 'OP-9')
  return asked ? [answer(c, asked.q, asked.day)] : []
}

/** `contract.formed-at` (OP-9): the contract is formed from the start date, so at its first instant. */
function formedAt(c: Case): readonly Answer<Instant>[] {
  const asked = question(c, 'contract.formed-at', 'OP-9')
  return asked ? [answer(c, asked.q, startOf(asked.day))] : []
}

/** `terms.binding-from` (OP-3-2): the terms bind from the conclusion of the contract. */
function bindingFrom(c: Case): readonly Answer<Day>[] {
  const started = start(c)
  return started
    ? startsOn(c).map((from) =>
        restated(c, { what: 'terms.binding-from', rule: 'OP-3-2', on: started.day }, from),
      )
    : []
}

/** 第3条第2項, 第9条: the contract is formed from the start date that the provider notified. */
export const formation: Subject = {
  answers: {
    'contract.starts-on': startsOn,
    'contract.formed-at': formedAt,
    'terms.binding-from': bindingFrom,
  },
}
