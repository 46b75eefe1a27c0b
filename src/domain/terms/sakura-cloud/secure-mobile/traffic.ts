import { type Case, remembered } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Month, monthIndex, monthOf, monthsFrom } from '../../../kernel/calendar.ts'
import { fleetOf } from '../fleet/sims.ts'
import {
  type Sources,
  type Told,
  type Traffic,
  has,
  numbersOf,
  toldByMonth,
  trafficIn,
} from '../fleet/traffic.ts'

export const SIMS: Sources = { reports: 'SimUsageReported', observations: 'SimCommunicated' }

/** What was told of each month up to that of `asOf`, by the month that is meant. */
export const told = (c: Case): ReadonlyMap<Month, Told> => toldByMonth(c.facts, SIMS)

/** The communication of SIMs in a month: closed network or Internet, under whatever registration (SC-Q11). */
export const traffic = (c: Case, month: Month): Traffic => trafficIn(c.facts, SIMS, fleetOf(c).names, month)

/** A line of months, each with the SIMs that communicated in it; a month nobody spoke of has none. */
export type Months = {
  /** The first month of the line, counted from year 0. */
  readonly first: number
  readonly used: readonly (Uint32Array | undefined)[]
}

/** The communication of every month up to that of `asOf`. */
export const communication = remembered((c: Case): Months => {
  const last = monthOf(c.asOf)
  const months = [...told(c).keys()].filter((month) => month <= last).sort()
  const [from] = months
  if (from === undefined) return { first: monthIndex(last), used: [] }
  return {
    first: monthIndex(from),
    used: monthsFrom(from, last).map((month) => (told(c).has(month) ? traffic(c, month).used : undefined)),
  }
})

/** The SIMs that communicated in any month of a stretch, both ends included. */
export function usedWithin({ first, used }: Months, from: number, to: number): Uint32Array {
  const sets = used
    .slice(Math.max(0, from - first), Math.max(0, to - first + 1))
    .filter((set) => set !== undefined)
  const union = new Uint32Array(Math.max(0, ...sets.map(({ length }) => length)))
  for (const set of sets)
    for (let word = 0; word < set.length; word++) union[word] = (union[word] ?? 0) | (set[word] ?? 0)
  return union
}

export const usedIn = ({ first, used }: Months, sim: number, month: number): boolean => {
  const set = used[month - first]
  return set !== undefined && has(set, sim)
}

/** Month of the last communication of a SIM in a stretch of months, counted from year 0; -1 where there was none. */
export function lastUsed(months: Months, sim: number, upTo: number, from: number): number {
  const first = Math.max(from, months.first)
  for (let month = upTo; month >= first; month--) if (usedIn(months, sim, month)) return month
  return -1
}

/** Facts told of a month that name a SIM. */
export function factsNaming(c: Case, month: Month, sim: number): readonly Fact[] {
  const { reports, observations } = traffic(c, month).told
  const { names } = fleetOf(c)
  return [...reports, ...observations].filter(({ data }) => numbersOf(data.rows, names).includes(sim))
}
