import { hash } from 'node:crypto'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

/** A row as the log stores it, made beforehand; the hash is the raw log's own work. */
export type RawRow = readonly [id: string, stream: string, revision: number, type: string, record: string]

const PRAGMAS = `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  PRAGMA cache_size = -65536`
const TABLE = `CREATE TABLE events (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL,
  revision INTEGER NOT NULL, type TEXT NOT NULL, record TEXT NOT NULL, hash TEXT NOT NULL, UNIQUE (stream, revision)) STRICT`
const BARE =
  'CREATE TABLE events (position INTEGER PRIMARY KEY, record TEXT NOT NULL, hash TEXT NOT NULL) STRICT'

/**
 * The raw limit of an append: node:sqlite with the same pragmas and the same table, ready-made rows of the same
 * weight, a SHA-256 hash chain over them, and one commit for all that are waiting. Nothing is judged, looked up or read
 * back. With `bare` the table has no column but the record and its hash and no index: what the disk would allow.
 */
export class RawLog {
  readonly #db: DatabaseSync
  readonly #insert: StatementSync
  readonly #bare: boolean
  #last = ''
  #waiting: { rows: readonly RawRow[]; done: () => void }[] = []
  #due = false

  constructor(path: string, bare = false) {
    this.#bare = bare
    this.#db = new DatabaseSync(path)
    this.#db.exec(PRAGMAS)
    this.#db.exec(bare ? BARE : TABLE)
    this.#insert = this.#db.prepare(
      bare
        ? 'INSERT INTO events (record, hash) VALUES (?, ?)'
        : 'INSERT INTO events (id, stream, revision, type, record, hash) VALUES (?, ?, ?, ?, ?, ?)',
    )
  }

  append(rows: readonly RawRow[]): Promise<void> {
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
    for (const { rows } of group) for (const row of rows) this.#put(row)
    this.#db.exec('COMMIT')
    for (const { done } of group) done()
  }

  #put([id, stream, revision, type, record]: RawRow): void {
    this.#last = hash('sha256', this.#last + record)
    if (this.#bare) this.#insert.run(record, this.#last)
    else this.#insert.run(id, stream, revision, type, record, this.#last)
  }

  *records(): Generator<string> {
    const rows = this.#db.prepare('SELECT record FROM events ORDER BY position').iterate()
    for (const row of rows) yield String(row['record'])
  }

  close(): void {
    this.#db.close()
  }
}
