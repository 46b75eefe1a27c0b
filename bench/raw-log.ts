import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

/**
 * The raw limit of an append: node:sqlite with the same pragmas, rows of the same weight, a SHA-256 hash chain over
 * them, and one commit for all that are waiting. No revisions checked, no ids unique, nothing read back.
 */
export class RawLog {
  readonly #db: DatabaseSync
  readonly #insert
  #last = ''
  #waiting: { rows: readonly string[]; done: () => void }[] = []
  #due = false

  constructor(path: string) {
    this.#db = new DatabaseSync(path)
    this.#db.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536',
    )
    this.#db.exec(
      'CREATE TABLE events (position INTEGER PRIMARY KEY, record TEXT NOT NULL, hash TEXT NOT NULL) STRICT',
    )
    this.#insert = this.#db.prepare('INSERT INTO events (record, hash) VALUES (?, ?)')
  }

  append(rows: readonly string[]): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ rows, done })
      if (this.#due) return
      this.#due = true
      setImmediate(() => this.#commit())
    })
  }

  #commit(): void {
    const group = this.#waiting
    this.#waiting = []
    this.#due = false
    this.#db.exec('BEGIN')
    for (const { rows } of group) {
      for (const row of rows) {
        this.#last = createHash('sha256').update(this.#last).update(row).digest('hex')
        this.#insert.run(row, this.#last)
      }
    }
    this.#db.exec('COMMIT')
    for (const { done } of group) done()
  }

  *records(): Generator<string> {
    for (const row of this.#db.prepare('SELECT record FROM events ORDER BY position').iterate())
      yield String(row['record'])
  }

  close(): void {
    this.#db.close()
  }
}
