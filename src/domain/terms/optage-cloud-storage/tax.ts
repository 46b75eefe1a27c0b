import { type Case, type Question, answer, given, missing, tariffOr } from '../../contract/case.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'

export type TaxTreatment = 'exclusive' | 'inclusive' | 'none'

/** 別表3の6: amounts are those of the table and consumption tax is added, until a tariff says otherwise of its own prices. */
export const taxTreatment = (c: Case, on: Day): Answer<TaxTreatment> =>
  tariffOr(c, 'taxTreatment', on, 'OP-A3-6', 'exclusive')

/** The consumption tax rate of a day, as a decimal text. */
export function taxRate(c: Case, on: Day): Answer<string> {
  const published = c.reference.taxRate(on)
  const q: Question = { what: 'tax.rate', rule: 'OP-A3-6', on, causes: [published?.fact] }
  return published ? answer(c, q, published.value) : missing(c, q, 'tax:rate')
}

/** An amount with the tax on it, its fraction of a yen cut off (別表3の2). */
export function withTax(c: Case, q: Question, amount: Answer<Yen>): Answer<Yen> {
  const tax = given(
    c,
    { what: 'tax.amount', rule: 'OP-A3-2', on: q.on },
    [amount, taxRate(c, q.on)],
    (yen, rate) => toYen(exact(yen).times(rate)),
  )
  return given(c, q, [amount, tax], (yen, added) => yen + added)
}
