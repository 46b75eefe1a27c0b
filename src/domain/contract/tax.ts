import { type Month, lastDayOf } from '../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../kernel/finding.ts'
import { type Rounding, type Yen, exact, toYen } from '../kernel/money.ts'
import { type Case, type Question, answer, given, missing, tariff, tariffOr } from './case.ts'
import { type Line, sumOf } from './line.ts'

/** Categories of which tax is added to a line. */
export const TAXED = ['standard', 'reduced'] as const
export type Taxed = (typeof TAXED)[number]

/** Lines of one rate, and the tax on them. */
export type TaxOfRate = {
  readonly category: Taxed
  readonly rate: string
  readonly base: Yen
  readonly tax: Yen
}

/** Some lines, each with its part of the tax, and all of the tax. */
export type Taxation = { readonly lines: readonly Line[]; readonly tax: Answer<Yen> }

type Rate = { readonly rate: string; readonly rounding: Rounding }

/**
 * `invoice.tax`: each rate once on the sum of its lines (CC-11), by the rate in force on the last day of the month.
 * @param needs answers without which no line has a category of its own
 */
export function taxed(
  c: Case,
  month: Month,
  lines: readonly Line[],
  needs: readonly Answer<unknown>[],
): Taxation {
  const q = taxQuestion(c, month)
  const met = TAXED.filter((category) => lines.some((line) => line.taxCategory === category))
  const rates = new Map(met.map((category) => [category, rateOf(c, q, category)]))
  const parts = met.map((category) => {
    const base = sumOf(lines.filter((line) => line.taxCategory === category))
    const rate = rates.get(category) ?? missing(c, q, 'tax:rate')
    return given(c, q, [rate], (of) => taxOn(base, of))
  })
  return {
    lines: needs.every(isKnown) ? shared(lines, rates) : lines,
    tax: given(c, q, [...needs, ...parts], () => parts.reduce((sum, tax) => sum + (valueOf(tax) ?? 0), 0)),
  }
}

export const taxQuestion = (c: Case, month: Month): Question => ({
  what: 'invoice.tax',
  ref: month,
  rule: c.terms.settlement.taxRule,
  on: lastDayOf(month),
})

const taxOn = (base: Yen, { rate, rounding }: Rate): Yen => toYen(exact(base).times(rate), rounding)

function rateOf(c: Case, q: Question, category: Taxed): Answer<Rate> {
  const published = c.reference.taxRate(q.on, category)
  if (!published) return missing(c, q, 'tax:rate')
  const { taxRule, taxRounding } = c.terms.settlement
  const rounding = taxRounding
    ? answer(c, { what: 'tax.rounding', rule: taxRule, on: q.on }, taxRounding)
    : tariffOr(c, 'taxRounding', q.on, 'CC-11', 'floor')
  return given(c, { ...q, causes: [published.fact] }, [rounding], (mode) => ({
    rate: published.value,
    rounding: mode,
  }))
}

/**
 * Each line's part of the tax of its rate. The tax is rounded once, on the sum; the parts are the steps by which it
 * grows from line to line, so that they add up to it exactly.
 */
function shared(lines: readonly Line[], rates: ReadonlyMap<string, Answer<Rate>>): readonly Line[] {
  const bases = new Map<string, Yen>()
  return lines.map((line) => {
    const answered = rates.get(line.taxCategory)
    if (!answered) return { ...line, tax: 0 }
    if (!isKnown(answered)) return line
    const rate = answered.value
    const before = bases.get(line.taxCategory) ?? 0
    const after = before + (valueOf(line.amount) ?? 0)
    bases.set(line.taxCategory, after)
    return { ...line, taxRate: rate.rate, tax: taxOn(after, rate) - taxOn(before, rate) }
  })
}

/** The tax that lines carry, by rate. */
export function taxesOf(lines: readonly Line[]): readonly TaxOfRate[] {
  const rated = lines.filter(({ taxRate }) => taxRate !== null)
  const groups = Map.groupBy(rated, ({ taxCategory, taxRate }) => `${taxCategory} ${taxRate ?? ''}`)
  return [...groups.values()].map((same) => ({
    category: same[0]?.taxCategory === 'reduced' ? 'reduced' : 'standard',
    rate: same[0]?.taxRate ?? '0',
    base: sumOf(same),
    tax: same.reduce((sum, { tax }) => sum + (tax ?? 0), 0),
  }))
}

/** How a tariff says that prices relate to tax, where the document does not say it itself. */
export const treatmentOf = (c: Case, month: Month): Answer<'exclusive' | 'inclusive' | 'none'> => {
  const { taxRule, taxTreatment } = c.terms.settlement
  const on = lastDayOf(month)
  return taxTreatment
    ? tariffOr(c, 'taxTreatment', on, taxRule, taxTreatment)
    : tariff(c, 'taxTreatment', on, taxRule)
}
