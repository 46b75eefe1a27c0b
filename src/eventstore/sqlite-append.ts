import { type DatabaseSync } from 'node:sqlite'
import { type Instant } from '../domain/kernel/calendar.ts'
import {
  type Appended,
  type EventDraft,
  type EventRecord,
  type Receipt,
  type Revision,
} from './event-store.ts'
import { type Settled } from './group-commit.ts'
import { type EventRow, eventOf, receiptOf } from './sqlite-rows.ts'

/** One call of the port's `append`. */
export type Append = {
  readonly stream: string
  readonly expected: Revision
  readonly events: readonly EventDraft[]
  readonly receipt: Omit<Receipt, 'eventIds'> | undefined
}

export type Sealing = {
  readonly now: () => Instant
  /** The stored text of a record and the hash of that text. */
  readonly seal: (record: EventRecord) => { readonly text: string; readonly hash: string }
}

/** Where the ledger ends: the next event gets the next position and no earlier `recordedAt`. */
type Head = { readonly position: number; readonly recordedAt: Instant | '' }
type Stand = { readonly revision: Revision; readonly hash: string | null }

/**
 * Appends a group in one transaction. Each append is judged on what stands before it in the group, and stands alone:
 * a conflict, a repeated key or an error undoes that one only.
 */
export function appender(
  db: DatabaseSync,
  sealing: Sealing,
): (group: readonly Append[]) => readonly Settled<Appended>[] {
  const sql = statements(db)
  let head = readHead(db)
  let now = sealing.now()

  function appendOne(append: Append): Appended {
    const { stream, expected, events, receipt } = append
    const first = receipt && sql.receipt.get(receipt.credential, receipt.door, receipt.key)
    if (first !== undefined) return { outcome: 'repeated', receipt: receiptOf(first) }
    const stand = (sql.stand.get(stream) as Stand | undefined) ?? { revision: 0, hash: null }
    if (stand.revision !== expected) return { outcome: 'conflict', revision: stand.revision }
    const rows = insertEvents(append, stand)
    if (receipt !== undefined) insertReceipt(receipt, events)
    return { outcome: 'appended', events: rows.map(eventOf) }
  }

  function insertEvents({ stream, events }: Append, stand: Stand): EventRow[] {
    const recordedAt = now > head.recordedAt ? now : (head.recordedAt as Instant)
    let { revision, hash: prev } = stand
    return events.map((draft) => {
      revision++
      const { text, hash } = sealing.seal({ ...draft, stream, revision, recordedAt, prev })
      const position = head.position + 1
      insertEvent([position, draft.id, stream, revision, draft.type, text, hash])
      head = { position, recordedAt }
      prev = hash
      return { position, record: text, hash }
    })
  }

  function insertEvent(row: readonly [number, string, string, number, string, string, string]): void {
    try {
      sql.insertEvent.run(...row)
    } catch (error) {
      if (!isDuplicateId(error)) throw error
      throw new RangeError(`the ledger has an event ${row[1]} already`, { cause: error })
    }
  }

  function insertReceipt(receipt: Omit<Receipt, 'eventIds'>, events: readonly EventDraft[]): void {
    const { credential, door, key, inputHash, status, problem } = receipt
    const ids = JSON.stringify(events.map(({ id }) => id))
    const text = problem === null ? null : JSON.stringify(problem)
    sql.insertReceipt.run(credential, door, key, inputHash, status, ids, text)
  }

  function settle(append: Append): Settled<Appended> {
    // One event goes in or does not: only of several could some be in when another fails.
    if (append.events.length <= 1) return settleOne(append)
    const before = head
    sql.savepoint.run()
    try {
      return { value: appendOne(append) }
    } catch (error) {
      sql.undo.run()
      head = before
      return { error }
    } finally {
      sql.release.run()
    }
  }

  function settleOne(append: Append): Settled<Appended> {
    try {
      return { value: appendOne(append) }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error // not told apart by the insert: the whole group fails
      return { error }
    }
  }

  return (group) => {
    now = sealing.now() // one instant for the group: it becomes known at one commit
    sql.begin.run()
    try {
      const settled = group.map(settle)
      sql.commit.run()
      return settled
    } catch (error) {
      if (db.isTransaction) sql.rollback.run()
      head = readHead(db)
      throw error
    }
  }
}

function readHead(db: DatabaseSync): Head {
  const last = db.prepare('SELECT position, record, hash FROM events ORDER BY position DESC LIMIT 1').get()
  if (last === undefined) return { position: 0, recordedAt: '' }
  const { position, recordedAt } = eventOf(last as EventRow)
  return { position, recordedAt }
}

const isDuplicateId = (error: unknown): boolean =>
  error instanceof Error && error.message === 'UNIQUE constraint failed: events.id'

function statements(db: DatabaseSync) {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    savepoint: db.prepare('SAVEPOINT one_append'),
    undo: db.prepare('ROLLBACK TO one_append'),
    release: db.prepare('RELEASE one_append'),
    receipt: db.prepare('SELECT * FROM receipts WHERE credential = ? AND door = ? AND key = ?'),
    stand: db.prepare('SELECT revision, hash FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1'),
    insertEvent: db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)'),
    insertReceipt: db.prepare('INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?)'),
  }
}
