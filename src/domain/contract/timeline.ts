import { type Day, type Instant, dayOf } from '../kernel/calendar.ts'
import { type EventCause } from '../kernel/finding.ts'
import { type FactData, weightOf } from './bulk.ts'
import { type EventType } from './vocabulary.ts'

/** A recorded event as rules see it: what happened, when, and its data. Personal fields are never in it. */
export type Fact<T extends EventType = EventType> = {
  readonly id: string
  readonly type: T
  /** `occurredAt`. */
  readonly at: Instant
  readonly position: number
  readonly recordedAt: Instant
  readonly stream: string
  readonly data: FactData<T>
}

export const on = (fact: { readonly at: Instant }): Day => dayOf(fact.at)
export const cause = (fact: { readonly id: string }): EventCause => ({ event: fact.id })

/** (occurredAt, position): the one order of facts (CC-16). */
const inOrder = (a: Fact, b: Fact): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.position - b.position)

/** Does a fact come before another one, also where both happened at one instant? */
export const isBefore = (a: Fact, b: Fact): boolean => inOrder(a, b) < 0

/** A fact with its place in the timeline; `of` gives them out as plain facts of their type. */
type Placed = { readonly place: number; readonly fact: Fact }

/**
 * The live facts of one contract in their order. It only remembers; rules derive. A fact that is newest in time is
 * added to it and earlier views stay what they were; any other one makes a new timeline.
 */
export class Timeline {
  readonly #facts: Fact[]
  readonly #byType = new Map<EventType, Placed[]>()
  #weight = 0
  /** What a rule derived from all facts up to a place and wants to keep while the timeline lives, by rule. */
  readonly derived = new Map<unknown, unknown>()

  constructor(facts: readonly Fact[]) {
    this.#facts = []
    for (const fact of [...facts].sort(inOrder)) this.#push(fact)
  }

  get length(): number {
    return this.#facts.length
  }

  /** What it weighs in a cache; a fact without a long list weighs 1. */
  get weight(): number {
    return this.#weight
  }

  /** Adds facts that all come behind the last one; false, and nothing is added, when one does not. */
  extend(facts: readonly Fact[]): boolean {
    const sorted = [...facts].sort(inOrder)
    const last = this.#facts.at(-1)
    if (last && sorted[0] && inOrder(last, sorted[0]) > 0) return false
    for (const fact of sorted) this.#push(fact)
    return true
  }

  /** The facts at or before an instant. */
  until(asOf: Instant): Facts {
    return new Facts(
      this,
      this.#count((fact) => fact.at <= asOf),
    )
  }

  /** The facts that come before a recorded one. */
  before(fact: Fact): Facts {
    return new Facts(
      this,
      this.#count((earlier) => inOrder(earlier, fact) < 0),
    )
  }

  /** The first `end` facts, in order; those before place `from` left out. */
  *first(end: number, from = 0): Generator<Fact> {
    for (let i = from; i < end; i++) yield this.#factAt(i)
  }

  ofType<T extends EventType>(type: T, end: number): readonly Fact<T>[] {
    const placed = this.#byType.get(type)
    if (!placed) return []
    let count = placed.length
    while (count > 0 && (placed[count - 1]?.place ?? 0) >= end) count--
    return placed.slice(0, count).map(({ fact }) => fact as Fact<T>)
  }

  /** How many facts from the start hold; those that do come before those that do not. */
  #count(holds: (fact: Fact) => boolean): number {
    let low = 0
    let high = this.#facts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (holds(this.#factAt(middle))) low = middle + 1
      else high = middle
    }
    return low
  }

  #factAt(place: number): Fact {
    const fact = this.#facts[place]
    if (!fact) throw new RangeError(`no fact at place ${place} of ${this.#facts.length}`)
    return fact
  }

  #push(fact: Fact): void {
    const placed = { place: this.#facts.length, fact }
    this.#facts.push(fact)
    this.#weight += weightOf(fact.data)
    const same = this.#byType.get(fact.type)
    if (same) same.push(placed)
    else this.#byType.set(fact.type, [placed])
  }
}

/** A view of a timeline: its first `end` facts. */
export class Facts {
  readonly #timeline: Timeline
  readonly #end: number
  readonly #asked = new Map<EventType, readonly Fact[]>()

  constructor(timeline: Timeline, end: number) {
    this.#timeline = timeline
    this.#end = end
  }

  get timeline(): Timeline {
    return this.#timeline
  }

  get length(): number {
    return this.#end
  }

  /** The facts of a type in order. */
  of<T extends EventType>(type: T): readonly Fact<T>[] {
    const known = this.#asked.get(type)
    if (known) return known as readonly Fact<T>[]
    const found = this.#timeline.ofType(type, this.#end)
    this.#asked.set(type, found)
    return found
  }

  /** The facts of several types, in order. */
  ofAny<T extends EventType>(...types: readonly T[]): readonly Fact<T>[] {
    return types.flatMap((type): readonly Fact<T>[] => this.of(type)).sort(inOrder)
  }

  /** Every fact, in order. */
  all(): Generator<Fact> {
    return this.#timeline.first(this.#end)
  }

  /** The facts at or before an instant, of these. */
  until(asOf: Instant): Facts {
    const earlier = this.#timeline.until(asOf)
    return earlier.length < this.#end ? earlier : this
  }
}
