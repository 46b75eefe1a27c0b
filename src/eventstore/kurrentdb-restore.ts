import { randomUUID } from 'node:crypto'
import { type EventData, jsonEvent, streamNameFilter } from '@kurrent/kurrentdb-client'
import { type Kept, type Moved, type StoredEvent, type WholeLog } from './event-store.ts'
import { connect } from './kurrentdb-connection.ts'
import { isTooLarge, revisionInConflict } from './kurrentdb-errors.ts'
import { eventData, foundIn } from './kurrentdb-events.ts'
import { type Names, namesOf } from './kurrentdb-names.ts'
import { PAGE, type Pages, pageReader } from './kurrentdb-pages.ts'
import { PATIENCE, type Patience, persistently } from './kurrentdb-patience.ts'
import { type Wire, send } from './kurrentdb-send.ts'

/** What one append may hold of the server's 1 MiB, its frame left out; a single event is sent whatever it weighs. */
const APPEND_BYTES = 900_000
const APPEND_EVENTS = 500
/** What an event takes beside its text and its receipt. */
const EVENT_BYTES = 400

/**
 * A ledger in KurrentDB as it is stored, to be moved.
 * @throws StoreUnavailable here and in every method when no server answers
 */
export async function openKurrentWhole(options: {
  readonly url: string
  readonly ledger?: string | undefined
  readonly patience?: Patience
}): Promise<WholeLog> {
  const names = namesOf(options.ledger ?? 'daicho')
  const persist = persistently(options.patience ?? PATIENCE)
  const reading = connect(options.url)
  const connection = connect(options.url)
  const pages = pageReader(reading, persist)
  const close = async (): Promise<void> => {
    await Promise.allSettled([reading.close(), connection.close()])
  }
  try {
    await pages.last()
  } catch (error) {
    await close()
    throw error
  }
  return {
    kept: () => kept(pages, names),
    restore: (items) => restore({ connection, persist }, names, items),
    end: async () => Number((await pages.last(filterOf(names)))?.event?.position.commit ?? 0n),
    close,
  }
}

const filterOf = ({ events, receipts }: Names) => streamNameFilter({ prefixes: [events, receipts] })

async function* kept(pages: Pages, names: Names): AsyncGenerator<Kept, void, undefined> {
  const filter = filterOf(names)
  const end = Number((await pages.last())?.event?.position.commit ?? 0n)
  for (let from = 0, full = end > 0; full;) {
    const page = await pages.ofAll({ from, filter })
    full = page.length === PAGE
    for (const resolved of page) {
      const found = foundIn(resolved, names)
      const position = found.kind === 'event' ? found.event.position : found.position
      if (position > end) return
      if (position <= from) continue // a page begins with the last of the one before
      from = position
      if (found.kind === 'event') yield { event: found.event, receipt: found.receipt }
      if (found.kind === 'receipt') yield { receipt: found.receipt }
    }
  }
}

/**
 * One append after another, for the order of two under way at once is not ours to say: events of one stream that
 * follow each other share one. Ids and expected revisions are those of the events, so that a repetition after a lost
 * answer records nothing twice.
 */
async function restore(wire: Wire, names: Names, items: readonly Moved[]): Promise<void> {
  for (const group of appendsOf(items)) {
    const [first] = group
    if (first?.event) await append(wire, names, first.event, group.map(dataOf))
    else if (first?.receipt) await keep(wire, names, first.receipt)
  }
}

const dataOf = (item: Moved): EventData => {
  if (!item.event) throw new TypeError('a receipt alone is in no append of events')
  const { event, text, receipt } = item
  return eventData({ record: event, text, hash: event.hash }, receipt)
}

function* appendsOf(items: readonly Moved[]): Generator<readonly Moved[]> {
  let group: Moved[] = []
  let bytes = 0
  for (const item of items) {
    const more = bytesOf(item)
    const isRoom = bytes + more <= APPEND_BYTES && group.length < APPEND_EVENTS
    if (group.length > 0 && !(isRoom && isNext(group.at(-1), item))) {
      yield group
      group = []
      bytes = 0
    }
    group.push(item)
    bytes += more
  }
  if (group.length > 0) yield group
}

const isNext = (last: Moved | undefined, { event }: Moved): boolean =>
  event !== undefined && last?.event?.stream === event.stream

const bytesOf = ({ text, receipt }: Moved): number =>
  EVENT_BYTES + Buffer.byteLength(text) + (receipt ? Buffer.byteLength(JSON.stringify(receipt)) : 0)

async function append(
  wire: Wire,
  names: Names,
  { stream, revision, id }: StoredEvent,
  data: EventData[],
): Promise<void> {
  try {
    const { result } = await send(wire, names.stream(stream), revision - 1, data)
    if (!result.success) throw new Error(`${stream}: event ${id} does not continue it`)
  } catch (error) {
    const actual = revisionInConflict(error)
    if (actual !== undefined)
      throw new Error(`${stream} stands at ${actual + 1}: event ${id} does not continue it`, { cause: error })
    if (!isTooLarge(error)) throw error
    const message = `${stream}: event ${id} is more than KurrentDB takes in one append; raise its MaxAppendSize`
    throw new Error(message, { cause: error })
  }
}

async function keep(wire: Wire, names: Names, receipt: Moved['receipt'] & object): Promise<void> {
  const name = names.receipt(receipt.credential, receipt.door, receipt.key)
  try {
    await send(wire, name, 0, [jsonEvent({ id: randomUUID(), type: 'ReceiptKept', data: receipt })])
  } catch (error) {
    if (revisionInConflict(error) === undefined) throw error // else it is there
  }
}
