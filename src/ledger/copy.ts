import { type Kept, type Moved, type WholeLog } from '../eventstore/event-store.ts'
import { Receipts } from './copy-receipts.ts'
import { type Summary, Tally } from './copy-tally.ts'
import { canonical } from './leaf.ts'

/** What a copy did, and the proof of it: what both logs hold, read from them after the last thing was written. */
export type Copied = {
  /** Events that were in the target before. */
  readonly before: number
  readonly events: number
  readonly receipts: number
  readonly source: Summary
  readonly target: Summary
  /** The source was written to while it was copied: another run brings the rest. */
  readonly grew: boolean
  /** Nothing changed on the way. */
  readonly equal: boolean
  /** Streams that do not end with the same event: some of them, where there are many. */
  readonly differing: readonly string[]
}

/** Told of each part of a copy when it begins, and where it ends; gets the positions on the way there. */
export type Watch = (part: 'looked at' | 'copied' | 'checked', end: number) => (position: number) => void

export type CopyOptions = {
  readonly watch?: Watch
  /** Done once the target is known to hold a beginning of the source, and before anything is written to it. */
  readonly prepare?: () => Promise<void>
  /** Events and receipts handed over at once. */
  readonly batch?: number
}

/** What is handed over at once: less is slow, more is lost by whoever is cut off. */
const BATCH_ITEMS = 5_000
const BATCH_CHARACTERS = 4_000_000

const NAMED_MAX = 100

/** A log that cannot become a copy of the source, because it holds something else. */
export class NoCopy extends Error {
  constructor(why: string) {
    super(`${why}; copy into an empty place, or into what an earlier run of the same copy left`)
  }
}

/**
 * Copies a log as it is stored: ids, instants, hashes, receipts and order stay, positions are the target's own. What a
 * run that was cut off left is gone on from. Nobody may write to either meanwhile.
 * @throws NoCopy before anything is written, when the target holds what is no beginning of the source
 * @throws Error when an event of either is not as it was written
 */
export async function copy(
  source: WholeLog,
  target: WholeLog,
  { watch = () => () => undefined, prepare = async () => undefined, batch = BATCH_ITEMS }: CopyOptions = {},
): Promise<Copied> {
  const [there, from, after] = [new Receipts(), new Receipts(), new Receipts()]
  try {
    const held = await tallied(target, new Tally(there), watch('looked at', await target.end()))
    const end = await source.end()
    const reading = new Reading(new Tally(from), held, there)
    const writing = new Writing(target, prepare, batch)
    const met = watch('copied', end)
    for await (const item of source.kept()) {
      const fresh = reading.next(item)
      if (item.event) met(item.event.position)
      if (fresh) await writing.add(fresh)
    }
    reading.end()
    await writing.end()
    const isNew = writing.events + writing.receipts > 0
    const proof = isNew ? await tallied(target, new Tally(after), watch('checked', await target.end())) : held
    const grew = (await source.end()) !== end
    return { ...outcome(reading.tally, proof), ...writing.counts(), before: held.events, grew }
  } finally {
    for (const each of [there, from, after]) each.close()
  }
}

async function tallied(log: WholeLog, tally: Tally, met: (position: number) => void): Promise<Tally> {
  for await (const item of log.kept()) {
    tally.add(item)
    if (item.event) met(item.event.position)
  }
  return tally
}

function outcome(from: Tally, to: Tally): Pick<Copied, 'source' | 'target' | 'equal' | 'differing'> {
  const [source, target] = [from.summary(), to.summary()]
  return { source, target, equal: canonical(source) === canonical(target), differing: differing(from, to) }
}

/** Streams that do not end with the same event, each once. */
function differing({ heads: a }: Tally, { heads: b }: Tally): readonly string[] {
  const names: string[] = []
  for (const stream of new Set([...a.keys(), ...b.keys()])) {
    if (names.length < NAMED_MAX && a.get(stream)?.hash !== b.get(stream)?.hash) names.push(stream)
  }
  return names
}

/** Reads the source along what the target holds already, and then gives what it does not. */
class Reading {
  readonly tally: Tally
  readonly #held: Tally
  readonly #receipts: Receipts
  #isBehind = false

  constructor(tally: Tally, held: Tally, receipts: Receipts) {
    this.tally = tally
    this.#held = held
    this.#receipts = receipts
    this.#look()
  }

  /** What is to be written; undefined for what is there. */
  next(item: Kept): Moved | undefined {
    const wasBehind = this.#isBehind
    const moved = this.tally.add(item)
    if (item.event && !wasBehind) this.#look()
    if (!moved) return undefined
    const isThere = moved.receipt && this.#receipts.holds(moved.receipt, canonical(moved.receipt))
    if (isThere === false) throw new NoCopy(`the target answered key ${moved.receipt?.key} otherwise`)
    if (wasBehind) return moved.event || !isThere ? moved : undefined
    if (moved.receipt && !isThere) throw new NoCopy(`the target does not know key ${moved.receipt.key}`)
    return undefined
  }

  /** Behind the last event of the target: until there both must be the same. */
  #look(): void {
    if (this.tally.events < this.#held.events) return
    this.#isBehind = true
    if (this.tally.hashesNow() !== this.#held.hashesNow())
      throw new NoCopy('the target holds other events than the source, or the same ones in another order')
  }

  end(): void {
    if (this.#isBehind) return
    const more = this.#held.events - this.tally.events
    throw new NoCopy(`the target holds ${more} events more than the source`)
  }
}

/** Hands things over in batches. */
class Writing {
  readonly #target: WholeLog
  readonly #prepare: () => Promise<void>
  readonly #items: number
  #isPrepared = false
  #batch: Moved[] = []
  #characters = 0
  events = 0
  receipts = 0

  constructor(target: WholeLog, prepare: () => Promise<void>, items: number) {
    this.#target = target
    this.#prepare = prepare
    this.#items = items
  }

  counts(): Pick<Copied, 'events' | 'receipts'> {
    return { events: this.events, receipts: this.receipts }
  }

  async add(item: Moved): Promise<void> {
    this.#batch.push(item)
    this.#characters += item.text.length
    if (item.event) this.events++
    if (item.receipt) this.receipts++
    if (this.#batch.length >= this.#items || this.#characters >= BATCH_CHARACTERS) await this.end()
  }

  /** Hands over what is left. */
  async end(): Promise<void> {
    if (!this.#isPrepared) await this.#prepare()
    this.#isPrepared = true
    if (this.#batch.length > 0) await this.#target.restore(this.#batch)
    this.#batch = []
    this.#characters = 0
  }
}
