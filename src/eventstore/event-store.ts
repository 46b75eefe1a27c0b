import type { Instant } from '../domain/kernel/calendar.ts'

/** The last revision a writer saw of a stream; 0 means the stream must not exist yet. */
export type Revision = number

export type Role = 'customer' | 'provider' | 'operator' | 'auditor' | 'system'
export type Actor = { readonly id: string; readonly role: Role }

/** What a writer gives; the store adds what only it knows (see `EventRecord`). */
export type EventDraft = {
  readonly v: number
  readonly id: string
  readonly type: string
  readonly service: string
  readonly contractId: string | null
  readonly partyId: string | null
  readonly occurredAt: Instant
  readonly actor: Actor
  readonly reportedBy: string | null
  /** Personal fields are ciphertext here already. */
  readonly data: Readonly<Record<string, unknown>>
  readonly basis: readonly string[]
  readonly corrects: string | null
  readonly evidence: string | null
  /** Revision of every other stream that the judgement read. */
  readonly seen: Readonly<Record<string, Revision>>
}

/** The stored form, for ever: what the hash covers (RFC 8785 text of exactly these members). */
export type EventRecord = EventDraft & {
  readonly stream: string
  readonly revision: Revision
  readonly recordedAt: Instant
  /** Hash of the event before it in its stream; `null` for the first. */
  readonly prev: string | null
}

/**
 * A record with its place in the ledger and its hash (hex SHA-256 of 0x00 ‖ record). Positions are safe integers above
 * 0 that grow from event to event; only the embedded store has no gaps in them.
 */
export type StoredEvent = EventRecord & { readonly position: number; readonly hash: string }

/** The first answer given under an Idempotency-Key, kept in the transaction of its events. */
export type Receipt = {
  readonly credential: string
  readonly door: string
  readonly key: string
  /** Keyed hash of the input, to tell the same body from another one. */
  readonly inputHash: string
  readonly status: number
  /** Ids of the recorded events, in order; a refusal's event included. */
  readonly eventIds: readonly string[]
  /** The problem document of a refusal without its event; `null` otherwise. Holds no personal data. */
  readonly problem: Readonly<Record<string, unknown>> | null
}

export type Appended =
  | { readonly outcome: 'appended'; readonly events: readonly StoredEvent[] }
  /** Another writer was first: `revision` is where the stream stands now. Nothing was stored. */
  | { readonly outcome: 'conflict'; readonly revision: Revision }
  /** The same Idempotency-Key was used meanwhile. Nothing was stored. */
  | { readonly outcome: 'repeated'; readonly receipt: Receipt }

/**
 * The log cannot be reached, or did not answer in time: 503 with `Retry-After`. Nothing is ever half-recorded: an
 * append went in whole or not at all.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  /** Seconds after which it is worth while to ask again. */
  readonly retryAfter: number
  /** True when an append may have gone in although nobody heard of it: send it again with the same key. */
  readonly inDoubt: boolean

  constructor(message: string, more: { retryAfter: number; inDoubt: boolean; cause: unknown }) {
    super(message, { cause: more.cause })
    this.retryAfter = more.retryAfter
    this.inDoubt = more.inDoubt
  }
}

/** One append is more than the log takes at once. Nothing of it was stored, and the same one never will be. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge'
}

/**
 * The log: append-only streams in one global order. `test/eventstore/contract.ts` is what this type means; every
 * adapter passes it.
 */
export interface EventStore {
  /**
   * Appends events to one stream in one transaction, durable when the promise resolves. `recordedAt` never goes back
   * within the ledger (within a stream, where several machines write). With `receipt` its key is kept in the same transaction; `events` may then be empty. A repeated
   * key is told before the revision is looked at. The events given back are, to the byte, what a read gives.
   * @throws RangeError when an id is in the ledger already
   * @throws TypeError when a draft holds what has no canonical text
   * @throws AppendTooLarge where the log has such a limit
   * @throws StoreUnavailable here and in every read, when the log is on another machine that does not answer
   */
  append(
    stream: string,
    expected: Revision,
    events: readonly EventDraft[],
    receipt?: Omit<Receipt, 'eventIds'>,
  ): Promise<Appended>
  /**
   * The events of a stream in order, from a revision on (default 1); an unknown stream is empty. Here and in `readAll`
   * an iteration sees what was there when it began, and nothing that is appended meanwhile.
   */
  read(stream: string, from?: Revision): AsyncIterable<StoredEvent>
  /** All events after a position in ledger order, never all in memory. `types` narrows to those event types. */
  readAll(after: number, types?: readonly string[]): AsyncIterable<StoredEvent>
  /** One event by id. */
  find(id: string): Promise<StoredEvent | undefined>
  /** The event at a position. */
  at(position: number): Promise<StoredEvent | undefined>
  findReceipt(credential: string, door: string, key: string): Promise<Receipt | undefined>
  /** The last position and the revision of the given stream; 0 where there is nothing yet. */
  head(stream?: string): Promise<{ readonly position: number; readonly revision: Revision }>
  /**
   * The position at which the log stood at an instant, the same for ever; undefined while nothing was recorded later.
   * Absent where `recordedAt` never goes back within the ledger, and so says it of every event.
   */
  positionAt?(instant: Instant): Promise<number | undefined>
  /** Waits for the appends under way; later ones are refused. */
  close(): Promise<void>
}

/**
 * One thing of a log that is moved as it stands: an event with the receipt that went in with it, or a receipt that
 * stands without events. `text` is what the hash of the event covers.
 */
export type Kept =
  | { readonly event: StoredEvent; readonly receipt: Receipt | undefined }
  | { readonly event?: undefined; readonly receipt: Receipt }
export type Moved = Kept & { readonly text: string }

/** A whole log, beside the port: read and written as it is stored, by whoever moves it elsewhere while nobody uses it. */
export interface WholeLog {
  /** Everything, events in ledger order; what is written meanwhile is left out. */
  kept(): AsyncIterable<Kept>
  /**
   * Appends what another log kept, in this order, with its hashes, instants and revisions. Durable when resolved; cut off,
   * a beginning of it is there. A receipt that is there already stays.
   * @throws Error when an event does not continue its stream
   */
  restore(items: readonly Moved[]): Promise<void>
  /** The last position; 0 where there is nothing. */
  end(): Promise<number>
  close(): Promise<void>
}
