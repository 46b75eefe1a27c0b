import { type Month, dayOf, monthOf, monthsFrom } from '../kernel/calendar.ts'
import { isKnown, isUndetermined } from '../kernel/finding.ts'
import { type Deadline } from '../terms/terms.ts'
import { type Case, factsOf } from './case.ts'

/**
 * Deadlines `payment` of the months from `first` on that no invoice names yet: what a month charges is due without one,
 * where its due date is known. `ref` is the month; an invoice of the month takes its place.
 */
export function monthlyPayments(c: Case, first: Month | undefined): readonly Deadline[] {
  if (first === undefined) return []
  const billed = invoicedMonths(c)
  return monthsFrom(first, monthOf(c.asOf)).flatMap((month): readonly Deadline[] => {
    if (billed.has(month)) return []
    const when = c.terms.settlement.dueOn(c, month)
    if (!isKnown(when) || !owesSomething(c, month)) return []
    const state = dayOf(c.asOf) > when.value ? 'missed' : 'upcoming'
    return [{ kind: 'payment', ref: month, who: 'customer', state, when }]
  })
}

const invoicedMonths = (c: Case): ReadonlySet<Month> =>
  new Set(factsOf(c, 'InvoiceIssued').flatMap(({ data }) => data.months ?? (data.month ? [data.month] : [])))

/** A month whose lines come to nothing, or to less, asks for no payment; one with a gap may. */
function owesSomething(c: Case, month: Month): boolean {
  let sum = 0
  for (const { amount } of c.terms.charges(c, month)) {
    if (isUndetermined(amount)) return true
    sum += amount.value
  }
  return sum > 0
}
