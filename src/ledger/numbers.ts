import { type Instant, type Month } from '../domain/kernel/calendar.ts'
import { type EventDraft, type EventStore, type StoredEvent } from '../eventstore/event-store.ts'
import { eventId } from './event-id.ts'

/** The statement that a number is for. */
export type Numbered = { readonly service: string; readonly contractId: string; readonly month: Month }

/** Type of the entries of a numbering stream: bookkeeping of the ledger, in no vocabulary and of no contract. */
export const NUMBER_TAKEN = 'StatementNumbered'

const ATTEMPTS_MAX = 50
const DIGITS = 6

const yearOf = (when: Instant | Month): number => Number(when.slice(0, 4))
const keyOf = ({ contractId, month }: Numbered): string => `${contractId}/${month}`

/** A series of numbers, as far as it was read: its stream, and which statement each number is for. */
type Series = {
  readonly stream: string
  readonly prefix: string
  revision: number
  readonly numbers: Map<string, string>
}

type Waiting = {
  readonly statement: Numbered
  readonly now: Instant
  readonly resolve: (number: string) => void
  readonly reject: (error: unknown) => void
}

/**
 * Numbers of statements, without gaps for each service and year of closing: `sakura-cloud-2026-000042`. A number is
 * taken by an entry in the stream of its series that names the statement it is for; the entry's revision is the number.
 * Who dies after that leaves an entry which whoever closes the statement finds and uses; who loses the race for a
 * revision takes a later one. So neither a gap nor a double can come of it.
 */
export class Numbers {
  readonly #store: EventStore
  readonly #series = new Map<string, Series>()
  #waiting: Waiting[] = []
  #busy = false

  constructor(store: EventStore) {
    this.#store = store
  }

  /** The number of a statement: the one it was given before, else a new one. Those who ask together share an append. */
  take(statement: Numbered, now: Instant): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statement, now, resolve, reject })
      if (!this.#busy) void this.#drain()
    })
  }

  async #drain(): Promise<void> {
    this.#busy = true
    while (this.#waiting.length > 0) {
      await Promise.resolve() // whoever asks in the same turn is served together
      const batch = this.#waiting
      this.#waiting = []
      const groups = Map.groupBy(batch, ({ statement, now }) => `${statement.service} ${yearOf(now)}`)
      for (const group of groups.values()) await this.#serve(group)
    }
    this.#busy = false
  }

  async #serve(batch: readonly Waiting[]): Promise<void> {
    try {
      const numbers = await this.#numbersOf(batch)
      for (const { statement, resolve } of batch) resolve(numbers.get(keyOf(statement)) ?? '')
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  /** Numbers of statements of one service, all asked for in one year. */
  async #numbersOf(batch: readonly Waiting[]): Promise<ReadonlyMap<string, string>> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const { current, taken } = await this.#taken(batch)
      const wanted = new Map(batch.map((each) => [keyOf(each.statement), each]))
      for (const key of taken.keys()) wanted.delete(key)
      if (wanted.size === 0) return taken
      const entries = [...wanted.values()].map(({ statement, now }) =>
        entryOf(current.stream, statement, now),
      )
      const appended = await this.#store.append(current.stream, current.revision, entries)
      if (appended.outcome === 'appended') for (const event of appended.events) note(current, event)
    }
    throw new Error(`${ATTEMPTS_MAX} attempts to take a number met another writer; close again`)
  }

  /** What was taken so far, in any year since the months: who took a number may have died before it closed. */
  async #taken(batch: readonly Waiting[]) {
    const [first] = batch
    if (!first) throw new RangeError('no number is asked for')
    const last = yearOf(first.now)
    const years = Math.min(last, ...batch.map(({ statement }) => yearOf(statement.month)))
    let current = this.#seriesOf(first.statement.service, last)
    const taken = new Map<string, string>()
    for (let year = years; year <= last; year++) {
      current = this.#seriesOf(first.statement.service, year)
      await this.#catchUp(current)
      for (const { statement } of batch) {
        const number = current.numbers.get(keyOf(statement))
        if (number !== undefined) taken.set(keyOf(statement), number)
      }
    }
    return { current, taken }
  }

  async #catchUp(series: Series): Promise<void> {
    const { revision } = await this.#store.head(series.stream)
    if (revision === series.revision) return
    for await (const event of this.#store.read(series.stream, series.revision + 1)) note(series, event)
  }

  #seriesOf(service: string, year: number): Series {
    const prefix = `${service}-${year}`
    const known = this.#series.get(prefix)
    if (known) return known
    const series = { stream: `numbers-${prefix}`, prefix, revision: 0, numbers: new Map<string, string>() }
    this.#series.set(prefix, series)
    return series
  }
}

function note(series: Series, { revision, data }: StoredEvent): void {
  series.revision = revision
  series.numbers.set(String(data['statement']), `${series.prefix}-${String(revision).padStart(DIGITS, '0')}`)
}

const entryOf = (stream: string, statement: Numbered, now: Instant): EventDraft => ({
  v: 1,
  id: eventId(stream, keyOf(statement)),
  type: NUMBER_TAKEN,
  service: statement.service,
  contractId: null,
  partyId: null,
  occurredAt: now,
  actor: LEDGER,
  reportedBy: null,
  data: { statement: keyOf(statement) },
  basis: [],
  corrects: null,
  evidence: null,
  seen: {},
})

/** The ledger itself, where it records what nobody posted. */
export const LEDGER = { id: 'ledger', role: 'system' } as const
