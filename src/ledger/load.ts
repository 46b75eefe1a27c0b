import { LRUCache } from 'lru-cache'
import { Names, isBulk, packed, weightOf } from '../domain/contract/bulk.ts'
import { type Case } from '../domain/contract/case.ts'
import { type Recorded, live, removes } from '../domain/contract/live.ts'
import { type ClosedStatement, closedStatements } from '../domain/contract/closed-statement.ts'
import { Reference } from '../domain/contract/reference.ts'
import { type Fact, Timeline } from '../domain/contract/timeline.ts'
import { type Service } from '../domain/contract/vocabulary.ts'
import { groupsOf, isWide, withWideFacts } from '../domain/contract/wide.ts'
import { type Instant, type Month } from '../domain/kernel/calendar.ts'
import { termsOf } from '../domain/terms/registry.ts'
import { type EventStore, type StoredEvent } from '../eventstore/event-store.ts'
import {
  type Contract,
  type Directory,
  PARTY_TYPES,
  contractStream,
  outageStream,
  referenceStream,
} from './directory.ts'
import { UPCASTERS, lift } from './upcast.ts'

/** How far the ledger's knowledge is taken: all of it, up to an instant, or up to a position (`ledger.md` section 4). */
export type Known = 'everything' | { readonly at: Instant } | { readonly position: number }

/** A stream as it was read: its events and the revision it stands at. */
export type Stream = {
  readonly name: string
  readonly revision: number
  /** As they were told, but for long lists, which are held packed (`unpacked` gives back what was told). */
  readonly events: readonly StoredEvent[]
  /** Names of the packed lists. */
  readonly names: Names
}

/** A contract's material at a knowledge: its own events, and everything a case of it is made from. */
export type Material = {
  readonly contract: Contract
  readonly own: Stream
  /** Revision of every other stream that was read. */
  readonly seen: Readonly<Record<string, number>>
  readonly timeline: Timeline
  readonly reference: Reference
  /** Last position of the ledger that is in it. */
  readonly position: number
  /** Statements that were closed, by month. */
  readonly closed: ReadonlyMap<Month, ClosedStatement>
}

/** What a service published, and the things of the whole service that may reach a contract. */
type Published = { readonly reference: Reference; readonly wide: readonly (readonly Fact[])[] }

/** Events kept in memory, over all cached streams together. */
const CACHED_EVENTS_MAX = 400_000

export const isKnown = (event: StoredEvent, known: Known): boolean =>
  known === 'everything' || ('at' in known ? event.recordedAt <= known.at : event.position <= known.position)

export const asRecorded = (event: StoredEvent): Recorded => lift(UPCASTERS, event)

/** An event as it is kept in memory. */
const kept = (event: StoredEvent, names: Names): StoredEvent => {
  if (!isBulk(event.type)) return event
  const lifted = lift(UPCASTERS, event)
  return { ...event, v: lifted.v, data: packed(event.type, lifted.data, names) }
}

/** Reads streams and makes cases of contracts. A timeline is kept by the revisions it was made from. */
export class Loader {
  readonly #store: EventStore
  readonly #directory: Directory
  readonly #streams: LRUCache<string, Stream>
  readonly #timelines: LRUCache<string, { own: number; rest: string; material: Material }>
  readonly #references = new Map<string, Published>()

  /** @param cached events to keep in memory, over all streams together; who walks through all contracts needs few */
  constructor(store: EventStore, directory: Directory, cached = CACHED_EVENTS_MAX) {
    this.#store = store
    this.#directory = directory
    this.#streams = new LRUCache({
      maxSize: cached,
      sizeCalculation: (stream) => stream.events.reduce((weight, { data }) => weight + weightOf(data), 1),
    })
    this.#timelines = new LRUCache({
      maxSize: cached,
      sizeCalculation: ({ material }) => material.timeline.weight + 1,
    })
  }

  /** A stream to its end; what was read before is not read again. */
  async stream(name: string): Promise<Stream> {
    const cached = this.#streams.get(name)
    const names = cached?.names ?? new Names()
    const fresh: StoredEvent[] = []
    for await (const event of this.#store.read(name, (cached?.revision ?? 0) + 1))
      fresh.push(kept(event, names))
    if (cached && fresh.length === 0) return cached
    const events = cached ? [...cached.events, ...fresh] : fresh
    const stream = { name, revision: events.length, events, names }
    this.#streams.set(name, stream)
    return stream
  }

  /** The material of a contract; undefined when nobody opened it, as far as is known. */
  async material(contractId: string, known: Known = 'everything'): Promise<Material | undefined> {
    await this.#directory.catchUp()
    const contract = this.#directory.contract(contractId)
    if (!contract) return undefined
    const own = await this.stream(contractStream(contractId))
    const others = await this.beside(contract)
    if (known !== 'everything')
      return this.#make(
        contract,
        at(own, known),
        others.map((stream) => at(stream, known)),
        undefined,
      )
    return this.#latest(contract, own, others)
  }

  /** What a service published, as far as is known. */
  async published(service: Service, known: Known = 'everything'): Promise<Reference> {
    const stream = await this.stream(referenceStream(service))
    return this.#referenceOf(service, known === 'everything' ? stream : at(stream, known), NOTHING).reference
  }

  /** A case of a contract that is not opened yet: nothing has happened, but prices and terms are known. */
  async blank(contract: Contract): Promise<Material> {
    const nothing = { name: contract.stream, revision: 0, events: [], names: new Names() }
    return this.#make(contract, nothing, await this.beside(contract), undefined)
  }

  /** The material as it would be with one more event of the contract. */
  async imagined(material: Material, event: StoredEvent): Promise<Material> {
    const own = { ...material.own, revision: event.revision, events: [...material.own.events, event] }
    return this.#make(material.contract, own, await this.beside(material.contract), undefined)
  }

  /**
   * The material on which an event of a contract was judged: its stream up to the event before it, and of the others
   * what it says it saw. Goes on from what this gave for the event before, where it can; that one is then used up.
   * @param others what `beside` gives
   */
  asSeen(
    contract: Contract,
    stream: Stream,
    others: readonly Stream[],
    event: Pick<StoredEvent, 'revision' | 'seen'>,
    last?: Material,
  ): Material {
    const own = upTo(stream, event.revision - 1)
    const seen = others.map((other) => upTo(other, event.seen[other.name] ?? 0))
    const goesOn =
      last !== undefined && seen.every(({ name, revision }) => (last.seen[name] ?? 0) === revision)
    return this.#make(contract, own, seen, goesOn ? last : undefined)
  }

  /** The other streams a case reads: what the service published, its outages, and what the party told elsewhere. */
  async beside(contract: Contract): Promise<readonly Stream[]> {
    const beside = this.#directory.tellersBeside(contract).map(contractStream)
    const names = [referenceStream(contract.service), outageStream(contract.service), ...beside]
    return Promise.all(names.map((name) => this.stream(name)))
  }

  #latest(contract: Contract, own: Stream, others: readonly Stream[]): Material {
    const rest = others.map(({ revision }) => revision).join('/')
    const cached = this.#timelines.get(contract.id)
    const base = cached?.rest === rest ? cached : undefined
    if (base?.own === own.revision) return base.material
    const material = this.#make(contract, own, others, base?.material)
    this.#timelines.set(contract.id, { own: own.revision, rest, material })
    return material
  }

  #make(contract: Contract, own: Stream, others: readonly Stream[], before: Material | undefined): Material {
    const seen = Object.fromEntries(
      others.filter(({ revision }) => revision > 0).map(({ name, revision }) => [name, revision]),
    )
    const closed = closedStatements(own.events)
    const position = Math.max(0, ...[own, ...others].map(({ events }) => events.at(-1)?.position ?? 0))
    const [reference = NOTHING, outages = NOTHING, ...parties] = others
    const referenceFacts = this.#referenceOf(contract.service, reference, outages)
    const extended = before && extend(before, own, referenceFacts.wide)
    if (extended) return { ...before, own, seen, position, closed }
    const { reference: published } = referenceFacts
    const material = {
      contract,
      own,
      seen,
      position,
      closed,
      reference: published,
      timeline: new Timeline([]),
    }
    const facts = [...live(own.events.map(asRecorded)), ...parties.flatMap(partyFacts)]
    const timeline = withWideFacts(facts, referenceFacts.wide, (each) =>
      caseOf({ ...material, timeline: each }, LATEST),
    )
    return { ...material, timeline }
  }

  /** The reference facts of a service, and the things of the whole service that may reach a contract. */
  #referenceOf(service: Service, reference: Stream, outages: Stream): Published {
    const key = `${service}/${reference.revision}/${outages.revision}`
    const cached = this.#references.get(key)
    if (cached) return cached
    const published = live(reference.events.map(asRecorded))
    const wide = groupsOf([...published.filter(isWide), ...live(outages.events.map(asRecorded))])
    const made = { reference: new Reference(new Timeline(published).until(LATEST)), wide }
    if (this.#references.size > 64) this.#references.clear()
    this.#references.set(key, made)
    return made
  }
}

const NOTHING: Stream = { name: '', revision: 0, events: [], names: new Names() }
const LATEST = '9999-12-31T23:59:59.999+09:00' as Instant

const partyFacts = (stream: Stream): readonly Fact[] =>
  live(stream.events.map(asRecorded)).filter((fact) => (PARTY_TYPES as readonly string[]).includes(fact.type))

const at = (stream: Stream, known: Known): Stream => {
  const events = stream.events.filter((event) => isKnown(event, known))
  return { ...stream, revision: events.at(-1)?.revision ?? 0, events }
}

/** A stream as it was when it stood at a revision. */
const upTo = (stream: Stream, revision: number): Stream =>
  revision >= stream.revision ? stream : { ...stream, revision, events: stream.events.slice(0, revision) }

/**
 * Adds the new events of a stream to its timeline; false when one is not newest in time or removes another, or when a
 * thing of the whole service began behind it: it may hold for the contract now.
 */
function extend(before: Material, own: Stream, wide: Published['wide']): boolean {
  const fresh = own.events.slice(before.own.events.length).map(asRecorded)
  if (fresh.some((event) => removes(event) !== null)) return false
  const facts = live(fresh)
  const lastBegan = wide.at(-1)?.[0]?.at // they are in the order in which they began
  if (lastBegan !== undefined && facts.some(({ at: when }) => when <= lastBegan)) return false
  return before.timeline.extend(facts)
}

/** The case of a contract at an instant. */
export function caseOf(material: Material, asOf: Instant): Case {
  const { contract } = material
  const terms = termsOf(contract.service)
  if (!terms) throw new Error(`${contract.id}: no 約款 for ${contract.service}`)
  return {
    service: contract.service,
    contractId: contract.id,
    partyId: contract.partyId,
    asOf,
    facts: material.timeline.until(asOf),
    reference: material.reference.until(asOf),
    terms,
    closed: material.closed,
  }
}
