import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { begin } from '../../src/readstore/generations.ts'
import { migrationsOf } from '../../src/readstore/migrations.ts'
import { openSqliteViews } from '../../src/readstore/sqlite.ts'
import { readStoreSuite } from './contract.ts'

const directory = mkdtempSync(join(tmpdir(), 'daicho-views-'))
afterAll(() => rmSync(directory, { recursive: true }))
let n = 0

readStoreSuite('views in a file of SQLite', () => openSqliteViews(join(directory, `${++n}.sqlite`)))
// With one connection a snapshot is had by waiting for it; there is nobody beside it.
readStoreSuite('views in memory', () => openSqliteViews(':memory:'), false)

test('what was kept is there when it is opened again, and migrations are listed with when they ran', async () => {
  const path = join(directory, 'again.sqlite')
  const first = await openSqliteViews(path)
  await begin(first)
  await first.close()
  const again = await openSqliteViews(path)
  expect((await begin(again)).generation).toBe(1)
  const listed = await migrationsOf(again.db, 'sqlite')
  expect(listed.map(({ name }) => name)).toEqual(['0001-views'])
  expect(listed.every(({ executedAt }) => executedAt !== undefined)).toBe(true)
  await again.close()
})

test('an error after which SQLite has undone the transaction itself, as on a full disk, is told as it is', async () => {
  const store = await openSqliteViews(join(directory, 'undone.sqlite'))
  const work = store.db.transaction().execute(async (trx) => {
    await sql`ROLLBACK`.execute(trx)
    throw new Error('database or disk is full')
  })
  await expect(work).rejects.toThrow('database or disk is full')
  expect((await begin(store)).position).toBe(0)
  await store.close()
})
