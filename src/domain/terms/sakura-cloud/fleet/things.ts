import { Names, type Rows } from '../../../contract/bulk.ts'
import { type Fact, type Timeline } from '../../../contract/timeline.ts'
import { type EventType } from '../../../contract/vocabulary.ts'
import { monthIndex, monthOf } from '../../../kernel/calendar.ts'
import { Chains, type Kind } from './chains.ts'
import { Order } from './order.ts'
import { BEGAN, ENDED } from './spans.ts'
import { numbersOf } from './traffic.ts'

/** A fact without effect while its other half is not told: what is missing, and of how many things. */
export type Loose = { readonly place: number; readonly fact: Fact; readonly missing: string; things: number }
/** From this place on there is none of what a contract lives by, or there is one again. */
export type Turn = { readonly place: number; readonly fact: Fact; readonly empty: boolean }
/** What is missing before a fact has effect on a thing; undefined where nothing is. */
export type Wanted = (thing: number, place: number) => string | undefined
export type Readers<T> = {
  readonly [E in EventType]?: (things: T, fact: Fact<E>, place: number) => void
}

/**
 * Everything told of many like things of a timeline (SIMs, devices) but for their traffic, and of what they hang on.
 * One index serves every view of its timeline: each entry knows its place. It is read on as the timeline grows.
 */
export class Things {
  /** Of the first list that was read; those of a ledger's stream are all the same. */
  names = new Names()
  readonly chains = new Chains()
  /** Facts that made entries, by place. */
  readonly facts = new Map<number, Fact>()
  readonly loose: Loose[] = []
  readonly turns: Turn[] = []
  /** Things in the order in which they first began, and the places of that. */
  readonly all: number[] = []
  readonly #firstPlaces: number[] = []
  readonly #places: number[] = []
  readonly #order = new Order()
  #upTo = 0
  #live = 0

  /** Reads on to a place. `readers` are told of each fact once, in the order of facts. */
  readTo(timeline: Timeline, end: number, read: (fact: Fact, place: number) => void): void {
    if (end <= this.#upTo) return
    for (const fact of timeline.first(end, this.#upTo)) {
      const place = this.#upTo++
      if (this.names.size === 0 && 'rows' in fact.data) this.names = fact.data.rows.names
      read(fact, place)
    }
  }

  /** Notes an entry for each thing of a list that lacks nothing; answers how many those are. */
  note(fact: Fact, place: number, rows: Rows, kind: Kind, wants: Wanted, detail = -1): number {
    let noted = 0
    for (const thing of numbersOf(rows, this.names)) {
      const missing = wants(thing, place)
      if (missing === undefined) {
        this.put(thing, kind, fact, place, detail)
        noted++
      } else this.miss(fact, place, `${missing} ${this.names.text(thing)}`)
    }
    return noted
  }

  put(thing: number, kind: Kind, fact: Fact, place: number, detail = -1): void {
    if (kind === BEGAN && this.chains.latestOf(thing, place + 1, BEGAN) < 0) {
      this.all.push(thing)
      this.#firstPlaces.push(place)
    }
    this.chains.put(thing, kind, place, monthIndex(monthOf(fact.at)), detail)
    if (!this.facts.has(place)) this.#places.push(place)
    this.facts.set(place, fact)
  }

  miss(fact: Fact, place: number, missing: string): void {
    const last = this.loose.at(-1)
    if (last?.place === place) last.things++
    else this.loose.push({ place, fact, missing, things: 1 })
  }

  /** So many more, or fewer, of what a contract lives by. */
  changed(by: number, fact: Fact, place: number): void {
    const before = this.#live
    this.#live += by
    if (before === 0 && this.#live > 0) this.turns.push({ place, fact, empty: false })
    if (before > 0 && this.#live === 0) this.turns.push({ place, fact, empty: true })
  }

  /** The fact that made an entry. */
  factOf(entry: number): Fact {
    const fact = this.facts.get(this.chains.placeOf(entry))
    if (!fact) throw new RangeError(`entry ${entry} has no fact`)
    return fact
  }

  /** Begun, and not ended, before a place. */
  isOpen(thing: number, end: number): boolean {
    const entry = this.chains.latestOf(thing, end, BEGAN, ENDED)
    return entry >= 0 && this.chains.kindOf(entry) === BEGAN
  }

  /** The number of a thing that began before a place. */
  named(id: string, end: number): number | undefined {
    const thing = this.names.find(id)
    return thing !== undefined && this.chains.latestOf(thing, end, BEGAN) >= 0 ? thing : undefined
  }

  /** Every thing that ever began, in order of id; what lies behind a view is for the reader to leave out. */
  inOrder(after = ''): Uint32Array {
    return this.#order.of(this.all, this.names, after)
  }

  /** How many things ever began before a place. */
  countBefore(end: number): number {
    return before(this.#firstPlaces, end)
  }

  /** How many facts made entries before a place: what rests on entries alone is the same where it is. */
  versionAt(end: number): number {
    return before(this.#places, end)
  }
}

/** How many of some ascending numbers lie before one. */
function before(places: readonly number[], end: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < end) low = middle + 1
    else high = middle
  }
  return low
}
