import { type Case, answer, firstOf, lastOf } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

/** The acceptance, which concludes the contract. */
export const conclusion = (c: Case): Fact<'ApplicationAccepted'> | undefined =>
  firstOf(c, 'ApplicationAccepted')

/** A refusal, unless the application was accepted all the same. */
export const refusal = (c: Case): Fact<'ApplicationRefused'> | undefined =>
  conclusion(c) ? undefined : lastOf(c, 'ApplicationRefused')

/** `application.state`; how an application is made and decided is in the general rules, what follows from it in 第7条. */
function applicationState(c: Case): readonly Answer<string>[] {
  const applied = firstOf(c, 'ApplicationSubmitted')
  if (!applied) return []
  const decided = conclusion(c) ?? refusal(c)
  const value = conclusion(c) ? 'concluded' : decided ? 'refused' : 'applied'
  const q = { what: 'application.state', rule: 'IJ-7-2', on: on(decided ?? applied) }
  return [answer(c, { ...q, causes: [applied, decided] }, value)]
}

/** `contract.effective-on`: the day of the acceptance. */
const effectiveOn = (c: Case): readonly Answer<Day>[] => {
  const accepted = conclusion(c)
  if (!accepted) return []
  const q = { what: 'contract.effective-on', rule: 'IJ-7-2', on: on(accepted), causes: [accepted] }
  return [answer(c, q, on(accepted))]
}

export const application: Subject = {
  acts: {
    ApplicationSubmitted: { basis: ['IJ-3-1a', 'IJ-3-1b', 'IJ-3-1c', 'IJ-3-3'] },
    ApplicationAccepted: { basis: ['IJ-1-1a', 'IJ-1-1b', 'IJ-4-1', 'IJ-7-1', 'IJ-7-2', 'IJ-A1-1'] },
    ApplicationRefused: { basis: ['IJ-7-2'] },
  },
  answers: { 'application.state': applicationState, 'contract.effective-on': effectiveOn },
}
