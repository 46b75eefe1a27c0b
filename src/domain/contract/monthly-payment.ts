import { type Day, type Month, dayOf, monthOf, monthsFrom } from '../kernel/calendar.ts'
import { type Answer, type Finding, isKnown, valueOf } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { type Deadline } from '../terms/terms.ts'
import { type Case, factsOf, published } from './case.ts'
import { type Line } from './line.ts'
import { monthlyCharges } from './statement.ts'

/**
 * Deadlines `payment` of the months from `first` on that no invoice names yet: what a month charges is due without one,
 * where its due date is known. `ref` is the month; an invoice of the month takes its place.
 */
export function monthlyPayments(c: Case, first: Month | undefined): readonly Deadline[] {
  if (first === undefined) return []
  const billed = invoicedMonths(c)
  return monthsFrom(first, monthOf(c.asOf)).flatMap((month): readonly Deadline[] =>
    billed.has(month)
      ? []
      : duesOf(c, month).map((when) => {
          const state = dayOf(c.asOf) > when.value ? 'missed' : 'upcoming'
          return { kind: 'payment', ref: month, who: 'customer', state, when }
        }),
  )
}

const invoicedMonths = (c: Case): ReadonlySet<Month> =>
  new Set(factsOf(c, 'InvoiceIssued').flatMap(({ data }) => data.months ?? (data.month ? [data.month] : [])))

/**
 * The due dates of a month, where they are known: its regular one, and those of lines that have one of their own. Lines
 * that come to nothing, or to less, ask for no payment; one with a gap may.
 */
function duesOf(c: Case, month: Month): readonly Finding<Day>[] {
  const regular = c.terms.settlement.dueOn(c, month)
  const dues = new Map<Day, { readonly when: Finding<Day>; sum: Yen }>()
  for (const { amount, when } of c.closed?.has(month)
    ? billed(c, month, regular)
    : charged(c, month, regular)) {
    if (!isKnown(when)) continue
    const due = dues.get(when.value) ?? { when, sum: 0 }
    due.sum += isKnown(amount) ? amount.value : Infinity
    dues.set(when.value, due)
  }
  return [...dues.values()].filter(({ sum }) => sum > 0).map(({ when }) => when)
}

type Owed = { readonly amount: Answer<Yen>; readonly when: Answer<Day> }

const charged = (c: Case, month: Month, regular: Answer<Day>): readonly Owed[] => [
  ...c.terms.charges(c, month).map(({ amount, dueOn }) => ({ amount, when: dueOn ?? regular })),
  ...adjustmentsIn(c, month).map(({ amount }) => ({ amount, when: regular })),
]

/** Nothing is adjusted before something was closed. */
const adjustmentsIn = (c: Case, month: Month): readonly Line[] =>
  c.closed?.size ? monthlyCharges(c, month).lines.filter(({ adjusts }) => adjusts !== undefined) : []

/** Of a closed month its bill counts, with the dates printed on it. */
const billed = (c: Case, month: Month, regular: Answer<Day>): readonly Owed[] =>
  monthlyCharges(c, month).lines.map(({ amount, due }) => {
    if (due === null || valueOf(regular) === due) return { amount, when: regular }
    const q = { what: 'payment.due-on', ref: month, rule: amount.clause.rule, on: due, causes: [amount] }
    return { amount, when: published(c, q, due) }
  })
