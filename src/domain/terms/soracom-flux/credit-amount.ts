import { type Case, answer, given, missing, remembered, restated, tariffOr } from '../../contract/case.ts'
import { type Month, daysIn, lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined, missingOf, valueOf } from '../../kernel/finding.ts'
import { type Yen, prorate } from '../../kernel/money.ts'
import { outcome, question } from './credit-outcome.ts'
import { billedFee, leastBilled, monthlyFee } from './fees.ts'
import { type CreditOutage, creditOutages } from './outage.ts'

/** Divisor of a published `creditDivisor` of "30". */
const THIRTY = 30

/** The part of a credit that belongs to a month: whole units by the month in which each starts (SF-Q3). */
export type Share = {
  readonly month: Month
  readonly units: number
  readonly amount: Answer<Yen>
  readonly cap: Answer<Yen>
}

/** Outcomes with an amount: due, or due once it is claimed. */
const PAYING: ReadonlySet<string> = new Set(['granted', 'claimable', 'pending'])

const unitsByMonth = ({ unitStarts }: CreditOutage): ReadonlyMap<Month, number> => {
  const months = new Map<Month, number>()
  for (const start of unitStarts) months.set(monthOf(start), (months.get(monthOf(start)) ?? 0) + 1)
  return months
}

/** The fixed fee of a month by days, one rounding a month line; fees by usage are no part of it. */
function uncapped(c: Case, outage: CreditOutage, month: Month, units: number): Answer<Yen> {
  const on = lastDayOf(month)
  const divisor = tariffOr(c, 'creditDivisor', on, 'SF-Q3', 'calendar-days')
  const rounding = tariffOr(c, 'lineRounding', on, 'CC-11', 'floor')
  const q = { ...question(c, outage, 'credit.outage', 'SF-15.2-2a'), on }
  return given(c, q, [monthlyFee(c, month), divisor, rounding], (fee, by, mode) =>
    prorate(fee, units, by === '30' ? THIRTY : daysIn(month), mode),
  )
}

/** Is the provider's liability unlimited for it (SF-15.2-7)? */
export const isUnlimited = ({ attribution }: CreditOutage): boolean => attribution === 'gross-negligence'

/**
 * Shares of every outage by its id. All credits of a month together are at most what it is billed (SF-15.2-3, SF-Q8),
 * the earlier outage first; for intent and gross negligence there is no such limit.
 */
export const sharesByOutage = remembered((c: Case): ReadonlyMap<string, readonly Share[]> => {
  const used = new Map<Month, Yen>()
  const shares = creditOutages(c).map((outage): readonly [string, readonly Share[]] => {
    const pays = PAYING.has(valueOf(outcome(c, outage)) ?? '')
    const months = pays ? [...unitsByMonth(outage)] : []
    return [outage.id, months.map(([month, units]) => share(c, outage, month, units, used))]
  })
  return new Map(shares)
})

function share(c: Case, outage: CreditOutage, month: Month, units: number, used: Map<Month, Yen>): Share {
  const full = uncapped(c, outage, month, units)
  const bill = billedFee(c, month)
  const cap = restated(c, { ...question(c, outage, 'credit.cap', 'SF-15.2-3'), on: lastDayOf(month) }, bill)
  if (isUnlimited(outage)) return { month, units, amount: full, cap }
  const before = used.get(month) ?? 0
  const left = valueOf(cap) ?? leastBilled(c, month)
  const isWithin = isKnown(full) && left !== undefined && full.value <= left - before
  const q = { ...question(c, outage, 'credit.outage', 'SF-15.2-3'), on: lastDayOf(month) }
  const amount = isWithin
    ? full
    : given(c, q, [full, cap], (yen, limit) => Math.max(0, Math.min(yen, limit - before)))
  used.set(month, before + (valueOf(amount) ?? 0))
  return { month, units, amount, cap }
}

/** `credit.outage`: the sum of its months; 0 where it pays nothing, undetermined with its outcome. */
export function amount(c: Case, outage: CreditOutage): Answer<Yen> {
  const q = question(c, outage, 'credit.outage', 'SF-15.2-2a')
  const decided = outcome(c, outage)
  const shares = sharesByOutage(c).get(outage.id) ?? []
  const parts = shares.map((part) => part.amount)
  const causes = [...(q.causes ?? []), decided, ...parts]
  if (isUndetermined(decided) || parts.some(isUndetermined))
    return missing(c, { ...q, causes }, missingOf(decided, ...parts))
  const sum = parts.reduce((total, part) => total + (valueOf(part) ?? 0), 0)
  return answer(c, { ...q, rule: sum > 0 ? q.rule : decided.clause.rule, causes }, sum)
}
