import { type Case } from '../../../contract/case.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type EventType } from '../../../contract/vocabulary.ts'
import { BEGAN, ENDED } from './spans.ts'
import { type Readers, Things, type Wanted } from './things.ts'

/** What happens to a SIM, beside BEGAN (registered) and ENDED (deleted). */
export const LENT = 3
export const ATTACHED = 4
export const DETACHED = 5
export const LOCKED = 6
export const UNLOCKED = 7
export const DISABLED = 8

type Placed<T extends EventType> = { readonly place: number; readonly fact: Fact<T> }
/** A mobile gateway: every fact of it, with its place. */
export type GatewayFacts = {
  readonly number: number
  readonly created: Placed<'MobileGatewayCreated'>
  deleted?: Placed<'MobileGatewayDeleted'>
  readonly settings: Placed<'MobileGatewayConfigured'>[]
}

/** The SIMs and gateways of a timeline. */
export class Fleet extends Things {
  readonly gateways = new Map<string, GatewayFacts>()
  /** Ids of gateways by their number, which entries of ATTACHED carry. */
  readonly gatewayIds: string[] = []

  readonly nothing: Wanted = () => undefined
  readonly registered: Wanted = (sim, place) => (this.isOpen(sim, place) ? undefined : 'SimRegistered iccid')
  /** A SIM is registered once at a time: of a second registration the deletion between is missing. */
  readonly deleted: Wanted = (sim, place) => (this.isOpen(sim, place + 1) ? 'SimDeleted iccid' : undefined)
  readonly attached: Wanted = (sim, place) => {
    const entry = this.chains.latestOf(sim, place, BEGAN, ENDED, ATTACHED, DETACHED)
    return entry >= 0 && this.chains.kindOf(entry) === ATTACHED ? undefined : 'SimAttached iccid'
  }
  readonly locked: Wanted = (sim, place) => {
    const entry = this.chains.latestOf(sim, place, LOCKED, UNLOCKED, DISABLED)
    const isLocked = entry >= 0 && this.chains.kindOf(entry) === LOCKED
    return this.registered(sim, place) ?? (isLocked ? undefined : 'SimLockChanged locked iccid')
  }

  /** A gateway that is there, or what is missing of one is noted. */
  gatewayFor(fact: Fact, place: number, id: string): GatewayFacts | undefined {
    const gateway = this.gateways.get(id)
    if (gateway && !gateway.deleted) return gateway
    this.miss(fact, place, `MobileGatewayCreated gatewayId ${id}`)
    return undefined
  }
}

const LOCKS = { locked: LOCKED, unlocked: UNLOCKED, disabled: DISABLED }

const READERS: Readers<Fleet> = {
  SimLent: (fleet, fact, place) => void fleet.note(fact, place, fact.data.rows, LENT, fleet.nothing),
  SimRegistered: (fleet, fact, place) =>
    fleet.changed(fleet.note(fact, place, fact.data.rows, BEGAN, fleet.deleted), fact, place),
  SimDeleted: (fleet, fact, place) => {
    const there: Wanted = (sim) => fleet.registered(sim, place + 1)
    fleet.changed(-fleet.note(fact, place, fact.data.rows, ENDED, there), fact, place)
  },
  SimAttached: (fleet, fact, place) => {
    const gateway = fleet.gatewayFor(fact, place, fact.data.gatewayId)
    if (gateway) fleet.note(fact, place, fact.data.rows, ATTACHED, fleet.registered, gateway.number)
  },
  SimDetached: (fleet, fact, place) => void fleet.note(fact, place, fact.data.rows, DETACHED, fleet.attached),
  SimLockChanged: (fleet, fact, place) => {
    const wants = fact.data.state === 'unlocked' ? fleet.locked : fleet.registered
    fleet.note(fact, place, fact.data.rows, LOCKS[fact.data.state], wants)
  },
  MobileGatewayCreated: (fleet, fact, place) => {
    const { gatewayId } = fact.data
    if (fleet.gateways.has(gatewayId)) return // an id names one gateway only
    const number = fleet.gatewayIds.push(gatewayId) - 1
    fleet.gateways.set(gatewayId, { number, created: { place, fact }, settings: [] })
    fleet.changed(1, fact, place)
  },
  MobileGatewayDeleted: (fleet, fact, place) => {
    const gateway = fleet.gatewayFor(fact, place, fact.data.gatewayId)
    if (!gateway) return
    gateway.deleted = { place, fact }
    fleet.changed(-1, fact, place)
  },
  MobileGatewayConfigured: (fleet, fact, place) =>
    void fleet.gatewayFor(fact, place, fact.data.gatewayId)?.settings.push({ place, fact }),
}

const KEY = 'sakura-cloud/fleet'

/** The fleet of a case: one for all views of its timeline, read at least to the end of this one. */
export function fleetOf({ facts }: Case): Fleet {
  const { timeline } = facts
  const known = timeline.derived.get(KEY) as Fleet | undefined
  const fleet = known ?? new Fleet()
  if (!known) timeline.derived.set(KEY, fleet)
  fleet.readTo(timeline, facts.length, (fact, place) => {
    const read = READERS[fact.type] as ((fleet: Fleet, fact: Fact, place: number) => void) | undefined
    read?.(fleet, fact, place)
  })
  return fleet
}
