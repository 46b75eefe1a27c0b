import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { type Instant } from '../domain/kernel/calendar.ts'
import { StoreUnavailable } from '../eventstore/event-store.ts'
import { type Generation, current, positionOf, waiting } from '../readstore/generations.ts'
import { type ReadStore, type ViewDb } from '../readstore/read-store.ts'
import { type At, type List, type Place, type Row, notHeld, positionsUnder } from '../readstore/select.ts'
import { Computed, ONLY } from './computed.ts'
import { type Ledger } from './ledger.ts'
import { type Known, Loader } from './load.ts'
import { WALK_EVENTS } from './walk.ts'

/** Rows read at once. */
const ROWS_AT_ONCE = 500
/** Where more contracts than these must be computed, it is done for one knowledge, and kept for the pages that follow. */
const COMPUTED_AND_FORGOTTEN = 200
const KEPT_MAX = 4
const WAIT_MS_MAX = 30_000
const LOOK_AGAIN_MS = 20
const RETRY_AFTER = 5

export type Asked = {
  readonly asOf: Instant
  /** Up to a position it is exact; an instant that has passed computes every contract from the log. */
  readonly known: Known
  /** Everything recorded by now is in the answer, even if it has to wait for it. */
  readonly consistent?: boolean
}

/** A list, narrowed, from behind a place on. */
export type Question<Filter> = {
  readonly list: List<Filter>
  readonly filter: Filter
  readonly after?: Place | undefined
}

type Plan = {
  /** How far the answer goes in the log. */
  readonly position: number
  readonly known: Known
  /** What the views are asked for; undefined where they cannot say it. */
  readonly at: At | undefined
  /** Little is computed, which no page that follows needs. */
  readonly isForgotten?: boolean
}

/**
 * Lists across contracts. They come from the views, and for whatever contracts these do not speak of that instant and
 * that knowledge, from the log; so an answer is the same whether much or little of it was there already.
 */
export class Lists {
  readonly #ledger: Ledger
  readonly #reads: ReadStore
  readonly #temporary: () => Promise<ReadStore>
  readonly #loader: Loader
  readonly #kept = new LRUCache<string, Computed>({
    max: KEPT_MAX,
    dispose: (computed) => void computed.leave(),
  })

  /** @param temporary opens an empty read store of its own, which goes when it is closed */
  constructor(ledger: Ledger, reads: ReadStore, temporary: () => Promise<ReadStore>) {
    this.#ledger = ledger
    this.#reads = reads
    this.#temporary = temporary
    this.#loader = new Loader(ledger.store, ledger.directory, WALK_EVENTS)
  }

  /**
   * Reads a list from behind a place on. `begun` is told how far the answer goes before its first row; `met` gets the
   * rows in order until it answers false.
   * @throws StoreUnavailable when the views do not come far enough in time
   */
  async read<Filter>(
    question: Question<Filter>,
    asked: Asked,
    begun: (position: number) => void,
    met: (row: Row) => boolean | Promise<boolean>,
  ): Promise<void> {
    const { position, known, at, isForgotten = false } = await this.#plan(asked)
    const computed = isForgotten
      ? new Computed(this.#temporary, this.#ledger.loader, asked.asOf, known)
      : this.#computed(asked.asOf, known)
    try {
      await computed.during(async () => {
        await computed.add(await this.#missing(this.#reads.db, at))
        begun(position)
        await this.#reads.snapshot(async (db) => {
          const missing = new Set(await this.#missing(db, at)) // the views may have moved on meanwhile
          await computed.add(missing)
          const fromViews = at && rows(db, (await read(db)).generation, at, question)
          const fromLog = computed.store && rows(computed.store.db, ONLY, { asOf: asked.asOf }, question)
          for await (const row of merged(fromViews, fromLog && of(missing, fromLog)))
            if (!(await met(row))) return
        })
      })
    } finally {
      if (isForgotten) await computed.leave()
    }
  }

  /** Positions of events that stand on a rule, or were refused by it, as far as the views have read. */
  async under(rule: string, after: number, limit: number): Promise<readonly number[]> {
    return positionsUnder(this.#reads.db, (await read(this.#reads.db)).generation, rule, after, limit)
  }

  /** Up to where the views have read the log; contracts told of before it may still be under way. */
  async position(): Promise<number> {
    return (await read(this.#reads.db)).position
  }

  /** Up to where the views hold everything, how far the log goes, and how many contracts wait to be computed. */
  async lag(): Promise<{ readonly position: number; readonly head: number; readonly waiting: number }> {
    const { position: head } = await this.#ledger.store.head()
    const generation = await current(this.#reads.db)
    if (!generation) return { position: 0, head, waiting: 0 }
    const position = await positionOf(this.#reads.db, generation)
    return { position, head, waiting: await waiting(this.#reads.db, generation) }
  }

  /** Waits until the views have read the log up to a position. */
  async reach(position: number): Promise<void> {
    for (const until = performance.now() + WAIT_MS_MAX; ; await sleep(LOOK_AGAIN_MS)) {
      const generation = await current(this.#reads.db)
      if (generation && generation.position >= position) return
      if (performance.now() > until)
        throw new StoreUnavailable(
          `the views have read the log up to position ${generation?.position ?? 0}, not to ${position} yet; does \`daicho project\` run?`,
          { retryAfter: RETRY_AFTER, inDoubt: false, cause: undefined },
        )
    }
  }

  close(): void {
    this.#kept.clear()
  }

  async #plan({ asOf, known, consistent }: Asked): Promise<Plan> {
    if (known !== 'everything' && 'at' in known) {
      const { position } = await this.#ledger.store.head()
      return { position, known, at: undefined }
    }
    if (known !== 'everything' || consistent) {
      const { position: head } = await this.#ledger.store.head()
      const position = known === 'everything' ? head : Math.min(known.position, head)
      await this.reach(position)
      return { position, known: { position }, at: { asOf, known: position } }
    }
    return this.#planOfViews(asOf)
  }

  /**
   * As far as the views have read, where little of that is not in them yet. Where much is under way, as far as all of it
   * is: the answer may know more of a contract then, and pages behind the first one do not.
   */
  async #planOfViews(asOf: Instant): Promise<Plan> {
    const generation = await read(this.#reads.db)
    const isLittle = async (at: At): Promise<boolean> =>
      (await notHeld(this.#reads.db, generation.generation, at)).length <= COMPUTED_AND_FORGOTTEN
    const whole = { asOf, known: generation.position }
    if (await isLittle(whole)) {
      const { position } = generation
      return { position, known: { position }, at: whole, isForgotten: true }
    }
    const position = await positionOf(this.#reads.db, generation)
    return (await isLittle({ asOf }))
      ? { position, known: 'everything', at: { asOf }, isForgotten: true }
      : { position, known: { position }, at: { asOf, known: position } }
  }

  async #missing(db: ViewDb, at: At | undefined): Promise<Iterable<string>> {
    if (at) return notHeld(db, (await read(db)).generation, at)
    await this.#ledger.directory.catchUp()
    return [...this.#ledger.directory.contracts()].map(({ id }) => id)
  }

  #computed(asOf: Instant, known: Known): Computed {
    const key = JSON.stringify([asOf, known])
    const kept = this.#kept.get(key)
    if (kept) return kept
    const made = new Computed(this.#temporary, this.#loader, asOf, known)
    this.#kept.set(key, made)
    return made
  }
}

/** The generation that is read. */
async function read(db: ViewDb): Promise<Generation> {
  const generation = await current(db)
  if (generation) return generation
  throw new StoreUnavailable('there are no views yet; does `daicho project` run?', {
    retryAfter: RETRY_AFTER,
    inDoubt: false,
    cause: undefined,
  })
}

async function* rows<Filter>(
  db: ViewDb,
  generation: number,
  at: At,
  { list, filter, after }: Question<Filter>,
): AsyncGenerator<Row, void, undefined> {
  for (let place = after; ;) {
    const some = await list(db, generation, at, filter, place, ROWS_AT_ONCE)
    yield* some
    if (some.length < ROWS_AT_ONCE) return
    place = some.at(-1)?.place
  }
}

/** The rows of these contracts. */
async function* of(ids: ReadonlySet<string>, all: AsyncIterable<Row>): AsyncGenerator<Row, void, undefined> {
  for await (const row of all) if (ids.has(row.contractId)) yield row
}

/** Rows of both in the order of their places. */
async function* merged(
  a: AsyncGenerator<Row> = nothing(),
  b: AsyncGenerator<Row> = nothing(),
): AsyncGenerator<Row, void, undefined> {
  let [x, y] = [await headOf(a), await headOf(b)]
  while (x || y) {
    const isLeft = x && (!y || isBefore(x.place, y.place))
    const next = isLeft ? x : y
    if (next) yield next
    if (isLeft) x = await headOf(a)
    else y = await headOf(b)
  }
}

async function* nothing(): AsyncGenerator<Row, void, undefined> {}

async function headOf(rows: AsyncGenerator<Row>): Promise<Row | undefined> {
  const { done, value } = await rows.next()
  return done ? undefined : value
}

function isBefore(a: Place, b: Place): boolean {
  for (const [i, x] of a.entries()) {
    const y = b[i]
    if (y !== undefined && x !== y) return x < y
  }
  return false
}
