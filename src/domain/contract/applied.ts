import { type Month } from '../kernel/calendar.ts'
import { valueOf } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { adjustedIn } from './adjustments.ts'
import { type Case } from './case.ts'
import { type ClosedStatement } from './closed-statement.ts'
import { type Line, type LineRecord } from './line.ts'
import { monthlyCharges } from './statement.ts'

/** A bill that an outage credit is taken off, and how much; below zero where a bill takes back what an earlier one gave. */
export type Applied = { readonly month: Month; readonly amount: Yen }

/**
 * `appliedTo`: the bills in which the money of an outage credit stands. An open month has what the terms give it. What a
 * month was closed with stays there whatever was learned since; the difference stands where that month is adjusted.
 * @param own what the terms give each month, in yen above zero, whether the month is open or closed
 */
export function appliedTo(c: Case, outageId: string, own: ReadonlyMap<Month, Yen>): readonly Applied[] {
  const closed = c.closed ?? new Map<Month, ClosedStatement>()
  const open = [...own].filter(([month]) => !closed.has(month)).map(([month, amount]) => ({ month, amount }))
  const billed = billedTo(closed, outageId)
  const isAdjusted = billed.length > 0 || open.length < own.size
  return summed([...billed, ...(isAdjusted ? adjustedTo(c, closed, outageId) : []), ...open])
}

const billedTo = (closed: ReadonlyMap<Month, ClosedStatement>, outageId: string): readonly Applied[] =>
  [...closed.values()].flatMap(
    ({ month, lines }) =>
      lines
        .filter((line) => isCredit(line, outageId))
        .map(({ amount }) => ({ month, amount: amount === null ? 0 : -amount })), // null: left out of the bill
  )

/** What open months adjust of closed ones. */
const adjustedTo = (c: Case, closed: ReadonlyMap<Month, unknown>, outageId: string): readonly Applied[] =>
  [...new Set([...closed.keys()].map((month) => adjustedIn(closed, month)))].flatMap((month) =>
    monthlyCharges(c, month)
      .lines.filter((line) => line.adjusts !== undefined && isCredit(line, outageId))
      .map(({ amount }) => ({ month, amount: -(valueOf(amount) ?? 0) })),
  )

/** An adjustment names the line it adjusts by its id: month, kind, item, ref. */
const isCredit = (
  { kind, ref, adjusts }: Pick<Line | LineRecord, 'kind' | 'ref' | 'adjusts'>,
  outageId: string,
) => ref === outageId && (kind === 'outage-credit' || adjusts?.line.split('/')[1] === 'outage-credit')

function summed(parts: readonly Applied[]): readonly Applied[] {
  const sums = new Map<Month, Yen>()
  for (const { month, amount } of parts) sums.set(month, (sums.get(month) ?? 0) + amount)
  return [...sums]
    .map(([month, amount]) => ({ month, amount }))
    .filter(({ amount }) => amount !== 0)
    .sort((a, b) => (a.month < b.month ? -1 : 1))
}
