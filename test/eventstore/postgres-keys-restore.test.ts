import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KeyTables, openPostgresKeys } from '../../src/eventstore/postgres-keys.ts'
import { openPostgresWholeKeys } from '../../src/eventstore/postgres-keys-restore.ts'
import { openSqliteWholeKeys } from '../../src/eventstore/sqlite-keys-restore.ts'
import { type KeptKey, type WholeKeys, copyKeys } from '../../src/ledger/copy-keys.ts'
import { type Postgres, openPostgres } from '../../src/sql/postgres.ts'
import { HAS_POSTGRES, type TestServer, sayWhetherPostgres, startPostgres } from '../postgres.ts'

sayWhetherPostgres()

const COUNT = 2_300
const KEYS: readonly KeptKey[] = Array.from({ length: COUNT }, (_, n) => ({
  subject: n === 0 ? '/ledger' : n % 3 === 0 ? `c-${n}/e-${n}` : `p-${n}`,
  key: n % 10 === 5 ? null : new Uint8Array(32).fill(n % 251),
}))
const inOrder = (keys: readonly KeptKey[]): readonly KeptKey[] =>
  [...keys].sort((a, b) => (a.subject < b.subject ? -1 : 1))

async function everyKey(keys: WholeKeys): Promise<readonly KeptKey[]> {
  const found: KeptKey[] = []
  for await (const { subject, key } of keys.kept()) found.push({ subject, key: key && new Uint8Array(key) })
  return inOrder(found)
}

describe.skipIf(!HAS_POSTGRES)('keys of persons moved to PostgreSQL and back', () => {
  let server: TestServer
  const open: Postgres<KeyTables>[] = []
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(async () => {
    await Promise.all(open.map(({ close }) => close()))
    await server?.end()
  })
  const database = async () => {
    const postgres = openPostgres<KeyTables>(await server.database())
    open.push(postgres)
    return postgres.db
  }
  const embedded = async (keys: readonly KeptKey[] = []): Promise<WholeKeys> => {
    const whole = openSqliteWholeKeys(':memory:')
    await whole.restore(keys)
    return whole
  }

  test('all of them, what was erased as erased, and twice is once', async () => {
    const there = await openPostgresWholeKeys(await database())
    const counts = { keys: COUNT - COUNT / 10, erased: COUNT / 10 }
    expect(await copyKeys(await embedded(KEYS), there)).toEqual({ ...counts, written: COUNT })
    expect(await copyKeys(await embedded(KEYS), there)).toEqual({ ...counts, written: 0 })
    expect(await everyKey(there)).toEqual(inOrder(KEYS))
    const back = await embedded()
    await copyKeys(there, back)
    expect(await everyKey(back)).toEqual(inOrder(KEYS))
  })

  test('they are what a ledger uses there', async () => {
    const db = await database()
    await copyKeys(await embedded(KEYS.slice(0, 20)), await openPostgresWholeKeys(db))
    const keys = await openPostgresKeys(db)
    expect(await keys.keyFor('p-1')).toEqual(new Uint8Array(32).fill(1))
    expect(await keys.keyFor('p-5')).toBeUndefined()
    expect([...(await keys.keysOf(['p-1', 'p-5', '/ledger'])).keys()].sort()).toEqual(['/ledger', 'p-1'])
  })

  test('what either side erased stays erased, and another key is refused', async () => {
    const db = await database()
    const there = await openPostgresWholeKeys(db)
    const [a, b, c] = ['a', 'b', 'c'].map((subject) => ({ subject, key: new Uint8Array(32).fill(7) }))
    if (!a || !b || !c) throw new Error('too few')
    await copyKeys(await embedded([a, b, c]), there)
    await (await openPostgresKeys(db)).erase(['b'])
    const erasedHere = await embedded([{ ...a, key: null }, b, c])
    expect(await copyKeys(erasedHere, there)).toEqual({ keys: 2, erased: 1, written: 1 })
    expect(await everyKey(there)).toEqual([{ ...a, key: null }, { ...b, key: null }, c])
    const other = await embedded([{ ...c, key: new Uint8Array(32).fill(8) }])
    await expect(copyKeys(other, there)).rejects.toThrow('another key for c')
    expect(await everyKey(there)).toContainEqual(c)
  })
})
