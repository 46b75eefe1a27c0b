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
 * Opens the file of a log, creating it when it is missing, and takes it for this process alone until it is closed.
 * `synchronous=FULL`: a commit that was acknowledged survives a power cut.
 * @throws Error when another process holds it, when it is another kind of database or of a later schema
 */
export function openLog(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  try {
    takeAlone(db, path)
    db.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA recursive_triggers = ON')
    create(db, path)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** In exclusive mode the first transaction takes the lock and keeps it; a crash frees it with the process. */
function takeAlone(db: DatabaseSync, path: string): void {
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT')
  } catch (error) {
    if (!isBusy(error)) throw error
    throw new Error(`${path} is in use: only one process at a time may own a ledger's data directory`, {
      cause: error,
    })
  }
}

const SQLITE_BUSY = 5
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY

function create(db: DatabaseSync, path: string): void {
  const { application_id: kind } = db.prepare('PRAGMA application_id').get() ?? {}
  const { user_version: version } = db.prepare('PRAGMA user_version').get() ?? {}
  if (kind === APPLICATION_ID && version === SCHEMA_VERSION) return
  const { tables } = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {}
  if (kind !== 0 || tables !== 0) {
    throw new Error(`${path} is no log of this version: application_id ${kind}, user_version ${version}`)
  }
  db.exec(`BEGIN; ${SCHEMA} COMMIT`)
}
