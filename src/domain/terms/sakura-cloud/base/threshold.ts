import {
  type Case,
  type Question,
  answer,
  clauseOf,
  closingDay,
  factsOf,
  tariff,
} from '../../../contract/case.ts'
import { paymentMethodOn } from '../../../contract/payment.ts'
import { monthlyCharges } from '../../../contract/statement.ts'
import { type Month, addMonths, firstDayOf, lastDayOf, monthOf, startOf } from '../../../kernel/calendar.ts'
import { isKnown } from '../../../kernel/finding.ts'
import { type Permitted, type Subject } from '../../terms.ts'
import { application } from './application.ts'

/** 第4条第2項ただし書: from a published amount on, counting it, the provider may ask for another method than the card. */
function mayAsk(c: Case, month: Month): readonly Permitted[] {
  const on = closingDay(month)
  const threshold = tariff(c, 'paymentMethodThreshold', on, 'SC-4-2b')
  if (!isKnown(threshold) || isAsked(c, month)) return []
  const { total } = monthlyCharges(c, month)
  if (!isKnown(total) || total.value < threshold.value) return []
  const q: Question = {
    what: 'payment.method-threshold',
    ref: month,
    rule: 'SC-4-2b',
    on,
    causes: [total, threshold],
  }
  const reached = answer(c, q, true)
  if (!isKnown(reached)) return []
  return [
    {
      who: 'provider',
      act: 'ask-other-payment-method',
      ref: month,
      since: startOf(monthOf(c.asOf) === month ? firstDayOf(month) : firstDayOf(addMonths(month, 1))),
      clause: clauseOf(c, 'SC-4-2b', on),
      causes: [reached],
    },
  ]
}

const isAsked = (c: Case, month: Month): boolean =>
  factsOf(c, 'RequestMade').some(
    ({ at, data }) =>
      data.kind === 'payment-method-change' && data.by === 'provider' && at >= startOf(firstDayOf(month)),
  )

/** The month that runs and the one before it, of a customer who pays by card. */
function permitted(c: Case): readonly Permitted[] {
  const { accepted } = application(c)
  if (!accepted || paymentMethodOn(c, lastDayOf(monthOf(c.asOf))).method !== 'card') return []
  const running = monthOf(c.asOf)
  return [addMonths(running, -1), running]
    .filter((month) => month >= monthOf(accepted.at))
    .flatMap((month) => mayAsk(c, month))
}

export const threshold: Subject = {
  acts: {
    RequestMade: { basis: ['SC-4-2b'], speaksOf: (_c, act) => act.data.kind === 'payment-method-change' },
  },
  permitted,
}
