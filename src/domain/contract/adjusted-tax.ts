import { type Answer, isKnown, isUndetermined } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { type Billed } from './adjustments.ts'
import { type Case, published } from './case.ts'
import { type Computed } from './computed.ts'
import { type Line } from './line.ts'
import { TAXED, type Taxed, taxQuestion, taxesOf } from './tax.ts'

/**
 * The tax of a closed month anew less what was billed of it, put on its adjustments. The month is rounded once, as if
 * it were billed today, and not the adjustment by itself: else bills could come to a yen more or less than they should.
 */
export function taxDifferences(
  c: Case,
  now: Computed,
  billed: readonly Billed[],
  lines: readonly Line[],
): { readonly lines: readonly Line[]; readonly taxGaps: readonly Answer<Yen>[] } {
  const untaxed = lines.map((line) => ({ ...line, tax: isKnown(line.amount) ? 0 : null }))
  if (isUndetermined(now.tax)) {
    const leftOut = billed.some(({ statement }) => statement.tax === undefined)
    return { lines: untaxed, taxGaps: leftOut ? [] : [now.tax] }
  }
  const taxed = TAXED.reduce<readonly Line[]>(
    (all, category) => carried(c, now, billed, all, category),
    untaxed,
  )
  return { lines: taxed, taxGaps: [] }
}

/** The difference of one category stands on its first adjustment; where only the tax differs, on a line without an amount. */
function carried(
  c: Case,
  now: Computed,
  billed: readonly Billed[],
  lines: readonly Line[],
  category: Taxed,
): readonly Line[] {
  const before = billed.map(({ line }) => line).filter((line) => line.taxCategory === category)
  const today = taxesOf(now.lines).find((each) => each.category === category)
  const tax = (today?.tax ?? 0) - before.reduce((sum, line) => sum + (line.tax ?? 0), 0)
  const taxRate = today?.rate ?? before.findLast((line) => line.taxRate !== null)?.taxRate ?? null
  const isOf = (line: Line): boolean => line.taxCategory === category && isKnown(line.amount)
  const all = tax === 0 || lines.some(isOf) ? lines : [...lines, taxLine(c, now, billed, category)]
  const first = all.find(isOf)
  return all.map((line) => (isOf(line) ? { ...line, taxRate, tax: line === first ? tax : 0 } : line))
}

function taxLine(c: Case, now: Computed, billed: readonly Billed[], category: Taxed): Line {
  const closings = [...new Set(billed.map(({ statement }) => statement.event))].map((event) => ({ event }))
  const q = { ...taxQuestion(c, now.month), what: 'charge.adjustment', causes: [now.tax, ...closings] }
  const id = `${now.month}/tax/${category}`
  return {
    kind: 'adjustment',
    item: 'tax',
    ref: now.month,
    id,
    amount: published(c, q, 0),
    taxCategory: category,
    due: null,
    taxRate: null,
    tax: 0,
    adjusts: { month: now.month, line: id },
  }
}
