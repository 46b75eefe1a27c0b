import { DatabaseSync } from 'node:sqlite'
import { type Receipt, type Revision } from './event-store.ts'

export type Place = { readonly stream: string; readonly revision: Revision }
export type Entry = Place & { readonly id: string; readonly position: number }

/** What one page of the log says, or one append of this process. */
export type Learned = { readonly entries: readonly Entry[]; readonly receipts: readonly Receipt[] }

/**
 * What KurrentDB cannot look up: where an event lies by its id or its position, and the first answer under a key. All
 * of it is read from the log and can be thrown away; the log alone is the truth. It is the receipt store of a cluster.
 */
export interface LogIndex {
  /** How far the log has been read into it; a position KurrentDB can be asked for, 0 for nothing. */
  scanned(): Promise<number>
  /** Adds what was learned, and that the log was read up to `scanned` when that is given. What is there stays. */
  learn(learned: Learned, scanned?: number): Promise<void>
  /** The first of these ids that an event has already. */
  known(ids: readonly string[]): Promise<string | undefined>
  byId(id: string): Promise<Place | undefined>
  byPosition(position: number): Promise<Place | undefined>
  /** The last event at or before a position. */
  lastUpTo(position: number): Promise<Entry | undefined>
  receipt(credential: string, door: string, key: string): Promise<Receipt | undefined>
  /** Forgets everything. */
  clear(): Promise<void>
  close(): Promise<void>
}

const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS places (
    id       TEXT PRIMARY KEY,
    stream   TEXT NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS receipts (
    credential TEXT NOT NULL,
    door       TEXT NOT NULL,
    key        TEXT NOT NULL,
    receipt    TEXT NOT NULL,
    PRIMARY KEY (credential, door, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), scanned INTEGER NOT NULL) STRICT;
  INSERT INTO progress VALUES (1, 0) ON CONFLICT DO NOTHING;
`

/**
 * The index of one process in SQLite.
 * @param path a file, so that a start reads only what is new in the log; `:memory:` reads the whole log at each start
 */
export function sqliteLogIndex(path: string): LogIndex {
  const db = new DatabaseSync(path)
  db.exec(SCHEMA)
  const sql = statements(db)
  const add = ({ entries, receipts }: Learned, scanned: number | undefined): void => {
    for (const { id, stream, revision, position } of entries) sql.addPlace.run(id, stream, revision, position)
    for (const receipt of receipts) {
      sql.addReceipt.run(receipt.credential, receipt.door, receipt.key, JSON.stringify(receipt))
    }
    if (scanned !== undefined) sql.setScanned.run(scanned)
  }
  return {
    scanned: async () => Number(sql.scanned.get()?.['scanned']),
    learn: async (learned, scanned) => together(db, () => add(learned, scanned)),
    known: async (ids) => ids.find((id) => sql.byId.get(id) !== undefined),
    byId: async (id) => sql.byId.get(id) as Place | undefined,
    byPosition: async (position) => sql.byPosition.get(position) as Place | undefined,
    lastUpTo: async (position) => sql.lastUpTo.get(position) as Entry | undefined,
    receipt: async (credential, door, key) => {
      const row = sql.receipt.get(credential, door, key)
      return row === undefined ? undefined : (JSON.parse(String(row['receipt'])) as Receipt)
    },
    clear: async () => db.exec('DELETE FROM places; DELETE FROM receipts; UPDATE progress SET scanned = 0'),
    close: async () => db.close(),
  }
}

function together(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const statements = (db: DatabaseSync) => ({
  scanned: db.prepare('SELECT scanned FROM progress'),
  setScanned: db.prepare('UPDATE progress SET scanned = ?'),
  addPlace: db.prepare('INSERT INTO places VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
  addReceipt: db.prepare('INSERT INTO receipts VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
  byId: db.prepare('SELECT stream, revision FROM places WHERE id = ?'),
  byPosition: db.prepare('SELECT stream, revision FROM places WHERE position = ?'),
  lastUpTo: db.prepare('SELECT * FROM places WHERE position <= ? ORDER BY position DESC LIMIT 1'),
  receipt: db.prepare('SELECT receipt FROM receipts WHERE credential = ? AND door = ? AND key = ?'),
})
