import { setTimeout as sleep } from 'node:timers/promises'
import { START, streamNameFilter } from '@kurrent/kurrentdb-client'
import { type StoredEvent } from './event-store.ts'
import { type Connection } from './kurrentdb-connection.ts'
import { isPassing } from './kurrentdb-errors.ts'
import { foundIn } from './kurrentdb-events.ts'
import { type Names } from './kurrentdb-names.ts'

const FIRST_PAUSE_MS = 50
const LAST_PAUSE_MS = 5_000

/**
 * Every event after a position, and then each new one as it is recorded, until `signal` is aborted; once each and in
 * order. A subscription that broke does not come back by itself: it is made anew, with a new client, after the last
 * event that was given.
 * @param after 0, or the position of an event
 */
export async function* follow(
  connection: Connection,
  names: Names,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent, void, undefined> {
  let last = after
  let pause = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      for await (const event of subscription(connection, names, last, signal)) {
        last = event.position
        pause = FIRST_PAUSE_MS
        yield event
      }
    } catch (error) {
      if (!isPassing(error)) throw error
    }
    if (signal.aborted) return
    await sleep(pause, undefined, { signal }).catch(() => undefined)
    pause = Math.min(pause * 2, LAST_PAUSE_MS)
  }
}

async function* subscription(connection: Connection, names: Names, after: number, signal: AbortSignal) {
  const client = connection.client()
  const position = { commit: BigInt(after), prepare: BigInt(after) }
  const events = client.subscribeToAll({
    fromPosition: after > 0 ? position : START,
    filter: streamNameFilter({ prefixes: [names.events] }),
    requiresLeader: true,
  })
  const stop = (): void => void events.destroy()
  signal.addEventListener('abort', stop)
  try {
    for await (const resolved of events) {
      const found = foundIn(resolved, names)
      if (found.kind === 'event' && found.event.position > after) yield found.event
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
    void events.unsubscribe().catch(() => undefined)
    if (!signal.aborted) connection.replace(client)
  }
}
