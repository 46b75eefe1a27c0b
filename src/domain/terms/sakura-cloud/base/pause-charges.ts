import {
  type Case,
  type Question,
  closingDay,
  given,
  tariff,
  tariffOr,
  today,
} from '../../../contract/case.ts'
import {
  type Day,
  type Month,
  dayOf,
  daysInclusive,
  endOf,
  firstDayOf,
  lastDayOf,
  monthOf,
  startOf,
} from '../../../kernel/calendar.ts'
import { text, exact } from '../../../kernel/money.ts'
import { type Charge, type Subject } from '../../terms.ts'
import { BASE, type Pause, overAt, pauses } from './pause.ts'

/**
 * The days of a month that something is in force lie wholly inside one pause of it: the charge of the pause then stands
 * in the place of its fee (ledger.md 7). A pause that goes on is taken to go on.
 */
export const isWhollyPaused = (
  c: Case,
  ref: string,
  { from, to }: { readonly from: Day; readonly to: Day },
): boolean =>
  pauses(c).some((pause) => {
    const over = overAt(pause)
    return (
      (pause.scope === BASE || pause.scope === ref) &&
      pause.paused.at <= startOf(from) &&
      (over === undefined || over >= endOf(to))
    )
  })

/** First and last day of a month that a pause touches, by the dates of its instants (CC-18). */
function touched(
  c: Case,
  { paused, resumed, ended }: Pause,
  month: Month,
): { from: Day; to: Day } | undefined {
  const [first, last] = [firstDayOf(month), lastDayOf(month)]
  const until = resumed ? dayOf(resumed.at) : (ended?.value ?? today(c))
  const from = dayOf(paused.at) > first ? dayOf(paused.at) : first
  const to = until < last ? until : last
  return from <= to ? { from, to } : undefined
}

/** 第7条第2項: the charge of a pause, for each month or day it touches, as the service site says. */
function pausedCharge(c: Case, pause: Pause, month: Month): readonly Charge[] {
  const days = touched(c, pause, month)
  if (!days) return []
  const on = closingDay(month)
  const q: Question = {
    what: 'charge.paused',
    ref: pause.id,
    rule: 'SC-7-2',
    on,
    causes: [pause.paused, pause.resumed, pause.ended],
  }
  const price = tariff(c, 'pausedCharge', on, 'SC-7-2')
  const unit = tariffOr(c, 'pausedChargeUnit', on, 'SC-7-2', 'month')
  const count = given(c, { ...q, what: 'charge.quantity' }, [unit], (each) =>
    each === 'day' ? daysInclusive(days.from, days.to) : 1,
  )
  const amount = given(c, q, [price, count], (each, times) => each * times)
  return [
    {
      kind: 'paused',
      item: pause.scope,
      ref: pause.id,
      ...('value' in count && { quantity: String(count.value) }),
      ...('value' in unit && { unit: unit.value }),
      ...('value' in price && { unitPrice: text(exact(price.value)) }),
      amount,
    },
  ]
}

export const pauseCharges: Subject = {
  charges: (c, month) =>
    month > monthOf(c.asOf) ? [] : pauses(c).flatMap((pause) => pausedCharge(c, pause, month)),
}
