import { setTimeout as sleep } from 'node:timers/promises'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { contractStream } from './directory.ts'
import { type Ledger } from './ledger.ts'
import { type Lists } from './lists.ts'

/** Which events are wanted; what is absent does not narrow. */
export type EventFilter = {
  readonly type?: string | undefined
  readonly contractId?: string | undefined
  readonly service?: string | undefined
  /** A rule under which an event was recorded, or refused. */
  readonly rule?: string | undefined
}

const POSITIONS_AT_ONCE = 500
const LOOK_AGAIN_MS = 200

const isWanted =
  ({ type, contractId, service, rule }: EventFilter) =>
  (event: StoredEvent): boolean =>
    (type === undefined || event.type === type) &&
    (contractId === undefined || event.contractId === contractId) &&
    (service === undefined || event.service === service) &&
    (rule === undefined || event.basis.includes(rule))

/** Events of the whole ledger behind a position, in its order. */
export async function* eventsAfter(
  { store }: Pick<Ledger, 'store'>,
  lists: Lists | undefined,
  after: number,
  filter: EventFilter,
): AsyncGenerator<StoredEvent, void, undefined> {
  const wanted = isWanted(filter)
  for await (const event of candidates(store, lists, after, filter))
    if (event.position > after && wanted(event)) yield event
}

/** The narrowest way to them: by the stream of a contract, by a rule, by a type. */
function candidates(
  store: Ledger['store'],
  lists: Lists | undefined,
  after: number,
  { contractId, rule, type }: EventFilter,
): AsyncIterable<StoredEvent> {
  if (contractId !== undefined) return store.read(contractStream(contractId))
  if (rule !== undefined && lists) return underRule(store, lists, rule, after)
  return store.readAll(after, type === undefined ? undefined : [type])
}

async function* underRule(
  store: Ledger['store'],
  lists: Lists,
  rule: string,
  after: number,
): AsyncGenerator<StoredEvent, void, undefined> {
  for (let from = after; ;) {
    const found = await lists.under(rule, from, POSITIONS_AT_ONCE)
    for (const position of found) {
      const event = await store.at(position)
      if (event) yield event
    }
    const last = found.at(-1)
    if (last === undefined || found.length < POSITIONS_AT_ONCE) return
    from = last
  }
}

/**
 * Events behind a position, those that are recorded from now on as they come, until it is told to stop. `undefined` is
 * given from time to time while there is nothing new, so that who listens knows that it still listens.
 */
export async function* eventsFrom(
  ledger: Pick<Ledger, 'store'>,
  after: number,
  filter: EventFilter,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent | undefined, void, undefined> {
  const wanted = isWanted(filter)
  for (
    let from = after;
    !signal.aborted;
    await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined)
  ) {
    const { position } = await ledger.store.head()
    if (position > from)
      for await (const event of ledger.store.readAll(from)) {
        if (signal.aborted) return
        from = event.position
        if (wanted(event)) yield event
      }
    yield undefined
  }
}
