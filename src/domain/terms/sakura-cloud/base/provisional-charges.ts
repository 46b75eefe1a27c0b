import { type Case, type Question, closingDay, given, tariff, tariffOr } from '../../../contract/case.ts'
import {
  type Day,
  type Month,
  addDays,
  dayOf,
  daysIn,
  daysInclusive,
  firstDayOf,
  isMidnight,
  lastDayOf,
  monthOf,
} from '../../../kernel/calendar.ts'
import { isUndetermined, valueOf } from '../../../kernel/finding.ts'
import { exact, text, toYen } from '../../../kernel/money.ts'
import { type Charge, type Subject } from '../../terms.ts'
import { type Change, changes, provisionalInterval } from './change.ts'
import { monthlyFee } from './charges.ts'
import { contentOn, itemOf, resourceNamed } from './resources.ts'

/** Days of a month that a withdrawn provision touched. */
function daysOf({ request, refused }: Change, month: Month): number {
  if (!refused) return 0
  const until = lastDay(refused.at)
  const from = later(dayOf(request.at), firstDayOf(month))
  const to = until < lastDayOf(month) ? until : lastDayOf(month)
  return from <= to ? daysInclusive(from, to) : 0
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)
/** Stopped at 00:00: the day that began then was not touched. */
const lastDay = (stopped: Parameters<typeof dayOf>[0]): Day =>
  isMidnight(stopped) ? addDays(dayOf(stopped), -1) : dayOf(stopped)

/** What was requested, filled up with what the resource was before. */
export function requested(
  c: Case,
  { request }: Change,
): { kind: string | undefined; plan: string | undefined } {
  const { ref, serviceKind, plan } = request.data
  const resource = ref === undefined ? undefined : resourceNamed(c, ref)
  const before = resource && contentOn(resource, dayOf(request.at))
  return { kind: serviceKind ?? before?.kind, plan: plan ?? before?.plan }
}

/**
 * Provision that was withdrawn (第3条第2項ただし書): whether it costs anything the operator must say (SC-Q2); then the
 * requested item by calendar days of the interval.
 */
function withdrawn(c: Case, change: Change, month: Month): readonly Charge[] {
  const days = daysOf(change, month)
  if (days === 0) return []
  const on = closingDay(month)
  const chargeable = tariff(c, 'provisionalUsageChargeable', on, 'SC-3-2b')
  if (valueOf(chargeable) === false) return []
  const { changeId, ref } = change.request.data
  const item = itemOf(requested(c, change)) || (ref ?? changeId)
  const interval = provisionalInterval(c, change)
  const q: Question = { what: 'charge.monthly-base', ref: changeId, rule: 'SC-3-2b', on }
  if (isUndetermined(chargeable)) {
    const amount = given(c, q, [interval, chargeable], () => 0)
    return [{ kind: 'monthly-base', item, ref: changeId, amount }]
  }
  const price = monthlyFee(c, item, on)
  const rounding = tariffOr(c, 'lineRounding', on, 'CC-11', 'floor')
  const amount = given(c, q, [interval, chargeable, price, rounding], (_interval, _is, fee, mode) =>
    toYen(exact(fee).times(days).div(daysIn(month)), mode),
  )
  const unitPrice = valueOf(price)
  return [
    {
      kind: 'monthly-base',
      item,
      ref: changeId,
      quantity: String(days),
      unit: 'day',
      ...(unitPrice !== undefined && { unitPrice: text(exact(unitPrice)) }),
      amount,
    },
  ]
}

export const provisionalCharges: Subject = {
  charges: (c, month) =>
    month > monthOf(c.asOf) ? [] : changes(c).flatMap((change) => withdrawn(c, change, month)),
}
