import { type Day, type Month, lastDayOf } from '../kernel/calendar.ts'
import {
  type Answer,
  type Undetermined,
  isKnown,
  isUndetermined,
  missingOf,
  valueOf,
} from '../kernel/finding.ts'
import { type Yen, exact, toYen } from '../kernel/money.ts'
import { type Charge } from '../terms/terms.ts'
import { type Case, type Question, given, missing, tariff, tariffOr } from './case.ts'

export type TaxCategory = NonNullable<Charge['taxCategory']>
/** A line with a known amount. `id` is stable: month, kind, item and ref of what is charged. */
export type Line = Charge & {
  readonly id: string
  readonly taxCategory: TaxCategory
  readonly due: Answer<Day>
}

/** What a contract owes for a month, as far as can be said. */
export type MonthlyCharges = {
  readonly month: Month
  readonly lines: readonly Line[]
  /** What stands in the place of a line, and why it has no amount. */
  readonly undetermined: readonly Undetermined[]
  /** Sum of the lines there are. */
  readonly subtotal: Yen
  /** Consumption tax on top of the lines: once per rate (CC-11). */
  readonly tax: Answer<Yen>
  readonly total: Answer<Yen>
}

/** The lines, the tax and the total of a month (`ledger.md` section 7). */
export function monthlyCharges(c: Case, month: Month): MonthlyCharges {
  const charges = c.terms.charges(c, month)
  const treatment = treatmentOf(c, month)
  const due = c.terms.settlement.dueOn(c, month)
  const lines = charges
    .filter((charge) => isKnown(charge.amount))
    .map((charge): Line => ({
      ...charge,
      id: idOf(month, charge),
      taxCategory: charge.taxCategory ?? categoryOf(treatment),
      due: charge.dueOn ?? due,
    }))
  const undetermined = charges.map(({ amount }) => amount).filter(isUndetermined)
  const subtotal = sum(lines)
  const tax = taxOf(c, month, lines, treatment)
  return { month, lines, undetermined, subtotal, tax, total: totalOf(c, month, subtotal, tax, undetermined) }
}

const idOf = (month: Month, { kind, item, ref }: Charge): string =>
  [month, kind, item, ...(ref === undefined ? [] : [ref])].join('/')
const sum = (lines: readonly Line[]): Yen =>
  lines.reduce((total, { amount }) => total + (valueOf(amount) ?? 0), 0)

const treatmentOf = (c: Case, month: Month): Answer<'exclusive' | 'inclusive' | 'none'> => {
  const { taxRule, taxTreatment } = c.terms.settlement
  const on = lastDayOf(month)
  return taxTreatment
    ? tariffOr(c, 'taxTreatment', on, taxRule, taxTreatment)
    : tariff(c, 'taxTreatment', on, taxRule)
}

const categoryOf = (treatment: Answer<string>): TaxCategory => {
  const value = valueOf(treatment)
  return value === 'none' ? 'none' : value === 'inclusive' ? 'included' : 'standard'
}

/** `invoice.tax`: each rate once on the sum of its lines, by the rate in force on the last day of the month. */
function taxOf(c: Case, month: Month, lines: readonly Line[], treatment: Answer<string>): Answer<Yen> {
  const on = lastDayOf(month)
  const q: Question = { what: 'invoice.tax', ref: month, rule: c.terms.settlement.taxRule, on }
  const rounding = tariffOr(c, 'taxRounding', on, 'CC-11', 'floor')
  const taxed = (['standard', 'reduced'] as const).filter((category) =>
    lines.some((line) => line.taxCategory === category),
  )
  const parts = taxed.map((category): Answer<Yen> => {
    const published = c.reference.taxRate(on, category)
    if (!published) return missing(c, q, 'tax:rate')
    const base = sum(lines.filter((line) => line.taxCategory === category))
    return given(c, { ...q, causes: [published.fact] }, [rounding], (mode) =>
      toYen(exact(base).times(published.value), mode),
    )
  })
  return given(c, q, [treatment, ...parts], (_treatment, ...amounts) =>
    (amounts as Yen[]).reduce((total, amount) => total + amount, 0),
  )
}

function totalOf(
  c: Case,
  month: Month,
  subtotal: Yen,
  tax: Answer<Yen>,
  gaps: readonly Undetermined[],
): Answer<Yen> {
  const q: Question = {
    what: 'invoice.total',
    ref: month,
    rule: c.terms.settlement.taxRule,
    on: lastDayOf(month),
    causes: gaps,
  }
  if (gaps.length > 0) return missing(c, q, missingOf(...gaps, tax))
  return given(c, q, [tax], (added) => subtotal + added)
}
