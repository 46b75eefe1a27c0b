import {
  type Case,
  type Question,
  closingDay,
  factsOf,
  given,
  missing,
  tariff,
  tariffOr,
} from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Month, endOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined } from '../../../kernel/finding.ts'
import { exact, text, toYen } from '../../../kernel/money.ts'
import { type Charge } from '../../terms.ts'
import { type Option, isInMonth } from '../applied-option.ts'
import { smsOptions } from './options.ts'

/** Messages sent, delivered or not: what `sms-failed` counts is among them (第71条第1項). */
const METER = 'sms-sent'
const RULE = 'SC-71-1'

type Reading = { readonly quantity: string; readonly fact: Fact<'UsageMeasured'> }

/** The last reading of a month for a ref. */
function readingOf(c: Case, month: Month, ref: string | undefined): Reading | undefined {
  let last: Reading | undefined
  for (const fact of factsOf(c, 'UsageMeasured')) {
    if (fact.data.month !== month) continue
    for (const reading of fact.data.readings)
      if (reading.meter === METER && reading.ref === ref) last = { quantity: reading.quantity, fact }
  }
  return last
}

/** A2P messages cost what is published for them, else what the others cost. */
function unitPrice(c: Case, month: Month, { kind }: Option): Answer<string> {
  const on = closingDay(month)
  const own = kind === 'sms-a2p' ? tariff(c, 'smsA2pUnitPrice', on, RULE) : undefined
  return own && isKnown(own) ? own : tariff(c, 'smsUnitPrice', on, RULE)
}

/** 第71条: messages sent in the month times the unit price. */
export function smsFees(c: Case, month: Month): readonly Charge[] {
  const there = smsOptions(c)
    .map(({ option }) => option)
    .filter((option) => isInMonth(c, option, month))
  // a reading that names no option is that of the only one there is
  const unnamed = there.length === 1 ? readingOf(c, month, undefined) : undefined
  return there.flatMap((option) => fee(c, month, option, readingOf(c, month, option.ref) ?? unnamed))
}

function fee(c: Case, month: Month, option: Option, reading: Reading | undefined): readonly Charge[] {
  const on = closingDay(month)
  const { ref, kind } = option
  const line = { kind: 'sms', item: kind, option: kind, ref } as const
  const q: Question = { what: 'charge.sms', ref, rule: RULE, on, causes: [reading?.fact] }
  if (!reading) return c.asOf < endOf(on) ? [] : [{ ...line, amount: missing(c, q, `usage:${METER}`) }]
  const price = unitPrice(c, month, option)
  const rounding = tariffOr(c, 'lineRounding', on, 'CC-11', 'floor')
  const quantity = exact(reading.quantity)
  return [
    {
      ...line,
      quantity: text(quantity),
      unit: 'message',
      ...(!isUndetermined(price) && { unitPrice: price.value }),
      amount: given(c, q, [price, rounding], (each, mode) => toYen(quantity.times(each), mode)),
    },
  ]
}
