import { type Day, type Month } from '../kernel/calendar.ts'
import { type Clause, eventsUnder, valueOf } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { type Charge } from '../terms/terms.ts'

export type TaxCategory = NonNullable<Charge['taxCategory']>
/** The line of a closed month that an adjustment is about. */
export type Adjusts = { readonly month: Month; readonly line: string }

/** A line of a bill; one with an undetermined amount stands for what could not be billed. */
export type Line = Omit<Charge, 'dueOn'> & {
  /** Stable: month, kind, item and ref of what is charged. */
  readonly id: string
  readonly taxCategory: TaxCategory
  /** Printed due date. */
  readonly due: Day | null
  /** Rate of the tax that is added to the line; `null` where none is, or none is known. */
  readonly taxRate: string | null
  /** Its part of the tax of its rate, in yen; `null` where that is not known. */
  readonly tax: Yen | null
  readonly adjusts?: Adjusts
}

/** A line as it is closed and answered: plain, whole, without findings. `amount` null = left out, and why. */
export type LineRecord = {
  readonly id: string
  readonly kind: Charge['kind']
  readonly item: string
  readonly option: string | null
  readonly ref: string | null
  readonly quantity: string
  readonly unit: string | null
  readonly unitPrice: string | null
  readonly amount: Yen | null
  readonly taxCategory: TaxCategory
  readonly taxRate: string | null
  readonly tax: Yen | null
  readonly dueOn: Day | null
  readonly occurredOn: Day | null
  readonly adjusts?: Adjusts
  readonly undetermined?: { readonly missing: string }
  readonly clause: Clause
  /** The events it rests on. */
  readonly causes: readonly { readonly event: string }[]
}

/** A line as it is closed: with the events it rests on. */
export const recordOf = (line: Line): LineRecord => ({
  ...shown(line),
  causes: eventsUnder(line.amount).map((event) => ({ event })),
})

/** Member by member in one order, so that the same line is always the same text; without its causes. */
export const shown = (line: Line): Omit<LineRecord, 'causes'> => ({
  id: line.id,
  kind: line.kind,
  item: line.item,
  option: line.option ?? null,
  ref: line.ref ?? null,
  quantity: line.quantity ?? '1',
  unit: line.unit ?? null,
  unitPrice: line.unitPrice ?? null,
  amount: valueOf(line.amount) ?? null,
  taxCategory: line.taxCategory,
  taxRate: line.taxRate,
  tax: line.tax,
  dueOn: line.due,
  occurredOn: line.occurredOn ?? null,
  ...(line.adjusts && { adjusts: line.adjusts }),
  ...('undetermined' in line.amount && { undetermined: line.amount.undetermined }),
  clause: line.amount.clause,
})

/** A recorded line as a line again: its amount is the finding that was recorded. */
export function lineOf(record: LineRecord): Line {
  const { option, ref, unit, unitPrice, amount, dueOn, occurredOn, undetermined, clause, causes, ...same } =
    record
  const question = { what: `charge.${record.kind}`, ...(ref !== null && { ref }), clause, causes }
  return {
    ...same,
    ...(option !== null && { option }),
    ...(ref !== null && { ref }),
    ...(unit !== null && { unit }),
    ...(unitPrice !== null && { unitPrice }),
    ...(occurredOn !== null && { occurredOn }),
    amount:
      amount === null
        ? { ...question, undetermined: undetermined ?? { missing: 'statement:line' } }
        : { ...question, value: amount },
    due: dueOn,
  }
}

export const sumOf = (lines: readonly Line[]): Yen =>
  lines.reduce((total, { amount }) => total + (valueOf(amount) ?? 0), 0)

/** Ids told apart: a second line of one id gets a number, in the order in which they stand. */
export function distinct(lines: readonly Line[]): readonly Line[] {
  const met = new Map<string, number>()
  return lines.map((line) => {
    const n = (met.get(line.id) ?? 0) + 1
    met.set(line.id, n)
    return n === 1 ? line : { ...line, id: `${line.id}~${n}` }
  })
}

/** The id of a line without the number that tells it from others of the same id. */
export const plainId = (id: string): string => id.replace(/~\d+$/, '')
