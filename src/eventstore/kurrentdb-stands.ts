import { LRUCache } from 'lru-cache'
import { type Instant } from '../domain/kernel/calendar.ts'
import { type Revision, type StoredEvent } from './event-store.ts'
import { foundIn } from './kurrentdb-events.ts'
import { type Lookup } from './kurrentdb-lookup.ts'
import { type Names } from './kurrentdb-names.ts'
import { type Pages } from './kurrentdb-pages.ts'

/** The event that the next one of a stream is chained to. It never changes, so that one remembered is as good as one read. */
export type Stand = { readonly hash: string | null; readonly recordedAt: Instant | '' }
type Remembered = Stand & { readonly revision: Revision }

const REMEMBERED_MAX = 20_000

export type Stands = {
  /**
   * The event at a revision, and the index then knows every event of the stream up to it; undefined when the stream
   * does not reach so far.
   */
  readonly at: (stream: string, revision: Revision) => Promise<Stand | undefined>
  /** Remembers an event that this process appended on a stand it knew. */
  readonly remember: (event: StoredEvent) => void
}

export function stands(pages: Pages, names: Names, lookup: Lookup): Stands {
  const kept = new LRUCache<string, Remembered>({ max: REMEMBERED_MAX })
  const remember = ({ stream, revision, hash, recordedAt }: StoredEvent): void => {
    kept.set(stream, { revision, hash, recordedAt })
  }
  return {
    remember,
    at: async (stream, revision) => {
      if (revision === 0) return { hash: null, recordedAt: '' }
      const known = kept.get(stream)
      if (known?.revision === revision) return known
      const [resolved] = await pages.ofStream(names.stream(stream), revision, 1)
      const found = resolved && foundIn(resolved, names)
      if (found?.kind !== 'event') return undefined
      if (found.event.position > (await lookup.index.progress()).scanned) await lookup.catchUp()
      remember(found.event)
      return found.event
    },
  }
}
