import { type Month } from '../kernel/calendar.ts'
import {
  type Answer,
  type Undetermined,
  isKnown,
  isUndetermined,
  missingOf,
  valueOf,
} from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { type Adjustments, adjustments } from './adjustments.ts'
import { type Case, type Question, given, missing, published, rememberedBy } from './case.ts'
import { type ClosedStatement } from './closed-statement.ts'
import { computed } from './computed.ts'
import { type Line, lineOf, sumOf } from './line.ts'
import { taxQuestion } from './tax.ts'

/** What a contract owes for a month: as it was closed, or, while it is open, as far as can be said. */
export type MonthlyCharges = {
  readonly month: Month
  readonly lines: readonly Line[]
  /** Lines without an amount; of a closed month those that were left out. */
  readonly gaps: readonly Line[]
  /** Why there is no total: the amounts that are not known, and the tax where it is not. */
  readonly undetermined: readonly Undetermined[]
  /** Sum of the lines there are. */
  readonly subtotal: Yen
  /** Consumption tax on top of the lines. */
  readonly tax: Answer<Yen>
  readonly total: Answer<Yen>
  /** The closing; absent while the month is open. */
  readonly closed?: ClosedStatement
}

/**
 * The bill of a month (`ledger.md` section 7). A closed month is what was closed, whatever was learned since; an open
 * one is what the terms charge for it, with the adjustments of closed months before it.
 */
export const monthlyCharges = rememberedBy((c: Case, month: Month): MonthlyCharges => {
  const closed = c.closed?.get(month)
  if (closed) return asClosed(c, closed)
  return asItStands(c, month, adjustments(c, month, valueOf(c.terms.settlement.dueOn(c, month)) ?? null))
})

/** What a month would be billed by all that is known if nothing had been billed before. */
export const billedAnew = (c: Case, month: Month): MonthlyCharges =>
  asItStands(c, month, { lines: [], gaps: [], taxGaps: [] })

function asItStands(c: Case, month: Month, late: Adjustments): MonthlyCharges {
  const own = computed(c, month)
  const lines = [...own.lines, ...late.lines]
  const gaps = [...own.gaps, ...late.gaps]
  const subtotal = sumOf(lines)
  const tax = taxWith(c, month, own.tax, late)
  const undetermined = [...gaps.map(({ amount }) => amount), tax].filter(isUndetermined)
  return {
    month,
    lines,
    gaps,
    undetermined,
    subtotal,
    tax,
    total: totalOf(c, month, subtotal, tax, undetermined),
  }
}

/** The tax of the month's own lines and what its adjustments carry. */
function taxWith(c: Case, month: Month, own: Answer<Yen>, late: Adjustments): Answer<Yen> {
  if (late.lines.length + late.taxGaps.length === 0) return own
  const q: Question = { ...taxQuestion(c, month), causes: late.lines.map(({ amount }) => amount) }
  const carried = late.lines.reduce((sum, { tax }) => sum + (tax ?? 0), 0)
  return given(c, q, [own, ...late.taxGaps], (yen) => yen + carried)
}

function totalOf(
  c: Case,
  month: Month,
  subtotal: Yen,
  tax: Answer<Yen>,
  gaps: readonly Undetermined[],
): Answer<Yen> {
  const q: Question = { ...taxQuestion(c, month), what: 'invoice.total', causes: gaps }
  if (gaps.length > 0) return missing(c, q, missingOf(...gaps))
  return given(c, q, [tax], (added) => subtotal + added)
}

/** What can be said of a bill without a case of its contract: of a closed one all that was closed. */
export type Bill = Omit<MonthlyCharges, 'tax' | 'total'> & Partial<Pick<MonthlyCharges, 'tax' | 'total'>>

export function closedBill(closed: ClosedStatement): Bill {
  const { month, subtotal } = closed
  const all = closed.lines.map(lineOf)
  const gaps = all.filter(({ amount }) => isUndetermined(amount))
  return {
    month,
    lines: all.filter(({ amount }) => isKnown(amount)),
    gaps,
    undetermined: gaps.map(({ amount }) => amount).filter(isUndetermined),
    subtotal,
    closed,
  }
}

/** A bill whose tax was left out comes to its subtotal; its tax follows as an adjustment. */
function asClosed(c: Case, closed: ClosedStatement): MonthlyCharges {
  const { month, event, subtotal, tax = 0, total = subtotal + tax } = closed
  const q: Question = { ...taxQuestion(c, month), causes: [{ event }] }
  return {
    ...closedBill(closed),
    tax: published(c, q, tax),
    total: published(c, { ...q, what: 'invoice.total' }, total),
  }
}
