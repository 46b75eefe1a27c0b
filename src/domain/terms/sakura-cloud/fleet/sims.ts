import { Names, type Rows } from '../../../contract/bulk.ts'
import { type Case } from '../../../contract/case.ts'
import { type Fact, type Timeline } from '../../../contract/timeline.ts'
import { type EventType } from '../../../contract/vocabulary.ts'
import { monthIndex, monthOf } from '../../../kernel/calendar.ts'
import { Chains, type Kind } from './chains.ts'
import { Order } from './order.ts'
import { BEGAN, ENDED } from './spans.ts'
import { numbersOf } from './traffic.ts'

/** What happens to a SIM, beside BEGAN (registered) and ENDED (deleted). */
export const LENT = 3
export const ATTACHED = 4
export const DETACHED = 5
export const LOCKED = 6
export const UNLOCKED = 7
export const DISABLED = 8

/** A fact without effect while its other half is not told: what is missing, and of how many SIMs. */
export type Loose = { readonly place: number; readonly fact: Fact; readonly missing: string; things: number }
/** From this place on there is no SIM and no gateway, or there is one again. */
export type Turn = { readonly place: number; readonly fact: Fact; readonly empty: boolean }
/** A mobile gateway: every fact of it, with its place. */
export type Gateway = {
  readonly created: { readonly place: number; readonly fact: Fact<'MobileGatewayCreated'> }
  deleted?: { readonly place: number; readonly fact: Fact<'MobileGatewayDeleted'> }
  readonly settings: { readonly place: number; readonly fact: Fact<'MobileGatewayConfigured'> }[]
}

/** Everything told of the SIMs and gateways of a timeline, but for their traffic; read on as the timeline grows. */
export class Fleet {
  /** Of the first list that was read; those of a ledger's stream are all the same. */
  names = new Names()
  readonly chains = new Chains()
  readonly facts = new Map<number, Fact>()
  readonly loose: Loose[] = []
  readonly turns: Turn[] = []
  readonly gateways = new Map<string, Gateway>()
  readonly gatewayIds: string[] = []
  /** Place of the first SimLent. */
  firstLent = Number.MAX_SAFE_INTEGER
  /** SIMs in the order in which they were first registered, and the places of that. */
  readonly sims: number[] = []
  readonly firstPlaces: number[] = []
  readonly #order = new Order()
  #upTo = 0
  #live = 0

  readTo(timeline: Timeline, end: number): void {
    if (end <= this.#upTo) return
    for (const fact of timeline.first(end, this.#upTo)) {
      const place = this.#upTo++
      if (this.names.size === 0 && 'rows' in fact.data) this.names = fact.data.rows.names
      READERS[fact.type]?.(this, fact, place)
    }
  }

  /** Notes an entry for every SIM of a list that passes, and what is missing for those that do not. */
  note(fact: Fact, place: number, rows: Rows, kind: Kind, wants: Wanted, detail = -1): number {
    const month = monthIndex(monthOf(fact.at))
    let noted = 0
    for (const sim of numbersOf(rows, this.names)) {
      const missing = wants(this, sim, place)
      if (missing !== undefined) {
        this.miss(fact, place, `${missing} ${this.names.text(sim)}`)
        continue
      }
      this.chains.put(sim, kind, place, month, detail)
      noted++
    }
    if (noted > 0) this.facts.set(place, fact)
    return noted
  }

  miss(fact: Fact, place: number, missing: string): void {
    const last = this.loose.at(-1)
    if (last?.place === place) last.things++
    else this.loose.push({ place, fact, missing, things: 1 })
  }

  /** So many SIMs and gateways more, or fewer. */
  changed(by: number, fact: Fact, place: number): void {
    const before = this.#live
    this.#live += by
    if (before === 0 && this.#live > 0) this.turns.push({ place, fact, empty: false })
    if (before > 0 && this.#live === 0) this.turns.push({ place, fact, empty: true })
  }

  /** The fact that made an entry. */
  factOf(entry: number): Fact {
    const fact = this.facts.get(this.chains.placeOf(entry))
    if (!fact) throw new RangeError(`entry ${entry} of the fleet has no fact`)
    return fact
  }

  isRegistered(sim: number, end: number): boolean {
    const entry = this.chains.latestOf(sim, end, BEGAN, ENDED)
    return entry >= 0 && this.chains.kindOf(entry) === BEGAN
  }

  /** Every SIM ever registered, in order of ICCID; what lies behind a view is for the reader to leave out. */
  inOrder(after = ''): Uint32Array {
    return this.#order.of(this.sims, this.names, after)
  }

  /** How many SIMs were ever registered before a place. */
  simsBefore(end: number): number {
    let count = this.firstPlaces.length
    while (count > 0 && (this.firstPlaces[count - 1] ?? 0) >= end) count--
    return count
  }

  gatewayIn(id: string, end: number): Gateway | undefined {
    const gateway = this.gateways.get(id)
    return gateway && gateway.created.place < end ? gateway : undefined
  }
}

/** What is missing before a fact has effect on a SIM; undefined where nothing is. */
type Wanted = (fleet: Fleet, sim: number, place: number) => string | undefined

const nothing: Wanted = () => undefined
const registered: Wanted = (fleet, sim, place) =>
  fleet.isRegistered(sim, place) ? undefined : 'SimRegistered iccid'
/** A SIM is registered once at a time: of a second registration the deletion between is missing. */
const deleted: Wanted = (fleet, sim, place) =>
  fleet.isRegistered(sim, place) ? 'SimDeleted iccid' : undefined
const attached: Wanted = (fleet, sim, place) => {
  const entry = fleet.chains.latestOf(sim, place, BEGAN, ENDED, ATTACHED, DETACHED)
  return entry >= 0 && fleet.chains.kindOf(entry) === ATTACHED ? undefined : 'SimAttached iccid'
}
const locked: Wanted = (fleet, sim, place) => {
  const entry = fleet.chains.latestOf(sim, place, LOCKED, UNLOCKED, DISABLED)
  const missing =
    entry >= 0 && fleet.chains.kindOf(entry) === LOCKED ? undefined : 'SimLockChanged locked iccid'
  return registered(fleet, sim, place) ?? missing
}

const LOCKS = { locked: LOCKED, unlocked: UNLOCKED, disabled: DISABLED }

type Readers = { readonly [T in EventType]?: (fleet: Fleet, fact: Fact<T>, place: number) => void }
const READERS = {
  SimLent: (fleet, fact, place) => {
    fleet.firstLent = Math.min(fleet.firstLent, place)
    fleet.note(fact, place, fact.data.rows, LENT, nothing)
  },
  SimRegistered: (fleet, fact, place) => {
    const before = numbersOf(fact.data.rows, fleet.names).filter(
      (sim) => fleet.chains.latestOf(sim, place, BEGAN) < 0,
    )
    const noted = fleet.note(fact, place, fact.data.rows, BEGAN, deleted)
    for (const sim of new Set(before)) {
      fleet.sims.push(sim)
      fleet.firstPlaces.push(place)
    }
    fleet.changed(noted, fact, place)
  },
  SimDeleted: (fleet, fact, place) =>
    fleet.changed(-fleet.note(fact, place, fact.data.rows, ENDED, registered), fact, place),
  SimAttached: (fleet, fact, place) => {
    const { gatewayId } = fact.data
    const known = fleet.gatewayIn(gatewayId, place)
    if (!known || known.deleted) fleet.miss(fact, place, `MobileGatewayCreated gatewayId ${gatewayId}`)
    else fleet.note(fact, place, fact.data.rows, ATTACHED, registered, fleet.gatewayIds.indexOf(gatewayId))
  },
  SimDetached: (fleet, fact, place) => fleet.note(fact, place, fact.data.rows, DETACHED, attached),
  SimLockChanged: (fleet, fact, place) => {
    const wants = fact.data.state === 'unlocked' ? locked : registered
    fleet.note(fact, place, fact.data.rows, LOCKS[fact.data.state], wants)
  },
  MobileGatewayCreated: (fleet, fact, place) => {
    const { gatewayId } = fact.data
    if (fleet.gateways.has(gatewayId)) return
    fleet.gateways.set(gatewayId, { created: { place, fact }, settings: [] })
    fleet.gatewayIds.push(gatewayId)
    fleet.changed(1, fact, place)
  },
  MobileGatewayDeleted: (fleet, fact, place) => {
    const gateway = fleet.gateways.get(fact.data.gatewayId)
    if (!gateway || gateway.deleted)
      return fleet.miss(fact, place, `MobileGatewayCreated gatewayId ${fact.data.gatewayId}`)
    gateway.deleted = { place, fact }
    fleet.changed(-1, fact, place)
  },
  MobileGatewayConfigured: (fleet, fact, place) => {
    const gateway = fleet.gateways.get(fact.data.gatewayId)
    if (!gateway || gateway.deleted)
      return fleet.miss(fact, place, `MobileGatewayCreated gatewayId ${fact.data.gatewayId}`)
    gateway.settings.push({ place, fact })
  },
} as Readers as { readonly [T in EventType]?: (fleet: Fleet, fact: Fact, place: number) => void }

const KEY = 'fleet'

/** The fleet of a case: one for all views of its timeline, read at least to the end of this one. */
export function fleetOf({ facts }: Case): Fleet {
  const { timeline } = facts
  const known = timeline.derived.get(KEY) as Fleet | undefined
  const fleet = known ?? new Fleet()
  if (!known) timeline.derived.set(KEY, fleet)
  fleet.readTo(timeline, facts.length)
  return fleet
}
