import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Receipt } from '../../src/eventstore/event-store.ts'
import { openSqliteKeys } from '../../src/eventstore/sqlite-keys.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { draft, drafts, wallClock } from '../eventstore/drafts.ts'

/** A receipt of an answer that was given under a key. */
export const receipt = (key: string, over: Partial<Receipt> = {}): Omit<Receipt, 'eventIds'> => ({
  credential: 'operator',
  door: 'contract-c-1',
  key,
  inputHash: randomBytes(32).toString('hex'),
  status: 201,
  problem: null,
  ...over,
})

/**
 * A data directory with a log that holds everything a log can: streams that take turns, appends of several events, with
 * a receipt and without, a refusal with its problem, receipts without events, and keys of which one is erased.
 */
export async function fillDirectory(path: string, rounds: number): Promise<void> {
  mkdirSync(path, { recursive: true })
  const store = await openSqliteStore({ path: join(path, 'ledger.sqlite'), now: wallClock, seal })
  const revisions = new Map<string, number>()
  // What is handed in without waiting is recorded in this order, many with one commit.
  const waiting: Promise<unknown>[] = []
  const append = (stream: string, count: number, kept?: ReturnType<typeof receipt>): void => {
    const expected = revisions.get(stream) ?? 0
    const events = drafts(count, {
      contractId: stream.slice(9),
      data: { text: '休止\n"€"', list: [1, null] },
    })
    waiting.push(store.append(stream, expected, events, kept))
    revisions.set(stream, expected + count)
  }
  for (let i = 0; i < rounds; i++) {
    const stream = `contract-c-${i % 7}`
    append(stream, 1 + (i % 3), i % 2 === 0 ? receipt(`k-${i}`) : undefined)
    if (i % 5 === 0) append('reference-sakura-cloud', 1)
    if (i % 4 === 0)
      waiting.push(
        store.append(stream, revisions.get(stream) ?? 0, [], receipt(`same-${i}`, { status: 200 })),
      )
    if (i % 6 === 0) append(stream, 1, receipt(`no-${i}`, { status: 422, problem: { type: 'refused', causes: [{ event: 'e' }] } })) // prettier-ignore
  }
  await Promise.all(waiting)
  await store.close()
  const keys = openSqliteKeys(join(path, 'keys.sqlite'))
  for (const subject of ['/ledger', 'p-1', 'p-2', 'p-gone']) await keys.keyFor(subject)
  await keys.erase(['p-gone', 'p-never'])
  keys.close()
}

/** Everything in the two files of a data directory, row by row. */
export function rowsOf(path: string): Readonly<Record<string, readonly unknown[]>> {
  const read = (file: string, table: string, order: string): readonly unknown[] => {
    const db = new DatabaseSync(join(path, file), { readOnly: true })
    const rows = db.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all()
    db.close()
    return rows
  }
  return {
    events: read('ledger.sqlite', 'events', 'position'),
    receipts: read('ledger.sqlite', 'receipts', 'credential, door, key'),
    keys: read('keys.sqlite', 'keys', 'subject'),
    erased: read('keys.sqlite', 'erased', 'subject'),
  }
}

/** Adds an event to the log of a directory, as a ledger that was used would have one. */
export async function appendTo(path: string, stream: string, expected: number): Promise<void> {
  const store = await openSqliteStore({ path: join(path, 'ledger.sqlite'), now: wallClock, seal })
  const result = await store.append(stream, expected, [draft({ id: randomUUID() })], receipt(randomUUID()))
  await store.close()
  if (result.outcome !== 'appended') throw new Error(`not appended: ${result.outcome}`)
}

/** Changes a file behind its owner's back. */
export function tamper(path: string, ...statements: readonly string[]): void {
  const db = new DatabaseSync(path)
  for (const trigger of ['events_stay', 'events_hold', 'receipts_stay', 'receipts_hold'])
    db.exec(`DROP TRIGGER IF EXISTS ${trigger}`)
  for (const statement of statements) db.exec(statement)
  db.close()
}
