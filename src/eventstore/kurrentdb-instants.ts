import { LRUCache } from 'lru-cache'
import { type Instant } from '../domain/kernel/calendar.ts'
import { type EventStore } from './event-store.ts'
import { type Lookup } from './kurrentdb-lookup.ts'

const REMEMBERED_MAX = 10_000

/**
 * Where the log stood at an instant: at the last event before the first one that was recorded later. Once there is such
 * a one that never changes, whatever clocks those have who append behind it.
 */
export function positionsAt(
  { index, catchUp }: Lookup,
  readAll: EventStore['readAll'],
): (instant: Instant) => Promise<number | undefined> {
  const remembered = new LRUCache<Instant, number>({ max: REMEMBERED_MAX })
  return async (instant) => {
    const known = remembered.get(instant)
    if (known !== undefined) return known
    if ((await index.progress()).newest <= instant) await catchUp()
    if ((await index.progress()).newest <= instant) return undefined
    let last = await index.milestone(instant)
    for await (const { position, recordedAt } of readAll(last)) {
      if (recordedAt > instant) break
      last = position
    }
    remembered.set(instant, last)
    return last
  }
}
