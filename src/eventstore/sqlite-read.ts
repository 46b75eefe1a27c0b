import { type DatabaseSync } from 'node:sqlite'
import { setImmediate as breathe } from 'node:timers/promises'
import { type EventStore, type StoredEvent } from './event-store.ts'
import { type EventRow, eventOf, receiptOf } from './sqlite-rows.ts'

/** Rows of one query. Between pages the event loop turns, so that a long read never holds up appends. */
const PAGE = 1_000

/** The reading half of the embedded log. */
export function reader(db: DatabaseSync): Omit<EventStore, 'append' | 'close'> {
  const columns = 'SELECT position, record, hash FROM events'
  const ofStream = db.prepare(
    `${columns} WHERE stream = ? AND revision > ? AND revision <= ? ORDER BY revision`,
  )
  const ofAll = db.prepare(`${columns} WHERE position > ? AND position <= ? ORDER BY position`)
  const ofTypes = db.prepare(
    `${columns} WHERE position > ? AND position <= ? AND type IN (SELECT value FROM json_each(?)) ORDER BY position`,
  )
  const byId = db.prepare(`${columns} WHERE id = ?`)
  const byPosition = db.prepare(`${columns} WHERE position = ?`)
  const receipt = db.prepare('SELECT * FROM receipts WHERE credential = ? AND door = ? AND key = ?')
  const lastPosition = db.prepare('SELECT ifnull(max(position), 0) AS last FROM events')
  const lastRevision = db.prepare('SELECT ifnull(max(revision), 0) AS last FROM events WHERE stream = ?')

  const positionNow = (): number => Number(lastPosition.get()?.['last'])
  const revisionNow = (stream: string): number => Number(lastRevision.get(stream)?.['last'])

  return {
    read: (stream, from = 1) =>
      paged(
        from - 1,
        () => revisionNow(stream),
        (after, to) => ofStream.all(stream, after, to),
      ),
    readAll: (after, types) =>
      paged(after, positionNow, (low, high) =>
        types === undefined ? ofAll.all(low, high) : ofTypes.all(low, high, JSON.stringify(types)),
      ),
    find: async (id) => one(byId.get(id)),
    at: async (position) => one(byPosition.get(position)),
    findReceipt: async (credential, door, key) => {
      const row = receipt.get(credential, door, key)
      return row === undefined ? undefined : receiptOf(row)
    },
    head: async (stream) => ({
      position: positionNow(),
      revision: stream === undefined ? 0 : revisionNow(stream),
    }),
  }
}

const one = (row: unknown): StoredEvent | undefined =>
  row === undefined ? undefined : eventOf(row as EventRow)

/**
 * What comes after `after`, up to the end as it stands when the iteration begins, a page at a time. Numbers have no
 * gaps, so a page is a range of them; a rare type costs many short queries rather than one that blocks.
 */
async function* paged(
  after: number,
  end: () => number,
  page: (after: number, to: number) => unknown[],
): AsyncGenerator<StoredEvent, void, undefined> {
  const last = end()
  for (let low = Math.max(0, after); low < last; low += PAGE) {
    for (const row of page(low, Math.min(low + PAGE, last))) yield eventOf(row as EventRow)
    if (low + PAGE < last) await breathe()
  }
}
