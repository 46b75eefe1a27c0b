import { type Reference, type TariffKey } from '../domain/contract/reference.ts'
import { type Fact } from '../domain/contract/timeline.ts'
import { type Day } from '../domain/kernel/calendar.ts'

type Tariff = Fact<'TariffPublished'>
const NOT_KEYS: ReadonlySet<string> = new Set(['tariffId', 'effectiveOn', 'termsVersion'])
const CATEGORIES = ['standard', 'reduced'] as const

/**
 * What is published for a day, key by key, each with the tariff it comes from. A key may stand twice: for every
 * contract, and for those that a version of the terms governs; of the two the later `effectiveOn` holds.
 */
export function tariffs(reference: Reference, on: Day): Record<string, unknown> {
  const facts = reference.facts.of('TariffPublished')
  const versions = [...new Set(facts.map(({ data }) => data.termsVersion))]
  const keys = [...new Set(facts.flatMap(({ data }) => Object.keys(data)))].filter(
    (key) => !NOT_KEYS.has(key),
  )
  const items = keys.sort().flatMap((key) =>
    versions.flatMap((version) => {
      const published = reference.tariff(key as TariffKey, on, version)
      const fact = published?.fact as Tariff | undefined
      if (!fact || fact.data.termsVersion !== version) return []
      return [{ key, value: published?.value, termsVersion: version ?? null, ...sourceOf(fact) }]
    }),
  )
  return { items, taxRates: taxRates(reference, on) }
}

const sourceOf = ({ id, data }: Tariff) => ({
  tariffId: data.tariffId,
  effectiveOn: data.effectiveOn,
  event: id,
})

const taxRates = (reference: Reference, on: Day): readonly unknown[] =>
  CATEGORIES.flatMap((category) => {
    const published = reference.taxRate(on, category)
    if (!published) return []
    const { id, data } = published.fact as Fact<'TaxRatePublished'>
    return [{ category, rate: published.value, effectiveOn: data.effectiveOn, event: id }]
  })
