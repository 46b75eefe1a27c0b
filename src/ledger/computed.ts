import { type Instant } from '../domain/kernel/calendar.ts'
import { editionOf } from '../projections/views/edition.ts'
import { type ReadStore } from '../readstore/read-store.ts'
import { type Made, write } from '../readstore/work.ts'
import { type Known, type Loader, caseOf } from './load.ts'

/** The only generation of tables that are made for one question. */
export const ONLY = 1
const CONTRACTS_AT_ONCE = 16

/**
 * Contracts computed from the log at one instant and knowledge, in tables like those of the views. It is opened with the
 * first of them, and closed when nobody uses it and nobody will.
 */
export class Computed {
  readonly #open: () => Promise<ReadStore>
  readonly #loader: Loader
  readonly #asOf: Instant
  readonly #known: Known
  readonly #done = new Set<string>()
  #store: ReadStore | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #users = 0
  #isLeft = false

  constructor(open: () => Promise<ReadStore>, loader: Loader, asOf: Instant, known: Known) {
    this.#open = open
    this.#loader = loader
    this.#asOf = asOf
    this.#known = known
  }

  /** Its tables; undefined while nothing was computed. */
  get store(): ReadStore | undefined {
    return this.#store
  }

  /** Runs work during which it stays open. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#users++
    try {
      return await work()
    } finally {
      this.#users--
      await this.#closeIfDone()
    }
  }

  /** Nobody new will use it. */
  async leave(): Promise<void> {
    this.#isLeft = true
    await this.#closeIfDone()
  }

  /** Adds what is not in it yet of these contracts. */
  add(contractIds: Iterable<string>): Promise<void> {
    const turn = this.#turn.then(() => this.#addNow(contractIds))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #addNow(contractIds: Iterable<string>): Promise<void> {
    let made: Made[] = []
    for (const id of contractIds) {
      if (this.#done.has(id)) continue
      const material = await this.#loader.material(id, this.#known)
      if (!material) continue
      const edition = editionOf(caseOf(material, this.#asOf), material.own.revision)
      made.push({ editions: [edition], position: material.position, dueAt: edition.to })
      if (made.length < CONTRACTS_AT_ONCE) continue
      await this.#write(made)
      made = []
    }
    await this.#write(made)
  }

  async #write(made: readonly Made[]): Promise<void> {
    if (made.length === 0) return
    this.#store ??= await this.#open()
    await this.#store.db.transaction().execute((trx) => write(trx, ONLY, made))
    for (const { editions } of made) this.#done.add(editions[0].contractId)
  }

  async #closeIfDone(): Promise<void> {
    if (!this.#isLeft || this.#users > 0) return
    const store = this.#store
    this.#store = undefined
    await store?.close()
  }
}
