import { type Case, type Question, closingDay, given, listPrice } from '../../../contract/case.ts'
import { type PlanStep, flatFees } from '../../../contract/flat-fee.ts'
import { type Day, type Month, firstDayOf, lastDayOf, monthOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../../kernel/finding.ts'
import { exact, text } from '../../../kernel/money.ts'
import { type Charge, type Subject } from '../../terms.ts'
import { isOnlyMetered } from './metered.ts'
import { isWhollyPaused } from './pause-charges.ts'
import { type Resource, itemOf, resources } from './resources.ts'

/** Days of a month in which something is in force. */
export type Window = { readonly from: Day; readonly to: Day }

/** The days of a month from a start to an end; undefined where the month has none of them. */
export function windowOf(month: Month, startsOn: Day, end: Answer<Day> | undefined): Window | undefined {
  const [first, last] = [firstDayOf(month), lastDayOf(month)]
  const ends = valueOf(end)
  const from = startsOn > first ? startsOn : first
  const to = ends !== undefined && ends < last ? ends : last
  return from <= to ? { from, to } : undefined
}

/** Price of an item a month: of its kind with its plan, else of its kind (events.md section 6). */
export function monthlyFee(c: Case, item: string, on: Day): Answer<number> {
  const exactly = listPrice(c, 'monthlyFees', item, on, 'SC-4-1')
  const kind = item.split('.')[0] ?? item
  if (isKnown(exactly) || kind === item) return exactly
  const ofKind = listPrice(c, 'monthlyFees', kind, on, 'SC-4-1')
  return isKnown(ofKind) ? ofKind : exactly
}

/** The monthly fee of a resource: one line, or one an item where a change splits the month. */
function monthlyBase(c: Case, resource: Resource, month: Month): readonly Charge[] {
  const { ref, startsOn, contents, end } = resource
  const window = windowOf(month, startsOn, end)
  if (!window || isWhollyPaused(c, ref, window)) return []
  const on = closingDay(month)
  const steps = contents.map((content): PlanStep => {
    return { from: content.from, item: itemOf(content), facts: content.causes }
  })
  const term = { first: startsOn, last: valueOf(end), facts: [] }
  const ask = {
    what: 'charge.monthly-base',
    rule: 'SC-4-1',
    price: (item: string) => monthlyFee(c, item, on),
  }
  const ending = end && isKnown(end) && monthOf(end.value) === month ? [end] : []
  return flatFees(c, month, ask, term, steps)
    .filter(({ item }) => !isOnlyMetered(c, item, on))
    .map(({ item, amount }) => {
      const unitPrice = valueOf(ask.price(item))
      return {
        kind: 'monthly-base',
        item,
        ref,
        unit: 'month',
        ...(unitPrice !== undefined && { unitPrice: text(exact(unitPrice)) }),
        amount: { ...amount, ref, causes: [...amount.causes, ...ending] },
      }
    })
}

/** An initial fee, where the price list has one: once, in the month in which the resource began. */
function initial(c: Case, { ref, startsOn, contents }: Resource, month: Month): readonly Charge[] {
  const [content] = contents
  if (monthOf(startsOn) !== month || !content) return []
  const listed = c.reference.tariff('initialFees', startsOn, c.terms.versionOn(c, startsOn).id)?.value
  const item = [itemOf(content), content.kind].find((name) => listed?.some((fee) => fee.item === name))
  if (item === undefined) return []
  const price = listPrice(c, 'initialFees', item, startsOn, 'SC-4-1')
  const q: Question = { what: 'charge.initial', ref, rule: 'SC-4-1', on: startsOn, causes: content.causes }
  const amount = given(c, q, [price], (fee) => fee)
  return [{ kind: 'initial', item, ref, occurredOn: startsOn, amount }]
}

/** 第4条第1項: what the base resources cost in a month; a month that has not begun has nothing. */
export const baseCharges: Subject = {
  charges: (c, month) =>
    month > monthOf(c.asOf)
      ? []
      : resources(c).flatMap((resource) => [
          ...initial(c, resource, month),
          ...monthlyBase(c, resource, month),
        ]),
}
