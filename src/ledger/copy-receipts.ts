import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { type Receipt } from '../eventstore/event-store.ts'

const SCHEMA = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA cache_size = -65536;
  CREATE TABLE receipts (
    credential TEXT NOT NULL,
    door       TEXT NOT NULL,
    key        TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    PRIMARY KEY (credential, door, key)
  ) STRICT, WITHOUT ROWID;
  BEGIN;
`

/**
 * The receipts of a log while it is read: one hash for each key, in a file of its own that is gone when it is closed, so
 * that a log of any length fits.
 */
export class Receipts {
  readonly #db = new DatabaseSync('')
  readonly #add
  readonly #find

  constructor() {
    this.#db.exec(SCHEMA)
    this.#add = this.#db.prepare('INSERT INTO receipts VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
    this.#find = this.#db.prepare('SELECT sha256 FROM receipts WHERE credential = ? AND door = ? AND key = ?')
  }

  /** False where the key was there before; the first one stays. */
  add({ credential, door, key }: Receipt, text: string): boolean {
    return this.#add.run(credential, door, key, sha256(text)).changes === 1
  }

  /** Whether just this receipt is there; undefined where the key is not. */
  holds({ credential, door, key }: Receipt, text: string): boolean | undefined {
    const found = this.#find.get(credential, door, key)
    return found && found['sha256'] === sha256(text)
  }

  digest(): { readonly count: number; readonly sha256: string } {
    const all = createHash('sha256')
    let count = 0
    const rows = this.#db.prepare('SELECT sha256 FROM receipts ORDER BY credential, door, key')
    for (const row of rows.iterate()) {
      all.update(String(row['sha256']), 'hex')
      count++
    }
    return { count, sha256: all.digest('hex') }
  }

  close(): void {
    this.#db.close()
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
