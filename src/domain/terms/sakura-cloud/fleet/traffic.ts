import { type Names, type Rows, numbersIn } from '../../../contract/bulk.ts'
import { type Fact, type Facts } from '../../../contract/timeline.ts'
import { type Month, monthOf } from '../../../kernel/calendar.ts'
import { kept } from './kept.ts'

/** What was told of the traffic of many things: monthly reports, and observations of an instant where there are any. */
export type Sources = {
  readonly reports: 'SimUsageReported' | 'DeviceTrafficReported'
  readonly observations?: 'SimCommunicated'
}
type Report = Fact<'SimUsageReported'> | Fact<'DeviceTrafficReported'>
type Observation = Fact<'SimCommunicated'>

/** The facts that speak of one month, in order. */
export type Told = { readonly reports: readonly Report[]; readonly observations: readonly Observation[] }

/** The traffic of a month: sets of things by their number, a bit a thing. */
export type Traffic = {
  readonly told: Told
  /** It communicated: bytes were reported last, or it was observed. */
  readonly used: Uint32Array
  /** Its bytes were reported, be it 0. */
  readonly reported: Uint32Array
}

const BITS = 32
const NOTHING: Told = { reports: [], observations: [] }

export const has = (set: Uint32Array, thing: number): boolean =>
  (((set[thing >>> 5] ?? 0) >>> (thing & (BITS - 1))) & 1) === 1
const add = (set: Uint32Array, thing: number): void => {
  set[thing >>> 5] = (set[thing >>> 5] ?? 0) | (1 << (thing & (BITS - 1)))
}
const drop = (set: Uint32Array, thing: number): void => {
  set[thing >>> 5] = (set[thing >>> 5] ?? 0) & ~(1 << (thing & (BITS - 1)))
}

/** Every thing of a set, in order of number. */
export function each(set: Uint32Array, visit: (thing: number) => void): void {
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word] ?? 0; bits !== 0; bits &= bits - 1) {
      visit(word * BITS + (BITS - 1) - Math.clz32(bits & -bits))
    }
  }
}

const byView = new WeakMap<Facts, Map<string, ReadonlyMap<Month, Told>>>()

/** What a view was told of each month, by the month that is meant. */
export function toldByMonth(facts: Facts, { reports, observations }: Sources): ReadonlyMap<Month, Told> {
  const known = byView.get(facts) ?? new Map<string, ReadonlyMap<Month, Told>>()
  byView.set(facts, known)
  const before = known.get(reports)
  if (before) return before
  const told = new Map<Month, { reports: Report[]; observations: Observation[] }>()
  const of = (month: Month): { reports: Report[]; observations: Observation[] } => {
    const found = told.get(month) ?? { reports: [], observations: [] }
    told.set(month, found)
    return found
  }
  for (const fact of facts.of(reports)) of(fact.data.month).reports.push(fact)
  if (observations) for (const fact of facts.of(observations)) of(monthOf(fact.at)).observations.push(fact)
  known.set(reports, told)
  return told
}

/** The traffic of a month in a view. What the same facts said once is not folded again for another view. */
export function trafficIn(facts: Facts, sources: Sources, names: Names, month: Month): Traffic {
  const told = toldByMonth(facts, sources).get(month) ?? NOTHING
  const question = `traffic/${sources.reports}/${month}`
  return kept(facts, question, versionOf(told), () => fold(told, names))
}

/** How much was told of a month. */
export const versionOf = ({ reports, observations }: Told): string =>
  `${reports.length}+${observations.length}`

function fold(told: Told, names: Names): Traffic {
  const lists = [...told.reports, ...told.observations].map(({ data }) => numbersOf(data.rows, names))
  const words = Math.ceil(names.size / BITS)
  const used = new Uint32Array(words)
  const reported = new Uint32Array(words)
  told.reports.forEach(({ data }, i) => {
    lists[i]?.forEach((thing, row) => {
      add(reported, thing)
      if ((data.rows.bytes?.[row] ?? 0) > 0) add(used, thing)
      else drop(used, thing)
    })
  })
  for (const list of lists.slice(told.reports.length)) for (const thing of list) add(used, thing)
  return { told, used, reported }
}

/** Bytes reported of the things that count, exact beyond 2^53: of each thing the last report of the month. */
export function bytesOf({ told }: Traffic, names: Names, counts: (thing: number) => boolean): bigint {
  const lists = told.reports.map(({ data }) => numbersOf(data.rows, names))
  const bytes = new Float64Array(names.size)
  told.reports.forEach(({ data }, i) => {
    lists[i]?.forEach((thing, row) => (bytes[thing] = data.rows.bytes?.[row] ?? 0))
  })
  let whole = 0n
  let part = 0
  bytes.forEach((amount, thing) => {
    if (amount === 0 || !counts(thing)) return
    if (part + amount > Number.MAX_SAFE_INTEGER) {
      whole += BigInt(part)
      part = 0
    }
    part += amount
  })
  return whole + BigInt(part)
}

type Column = 'ids' | 'iccids'
const translated = new WeakMap<Rows, Map<Column, { readonly names: Names; readonly numbers: Uint32Array }>>()

/** The things of a list under other names; what was found for a list of foreign names is kept with it. */
export function numbersOf(rows: Rows, names: Names, column: Column = 'ids'): Uint32Array {
  if (rows.names === names) return rows[column] ?? new Uint32Array()
  const columns = translated.get(rows) ?? new Map<Column, { names: Names; numbers: Uint32Array }>()
  translated.set(rows, columns)
  const known = columns.get(column)
  if (known?.names === names) return known.numbers
  const found = numbersIn(rows, names, column)
  columns.set(column, { names, numbers: found })
  return found
}
