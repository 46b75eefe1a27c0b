import { type Day, addDays, civilEnd, day, daysInclusive } from '../kernel/calendar.ts'
import { type Exact, type Yen, exact } from '../kernel/money.ts'

export type InterestBasis = 'act/act' | 'act/365'

const MONTHS_A_YEAR = 12
const COMMON_YEAR = 365
const LEAP_YEAR = 366
/** A year in parts that both kinds of year divide: shares of years add up exactly, and are divided once at the end. */
const PARTS = COMMON_YEAR * LEAP_YEAR

/**
 * Parts of a year of a delay: from the day after the due date to the day before payment, both counted (CC-12).
 * `act/365` divides every day by 365; `act/act` takes whole civil years first and divides the days left by the length
 * of the calendar year they lie in (SF-Q5).
 */
function partsOfDelay(dueOn: Day, paidOn: Day, basis: InterestBasis): number {
  const first = addDays(dueOn, 1)
  const last = addDays(paidOn, -1)
  if (last < first) return 0
  if (basis === 'act/365') return daysInclusive(first, last) * LEAP_YEAR
  let years = 0
  while (civilEnd(first, MONTHS_A_YEAR * (years + 1)) <= last) years++
  const rest = years === 0 ? first : addDays(civilEnd(first, MONTHS_A_YEAR * years), 1)
  return years * PARTS + partsOfDays(rest, last)
}

/** Each day by the length of its own calendar year. */
function partsOfDays(first: Day, last: Day): number {
  let parts = 0
  for (let from = first; from <= last;) {
    const year = from.slice(0, 4)
    const end = day(`${year}-12-31`)
    const to = end < last ? end : last
    parts += (daysInclusive(from, to) * PARTS) / daysInclusive(day(`${year}-01-01`), end)
    from = addDays(to, 1)
  }
  return parts
}

/** Interest of parts of a debt at a rate a year, each up to the day before it was paid; exact, not yet rounded (SF-Q10). */
export const interestOf = (
  dueOn: Day,
  portions: readonly { readonly amount: Yen; readonly paidOn: Day }[],
  rate: string,
  basis: InterestBasis,
): Exact =>
  portions
    .reduce(
      (sum, { amount, paidOn }) =>
        sum.plus(
          exact(amount)
            .times(rate)
            .times(partsOfDelay(dueOn, paidOn, basis)),
        ),
      exact(0),
    )
    .div(PARTS)

/**
 * Parts of a debt less what of them settles late interest, which bears none (CC-12: no compounding): payments settle it
 * before the debt that bears it, and what was paid in time went to it first.
 * @param interest late interest in the debt, yen
 * @param inTime what was paid in time, yen
 */
export function withoutInterest<Part extends { readonly amount: Yen }>(
  portions: readonly Part[],
  interest: Yen,
  inTime: Yen,
): readonly Part[] {
  let left = Math.max(0, interest - Math.max(0, inTime))
  return portions.map((part) => {
    const exempt = Math.min(left, part.amount)
    left -= exempt
    return { ...part, amount: part.amount - exempt }
  })
}
