import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claim } from '../../src/sql/claim.ts'
import { openPostgres } from '../../src/sql/postgres.ts'
import { expectRightTime } from '../../src/sql/right-time.ts'
import { makeTables } from '../../src/sql/tables.ts'
import { HAS_POSTGRES, type TestServer, sayWhetherPostgres, startPostgres } from '../postgres.ts'

sayWhetherPostgres()

describe.skipIf(!HAS_POSTGRES)('the database of a ledger', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.end())

  async function several(count: number) {
    const url = await server.database()
    const all = Array.from({ length: count }, () => openPostgres<unknown>(url))
    return { dbs: all.map(({ db }) => db), close: () => Promise.all(all.map(({ close }) => close())) }
  }

  test('belongs to the first ledger that opens it, however many processes do at once', async () => {
    const { dbs, close } = await several(6)
    await Promise.all(dbs.map((db) => claim(db, 'daicho')))
    await Promise.all(dbs.map((db) => claim(db, 'daicho')))
    for (const db of dbs)
      await expect(claim(db, 'other')).rejects.toThrow('belongs to the ledger daicho, not to other')
    await close()
    const again = await several(2)
    const claims = await Promise.allSettled(again.dbs.map((db, i) => claim(db, `ledger-${i}`)))
    expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await again.close()
  })

  test('its tables are made once by many processes that start at once', async () => {
    const { dbs, close } = await several(8)
    const tables = [1, 2, 3].map(
      (n) => sql`CREATE TABLE IF NOT EXISTS ${sql.table(`t${n}`)} (a int PRIMARY KEY)`,
    )
    await Promise.all(dbs.map((db) => makeTables(db, tables)))
    await close()
  })

  test('tells a machine whose clock is more than ten seconds off', async () => {
    const { dbs, close } = await several(1)
    const [db] = dbs
    if (!db) throw new Error('one was opened')
    const off = (ms: number) => expectRightTime(db, () => Date.now() + ms)
    await expectRightTime(db)
    await off(9_000)
    await off(-9_000)
    await expect(off(11_000)).rejects.toThrow(/ms ahead of that of PostgreSQL/)
    await expect(off(-11_000)).rejects.toMatchObject({ name: 'StoreUnavailable', retryAfter: 60 })
    await close()
  })
})
