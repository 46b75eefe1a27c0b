import {
  type Case,
  type Question,
  closingDay,
  factsOf,
  given,
  listPrice,
  missing,
  tariff,
  tariffOr,
} from '../../../contract/case.ts'
import { billable, pricesOf } from '../../../contract/metered.ts'
import { type TariffValue } from '../../../contract/reference.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Day, type Month, endOf, monthOf } from '../../../kernel/calendar.ts'
import { isUndetermined, valueOf } from '../../../kernel/finding.ts'
import { type Quantity, exact, text, toYen } from '../../../kernel/money.ts'
import { type Charge, type Subject } from '../../terms.ts'
import { type Change, changes } from './change.ts'
import { windowOf } from './charges.ts'
import { requested } from './provisional-charges.ts'
import { type Resource, contentOn, itemOf, resources } from './resources.ts'

type Price = TariffValue<'usagePrices'>[number]

/** Meters of options, which have prices and rules of their own. */
const OF_OPTIONS: ReadonlySet<string> = new Set([
  'aws-outbound-gb',
  'aws-inbound-gb',
  'mobile-data',
  'sms-sent',
  'sms-failed',
])

const pricesOn = (c: Case, on: Day): readonly Price[] =>
  c.reference.tariff('usagePrices', on, c.terms.versionOn(c, on).id)?.value ?? []

/** Metered by its item and without a monthly fee: nothing is owed for the month as such. */
export function isOnlyMetered(c: Case, item: string, on: Day): boolean {
  const names = [item, item.split('.')[0] ?? item]
  const isPriced = pricesOn(c, on).some((price) => price.item !== undefined && names.includes(price.item))
  return isPriced && names.every((name) => isUndetermined(listPrice(c, 'monthlyFees', name, on, 'SC-4-1')))
}

type Reading = {
  readonly meter: string
  readonly ref: string | undefined
  readonly quantity: Quantity
  readonly fact: Fact
}

/** The readings of base resources in a month; a later one replaces the earlier of its meter and ref. */
function readingsOf(c: Case, month: Month): readonly Reading[] {
  const last = new Map<string, Reading>()
  for (const fact of factsOf(c, 'UsageMeasured')) {
    if (fact.data.month !== month) continue
    for (const { meter, ref, quantity } of fact.data.readings)
      if (!OF_OPTIONS.has(meter)) last.set(`${meter}/${ref ?? ''}`, { meter, ref, quantity, fact })
  }
  return [...last.values()]
}

/** Whose reading it is: a resource, or provision that was withdrawn. */
type Metered = { readonly item: string; readonly withdrawn: Change | undefined }

function meteredAs(c: Case, month: Month, ref: string | undefined): Metered {
  const resource = resources(c).find((each) => each.ref === ref)
  if (resource) return { item: itemAt(resource, month), withdrawn: undefined }
  const withdrawn = changes(c).find(
    ({ request, refused }) => refused && ref !== undefined && request.data.ref === ref,
  )
  return { item: withdrawn ? itemOf(requested(c, withdrawn)) : '', withdrawn }
}

const itemAt = (resource: Resource, month: Month): string =>
  itemOf(
    contentOn(resource, closingDay(month)) ?? resource.contents[0] ?? { kind: undefined, plan: undefined },
  )

/** A reading at the price of its meter on the last day of the month; one without a price is undetermined (CC-13). */
function line(c: Case, month: Month, { meter, ref, quantity, fact }: Reading): readonly Charge[] {
  const closing = closingDay(month)
  const { item, withdrawn } = meteredAs(c, month, ref)
  const chargeable = withdrawn && tariff(c, 'provisionalUsageChargeable', closing, 'SC-3-2b')
  if (valueOf(chargeable) === false) return []
  const q: Question = {
    what: 'charge.usage',
    ref: ref ?? meter,
    rule: 'SC-4-1',
    on: closing,
    causes: [fact, withdrawn?.refused],
  }
  const price = pricesOf(pricesOn(c, closing), item).get(meter)
  const list = tariff(c, 'usagePrices', closing, 'SC-4-1')
  const line = { kind: 'usage', item: meter, ...(ref !== undefined && { ref }) } as const
  if (!price) return [{ ...line, amount: missing(c, { ...q, causes: [fact, list] }, 'tariff:usagePrices') }]
  const paid = billable(exact(quantity), price.included)
  const rounding = tariffOr(c, 'lineRounding', closing, 'CC-11', 'floor')
  const priced = given(c, q, [list, rounding], (_list, mode) => toYen(paid.times(price.unitPrice), mode))
  const amount = chargeable ? given(c, q, [priced, chargeable], (yen) => yen) : priced
  return [{ ...line, quantity: text(paid), unit: price.unit, unitPrice: price.unitPrice, amount }]
}

/** A meter that is priced for a resource, and no reading of it once the month is over: `usage:<meter>`. */
function unread(c: Case, month: Month, readings: readonly Reading[]): readonly Charge[] {
  const closing = closingDay(month)
  if (c.asOf < endOf(closing)) return []
  const own = pricesOn(c, closing).filter(({ item }) => item !== undefined)
  return resources(c)
    .filter(({ startsOn, end }) => windowOf(month, startsOn, end) !== undefined)
    .flatMap((resource) =>
      [...pricesOf(own, itemAt(resource, month)).keys()]
        .filter(
          (meter) =>
            !readings.some((each) => each.meter === meter && (each.ref ?? resource.ref) === resource.ref),
        )
        .map((meter): Charge => {
          const causes = resource.contents.flatMap((content) => content.causes)
          const q: Question = { what: 'charge.usage', ref: resource.ref, rule: 'SC-4-1', on: closing, causes }
          return { kind: 'usage', item: meter, ref: resource.ref, amount: missing(c, q, `usage:${meter}`) }
        }),
    )
}

/** 第4条第1項: what is charged by use, each resource by its readings. */
export const meteredUse: Subject = {
  acts: {
    UsageMeasured: {
      basis: ['SC-4-1'],
      speaksOf: (_c, act) => act.data.readings.some(({ meter }) => !OF_OPTIONS.has(meter)),
    },
  },
  charges: (c, month) => {
    if (month > monthOf(c.asOf)) return []
    const readings = readingsOf(c, month)
    return [...readings.flatMap((reading) => line(c, month, reading)), ...unread(c, month, readings)]
  },
}
