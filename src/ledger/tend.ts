import { setTimeout as sleep } from 'node:timers/promises'
import { type StoredEvent, StoreUnavailable } from '../eventstore/event-store.ts'
import { type Instant, addHours } from '../domain/kernel/calendar.ts'
import { type Edition, editionOf } from '../projections/views/edition.ts'
import { NEVER } from '../projections/views/span.ts'
import { type Learned, type Met, type Touch, advance, markDue } from '../readstore/advance.ts'
import {
  type Generation,
  VIEW_VERSION,
  begin,
  current,
  positionOf,
  removeOld,
  switchTo,
  tended,
} from '../readstore/generations.ts'
import { type ReadStore } from '../readstore/read-store.ts'
import { type Made, workOff } from '../readstore/work.ts'
import { PARTY_TYPES, outageStream, referenceStream } from './directory.ts'
import { type Ledger } from './ledger.ts'
import { type Loader, type Material, caseOf } from './load.ts'

/** Events read of the log in one step, and contracts whose editions are made in one. */
const EVENTS_AT_ONCE = 5_000
const CONTRACTS_AT_ONCE = 16
/** Contracts whose date comes, while others wait of which something was told. */
const CONTRACTS_BESIDE = 4
/** Until it is looked again whether anything was told. */
const IDLE_MS = 50
const IDLE_MS_SHARED = 250
const AGAIN_MS = 2_000
/** A contract that cannot be computed is tried again after so long, or when something is told of it. */
const HOURS_UNTIL_AGAIN = 1
/** How long before an edition ends the next one is made, and how many are made at most. */
const HOURS_AHEAD = 48
const EDITIONS_MAX = 20

export type Tended = {
  readonly ledger: Pick<Ledger, 'store' | 'directory' | 'clock'>
  readonly loader: Loader
  readonly reads: ReadStore
  /** Told what could not be done; the work goes on. */
  readonly onFault: (what: string, error: unknown) => void
}

/**
 * Keeps the views caught up with the log until it is told to stop. Any number of processes may do so on one read store:
 * they share the work by contract. What depends on time passing is made anew when its date has come, and only that.
 */
export async function tend(tended: Tended, signal: AbortSignal): Promise<void> {
  const idle = tended.reads.shared ? IDLE_MS_SHARED : IDLE_MS
  while (!signal.aborted) {
    try {
      await begin(tended.reads)
      if (!(await step(tended))) await pause(idle, signal)
    } catch (error) {
      if (signal.aborted) return
      tended.onFault('the views do not go on', error)
      await pause(error instanceof StoreUnavailable ? error.retryAfter * 1_000 : AGAIN_MS, signal)
    }
  }
}

/** Reads on in the log, or makes some editions; false when there was nothing to do. */
export async function step(it: Tended): Promise<boolean> {
  let worked = false
  for (const generation of await tended(it.reads.db)) {
    const { position: head } = await it.ledger.store.head()
    if (generation.position < head) {
      await readOn(it, generation)
      worked = true
      continue
    }
    if (await makeSome(it, generation)) worked = true
    else if (await isReady(it, generation)) await replace(it, generation)
  }
  return worked
}

/** Makes editions of contracts that were told of, and of some whose date has come or comes soon. */
async function makeSome({ reads, ...it }: Tended, { generation }: Generation): Promise<boolean> {
  const make = (contractId: string) => made(it, contractId)
  const told = await workOff(reads, generation, { why: 'told', count: CONTRACTS_AT_ONCE }, make)
  const count = told > 0 ? CONTRACTS_BESIDE : CONTRACTS_AT_ONCE
  const due = await workOff(reads, generation, { why: 'due', count }, make)
  const marked = due > 0 ? 0 : await markDue(reads, generation, it.ledger.clock.now())
  return told + due + marked > 0
}

/**
 * Is a build to be read from now on? Only one that takes the place of rows as an earlier program made them: one that was
 * begun to compare it with what is read is its maker's.
 */
async function isReady({ ledger, reads }: Tended, generation: Generation): Promise<boolean> {
  if (generation.status !== 'building') return false
  const before = await current(reads.db)
  if (before?.version === VIEW_VERSION) return false
  return (await positionOf(reads.db, generation)) >= (await ledger.store.head()).position
}

async function replace({ reads }: Tended, { generation }: Generation): Promise<void> {
  await switchTo(reads, generation)
  await removeOld(reads)
}

async function readOn({ ledger, reads }: Tended, { generation, position: from }: Generation): Promise<void> {
  const stretch = new Stretch()
  for await (const event of ledger.store.readAll(from)) if (stretch.add(event) >= EVENTS_AT_ONCE) break
  if (stretch.count > 0) await advance(reads, generation, { from, to: stretch.to }, stretch.learned())
}

async function made(it: Pick<Tended, 'ledger' | 'loader' | 'onFault'>, contractId: string): Promise<Made> {
  await new Promise((done) => setImmediate(done)) // others have their turn
  const now = it.ledger.clock.now()
  try {
    const material = await it.loader.material(contractId)
    if (!material) throw new Error(`contract ${contractId} is in the views and not in the log`)
    return editionsOf(material, now)
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    it.onFault(`contract ${contractId} cannot be computed, and stands in no list`, error)
    return absent(contractId, now)
  }
}

/** The edition for now, and those that follow soon, so that nobody waits where a date comes for many contracts at once. */
function editionsOf(material: Material, now: Instant): Made {
  const { position, own } = material
  const horizon = addHours(now, HOURS_AHEAD)
  const first = editionOf(caseOf(material, now), own.revision)
  const editions: [Edition, ...Edition[]] = [first]
  let last = first
  while (last.to <= horizon && editions.length < EDITIONS_MAX) {
    last = editionOf(caseOf(material, last.to), own.revision)
    editions.push(last)
  }
  return { editions, position, dueAt: last.to > horizon ? addHours(last.to, -HOURS_AHEAD) : last.from }
}

const absent = (contractId: string, now: Instant): Made => ({
  editions: [{ contractId, contract: null, deadlines: [], pauses: [], from: now, to: NEVER }],
  position: 0,
  dueAt: addHours(now, HOURS_UNTIL_AGAIN),
})

/** What a stretch of the log says to the views. */
class Stretch {
  readonly #met: Met[] = []
  readonly #touched = new Map<string, Touch>()
  readonly #together = new Map<string, Touch & { readonly service: string; readonly partyId?: string }>()
  readonly #rules: { readonly rule: string; readonly position: number }[] = []
  count = 0
  to = 0

  /** Gives how many events it has. */
  add(event: StoredEvent): number {
    const { contractId, partyId, service, position, type, stream, basis } = event
    this.to = position
    if (contractId !== null && partyId !== null) this.#met.push({ contractId, service, partyId, position })
    if (contractId !== null) this.#touched.set(contractId, touch(this.#touched.get(contractId), position))
    if (partyId !== null && isOfParty(type)) this.#touchTogether({ service, partyId, position })
    if (stream === referenceStream(service) || stream === outageStream(service))
      this.#touchTogether({ service, position })
    for (const rule of new Set(basis)) this.#rules.push({ rule, position })
    return ++this.count
  }

  #touchTogether({ position, ...whose }: { service: string; partyId?: string; position: number }): void {
    const key = JSON.stringify(whose)
    this.#together.set(key, { ...whose, ...touch(this.#together.get(key), position) })
  }

  learned(): Learned {
    const met = new Map(this.#met.toReversed().map((each) => [each.contractId, each])) // the first of each
    return {
      met: [...met.values()],
      touched: this.#touched,
      touchedTogether: [...this.#together.values()],
      rules: this.#rules,
    }
  }
}

/** Facts of a party, and what may take one back. */
const isOfParty = (type: string): boolean =>
  type === 'ActionVoided' || (PARTY_TYPES as readonly string[]).includes(type)

const touch = (before: Touch | undefined, position: number): Touch => ({
  first: before?.first ?? position,
  last: position,
})

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined)
