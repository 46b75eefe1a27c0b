import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Turns, processTurns } from '../../src/ledger/turns.ts'
import { openPostgres } from '../../src/sql/postgres.ts'
import { postgresTurns } from '../../src/sql/turns.ts'
import { HAS_POSTGRES, type TestServer, asked, sayWhetherPostgres, startPostgres } from '../postgres.ts'

sayWhetherPostgres()

/** Work that notes when another one runs beside it. */
function watched() {
  let running = 0
  const seen = { most: 0, done: 0 }
  const work = async (): Promise<number> => {
    seen.most = Math.max(seen.most, ++running)
    await sleep(2)
    running--
    return ++seen.done
  }
  return { seen, work }
}

async function expectTurns(turns: readonly Turns[]): Promise<void> {
  const { seen, work } = watched()
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, i) => turns[i % turns.length]?.inTurn('one', work)),
  )
  expect(seen).toEqual({ most: 1, done: 30 })
  expect(results.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
  const [first, last] = [turns[0], turns.at(-1)]
  const failing = first?.inTurn('one', () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await last?.inTurn('one', async () => 'goes on')).toBe('goes on')
  const inside = first?.inTurn('one', async () => last?.inTurn('other', async () => 'another name'))
  expect(await inside).toBe('another name')
}

test('turns of one process', () => expectTurns([processTurns()]))

describe.skipIf(!HAS_POSTGRES)('turns of several processes', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.end())

  async function processes(count: number) {
    const url = await server.database()
    const all = Array.from({ length: count }, () => openPostgres<unknown>(url))
    const turns = (db: Kysely<unknown>, space = 'daicho') => postgresTurns(db, space, processTurns())
    return { url, all, turns, close: () => Promise.all(all.map(({ close }) => close())) }
  }

  test('are taken one after another', async () => {
    const { all, turns, close } = await processes(3)
    await expectTurns(all.map(({ db }) => turns(db)))
    await close()
  })

  test('of another ledger in the same database do not wait', async () => {
    const { all, turns, close } = await processes(2)
    const [a, b] = all
    if (!a || !b) throw new Error('two were opened')
    const result = turns(a.db).inTurn('one', () => turns(b.db, 'other').inTurn('one', async () => 'beside'))
    expect(await result).toBe('beside')
    await close()
  })

  test('whoever dies in its turn lets go of it', async () => {
    const { url, all, turns, close } = await processes(2)
    const [a, b] = all
    if (!a || !b) throw new Error('two were opened')
    const held = turns(a.db).inTurn('one', async () => {
      await asked(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted`,
      )
      expect(await turns(b.db).inTurn('one', async () => 'next')).toBe('next')
    })
    await expect(held).rejects.toThrow('PostgreSQL does not answer')
    await close()
  })
})
