import { type Instant, epochMs, fromEpochMs } from '../kernel/calendar.ts'
import { type DataOf, type EventType } from './vocabulary.ts'

/**
 * A fleet of 100,000 SIMs is told in lists of 1,000. In memory such a list is held as rows of numbers: an id once in a
 * table of names, bytes and instants in typed arrays. Nothing is lost: `unpacked` gives back what was told.
 */

/** Types whose data is one long list, with the field that holds it and the field that names its entries. */
const LISTS = {
  SimLent: ['sims', 'iccid'],
  SimRegistered: ['sims', 'iccid'],
  SimDeleted: ['sims', 'iccid'],
  SimAttached: ['sims', 'iccid'],
  SimDetached: ['sims', 'iccid'],
  SimCommunicated: ['sims', 'iccid'],
  SimUsageReported: ['sims', 'iccid'],
  SimLockChanged: ['sims', 'iccid'],
  DeviceIdGranted: ['devices', 'deviceId'],
  DeviceIdRemoved: ['devices', 'deviceId'],
  DeviceTrafficReported: ['devices', 'deviceId'],
} as const satisfies { readonly [T in EventType]?: readonly [list: 'sims' | 'devices', id: string] }

export type BulkType = keyof typeof LISTS
/** The data of a type as facts carry it: a long list is `rows`, all else is as it was told. */
export type FactData<T extends EventType> = T extends BulkType
  ? Omit<DataOf<T>, 'sims' | 'devices'> & { readonly rows: Rows }
  : DataOf<T>

export const isBulk = (type: string): type is BulkType => Object.hasOwn(LISTS, type)

/** Ids as small numbers, in the order in which they were first met. */
export class Names {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []

  get size(): number {
    return this.#texts.length
  }

  /**
   * The number of an id; a new one for an id not met before. Lists repeat the order of earlier ones, so `guess`, the
   * number behind that of the id before, is mostly right and spares the look-up.
   */
  number(id: string, guess = -1): number {
    if (this.#texts[guess] === id) return guess
    const known = this.#numbers.get(id)
    if (known !== undefined) return known
    const next = this.#texts.length
    this.#numbers.set(id, next)
    this.#texts.push(id)
    return next
  }

  /** The number of an id that was met. */
  find(id: string): number | undefined {
    return this.#numbers.get(id)
  }

  text(number: number): string {
    const id = this.#texts[number]
    if (id === undefined) throw new RangeError(`no name ${number} of ${this.#texts.length}`)
    return id
  }
}

/** The entries of a list, column by column. */
export type Rows = {
  readonly names: Names
  readonly ids: Uint32Array
  /** Of reports. */
  readonly bytes?: Float64Array
  /** Milliseconds since 1970 of a report's first and last communication; NaN where it was not told. */
  readonly firstAt?: Float64Array
  readonly lastAt?: Float64Array
  /** Of grants: the SIM of each device. */
  readonly iccids?: Uint32Array
}

type Entry = {
  readonly iccid?: string
  readonly deviceId?: string
  readonly bytes?: number
  readonly firstAt?: Instant
  readonly lastAt?: Instant
}
type Told = Readonly<Record<string, unknown>>

/** The data of a fact: rows for a long list, named by `names`; anything else as it is. */
export function packed(type: string, data: Told, names: Names): Told {
  if (!isBulk(type) || 'rows' in data) return data
  const [list, id] = LISTS[type]
  const { [list]: entries, ...rest } = data
  return { ...rest, rows: rowsOf(entries as readonly Entry[], id, names) }
}

/** Columns are filled by plain loops: millions of entries are packed before the first answer of a cold start. */
function rowsOf(entries: readonly Entry[], id: 'iccid' | 'deviceId', names: Names): Rows {
  const [first] = entries
  const firstAt = instants(entries, 'firstAt')
  const lastAt = instants(entries, 'lastAt')
  return {
    names,
    ids: numbers(entries, id, names),
    ...(first?.bytes !== undefined && { bytes: amounts(entries) }),
    ...(firstAt && { firstAt }),
    ...(lastAt && { lastAt }),
    ...(id === 'deviceId' && first?.iccid !== undefined && { iccids: numbers(entries, 'iccid', names) }),
  }
}

function numbers(entries: readonly Entry[], field: 'iccid' | 'deviceId', names: Names): Uint32Array {
  const column = new Uint32Array(entries.length)
  let last = -1
  for (let i = 0; i < column.length; i++) column[i] = last = names.number(entries[i]?.[field] ?? '', last + 1)
  return column
}

function amounts(entries: readonly Entry[]): Float64Array {
  const column = new Float64Array(entries.length)
  for (let i = 0; i < column.length; i++) column[i] = entries[i]?.bytes ?? 0
  return column
}

/** NaN where an entry has none; undefined where no entry has one. */
function instants(entries: readonly Entry[], field: 'firstAt' | 'lastAt'): Float64Array | undefined {
  let column: Float64Array | undefined
  for (let i = 0; i < entries.length; i++) {
    const at = entries[i]?.[field]
    if (at === undefined) continue
    column ??= new Float64Array(entries.length).fill(NaN)
    column[i] = epochMs(at)
  }
  return column
}

/** What was told, from what is held. */
export function unpacked(type: string, data: Told): Told {
  if (!isBulk(type) || !('rows' in data)) return data
  const [list, id] = LISTS[type]
  const { rows, ...rest } = data as { readonly rows: Rows }
  return { ...rest, [list]: Array.from(rows.ids, (_id, i) => entryOf(rows, id, i)) }
}

/** May what is held be what is told? Lists of other lengths or with other ends cannot be, and are not unpacked to see. */
export function maybeSame(type: string, held: Told, told: Told): boolean {
  if (!isBulk(type) || !('rows' in held)) return true
  const [list, id] = LISTS[type]
  const { ids, names } = (held as { readonly rows: Rows }).rows
  const entries = told[list] as readonly Entry[]
  const same = (i: number): boolean => names.text(at(ids, i)) === entries[i]?.[id]
  return ids.length === entries.length && same(0) && same(ids.length - 1)
}

const entryOf = (rows: Rows, id: 'iccid' | 'deviceId', i: number): Entry => ({
  [id]: rows.names.text(at(rows.ids, i)),
  ...(rows.iccids && { iccid: rows.names.text(at(rows.iccids, i)) }),
  ...(rows.bytes && { bytes: at(rows.bytes, i) }),
  ...instantOf(rows, 'firstAt', i),
  ...instantOf(rows, 'lastAt', i),
})

function instantOf(rows: Rows, field: 'firstAt' | 'lastAt', i: number): Partial<Entry> {
  const ms = rows[field]?.[i]
  return ms === undefined || Number.isNaN(ms) ? {} : { [field]: fromEpochMs(ms) }
}

const at = (column: Uint32Array | Float64Array, i: number): number => column[i] ?? NaN

/** The numbers of some rows under other names: as they are where the names are the same. */
export const numbersIn = (rows: Rows, names: Names, column: 'ids' | 'iccids' = 'ids'): Uint32Array => {
  const numbers = rows[column] ?? new Uint32Array()
  return rows.names === names
    ? numbers
    : Uint32Array.from(numbers, (number) => names.number(rows.names.text(number)))
}

const ROWS_PER_UNIT = 64
/** What a fact weighs in a cache, where 1 is a fact without a list. */
export const weightOf = (data: Told): number =>
  'rows' in data ? 1 + Math.ceil((data as { readonly rows: Rows }).rows.ids.length / ROWS_PER_UNIT) : 1
