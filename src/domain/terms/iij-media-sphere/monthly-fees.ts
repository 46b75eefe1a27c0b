import { type Case, given } from '../../contract/case.ts'
import { type FlatFee, type Term, flatFees } from '../../contract/flat-fee.ts'
import { type Day, type Month, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, eventsUnder, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { refusal } from './application.ts'
import { billingStart } from './billing.ts'
import { OFFERED, drmOptions, endOfOption } from './drm.ts'
import { endOfContract } from './ends.ts'
import { type Plan, planSteps } from './plan.ts'
import { monthlyFee, priceRule, quoted } from './prices.ts'

/** The days on which monthly fees are owed: from the billing start (IJ-7-3) to the end, both counted. */
export function billedTerm(c: Case, ref?: string, end = endOfContract(c)): Term | undefined {
  const started = billingStart(c, ref)
  if (!started || refusal(c)) return undefined
  const facts = c.facts.ofAny(
    'ContractEnded',
    'ContractRescinded',
    'TerminationNoticeSubmitted',
    'OptionEnded',
  )
  const ids = new Set(end && isKnown(end) ? eventsUnder(end) : [])
  return {
    first: started.data.billingStartsOn,
    last: valueOf(end),
    facts: [started, ...facts.filter(({ id }) => ids.has(id))],
  }
}

/** 月額基本料 of a month: full, or its part by what a tariff says of first, last and change months (IJ-Q11). */
function base(c: Case, month: Month): readonly Charge[] {
  const term = billedTerm(c)
  if (!term) return []
  const price = (item: string): Answer<Yen> => monthlyFee(c, item as Plan, lastDayOf(month))
  const ask = { what: 'charge.monthly-base', rule: 'IJ-7-3', price }
  return flatFees(c, month, ask, term, planSteps(c)).map((fee): Charge => ({
    kind: 'monthly-base',
    ...underPrice(c, month, fee),
  }))
}

/** The line stands on the price list of its plan; that it is owed at all on the billing start (IJ-7-3). */
function underPrice(c: Case, month: Month, { item, amount }: FlatFee): Omit<Charge, 'kind'> {
  const on = lastDayOf(month)
  const q = { what: 'charge.monthly-base', rule: priceRule(item as Plan), on }
  const price = valueOf(monthlyFee(c, item as Plan, on))
  const isWhole = price !== undefined && valueOf(amount) === price
  return {
    item,
    unit: 'month',
    ...(isWhole && { unitPrice: String(price) }),
    amount: given(c, q, [amount], (yen) => yen),
  }
}

/** The monthly fee of DRM, as quoted, from its own billing start on (IJ-A1-2c). */
const options = (c: Case, month: Month): readonly Charge[] =>
  drmOptions(c).flatMap((option): readonly Charge[] => {
    const { ref } = option
    const term = billedTerm(c, ref, endOfOption(c, option))
    if (!term) return []
    const price = (): Answer<Yen> => quoted(c, 'drm-monthly', ref, lastDayOf(month), 'IJ-A1-2c')
    const ask = { what: 'charge.option-base', rule: 'IJ-A1-2c', price }
    const steps = [{ from: term.first as Day, item: OFFERED, facts: [] }]
    return flatFees(c, month, ask, term, steps).map(({ item, amount }): Charge => ({
      kind: 'option-base',
      item,
      option: OFFERED,
      ref,
      unit: 'month',
      amount: { ...amount, ref },
    }))
  })

/** 別紙1の2: monthly fees of the plan and of DRM. */
export const monthlyFees: Subject = { charges: (c, month) => [...base(c, month), ...options(c, month)] }
