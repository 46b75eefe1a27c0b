import { adjustedIn } from '../domain/contract/adjustments.ts'
import { type Case } from '../domain/contract/case.ts'
import { type Line } from '../domain/contract/line.ts'
import { type MonthlyCharges, billedAnew, monthlyCharges } from '../domain/contract/statement.ts'
import { type Month } from '../domain/kernel/calendar.ts'
import { valueOf } from '../domain/kernel/finding.ts'
import { chargesOf } from './charges.ts'
import { type Renderer } from './render.ts'

/**
 * A bill as it would be, as it is, and the difference, line by line. Of a closed month both are what the month would be
 * billed anew, for the statement itself does not change: the difference would stand in the bill of `adjustedIn`.
 */
export function previewed(now: Case, then: Case, month: Month, render: Renderer): Record<string, unknown> {
  const closed = now.closed?.has(month) ? now.closed : undefined
  const bill = closed ? billedAnew : monthlyCharges
  const [is, would] = [bill(now, month), bill(then, month)]
  return {
    month,
    status: closed ? 'closed' : 'open',
    adjustedIn: closed ? adjustedIn(closed, month) : null,
    preview: chargesOf(would, render),
    now: chargesOf(is, render),
    difference: difference(is, would),
  }
}

function difference(is: MonthlyCharges, would: MonthlyCharges): Record<string, unknown> {
  const [before, after] = [byId(is), byId(would)]
  const ids = new Set([...before.keys(), ...after.keys()])
  return {
    lines: [...ids].flatMap((id) => lineDifference(before.get(id), after.get(id))),
    subtotal: would.subtotal - is.subtotal,
    tax: less(valueOf(would.tax), valueOf(is.tax)),
    total: less(valueOf(would.total), valueOf(is.total)),
  }
}

const byId = ({ lines, gaps }: MonthlyCharges): ReadonlyMap<string, Line> =>
  new Map([...lines, ...gaps].map((line) => [line.id, line]))
const less = (a: number | undefined, b: number | undefined): number | null =>
  a === undefined || b === undefined ? null : a - b

/** Amounts of a line now and then; `null` where there is no such line, or no amount of it. */
function lineDifference(is: Line | undefined, would: Line | undefined): readonly Record<string, unknown>[] {
  const [now, then] = [amountOf(is), amountOf(would)]
  if (now === then && is && would) return []
  return [is, would]
    .filter((line) => line !== undefined)
    .slice(-1)
    .map(({ id, kind, item, option = null, ref = null }) => {
      const change = (then ?? 0) - (now ?? 0)
      return { id, kind, item, option, ref, now, preview: then, difference: change }
    })
}

const amountOf = (line: Line | undefined): number | null => valueOf(line?.amount) ?? null
