import { type DatabaseSync } from 'node:sqlite'
import { setImmediate as breathe } from 'node:timers/promises'
import { type Kept, type Moved, type Receipt, type StoredEvent, type WholeLog } from './event-store.ts'
import { type EventRow, eventOf, receiptOf } from './sqlite-rows.ts'
import { openLog } from './sqlite-schema.ts'

/** Rows of one query. */
const PAGE = 1_000

/** Which event a receipt went in with: the first it names. Made anew for each reading, and never in the file. */
const FIRST_EVENTS = `
  DROP TABLE IF EXISTS temp.first_events;
  CREATE TEMP TABLE first_events (id TEXT PRIMARY KEY, credential TEXT, door TEXT, key TEXT) WITHOUT ROWID;
  INSERT INTO first_events SELECT json_extract(event_ids, '$[0]') AS id, credential, door, key FROM receipts
    WHERE event_ids <> '[]' ORDER BY id ON CONFLICT DO NOTHING;
`

/**
 * The embedded log as it is stored, to be moved. Owned by this process until it is closed.
 * @param path the file, whose directory must exist; made when it is missing
 * @throws Error when another process owns the file, or it is no log of this schema
 */
export function openSqliteWhole(path: string): WholeLog {
  const db = openLog(path)
  const last = db.prepare('SELECT ifnull(max(position), 0) AS last FROM events')
  const end = (): number => Number(last.get()?.['last'])
  return {
    kept: () => kept(db, end()),
    restore: async (items) => restorer(db, end())(items),
    end: async () => end(),
    close: async () => db.close(),
  }
}

async function* kept(db: DatabaseSync, end: number): AsyncGenerator<Kept, void, undefined> {
  db.exec(FIRST_EVENTS)
  const page = db.prepare(`
    SELECT e.position, e.record, e.hash, r.* FROM events e LEFT JOIN temp.first_events f ON f.id = e.id
    LEFT JOIN receipts r ON r.credential = f.credential AND r.door = f.door AND r.key = f.key
    WHERE e.position > ? AND e.position <= ? ORDER BY e.position`)
  for (let low = 0; low < end; low += PAGE) {
    for (const row of page.all(low, Math.min(low + PAGE, end))) {
      const receipt = row['credential'] === null ? undefined : receiptOf(row)
      yield { event: eventOf(row as unknown as EventRow), receipt }
    }
    await breathe()
  }
  const alone = db.prepare(`
    SELECT * FROM receipts WHERE NOT EXISTS (SELECT 1 FROM events WHERE id = json_extract(event_ids, '$[0]'))
    ORDER BY credential, door, key`)
  for (const row of alone.iterate()) yield { receipt: receiptOf(row) }
}

/** Writes behind a position, all in one transaction. */
function restorer(db: DatabaseSync, end: number): (items: readonly Moved[]) => void {
  const stand = db.prepare(
    'SELECT revision, hash FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
  )
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)')
  const keep = db.prepare('INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  let position = end

  const addEvent = ({ id, stream, revision, type, prev, hash }: StoredEvent, text: string): void => {
    const before = stand.get(stream) as { revision: number; hash: string } | undefined
    if ((before?.revision ?? 0) !== revision - 1 || (before?.hash ?? null) !== prev)
      throw new Error(`${stream} stands at ${before?.revision ?? 0}: event ${id} does not continue it`)
    insert.run(++position, id, stream, revision, type, text, hash)
  }
  const addReceipt = ({ credential, door, key, inputHash, status, eventIds, problem }: Receipt): void => {
    const said = problem === null ? null : JSON.stringify(problem)
    keep.run(credential, door, key, inputHash, status, JSON.stringify(eventIds), said)
  }

  return (items) => {
    db.exec('BEGIN IMMEDIATE')
    try {
      for (const item of items) {
        if (item.event) addEvent(item.event, item.text)
        if (item.receipt) addReceipt(item.receipt)
      }
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}
