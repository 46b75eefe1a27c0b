import { type Day, addDays } from '../kernel/calendar.ts'
import { type Answer, isUndetermined } from '../kernel/finding.ts'
import { type Case, type Question, answer, given, missing } from './case.ts'
import { type Fact } from './timeline.ts'

/** A roll behind so many days in a row means a calendar that was published wrongly. */
const ROLL_DAYS_MAX = 60

/** The payment method in force on a day: the last change, else what the application said, else what the terms take for granted. */
export function paymentMethodOn(
  c: Case,
  on: Day,
): { readonly method: string | undefined; readonly fact?: Fact } {
  const changed = c.facts
    .of('PaymentMethodChanged')
    .findLast((fact) => fact.data.ref === undefined && fact.at.slice(0, 10) <= on)
  if (changed) return { method: changed.data.method, fact: changed }
  const applied = c.facts.of('ApplicationSubmitted')[0]
  if (applied?.data.paymentMethod) return { method: applied.data.paymentMethod, fact: applied }
  return { method: c.terms.settlement.paymentMethod }
}

/**
 * `payment.delinquent-from`: the first day of delay (CC-10). The printed due date never moves; a tariff says whether
 * delay begins on the next business day, else it does not for cards and for dates the provider designated.
 */
export function delinquentFrom(c: Case, due: Answer<Day>, ref: string, designated: boolean): Answer<Day> {
  const { rule } = due.clause
  if (isUndetermined(due))
    return missing(
      c,
      { what: 'payment.delinquent-from', ref, rule, on: dayOfCase(c), causes: [due] },
      due.undetermined.missing,
    )
  const q: Question = { what: 'payment.delinquent-from', ref, rule, on: due.value, causes: [due] }
  const roll = rollOf(c, due.value, designated)
  const more = { ...q, causes: [due, ...roll.causes] }
  if (roll.kind === 'none') return answer(c, more, addDays(due.value, 1))
  return rolled(c, more, due.value)
}

const dayOfCase = (c: Case): Day => c.asOf.slice(0, 10) as Day

function rollOf(
  c: Case,
  due: Day,
  designated: boolean,
): { kind: 'none' | 'next-business-day'; causes: readonly (Fact | Answer<unknown>)[] } {
  const published = c.reference.tariff('dueDateRoll', due, c.terms.versionOn(c, due).id)
  if (published) return { kind: published.value, causes: [published.fact] }
  const { method, fact } = paymentMethodOn(c, due)
  const causes = fact ? [fact] : []
  return { kind: designated || method === 'card' ? 'none' : 'next-business-day', causes }
}

function rolled(c: Case, q: Question, due: Day): Answer<Day> {
  for (let day = due, i = 0; i < ROLL_DAYS_MAX; day = addDays(day, 1), i++) {
    const found = c.reference.businessDay(day, 'holidays-only')
    if ('missing' in found) return missing(c, q, found.missing)
    if (found.business) return answer(c, { ...q, causes: [...(q.causes ?? []), found.fact] }, addDays(day, 1))
  }
  return missing(c, q, 'calendar:holidays')
}

/** `payment.interest-days`: from the day after the due date to the day before payment, both counted (CC-12). */
export const interestDays = (daysLate: number): number => Math.max(0, daysLate - 1)

/** `payment.overdue`: something is open and delay has begun. */
export const overdue = (c: Case, ref: string, open: number, from: Answer<Day>): Answer<boolean> =>
  given(
    c,
    { what: 'payment.overdue', ref, rule: c.terms.settlement.overdueRule, on: dayOfCase(c) },
    [from],
    (day) => open > 0 && dayOfCase(c) >= day,
  )
