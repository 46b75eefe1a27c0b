import { type Month } from '../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined, valueOf } from '../kernel/finding.ts'
import { type Yen } from '../kernel/money.ts'
import { type Charge } from '../terms/terms.ts'
import { type Case, rememberedBy } from './case.ts'
import { type Line, type TaxCategory, distinct, sumOf } from './line.ts'
import { taxed, treatmentOf } from './tax.ts'

/** What the terms charge for a month by all that is known, whether or not a statement of it was closed. */
export type Computed = {
  readonly month: Month
  readonly lines: readonly Line[]
  /** Lines without an amount. */
  readonly gaps: readonly Line[]
  /** Sum of the lines there are. */
  readonly subtotal: Yen
  /** Tax on the lines there are. */
  readonly tax: Answer<Yen>
}

export const computed = rememberedBy((c: Case, month: Month): Computed => {
  const treatment = treatmentOf(c, month)
  const regular = c.terms.settlement.dueOn(c, month)
  const charges = c.terms.charges(c, month)
  const all = distinct(
    charges.map(({ dueOn, ...charge }): Line => ({
      ...charge,
      id: idOf(month, charge),
      taxCategory: charge.taxCategory ?? categoryOf(treatment),
      due: valueOf(dueOn ?? regular) ?? null,
      taxRate: null,
      tax: null,
    })),
  )
  const lines = all.filter(({ amount }) => isKnown(amount))
  const gaps = all.filter(({ amount }) => isUndetermined(amount))
  const untold = charges.some(({ amount, taxCategory }) => isKnown(amount) && taxCategory === undefined)
  return { month, gaps, subtotal: sumOf(lines), ...taxed(c, month, lines, untold ? [treatment] : []) }
})

const idOf = (month: Month, { kind, item, ref }: Pick<Charge, 'kind' | 'item' | 'ref'>): string =>
  [month, kind, item, ...(ref === undefined ? [] : [ref])].join('/')

const categoryOf = (treatment: Answer<string>): TaxCategory => {
  const value = valueOf(treatment)
  return value === 'none' ? 'none' : value === 'inclusive' ? 'included' : 'standard'
}
