import { type Case, type Question } from '../../contract/case.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Step } from './content.ts'
import { fees, monthWithTax } from './monthly-fee.ts'
import { type Relaxation } from './relaxations.ts'

/** A month of a content with tax, at the prices of a day. */
export function monthPrice(
  c: Case,
  step: Step,
  options: readonly Relaxation[],
  on: Day,
  rule: RuleId,
): Answer<Yen> {
  const q: Question = { what: 'charge.month-with-tax', rule, on }
  return monthWithTax(c, q, fees(c, { step, relaxations: options, on }))
}
