import { type Case, type Question } from '../../contract/case.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Step } from './content.ts'
import { fees, monthWithTax, sumOf } from './monthly-fee.ts'
import { type Relaxation } from './relaxations.ts'

/** What a month costs: with tax, as the charges of 第11条 take it, and as the prices state it. */
export type MonthPrice = { readonly withTax: Answer<Yen>; readonly stated: Answer<Yen> }

/** A month of a content and its options, at the prices of a day. */
export function monthPrice(
  c: Case,
  step: Step,
  options: readonly Relaxation[],
  on: Day,
  rule: RuleId,
): MonthPrice {
  const of = fees(c, { step, relaxations: options, on })
  const q: Question = { what: 'charge.month-with-tax', rule, on }
  const amounts = of.map(({ amount }) => amount)
  return { withTax: monthWithTax(c, q, of), stated: sumOf(c, { ...q, what: 'charge.month' }, amounts) }
}
