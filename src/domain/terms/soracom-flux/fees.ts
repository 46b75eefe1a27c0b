import { type Case, answer, listPrice, missing, remembered } from '../../contract/case.ts'
import { type FlatFee, type Term, flatFees } from '../../contract/flat-fee.ts'
import {
  type Day,
  type Month,
  daysIn as lengthOf,
  daysInclusive,
  firstDayOf,
  lastDayOf,
} from '../../kernel/calendar.ts'
import { type Answer, isUndetermined, missingOf, valueOf } from '../../kernel/finding.ts'
import { type Yen, prorate } from '../../kernel/money.ts'
import { start } from './application.ts'
import { end } from './end.ts'
import { planOn, planSteps } from './plan.ts'

export const RULE = 'SF-12.1'
/** The longest divisor a tariff can give a day of a short month: `thirtieths`. */
const THIRTY = 30

/** The days of the contract: from the day of acceptance to its last one. */
export const term = remembered((c: Case): Term | undefined => {
  const started = start(c)
  const over = end(c)
  return started && { first: started.day, last: over?.day, facts: [started.fact, ...(over?.facts ?? [])] }
})

/** Days of a month that lie in the contract; undefined where none does. */
function daysIn(c: Case, month: Month): { readonly first: Day; readonly last: Day } | undefined {
  const days = term(c)
  if (!days || days.first > lastDayOf(month)) return undefined
  if (days.last !== undefined && (days.last < firstDayOf(month) || days.last < days.first)) return undefined
  const last = days.last !== undefined && days.last < lastDayOf(month) ? days.last : lastDayOf(month)
  return { first: days.first > firstDayOf(month) ? days.first : firstDayOf(month), last }
}

/** Plan that decides a month: the one in force at its close, or on the last day of the contract. */
export const planOf = (c: Case, month: Month): string | undefined => {
  const days = daysIn(c, month)
  return days && planOn(c, days.last)?.item
}

const price = (c: Case, item: string, month: Month): Answer<Yen> =>
  listPrice(c, 'monthlyFees', item, lastDayOf(month), RULE)

/** The fixed monthly fee of a month as the price list has it, the base of credits and caps; 0 in a month without contract. */
export function monthlyFee(c: Case, month: Month): Answer<Yen> {
  const item = planOf(c, month)
  const q = { what: 'fee.monthly', ref: month, rule: RULE, on: lastDayOf(month) }
  if (!daysIn(c, month)) return answer(c, q, 0)
  return item === undefined ? missing(c, q, 'tariff:monthlyFees') : price(c, item, month)
}

/** The fixed fees a month is billed. */
export function baseFees(c: Case, month: Month): readonly FlatFee[] {
  const days = term(c)
  if (!days) return []
  const ask = { what: 'charge.monthly-base', rule: RULE, price: (item: string) => price(c, item, month) }
  return flatFees(c, month, ask, days, planSteps(c))
}

/** What a month is billed of fixed fees: a reduction of the bill cannot be more (SF-Q8). */
export function billedFee(c: Case, month: Month): Answer<Yen> {
  const amounts = baseFees(c, month).map(({ amount }) => amount)
  const q = { what: 'fee.billed', ref: month, rule: RULE, on: lastDayOf(month), causes: amounts }
  if (amounts.some(isUndetermined)) return missing(c, q, missingOf(...amounts))
  return answer(
    c,
    q,
    amounts.reduce((sum, amount) => sum + (valueOf(amount) ?? 0), 0),
  )
}

/**
 * What a month is billed of fixed fees at the least, whatever a tariff may say of parts of a month and of plan changes;
 * undefined where a price is missing.
 */
export function leastBilled(c: Case, month: Month): Yen | undefined {
  const days = daysIn(c, month)
  if (!days) return 0
  const items = [
    planOn(c, days.first),
    ...planSteps(c).filter(({ from }) => from >= days.first && from <= days.last),
  ]
  const prices = items.map((step) => (step ? valueOf(price(c, step.item, month)) : undefined))
  const known = prices.filter((yen) => yen !== undefined)
  if (known.length < prices.length) return undefined
  return prorate(Math.min(...known), daysInclusive(days.first, days.last), Math.max(THIRTY, lengthOf(month)))
}
