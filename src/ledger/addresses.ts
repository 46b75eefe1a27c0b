import { createHmac, randomBytes } from 'node:crypto'
import { normalAddress } from '../domain/contract/address.ts'
import { removes } from '../domain/contract/live.ts'
import { type Instant } from '../domain/kernel/calendar.ts'
import { type EventStore, type StoredEvent } from '../eventstore/event-store.ts'
import { type Loader } from './load.ts'
import { opened, openedAll } from './personal.ts'
import { type Checked } from './request.ts'
import { type SubjectKeys } from './subjects.ts'

/** The type that gives an address. */
export const CREATED = 'AccountCreated'

/** Accounts looked at together. */
const PAGE = 1_000

/** Where an address was given, by the event that gave it. */
type Entry = { readonly stream: string; readonly eventId: string }

/** Addresses of an action that are taken, normalised, and the revisions of the other streams that say so. */
export type Taken = {
  readonly addresses: ReadonlySet<string>
  readonly seen: Readonly<Record<string, number>>
}

/**
 * Who uses which address across a service (`ledger.md` section 6). Kept in memory as HMACs under a key of this process,
 * so that nothing readable lies about; what it finds is checked against the log and the keys of the subjects, so an
 * erased address is free again.
 */
export class Addresses {
  readonly #store: EventStore
  readonly #loader: Loader
  readonly #keys: SubjectKeys
  readonly #secret = randomBytes(32)
  readonly #entries = new Map<string, Entry[]>()
  #position = 0

  constructor({ store, loader, keys }: { store: EventStore; loader: Loader; keys: SubjectKeys }) {
    this.#store = store
    this.#loader = loader
    this.#keys = keys
  }

  /** The addresses of an action that an account uses at its instant; a replaced event does not count. Undefined: none is. */
  async takenFor({ type, data, service, envelope, stream }: Checked): Promise<Taken | undefined> {
    const email = data['email']
    if (type !== CREATED || typeof email !== 'string') return undefined
    await this.#catchUp()
    const address = normalAddress(email)
    for (const entry of this.#entries.get(this.#name(service, address)) ?? []) {
      const { events, revision } = await this.#loader.stream(entry.stream)
      const event = events.find(({ id }) => id === entry.eventId)
      if (!event || event.id === envelope.corrects || !isInUse(event, events, envelope.occurredAt)) continue
      if ((await this.#addressOf(event)) !== address) continue
      return {
        addresses: new Set([address]),
        seen: entry.stream === stream ? {} : { [entry.stream]: revision },
      }
    }
    return undefined
  }

  async #catchUp(): Promise<void> {
    const { position } = await this.#store.head()
    if (position <= this.#position) return
    let page: StoredEvent[] = []
    for await (const event of this.#store.readAll(this.#position, [CREATED])) {
      page.push(event)
      if (page.length < PAGE) continue
      await this.#noteAll(page)
      page = []
    }
    await this.#noteAll(page)
    this.#position = Math.max(this.#position, position)
  }

  /** Several at once, whose keys are asked for together. Two who catch up at the same time note nothing twice. */
  async #noteAll(events: readonly StoredEvent[]): Promise<void> {
    const data = await openedAll(this.#keys, events)
    for (const [i, event] of events.entries()) {
      if (event.position <= this.#position) continue
      this.#position = event.position
      const email = data[i]?.['email']
      if (typeof email !== 'string') continue
      const name = this.#name(event.service, normalAddress(email))
      const entry = { stream: event.stream, eventId: event.id }
      this.#entries.set(name, [...(this.#entries.get(name) ?? []), entry])
    }
  }

  /** The address of an account; undefined where none was given, or its key is gone. */
  async #addressOf(event: StoredEvent): Promise<string | undefined> {
    const { email } = await opened(this.#keys, event)
    return typeof email === 'string' ? normalAddress(email) : undefined
  }

  #name(service: string, address: string): string {
    return createHmac('sha256', this.#secret).update(`${service}/${address}`).digest('base64')
  }
}

/** Is an account there at an instant: created by then, not withdrawn, and not closed? */
export function isInUse(created: StoredEvent, events: readonly StoredEvent[], at: Instant): boolean {
  const removed = new Set(events.map(removes))
  const isClosed = events.some(
    (event) =>
      event.type === 'AccountClosed' &&
      event.data['accountId'] === created.data['accountId'] &&
      event.occurredAt >= created.occurredAt &&
      event.occurredAt <= at &&
      !removed.has(event.id),
  )
  return created.occurredAt <= at && !removed.has(created.id) && !isClosed
}
