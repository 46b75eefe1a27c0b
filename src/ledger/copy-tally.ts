import { createHash } from 'node:crypto'
import { type Kept, type Moved, type StoredEvent } from '../eventstore/event-store.ts'
import { type Receipts } from './copy-receipts.ts'
import { canonical, seal } from './leaf.ts'

/** Everything of a log in a few lines: equal for two logs only where they hold the same, in the same order. */
export type Summary = {
  readonly events: number
  /** Hex SHA-256 over the hashes of the events, 32 bytes each, in ledger order. */
  readonly hashes: string
  readonly streams: number
  /** Hex SHA-256 over a line for each stream, in order of their names: name, revision and hash of its last event. */
  readonly heads: string
  readonly receipts: number
  /** Hex SHA-256 over the canonical texts of the receipts, in order of credential, door and key. */
  readonly receiptHashes: string
}

type Head = { readonly revision: number; readonly hash: string | null }
const NO_HEAD: Head = { revision: 0, hash: null }

/** Reads along a log and holds it against itself: each hash covers its record, each event follows the one before it. */
export class Tally {
  readonly #receipts: Receipts
  readonly #hashes = createHash('sha256')
  readonly heads = new Map<string, Head>()
  events = 0

  /** @param receipts empty; closed by whoever made it */
  constructor(receipts: Receipts) {
    this.#receipts = receipts
  }

  /**
   * Takes the next thing of the log; gives it with the text that its hash covers. Undefined for a receipt whose key was
   * used before: the first one in the log counts.
   * @throws Error when the event is not as it was written
   */
  add({ event, receipt }: Kept): Moved | undefined {
    const text = event ? this.#addEvent(event) : ''
    const kept = receipt && this.#receipts.add(receipt, canonical(receipt)) ? receipt : undefined
    if (event) return { event, receipt: kept, text }
    return kept && { receipt: kept, text }
  }

  #addEvent(event: StoredEvent): string {
    const { stream, revision, prev, position, id } = event
    const { text, hash } = seal(event)
    const last = this.heads.get(stream) ?? NO_HEAD
    if (hash !== event.hash || last.revision !== revision - 1 || last.hash !== prev)
      throw new Error(`event ${id} of ${stream} at position ${position} is not as it was written`)
    this.heads.set(stream, { revision, hash })
    this.#hashes.update(hash, 'hex')
    this.events++
    return text
  }

  /** What `hashes` of the summary is so far. */
  hashesNow(): string {
    return this.#hashes.copy().digest('hex')
  }

  summary(): Summary {
    const heads = createHash('sha256')
    for (const stream of [...this.heads.keys()].sort()) {
      const { revision, hash } = this.heads.get(stream) ?? NO_HEAD
      heads.update(`${stream} ${revision} ${hash}\n`)
    }
    const receipts = this.#receipts.digest()
    return {
      events: this.events,
      hashes: this.hashesNow(),
      streams: this.heads.size,
      heads: heads.digest('hex'),
      receipts: receipts.count,
      receiptHashes: receipts.sha256,
    }
  }
}
