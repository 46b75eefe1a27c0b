import { type Filter, eventTypeFilter, streamNameFilter } from '@kurrent/kurrentdb-client'
import { type EventStore, type StoredEvent } from './event-store.ts'
import { type Resolved, foundIn } from './kurrentdb-events.ts'
import { isPassing } from './kurrentdb-errors.ts'
import { positionsAt } from './kurrentdb-instants.ts'
import { type Lookup } from './kurrentdb-lookup.ts'
import { type Names } from './kurrentdb-names.ts'
import { type Newest } from './kurrentdb-newest.ts'
import { PAGE, type Pages } from './kurrentdb-pages.ts'
import { sharedWork, sharedWorkOf } from './shared-work.ts'

/** The reading half of a ledger in KurrentDB. */
export function reader(
  pages: Pages,
  names: Names,
  lookup: Lookup,
  { saw }: Pick<Newest, 'saw'>,
): Omit<EventStore, 'append' | 'close'> {
  const ours = streamNameFilter({ prefixes: [names.events] })
  const event = (resolved: Resolved | undefined): StoredEvent | undefined => {
    const found = resolved && foundIn(resolved, names)
    return found?.kind === 'event' ? found.event : undefined
  }
  const at = async (place: { stream: string; revision: number } | undefined) =>
    place && event((await pages.ofStream(names.stream(place.stream), place.revision, 1))[0])
  const lastPosition = sharedWork(async (): Promise<number> => {
    const last = event(await pages.last()) ?? event(await pages.last(ours))
    saw(last?.recordedAt ?? '')
    return last?.position ?? 0
  })
  const revisionOf = sharedWorkOf((stream) => pages.revision(names.stream(stream)))
  const readAll: EventStore['readAll'] = (after, types) => ({
    [Symbol.asyncIterator]: () => ofAll({ pages, lookup, lastPosition, event }, after, types, ours),
  })

  return {
    read: (stream, from = 1) => ({
      [Symbol.asyncIterator]: () => ofStream(pages, names.stream(stream), Math.max(1, from), event),
    }),
    readAll,
    positionAt: positionsAt(lookup, readAll),
    find: async (id) => {
      if ((await lookup.index.byId(id)) === undefined) await lookup.catchUp()
      return at(await lookup.index.byId(id))
    },
    at: async (position) => {
      if ((await lookup.index.progress()).scanned < position) await lookup.catchUp()
      return at(await lookup.index.byPosition(position))
    },
    findReceipt: async (credential, door, key) => {
      const kept = await lookup.index.receipt(credential, door, key)
      if (kept !== undefined) return kept
      await lookup.catchUp()
      return lookup.index.receipt(credential, door, key)
    },
    head: async (stream) => {
      const revision = stream === undefined ? 0 : revisionOf(stream)
      const [position, stand] = await Promise.all([lastPosition(), revision])
      return { position, revision: stand }
    },
  }
}

async function* ofStream(
  pages: Pages,
  name: string,
  from: number,
  event: (resolved: Resolved) => StoredEvent | undefined,
): AsyncGenerator<StoredEvent, void, undefined> {
  let last = Infinity
  for (let next = from; next <= last; next += PAGE) {
    const page = await pages.ofStream(name, next, Math.min(PAGE, last - next + 1))
    // The first page is of one moment; where there are more, the end is what it is now.
    if (page.length === PAGE && last === Infinity) last = await pages.revision(name)
    yield* eventsOf(page, { event })
    if (page.length < PAGE) return
  }
}

type Whole = {
  readonly pages: Pages
  readonly lookup: Lookup
  readonly lastPosition: () => Promise<number>
  readonly event: (resolved: Resolved) => StoredEvent | undefined
}

/**
 * KurrentDB filters by stream or by type, not by both: by type it gives every type that begins so, of every ledger in
 * the database, and the rest is left out here.
 */
async function* ofAll(
  whole: Whole,
  after: number,
  types: readonly string[] | undefined,
  ours: Filter,
): AsyncGenerator<StoredEvent, void, undefined> {
  if (types === undefined) return yield* inOrder(whole, after, ours)
  if (types.length === 0) return
  for await (const one of inOrder(whole, after, eventTypeFilter({ prefixes: [...types] }))) {
    if (types.includes(one.type)) yield one
  }
}

/** The next page is fetched while the one before is worked on. */
async function* inOrder(
  whole: Whole,
  after: number,
  filter: Filter,
): AsyncGenerator<StoredEvent, void, undefined> {
  let end = Infinity
  let from = after
  let page = await firstPage(whole, after, filter)
  for (;;) {
    const isFull = page.length === PAGE
    if (isFull && end === Infinity) end = await whole.lastPosition()
    const last = Number(page.at(-1)?.event?.position.commit ?? from)
    const next = isFull && last < end ? whole.pages.ofAll({ from: last, filter }) : undefined
    next?.catch(() => undefined) // met below, unless nobody asks for more
    yield* between(eventsOf(page, whole), from, end)
    if (next === undefined) return
    from = last
    page = await next
  }
}

function* between(events: Iterable<StoredEvent>, after: number, end: number): Generator<StoredEvent> {
  for (const one of events) if (one.position > after && one.position <= end) yield one
}

function* eventsOf(page: readonly Resolved[], { event }: Pick<Whole, 'event'>): Generator<StoredEvent> {
  for (const resolved of page) {
    const one = event(resolved)
    if (one) yield one
  }
}

/**
 * KurrentDB cannot read from a place where nothing begins, and says no more than that it is not available. A position
 * nobody gave out is as good as the last event before it.
 */
async function firstPage({ pages, lookup }: Whole, after: number, filter: Filter) {
  if (after <= 0) return pages.ofAll({ from: 0, filter })
  try {
    return await pages.ofAllOnce({ from: after, filter })
  } catch (error) {
    if (!isPassing(error)) throw error
  }
  await lookup.catchUp()
  const from = (await lookup.index.lastUpTo(after))?.position ?? 0
  return pages.ofAll({ from, filter })
}
