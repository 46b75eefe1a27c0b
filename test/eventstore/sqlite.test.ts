import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, test } from 'vitest'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { leafBytes, seal } from '../../src/ledger/leaf.ts'
import { eventStoreContract } from './contract.ts'
import { all, draft, drafts, eventsOf, expectSound, fill, wallClock } from './drafts.ts'

const directory = mkdtempSync(join(tmpdir(), 'daicho-log-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
let files = 0
const newFile = (): string => join(directory, `${++files}.sqlite`)
const open = (path: string, now: () => Instant = wallClock) => openSqliteStore({ path, now, seal })

eventStoreContract(
  'SQLite file',
  async (now) => {
    const path = newFile()
    const store = await open(path, now)
    const reopen = async () => {
      await store.close()
      return open(path, now)
    }
    return { store, reopen }
  },
  { durable: true, recordedAt: 'ledger', volume: 1_000_000 },
)

eventStoreContract('SQLite in memory', async (now) => ({ store: await open(':memory:', now) }), {
  durable: false,
  recordedAt: 'ledger',
  volume: 20_000,
})

describe('the file of a log', () => {
  async function written(): Promise<DatabaseSync> {
    const path = newFile()
    const store = await open(path)
    await store.append('contract-a', 0, drafts(3), {
      credential: 'op-1',
      door: 'actions',
      key: 'k-1',
      inputHash: '',
      status: 201,
      problem: null,
    })
    await store.close()
    return new DatabaseSync(path)
  }

  test.each([
    ["UPDATE events SET record = replace(record, 'base', 'sim-1')", /events are never changed/],
    ['DELETE FROM events WHERE position = 3', /events are never deleted/],
    ['UPDATE receipts SET status = 200', /receipts are never changed/],
    ['DELETE FROM receipts', /receipts are never deleted/],
  ])('refuses %s', async (sql, message) => {
    const db = await written()
    expect(() => db.exec(sql)).toThrow(message)
    db.close()
  })

  test('holds the exact text that the hash covers', async () => {
    const path = newFile()
    const store = await open(path)
    const [event] = eventsOf(await store.append('contract-a', 0, [draft({ data: { z: '休止', a: 1 } })]))
    await store.close()
    const db = new DatabaseSync(path)
    const row = db.prepare('SELECT record, hash FROM events').get()
    db.close()
    if (event === undefined) throw new Error('nothing stored')
    expect(row?.['record']).toBe(leafBytes(event).subarray(1).toString())
    expect(row?.['hash']).toBe(event.hash)
  })

  test('positions have no gaps, though appends failed half-way', async () => {
    const store = await open(newFile())
    const known = draft()
    await store.append('contract-a', 0, [known])
    await Promise.allSettled([
      store.append('contract-b', 0, [draft(), draft(), known]),
      store.append('contract-b', 0, [draft()]),
    ])
    expect((await all(store.readAll(0))).map(({ position }) => position)).toEqual([1, 2])
    await store.close()
  })

  test('another database is not taken for a log', async () => {
    const path = newFile()
    const db = new DatabaseSync(path)
    db.exec('CREATE TABLE t (a)')
    db.close()
    const before = readFileSync(path)
    await expect(open(path)).rejects.toThrow(/is no log of this version/)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('a log of a later schema is not touched', async () => {
    const path = newFile()
    await (await open(path)).close()
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 2')
    db.close()
    await expect(open(path)).rejects.toThrow(/user_version 2/)
  })
})

/** A process that opens the log, says `open` or its error, then appends one event after another and says each id. */
const WRITER = `
  import { randomUUID } from 'node:crypto'
  const { openSqliteStore } = await import(process.argv[1] + '/src/eventstore/sqlite.ts')
  const { seal } = await import(process.argv[1] + '/src/ledger/leaf.ts')
  const now = () => '2025-11-30T12:00:00.000+09:00'
  try {
    const store = await openSqliteStore({ path: process.argv[2], now, seal })
    console.log('open')
    for (let revision = 0; ; revision++) {
      const id = randomUUID()
      await store.append('contract-a', revision, [{ ...JSON.parse(process.argv[3]), id }])
      console.log(id)
    }
  } catch (error) {
    console.log(error.message)
  }
`
function writer(path: string) {
  const root = new URL('../..', import.meta.url).pathname
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', WRITER, root, path, JSON.stringify(draft())],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
}

describe('one process owns the log', () => {
  test('a second process is told so, and neither loses anything', async () => {
    const path = newFile()
    await (await open(path)).close()
    const store = await open(path)
    const { child, lines } = writer(path)
    expect((await lines.next()).value).toMatch(/in use: only one process at a time may own/)
    if (child.exitCode === null) await once(child, 'exit')
    await expect(open(path)).rejects.toThrow(/in use/)
    expect(eventsOf(await store.append('contract-a', 0, drafts(1)))).toHaveLength(1)
    await store.close()
    await (await open(path)).close()
  })

  test('a writer that is killed frees it and loses nothing it had acknowledged', async () => {
    const path = newFile()
    const { child, lines } = writer(path)
    expect((await lines.next()).value).toBe('open')
    const acknowledged: unknown[] = []
    while (acknowledged.length < 50) acknowledged.push((await lines.next()).value)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const store = await open(path)
    const ledger = await all(store.readAll(0))
    expect(ledger.slice(0, 50).map(({ id }) => id)).toEqual(acknowledged)
    expectSound(ledger)
    await store.close()
  })
})

test('a long read lets others in between its pages', async () => {
  const store = await open(':memory:')
  await fill(store, 'contract-a', 5_000)
  let turns = 0
  const ticking = setInterval(() => turns++, 0)
  let appended = false
  void store.append('contract-b', 0, drafts(1)).then(() => (appended = true))
  let appendedBefore = -1
  let seen = 0
  for await (const _ of store.readAll(0)) {
    seen++
    if (appended && appendedBefore < 0) appendedBefore = seen
  }
  clearInterval(ticking)
  expect(seen).toBe(5_000)
  expect(appendedBefore).toBeGreaterThan(0)
  await store.close()
})
