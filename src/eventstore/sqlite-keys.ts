import { getRandomValues } from 'node:crypto'
import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { backUp } from './sqlite-backup.ts'

const KEY_BYTES = 32
const ONLY_THE_OWNER = 0o600

/**
 * Erased subjects stay listed without their key, so that none is made for them again. `secure_delete` overwrites a
 * key with zeros where it lay, and the rollback journal, which holds the page as it was, is cut to nothing at the end
 * of each transaction (a write-ahead log would keep old pages).
 */
const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS keys (subject TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erased (subject TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`

/**
 * The keys of subjects in a file of their own beside the log, readable by its owner only; a `SubjectKeys` for one
 * process. Back it up apart from the log, or not at all.
 * @param path the file, whose directory must exist; `:memory:` keeps nothing
 */
export function openSqliteKeys(path: string) {
  const db = openKeysFile(path)
  const find = db.prepare('SELECT key FROM keys WHERE subject = ?')
  const isErased = db.prepare('SELECT 1 FROM erased WHERE subject = ?')
  const insert = db.prepare('INSERT INTO keys VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM keys WHERE subject = ?')
  const list = db.prepare('INSERT INTO erased VALUES (?) ON CONFLICT DO NOTHING')

  const keyOf = (subject: string): Uint8Array | undefined => {
    const row = find.get(subject)
    return row === undefined ? undefined : (row['key'] as Uint8Array)
  }
  return {
    keysOf: async (subjects: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> => {
      const found = new Map<string, Uint8Array>()
      for (const subject of subjects) {
        const key = keyOf(subject)
        if (key) found.set(subject, key)
      }
      return found
    },
    keyFor: async (subject: string): Promise<Uint8Array | undefined> => {
      const known = keyOf(subject)
      if (known || isErased.get(subject) !== undefined) return known
      const key = getRandomValues(new Uint8Array(KEY_BYTES))
      insert.run(subject, key)
      return key
    },
    erase: async (subjects: readonly string[]): Promise<void> => {
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const subject of subjects) {
          remove.run(subject)
          list.run(subject)
        }
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    backUp: (to: string): Promise<void> => backUp(db, to),
    close: (): void => db.close(),
  }
}

export type SqliteKeys = ReturnType<typeof openSqliteKeys>

/** Opens the file of the keys, and makes it when it is missing. */
export function openKeysFile(path: string): DatabaseSync {
  if (path !== ':memory:') restrict(path)
  const db = new DatabaseSync(path)
  db.exec(SCHEMA)
  return db
}

/** The mode is set before the first byte is written; SQLite gives its journal the same one. */
function restrict(path: string): void {
  closeSync(openSync(path, 'a', ONLY_THE_OWNER))
  chmodSync(path, ONLY_THE_OWNER)
}
