import { type Case, type Question, closingDay, given, tariff } from '../../../contract/case.ts'
import { type TariffKey } from '../../../contract/reference.ts'
import { type Day, type Month } from '../../../kernel/calendar.ts'
import { type Answer, type Cause, type RuleId, valueOf } from '../../../kernel/finding.ts'
import { type Yen, exact, text } from '../../../kernel/money.ts'
import { type Charge, type ChargeKind } from '../../terms.ts'
import { type Option, isInMonth } from '../applied-option.ts'

/** Keys of monthly amounts of options (events.md section 6). */
export type FeeKey = Extract<
  TariffKey,
  'additionalIpFee' | 'hybridMonthlyFee' | 'webTamperFee' | 'bridgeFee' | 'localRouterFee' | 'awsBaseFee'
>

type Line = {
  readonly kind: ChargeKind
  readonly key: FeeKey
  readonly rule: RuleId
  readonly causes?: readonly Cause[]
  readonly dueOn?: Answer<Day>
}

/** A fee a month for every month in which the option is in force; its first and last one in full (CC-18). */
export function flatFee(c: Case, option: Option, month: Month, line: Line): readonly Charge[] {
  if (!isInMonth(c, option, month)) return []
  const { kind, key, rule, dueOn } = line
  const on = closingDay(month)
  const price: Answer<Yen> = tariff(c, key, on, rule)
  const q: Question = {
    what: `charge.${kind}`,
    ref: option.ref,
    rule,
    on,
    causes: [option.accepted, option.end, ...(line.causes ?? [])],
  }
  const unitPrice = valueOf(price)
  return [
    {
      kind,
      item: option.kind,
      option: option.kind,
      ref: option.ref,
      unit: 'month',
      ...(unitPrice !== undefined && { unitPrice: text(exact(unitPrice)) }),
      amount: given(c, q, [price], (yen) => yen),
      ...(dueOn && { dueOn }),
    },
  ]
}
