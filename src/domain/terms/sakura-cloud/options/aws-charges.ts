import {
  type Case,
  type Question,
  answer,
  closingDay,
  factsOf,
  given,
  missing,
  tariff,
  tariffOr,
} from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Month, endOf, monthOf } from '../../../kernel/calendar.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Exact, exact, text, toYen } from '../../../kernel/money.ts'
import { type Charge } from '../../terms.ts'
import { type Option, isInMonth } from '../applied-option.ts'
import { flatFee } from './flat-fee.ts'

/** 第26条第2項: measured and billed by the provider. */
const OUTBOUND = 'aws-outbound-gb'
/** 第26条第3項: billed by and paid to AWS. */
const INBOUND = 'aws-inbound-gb'

type Reading = { readonly quantity: Exact; readonly facts: readonly Fact[] }

/** The readings of a meter in a month that are of an option: those that name it, and where it is the only one those that name none. */
function readingOf(
  c: Case,
  meter: string,
  month: Month,
  option: Option,
  all: readonly Option[],
): Reading | undefined {
  const last = new Map<string, { readonly quantity: string; readonly fact: Fact }>()
  for (const fact of factsOf(c, 'UsageMeasured')) {
    if (fact.data.month !== month) continue
    for (const { meter: of, ref, quantity } of fact.data.readings)
      if (of === meter && (ref === option.ref || (ref === undefined && all.length === 1)))
        last.set(ref ?? '', { quantity, fact })
  }
  if (last.size === 0) return undefined
  return {
    quantity: [...last.values()].reduce((sum, { quantity }) => sum.plus(quantity), exact(0)),
    facts: [...last.values()].map(({ fact }) => fact),
  }
}

/** 第24条第1項: the base fee and the data fee. */
export const charges = (c: Case, option: Option, all: readonly Option[], month: Month): readonly Charge[] => [
  ...flatFee(c, option, month, { kind: 'aws-base', key: 'awsBaseFee', rule: 'SC-25-1' }),
  ...dataFee(c, option, all, month),
]

/** Traffic towards AWS; a month that is over without a reading is undetermined, never zero (CC-13). */
function dataFee(c: Case, option: Option, all: readonly Option[], month: Month): readonly Charge[] {
  if (!isInMonth(c, option, month)) return []
  const on = closingDay(month)
  const reading = readingOf(c, OUTBOUND, month, option, all)
  const q: Question = {
    what: 'charge.aws-data',
    ref: option.ref,
    rule: 'SC-26-2',
    on,
    causes: [option.accepted, ...(reading?.facts ?? [])],
  }
  const line = { kind: 'aws-data', item: OUTBOUND, option: option.kind, ref: option.ref } as const
  if (!reading) return c.asOf < endOf(on) ? [] : [{ ...line, amount: missing(c, q, `usage:${OUTBOUND}`) }]
  const price = tariff(c, 'awsDataUnitPrice', on, 'SC-26-2')
  const rounding = tariffOr(c, 'lineRounding', on, 'CC-11', 'floor')
  const amount = given(c, q, [price, rounding], (unitPrice, mode) =>
    toYen(reading.quantity.times(unitPrice), mode),
  )
  return [
    {
      ...line,
      quantity: text(reading.quantity),
      unit: 'gb',
      ...('value' in price && { unitPrice: price.value }),
      amount,
    },
  ]
}

/** `usage.not-billed`: traffic from AWS, in the last month that has a reading of it; AWS bills it. */
export function notBilled(c: Case, all: readonly Option[]): readonly Answer<string>[] {
  if (all.length === 0) return []
  const months = factsOf(c, 'UsageMeasured')
    .filter(({ data }) => data.readings.some(({ meter }) => meter === INBOUND))
    .map(({ data }) => data.month)
  const month = [...months].sort().at(-1)
  if (month === undefined || month > monthOf(c.asOf)) return []
  const readings = all.flatMap((option) => readingOf(c, INBOUND, month, option, all) ?? [])
  const q: Question = {
    what: 'usage.not-billed',
    ref: INBOUND,
    rule: 'SC-26-3',
    on: closingDay(month),
    causes: [{ what: 'month', value: month }, ...readings.flatMap(({ facts }) => facts)],
  }
  const total = readings.reduce((sum, { quantity }) => sum.plus(quantity), exact(0))
  return readings.length > 0 ? [answer(c, q, text(total))] : []
}
