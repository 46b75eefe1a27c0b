import { type Filter, streamNameFilter } from '@kurrent/kurrentdb-client'
import { type Instant } from '../domain/kernel/calendar.ts'
import { type Receipt } from './event-store.ts'
import { type Found, foundIn } from './kurrentdb-events.ts'
import { type Entry, type LogIndex } from './kurrentdb-index.ts'
import { type Names } from './kurrentdb-names.ts'
import { type Newest } from './kurrentdb-newest.ts'
import { PAGE, type Pages } from './kurrentdb-pages.ts'
import { sharedWork } from './shared-work.ts'

/** The index, kept up with the log. */
export type Lookup = {
  readonly index: LogIndex
  /** Reads what was appended since, by whomever; afterwards the index knows all that was acknowledged before the call. */
  readonly catchUp: () => Promise<void>
}

export function lookup(index: LogIndex, pages: Pages, names: Names, { saw }: Pick<Newest, 'saw'>): Lookup {
  const filter = streamNameFilter({ prefixes: [names.events, names.receipts] })
  return { index, catchUp: sharedWork(async () => saw(await round(index, pages, names, filter))) }
}

/** Gives the latest `recordedAt` of the log, as far as it has been read then. */
async function round(index: LogIndex, pages: Pages, names: Names, filter: Filter): Promise<Instant | ''> {
  const end = Number((await pages.last())?.event?.position.commit ?? 0n)
  let { scanned: from, newest } = await index.progress()
  while (from < end) {
    const page = await pages.ofAll({ from, filter })
    const { learned, last, latest } = told(page.map((resolved) => foundIn(resolved, names)))
    // A page that is not full has seen all of the log, other streams than ours included.
    const to = page.length < PAGE ? Math.max(end, last) : last
    if (latest > newest) newest = latest
    await index.learn(learned, { from, to, newest })
    from = to
  }
  return newest
}

/** What a page says: the last position of it, and the latest `recordedAt`. */
function told(page: readonly Found[]) {
  const entries: Entry[] = []
  const receipts: Receipt[] = []
  let last = 0
  let latest: Instant | '' = ''
  for (const found of page) {
    last = found.kind === 'event' ? found.event.position : found.position
    if (found.kind !== 'foreign' && found.receipt) receipts.push(found.receipt)
    if (found.kind !== 'event') continue
    const { id, stream, revision, position, recordedAt } = found.event
    entries.push({ id, stream, revision, position })
    if (recordedAt > latest) latest = recordedAt
  }
  return { learned: { entries, receipts }, last, latest }
}

/** Whether a kept index was made from this log, and not from one that was restored or exchanged since. */
export async function belongsTo(index: LogIndex, pages: Pages, names: Names): Promise<boolean> {
  const last = await index.lastUpTo(Number.MAX_SAFE_INTEGER)
  const { scanned } = await index.progress()
  if (last === undefined) return scanned === 0
  const end = Number((await pages.last())?.event?.position.commit ?? 0n)
  if (scanned > end) return false
  const [resolved] = await pages.ofStream(names.stream(last.stream), last.revision, 1)
  const found = resolved && foundIn(resolved, names)
  return found?.kind === 'event' && found.event.id === last.id && found.event.position === last.position
}
