import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../../src/eventstore/event-store.ts'
import { type Postgres, type PostgresOptions, openPostgres } from '../../src/sql/postgres.ts'
import { HAS_POSTGRES, type TestServer, asked, sayWhetherPostgres, startPostgres } from '../postgres.ts'

sayWhetherPostgres()

type Schema = { readonly counts: { readonly name: string; readonly n: number } }

describe.skipIf(!HAS_POSTGRES)('a PostgreSQL database', () => {
  let server: TestServer
  let url: string
  const open: Postgres<Schema>[] = []
  beforeAll(async () => {
    server = await startPostgres()
    url = await server.database()
    await asked(url, 'CREATE TABLE counts (name text PRIMARY KEY, n bigint NOT NULL)')
  })
  afterEach(() => Promise.all(open.splice(0).map((each) => each.close())))
  afterAll(() => server.end())

  function opened(options?: PostgresOptions, at = url): Postgres<Schema> {
    const postgres = openPostgres<Schema>(at, options)
    open.push(postgres)
    return postgres
  }
  const one = async ({ db }: Postgres<Schema>, text: string): Promise<unknown> =>
    Object.values((await sql<Record<string, unknown>>`${sql.raw(text)}`.execute(db)).rows[0] ?? {})[0]

  test('positions are numbers, days and instants texts', async () => {
    const postgres = opened()
    expect(await one(postgres, `SELECT ${Number.MAX_SAFE_INTEGER}::bigint`)).toBe(Number.MAX_SAFE_INTEGER)
    await expect(one(postgres, `SELECT ${Number.MAX_SAFE_INTEGER}::bigint + 1`)).rejects.toThrow(RangeError)
    expect(await one(postgres, `SELECT DATE '2026-01-31'`)).toBe('2026-01-31')
    expect(await one(postgres, `SELECT TIMESTAMP '2026-01-31 10:00'`)).toBe('2026-01-31 10:00:00')
    expect(await one(postgres, `SELECT 'null'::jsonb`)).toBe(null)
  })

  test('says who it is, and works in the schema it was given', async () => {
    await asked(url, 'CREATE SCHEMA side')
    const postgres = opened({ schema: 'side' })
    expect(await one(postgres, 'SELECT current_schema()')).toBe('side')
    expect(await one(postgres, `SELECT current_setting('application_name')`)).toBe('daicho')
    await expect(one(postgres, 'SELECT count(*) FROM counts')).rejects.toThrow('"counts" does not exist')
    expect(() => openPostgres(url, { schema: 'a; DROP' })).toThrow(RangeError)
  })

  test('an error of the statement stays what it is, and the connection is used again', async () => {
    const postgres = opened({ max: 1 })
    const pid = await one(postgres, 'SELECT pg_backend_pid()')
    const twice = () => postgres.db.insertInto('counts').values({ name: 'a', n: 1 }).execute()
    await twice()
    await expect(twice()).rejects.toMatchObject({ code: '23505' })
    expect(await one(postgres, 'SELECT pg_backend_pid()')).toBe(pid)
  })

  test('a statement that takes too long is given up', async () => {
    const postgres = opened({ max: 1, statementMs: 100 })
    await expect(one(postgres, 'SELECT pg_sleep(10)')).rejects.toThrow(StoreUnavailable)
    expect(await one(postgres, 'SELECT 1')).toBe(1)
  })

  test('nobody there: told so, with when to ask again, and without the password', async () => {
    const away = opened({}, 'postgres://daicho:hidden@127.0.0.1:1/none')
    const error = await one(away, 'SELECT 1').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error).toMatchObject({ retryAfter: 5, message: expect.stringContaining('ECONNREFUSED') as string })
    expect(JSON.stringify(error) + String(error)).not.toContain('hidden')
  })

  test('a connection cut in a transaction: nothing of it is there, and the next one works', async () => {
    const postgres = opened({ max: 1 })
    const cut = postgres.db.transaction().execute(async (trx) => {
      await trx.insertInto('counts').values({ name: 'cut', n: 1 }).execute()
      await asked(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'daicho'`,
      )
      await trx.insertInto('counts').values({ name: 'cut too', n: 1 }).execute()
    })
    await expect(cut).rejects.toThrow(StoreUnavailable)
    expect(await one(postgres, `SELECT count(*) FROM counts WHERE name LIKE 'cut%'`)).toBe(0)
  })

  test('more statements than connections wait for their turn', async () => {
    const postgres = opened({ max: 2 })
    const all = await Promise.all(Array.from({ length: 50 }, (_, i) => one(postgres, `SELECT ${i}`)))
    expect(all).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })

  test('a server that goes and comes back', async ({ skip }) => {
    if (!server.own) return skip('the server is not this test’s own')
    const postgres = opened()
    await one(postgres, 'SELECT 1')
    const hanging = one(postgres, 'SELECT pg_sleep(10)').catch((thrown: unknown) => thrown)
    await sleep(100)
    await server.own.stop('SIGKILL')
    expect(await hanging).toBeInstanceOf(StoreUnavailable)
    await expect(one(postgres, 'SELECT 1')).rejects.toThrow(StoreUnavailable)
    await server.own.start()
    expect(await one(postgres, 'SELECT 1')).toBe(1)
  })

  test('a server that hangs is given up', async ({ skip }) => {
    if (!server.own) return skip('the server is not this test’s own')
    const [postgres, fresh] = [opened({ max: 1, statementMs: 500 }), opened({ max: 1 })]
    const backend = Number(await one(postgres, 'SELECT pg_backend_pid()'))
    server.own.signal('SIGSTOP')
    process.kill(backend, 'SIGSTOP')
    try {
      const both = [one(postgres, 'SELECT 1'), one(fresh, 'SELECT 1')]
      for (const { status, ...why } of await Promise.allSettled(both))
        expect({ status, ...why }).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } })
    } finally {
      server.own.signal('SIGCONT')
      process.kill(backend, 'SIGCONT')
    }
    expect(await one(postgres, 'SELECT 1')).toBe(1)
  })
})
