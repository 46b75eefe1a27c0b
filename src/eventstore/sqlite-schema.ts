import { DatabaseSync } from 'node:sqlite'

/** Marks a file as a log of Daicho ("DAIC"), so that another database is never taken for one. */
const APPLICATION_ID = 0x44414943
const SCHEMA_VERSION = 1

/**
 * `record` is the exact text the hash covers; the columns beside it only find it. Positions and revisions have no
 * gaps, which is what lets reads page by ranges. The triggers stop accidents; who can write the file can drop them,
 * and then the hashes tell.
 */
const SCHEMA = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    stream   TEXT NOT NULL,
    revision INTEGER NOT NULL,
    type     TEXT NOT NULL,
    record   TEXT NOT NULL,
    hash     TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TABLE receipts (
    credential TEXT NOT NULL,
    door       TEXT NOT NULL,
    key        TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    status     INTEGER NOT NULL,
    event_ids  TEXT NOT NULL,
    problem    TEXT,
    PRIMARY KEY (credential, door, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER events_stay   BEFORE DELETE ON events   BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
  CREATE TRIGGER events_hold   BEFORE UPDATE ON events   BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts BEGIN SELECT RAISE(ABORT, 'receipts are never deleted'); END;
  CREATE TRIGGER receipts_hold BEFORE UPDATE ON receipts BEGIN SELECT RAISE(ABORT, 'receipts are never changed'); END;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`

/**
 * Opens the file of a log, creating it when it is missing, and takes it for this process alone until it is closed: in
 * exclusive mode the first access takes the lock and keeps it, and a crash frees it with the process.
 * `synchronous=FULL`: a commit that was acknowledged survives a power cut.
 * @throws Error when another process holds it, when it is another kind of database or of another schema
 */
export function openLog(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE')
    const fresh = isFresh(db, path)
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536')
    if (fresh) db.exec(`BEGIN; ${SCHEMA} COMMIT`)
    return db
  } catch (error) {
    db.close()
    if (!isBusy(error)) throw error
    const message = `${path} is in use: only one process at a time may own a ledger's data directory`
    throw new Error(message, { cause: error })
  }
}

const SQLITE_BUSY = 5
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY

/** Looks before anything is written: false for a log of this schema, true for an empty file. */
function isFresh(db: DatabaseSync, path: string): boolean {
  const number = (sql: string): number => Number(Object.values(db.prepare(sql).get() ?? {})[0])
  const kind = number('PRAGMA application_id')
  const version = number('PRAGMA user_version')
  if (kind === APPLICATION_ID && version === SCHEMA_VERSION) return false
  if (kind === 0 && version === 0 && number('SELECT count(*) FROM sqlite_schema') === 0) return true
  throw new Error(`${path} is no log of this version: application_id ${kind}, user_version ${version}`)
}
