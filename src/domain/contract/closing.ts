import { type Month, monthOf } from '../kernel/calendar.ts'
import { type RuleId, type Undetermined, isUndetermined, valueOf } from '../kernel/finding.ts'
import { type Case } from './case.ts'
import { type StatementClosed } from './events/ledger.ts'
import { recordOf } from './line.ts'
import { monthlyCharges } from './statement.ts'

/** What a closing records, but for its number and digest. `tax` and `total` are absent where the tax was left out. */
export type Closable = Omit<StatementClosed, 'number' | 'digest'>

/** A bill ready to be closed and the rules it stands on, or why it cannot be. */
export type ToClose =
  | { readonly closable: Closable; readonly basis: readonly RuleId[] }
  | { readonly undetermined: readonly Undetermined[] }

/** A month is over when the next one has begun. */
export const isOver = (c: Case, month: Month): boolean => month < monthOf(c.asOf)

/** The bill of a month as it would be closed now; whatever is undetermined must be named in `leaveOut`. */
export function toClose(c: Case, month: Month, leaveOut: readonly string[]): ToClose {
  const bill = monthlyCharges(c, month)
  const kept = bill.undetermined.filter(({ what }) => !leaveOut.includes(what))
  if (kept.length > 0) return { undetermined: kept }
  const tax = isUndetermined(bill.tax) ? undefined : valueOf(bill.tax)
  const lines = [...bill.lines, ...bill.gaps].map(recordOf)
  return {
    closable: {
      month,
      lines: lines as unknown as StatementClosed['lines'],
      subtotal: bill.subtotal,
      ...(tax !== undefined && { tax, total: bill.subtotal + tax }),
      undetermined: [...new Set(bill.undetermined.map(({ what }) => what))],
    },
    basis: [...new Set(lines.map(({ clause }) => clause.rule))],
  }
}

/** Is there anything to bill: a line, or the place of one? */
export const owesAnything = (c: Case, month: Month): boolean => {
  const { lines, gaps } = monthlyCharges(c, month)
  return lines.length + gaps.length > 0
}
