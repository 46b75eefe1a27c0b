/** A small number that says what happened. */
export type Kind = number

type Column = Uint8Array | Uint32Array | Int32Array
const FIRST_SIZE = 1024

function grown<T extends Column>(column: T, size: number, fill: number): T {
  const larger = new (column.constructor as new (length: number) => T)(size)
  larger.set(column)
  larger.fill(fill, column.length)
  return larger
}

/**
 * What happened to each of many things, as a chain of entries in typed arrays, the latest first: 17 bytes an entry. An
 * entry knows the place in the timeline of the fact that made it, so that one set of chains serves every view of the
 * timeline: a reader passes over what lies at or behind the end of its view.
 */
export class Chains {
  #count = 0
  #head = new Int32Array(0)
  #prev = new Int32Array(FIRST_SIZE)
  #place = new Uint32Array(FIRST_SIZE)
  #kind = new Uint8Array(FIRST_SIZE)
  #month = new Int32Array(FIRST_SIZE)
  #detail = new Int32Array(FIRST_SIZE)

  /** Adds an entry to the chain of a thing. `month` counts from year 0; `detail` is the writer's own. */
  put(thing: number, kind: Kind, place: number, month: number, detail = -1): void {
    const entry = this.#count++
    if (entry >= this.#prev.length) this.#grow()
    if (thing >= this.#head.length) this.#head = grown(this.#head, Math.max(FIRST_SIZE, thing * 2), -1)
    this.#prev[entry] = this.#head[thing] ?? -1
    this.#place[entry] = place
    this.#kind[entry] = kind
    this.#month[entry] = month
    this.#detail[entry] = detail
    this.#head[thing] = entry
  }

  /** The latest entry of a thing before a place of the timeline; -1 where there is none. */
  latest(thing: number, end: number): number {
    let entry = this.#head[thing] ?? -1
    while (entry >= 0 && this.placeOf(entry) >= end) entry = this.before(entry)
    return entry
  }

  /** The latest entry of some kinds before a place. */
  latestOf(thing: number, end: number, ...kinds: readonly Kind[]): number {
    let entry = this.latest(thing, end)
    while (entry >= 0 && !kinds.includes(this.kindOf(entry))) entry = this.before(entry)
    return entry
  }

  /** The entry of the same thing before one; -1 where there is none. */
  before(entry: number): number {
    return this.#prev[entry] ?? -1
  }
  placeOf(entry: number): number {
    return this.#place[entry] ?? 0
  }
  kindOf(entry: number): Kind {
    return this.#kind[entry] ?? 0
  }
  monthOf(entry: number): number {
    return this.#month[entry] ?? 0
  }
  detailOf(entry: number): number {
    return this.#detail[entry] ?? -1
  }

  #grow(): void {
    const size = this.#prev.length * 2
    this.#prev = grown(this.#prev, size, -1)
    this.#place = grown(this.#place, size, 0)
    this.#kind = grown(this.#kind, size, 0)
    this.#month = grown(this.#month, size, 0)
    this.#detail = grown(this.#detail, size, -1)
  }
}
