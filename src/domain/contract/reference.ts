import { type Day, type Instant, weekdayOf } from '../kernel/calendar.ts'
import { type Facts, type Fact } from './timeline.ts'
import { type DataOf } from './vocabulary.ts'

type Tariff = DataOf<'TariffPublished'>
export type TariffKey = Exclude<keyof Tariff, 'tariffId' | 'effectiveOn' | 'termsVersion'>
export type TariffValue<K extends TariffKey> = NonNullable<Tariff[K]>

/** What was published and by which event; `undefined` where nothing was. */
export type Published<T> = { readonly value: T; readonly fact: Fact }

/** `missing` names what to publish, as an undetermined finding does. */
export type BusinessDay =
  | { readonly business: boolean; readonly fact?: Fact }
  | { readonly missing: 'calendar:holidays' | 'calendar:closures' }

const SATURDAY = 6

/**
 * Prices, tax rates, calendars and published documents of one service, as far as they are known and published by an
 * instant. Values are looked up by the day they are needed for, never taken from the latest (CC-14).
 */
export class Reference {
  readonly facts: Facts
  #tariffs: Map<string, Fact<'TariffPublished'>[]> | undefined

  constructor(facts: Facts) {
    this.facts = facts
  }

  /** What was published at or before an instant, of this. */
  until(asOf: Instant): Reference {
    const earlier = this.facts.until(asOf)
    if (earlier === this.facts) return this
    const { derived } = this.facts.timeline
    const key = `reference/${earlier.length}`
    const known = derived.get(key) as Reference | undefined
    if (known) return known
    const reference = new Reference(earlier)
    derived.set(key, reference)
    return reference
  }

  /**
   * The value of a tariff key in force on a day: the latest `effectiveOn` wins, then ledger order. A tariff with a
   * `termsVersion` holds only for contracts which that version governs.
   */
  tariff<K extends TariffKey>(key: K, on: Day, termsVersion?: string): Published<TariffValue<K>> | undefined {
    const fact = this.#tariffsOf(key).findLast(
      ({ data }) =>
        data.effectiveOn <= on && (data.termsVersion === undefined || data.termsVersion === termsVersion),
    )
    const value = fact?.data[key]
    return fact && value !== undefined ? { value: value as TariffValue<K>, fact } : undefined
  }

  /** Consumption tax rate in force on a day, as a decimal text. */
  taxRate(on: Day, category: 'standard' | 'reduced' = 'standard'): Published<string> | undefined {
    const fact = this.facts
      .of('TaxRatePublished')
      .filter(({ data }) => (data.category ?? 'standard') === category && data.effectiveOn <= on)
      .reduce<Fact<'TaxRatePublished'> | undefined>(
        (best, next) => (!best || next.data.effectiveOn >= best.data.effectiveOn ? next : best),
        undefined,
      )
    return fact && { value: fact.data.rate, fact }
  }

  /** Is the day neither a Saturday, a Sunday nor a national holiday, and with `closures` no company closure either? */
  businessDay(day: Day, closures: 'with-closures' | 'holidays-only'): BusinessDay {
    const calendar = this.facts
      .of('HolidayCalendarPublished')
      .findLast(({ data }) => data.fromOn <= day && day <= data.toOn)
    if (weekdayOf(day) >= SATURDAY) return { business: false, ...(calendar && { fact: calendar }) }
    if (!calendar) return { missing: 'calendar:holidays' }
    if (calendar.data.holidays.includes(day)) return { business: false, fact: calendar }
    if (closures === 'holidays-only') return { business: true, fact: calendar }
    if (!calendar.data.closures) return { missing: 'calendar:closures' }
    return { business: !calendar.data.closures.includes(day), fact: calendar }
  }

  /** Tariffs that name a key, by (effectiveOn, ledger order). */
  #tariffsOf(key: TariffKey): readonly Fact<'TariffPublished'>[] {
    this.#tariffs ??= new Map()
    const known = this.#tariffs.get(key)
    if (known) return known
    const found = this.facts
      .of('TariffPublished')
      .filter(({ data }) => data[key] !== undefined)
      .sort((a, b) =>
        a.data.effectiveOn === b.data.effectiveOn
          ? a.position - b.position
          : a.data.effectiveOn < b.data.effectiveOn
            ? -1
            : 1,
      )
    this.#tariffs.set(key, found)
    return found
  }
}
