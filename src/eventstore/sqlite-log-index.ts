import { DatabaseSync } from 'node:sqlite'
import { type Receipt } from './event-store.ts'
import {
  type Entry,
  type Learned,
  type LogIndex,
  MILESTONE,
  type Place,
  type Progress,
  type Scan,
} from './kurrentdb-index.ts'

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
  CREATE TABLE IF NOT EXISTS milestones (position INTEGER PRIMARY KEY, newest TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS progress (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    scanned INTEGER NOT NULL,
    newest  TEXT NOT NULL
  ) STRICT;
  INSERT INTO progress VALUES (1, 0, '') ON CONFLICT DO NOTHING;
`
const FORGET = `
  DELETE FROM places; DELETE FROM receipts; DELETE FROM milestones; UPDATE progress SET scanned = 0, newest = ''`

/**
 * The index of one process in SQLite.
 * @param path a file, so that a start reads only what is new in the log; `:memory:` reads the whole log at each start
 */
export function sqliteLogIndex(path: string): LogIndex {
  const db = new DatabaseSync(path)
  db.exec(SCHEMA)
  const sql = statements(db)
  const add = ({ entries, receipts }: Learned, scan: Scan | undefined): void => {
    for (const { id, stream, revision, position } of entries) sql.addPlace.run(id, stream, revision, position)
    for (const receipt of receipts) {
      sql.addReceipt.run(receipt.credential, receipt.door, receipt.key, JSON.stringify(receipt))
    }
    if (!scan) return
    const { changes } = sql.advance.run(scan.to, scan.newest, scan.from, scan.to)
    if (changes > 0) sql.addMilestone.run(scan.to, scan.newest, scan.to - MILESTONE)
  }
  return {
    progress: async () => ({ ...sql.progress.get() }) as Progress,
    learn: async (learned, scan) => together(db, () => add(learned, scan)),
    known: async (ids) => ids.find((id) => sql.byId.get(id) !== undefined),
    byId: async (id) => sql.byId.get(id) as Place | undefined,
    byPosition: async (position) => sql.byPosition.get(position) as Place | undefined,
    lastUpTo: async (position) => sql.lastUpTo.get(position) as Entry | undefined,
    receipt: async (credential, door, key) => {
      const row = sql.receipt.get(credential, door, key)
      return row === undefined ? undefined : (JSON.parse(String(row['receipt'])) as Receipt)
    },
    milestone: async (at) => Number(sql.milestone.get(at)?.['position'] ?? 0),
    clear: async () => together(db, () => db.exec(FORGET)),
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
  progress: db.prepare('SELECT scanned, newest FROM progress'),
  advance: db.prepare('UPDATE progress SET scanned = ?, newest = ? WHERE scanned >= ? AND scanned < ?'),
  addPlace: db.prepare('INSERT INTO places VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
  addReceipt: db.prepare('INSERT INTO receipts VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
  addMilestone: db.prepare(
    'INSERT INTO milestones SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM milestones WHERE position > ?)',
  ),
  byId: db.prepare('SELECT stream, revision FROM places WHERE id = ?'),
  byPosition: db.prepare('SELECT stream, revision FROM places WHERE position = ?'),
  lastUpTo: db.prepare('SELECT * FROM places WHERE position <= ? ORDER BY position DESC LIMIT 1'),
  receipt: db.prepare('SELECT receipt FROM receipts WHERE credential = ? AND door = ? AND key = ?'),
  milestone: db.prepare('SELECT position FROM milestones WHERE newest <= ? ORDER BY position DESC LIMIT 1'),
})
