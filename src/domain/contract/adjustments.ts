import { type Day, type Month, addMonths, dayOf, firstDayOf } from '../kernel/calendar.ts'
import { type Answer, type Cause, isKnown, isUndetermined, missingOf } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { taxDifferences } from './adjusted-tax.ts'
import { type Case, notBefore } from './case.ts'
import { type ClosedStatement } from './closed-statement.ts'
import { computed } from './computed.ts'
import { type Line, distinct, lineOf, plainId, sumOf } from './line.ts'

/** What closed months still owe, or are owed: lines of the next open month with the tax they carry. */
export type Adjustments = {
  readonly lines: readonly Line[]
  /** Adjustments whose amount is not known. */
  readonly gaps: readonly Line[]
  /** Why the tax of an adjusted month is not known. */
  readonly taxGaps: readonly Answer<Yen>[]
}

/** The month in whose bill a closed month is adjusted: the first one behind it that is not closed. */
export function adjustedIn(closed: ReadonlyMap<Month, unknown>, month: Month): Month {
  let next = addMonths(month, 1)
  while (closed.has(next)) next = addMonths(next, 1)
  return next
}

/**
 * For each closed month whose next open month this is, line by line: what today's knowledge bills less what was billed,
 * in its own statement and in adjustments since. So all bills together are always what bills computed today would be.
 * A month that has not begun by `asOf` has none; and nothing is seen from before the last closing, for what a statement
 * was made from is not unlearned by looking from an earlier day.
 */
export function adjustments(c: Case, month: Month, due: Day | null): Adjustments {
  const closed = c.closed ?? new Map<Month, ClosedStatement>()
  const adjusted = [...closed.keys()].filter((each) => adjustedIn(closed, each) === month).sort()
  if (adjusted.length === 0 || firstDayOf(month) > dayOf(c.asOf)) return { lines: [], gaps: [], taxGaps: [] }
  const statements = [...closed.values()]
  const view = statements.reduce((latest, { asOf }) => notBefore(latest, asOf), c)
  const found = adjusted.map((of) => differences(view, of, { statements, month, due }))
  const all = distinct(found.flatMap(({ lines }) => lines))
  return {
    lines: all.filter(({ amount }) => isKnown(amount)),
    gaps: all.filter(({ amount }) => isUndetermined(amount)),
    taxGaps: found.flatMap(({ taxGaps }) => taxGaps),
  }
}

/** Where an adjustment will stand, and what was closed before. */
type Place = {
  readonly statements: readonly ClosedStatement[]
  readonly month: Month
  readonly due: Day | null
}

/** A line that was billed, or left out, and by which closing. */
export type Billed = { readonly line: Line; readonly statement: ClosedStatement }

function differences(c: Case, of: Month, { statements, month, due }: Place): Omit<Adjustments, 'gaps'> {
  const now = computed(c, of)
  const billed = billedFor(statements, of)
  const before = Map.groupBy(billed, ({ line }) => keyOf(line))
  const today = Map.groupBy([...now.lines, ...now.gaps], keyOf)
  const keys = [...new Set([...before.keys(), ...today.keys()])]
  const lines = keys.flatMap((key) => difference(of, today.get(key) ?? [], before.get(key) ?? []))
  const placed = (line: Line): Line => ({ ...line, id: `${month}/adjustment/${adjustedId(line)}`, due })
  const taxed = taxDifferences(c, now, billed, lines)
  return { ...taxed, lines: taxed.lines.map(placed) }
}

/** The id of the line itself; of an adjustment that of the line it adjusts. */
const adjustedId = ({ id, adjusts }: Pick<Line, 'id' | 'adjusts'>): string => plainId(adjusts?.line ?? id)
const keyOf = (line: Line): string => `${adjustedId(line)} ${line.taxCategory}`

/** What closed statements say of a month: its own lines, and adjustments of it in later ones. */
const billedFor = (statements: readonly ClosedStatement[], of: Month): readonly Billed[] =>
  statements.flatMap((statement) =>
    statement.lines
      .filter(({ adjusts }) => (adjusts?.month ?? statement.month) === of)
      .map((record) => ({ line: lineOf(record), statement })),
  )

/** The adjustment of one line; none where nothing differs, or where what is still unknown was left out on purpose. */
function difference(of: Month, today: readonly Line[], billed: readonly Billed[]): readonly Line[] {
  const model = today.at(-1) ?? billed.at(-1)?.line
  const unknown = today.some(({ amount }) => isUndetermined(amount))
  const leftOut = billed.some(({ line }) => isUndetermined(line.amount))
  const value = sumOf(today) - sumOf(billed.map(({ line }) => line))
  if (!model || (unknown ? leftOut : value === 0)) return []
  const { item, option, ref, taxCategory, amount } = model
  const finding = {
    what: 'charge.adjustment',
    ...(ref !== undefined && { ref }),
    clause: amount.clause,
    causes: causesOf(today, billed),
  }
  return [
    {
      kind: 'adjustment',
      item,
      ...(option !== undefined && { option }),
      ...(ref !== undefined && { ref }),
      id: model.id,
      amount: unknown
        ? { ...finding, undetermined: { missing: missingOf(...today.map((line) => line.amount)) } }
        : { ...finding, value },
      taxCategory,
      due: null,
      taxRate: null,
      tax: null,
      adjusts: { month: of, line: adjustedId(model) },
    },
  ]
}

/** What today's line rests on or, where there is none any more, what the billed one rested on; and the closings. */
const causesOf = (today: readonly Line[], billed: readonly Billed[]): readonly Cause[] => [
  ...(today.length > 0
    ? today.map(({ amount }) => amount)
    : billed.flatMap(({ line }) => line.amount.causes)),
  ...[...new Set(billed.map(({ statement }) => statement.event))].map((event) => ({ event })),
]
