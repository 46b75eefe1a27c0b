import { type Case, answer, clauseOf, firstOf, lastOf, remembered, today } from '../../contract/case.ts'
import { cause, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type Finding } from '../../kernel/finding.ts'
import { type State, type Subject } from '../terms.ts'

/** The contract at `asOf`: applied for, refused, concluded with the acceptance, active from the billing start. */
export const state = remembered((c: Case): Finding<State> => {
  const found = (value: State, fact?: { readonly id: string }): Finding<State> => ({
    what: 'contract.state',
    value,
    clause: clauseOf(c, 'IJ-7-2', today(c)),
    causes: fact ? [cause(fact)] : [],
  })
  const accepted = firstOf(c, 'ApplicationAccepted')
  const refused = firstOf(c, 'ApplicationRefused')
  if (refused && !accepted) return found('refused', refused)
  return accepted ? found('active', accepted) : found('applied', firstOf(c, 'ApplicationSubmitted'))
})

/** `contract.billing-starts-on` (IJ-7-3). */
function billingStartsOn(c: Case): readonly Answer<Day>[] {
  const started = factWithoutRef(c)
  return started
    ? [
        answer(
          c,
          { what: 'contract.billing-starts-on', rule: 'IJ-7-3', on: on(started), causes: [started] },
          started.data.billingStartsOn,
        ),
      ]
    : []
}

const factWithoutRef = (c: Case) => {
  const last = lastOf(c, 'BillingStarted')
  return last?.data.ref === undefined
    ? last
    : c.facts.of('BillingStarted').findLast((fact) => fact.data.ref === undefined)
}

export const lifecycle: Subject = {
  acts: {
    ApplicationSubmitted: { basis: ['IJ-3-3'] },
    ApplicationAccepted: { basis: ['IJ-7-2'] },
    BillingStarted: { basis: ['IJ-7-3'] },
  },
  answers: { 'contract.billing-starts-on': billingStartsOn },
}
