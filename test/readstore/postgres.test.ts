import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { advance } from '../../src/readstore/advance.ts'
import { begin } from '../../src/readstore/generations.ts'
import { migrationsOf } from '../../src/readstore/migrations.ts'
import { openPostgresViews } from '../../src/readstore/postgres.ts'
import { type Made, workOff } from '../../src/readstore/work.ts'
import { HAS_POSTGRES, type TestServer, sayWhetherPostgres, startPostgres } from '../postgres.ts'
import { readStoreSuite } from './contract.ts'

sayWhetherPostgres()
describe.skipIf(!HAS_POSTGRES)('PostgreSQL', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server.end())

  readStoreSuite('views in PostgreSQL', async () => openPostgresViews(await server.database()))

  test('processes that start at once on an empty database make its tables once', async () => {
    const url = await server.database()
    const all = await Promise.all(Array.from({ length: 4 }, () => openPostgresViews(url)))
    const [first] = all
    if (!first) throw new Error('none was opened')
    expect((await migrationsOf(first.db, 'postgres')).map(({ name }) => name)).toEqual(['0001-views'])
    const begun = await Promise.all(all.map((each) => begin(each)))
    expect(new Set(begun.map(({ generation }) => generation))).toEqual(new Set([1]))
    await Promise.all(all.map(({ close }) => close()))
  })

  test('several workers take other contracts each, and each contract is made once', async () => {
    const url = await server.database()
    const stores = await Promise.all(Array.from({ length: 3 }, () => openPostgresViews(url)))
    const [first] = stores
    if (!first) throw new Error('none was opened')
    await begin(first)
    const ids = Array.from({ length: 60 }, (_, i) => `c-${String(i).padStart(2, '0')}`)
    const touched = new Map(ids.map((id) => [id, { first: 1, last: 1 }]))
    await advance(first, 1, { from: 0, to: 1 }, { met: [], touched, touchedTogether: [], rules: [] })
    const made: string[] = []
    const make = async (contractId: string): Promise<Made> => {
      made.push(contractId)
      await new Promise((done) => setTimeout(done, 2))
      const span = {
        from: '2026-01-01T00:00:00.000+09:00' as Instant,
        to: '2027-01-01T00:00:00.000+09:00' as Instant,
      }
      const whose = { contractId, contract: null, deadlines: [], pauses: [] }
      return { editions: [{ ...whose, ...span }], position: 1, dueAt: span.to }
    }
    const work = async (store: (typeof stores)[number]): Promise<number> => {
      let count = 0
      for (let some = -1; some !== 0; count += some)
        some = await workOff(store, 1, { why: 'told', count: 5 }, make)
      return count
    }
    const counts = await Promise.all(stores.map(work))
    expect(made.toSorted()).toEqual(ids)
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(1)
    await Promise.all(stores.map(({ close }) => close()))
  })
})
