import { type Case } from '../../contract/case.ts'
import { said } from '../../contract/said.ts'
import { type Day, day } from '../../kernel/calendar.ts'
import { type Dated, dated } from '../../kernel/dated.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'

/** Yen before tax. `tiers`: a component's price a month up to that many components. */
export type Tier = { readonly upTo: number; readonly price: number }
export type Column = { readonly base: number; readonly tiers: readonly Tier[] }
/** 別表2 of one version of the terms. `linux` is ※1, `windows` ※2; other plans have one column. */
export type PriceList = {
  readonly columns: Readonly<Record<string, Column>>
  /** Initial fee, and how many components it covers; each further one costs `initialPerComponent`. */
  readonly initial: number
  readonly initialCovers: number
  readonly initialPerComponent: number
  /** First metric relaxation of a component, a month. */
  readonly metricRelaxation: number
}

const column = (base: number, first: number, second: number, third: number): Column => ({
  base,
  tiers: [
    { upTo: 5, price: first },
    { upTo: 20, price: second },
    { upTo: Infinity, price: third },
  ],
})

/** 別表2 マネージドサービス料金表 and its notes, by the version of the terms it is printed in. */
export const priceLists: Dated<PriceList> = dated({
  from: day('2024-01-31'),
  value: {
    columns: {
      entry: column(10_000, 4_000, 3_000, 2_800),
      standard: column(20_000, 9_000, 8_200, 7_400),
      advanced: column(20_000, 15_000, 12_000, 10_000),
      'premium-linux': column(50_000, 25_000, 21_000, 15_000),
      'premium-windows': column(50_000, 30_000, 25_000, 21_000),
    },
    initial: 50_000,
    initialCovers: 5,
    initialPerComponent: 10_000,
    metricRelaxation: 2_000,
  },
})

/** The price list of the version in force on a day; `rule` is the rule that asks. */
export function priceList(c: Case, on: Day, rule: RuleId): Answer<PriceList> {
  return said(c, { what: 'terms.price-list', rule, on }, priceLists)
}

/** Price of so many components: each in its own tier, or with `volume` all at the tier that holds the count (OP-Q8). */
export function priceOfComponents(
  count: number,
  tiers: readonly Tier[],
  mode: 'graduated' | 'volume',
): number {
  if (mode === 'volume') return count * (tiers.find(({ upTo }) => count <= upTo)?.price ?? 0)
  return tiers.reduce((sum, { upTo, price }, i) => {
    const below = tiers[i - 1]?.upTo ?? 0
    return sum + Math.max(0, Math.min(count, upTo) - below) * price
  }, 0)
}
