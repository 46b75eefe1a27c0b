import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { postgresLogIndex } from '../../src/eventstore/postgres-log-index.ts'
import { sqliteLogIndex } from '../../src/eventstore/sqlite-log-index.ts'
import { openPostgres } from '../../src/sql/postgres.ts'
import { HAS_POSTGRES, type TestServer, sayWhetherPostgres, startPostgres } from '../postgres.ts'
import { logIndexContract } from './log-index.ts'

sayWhetherPostgres()

const directory = mkdtempSync(join(tmpdir(), 'daicho-log-index-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

logIndexContract('SQLite, in memory', async () => async () => sqliteLogIndex(':memory:'), { shared: false })
let files = 0
logIndexContract(
  'SQLite, in a file',
  async () => {
    const path = join(directory, `${++files}.sqlite`)
    return async () => sqliteLogIndex(path)
  },
  { shared: false },
)

describe.skipIf(!HAS_POSTGRES)('in a database', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.end())

  logIndexContract(
    'PostgreSQL',
    async () => {
      const url = await server.database()
      return async () => {
        const { db, close } = openPostgres<unknown>(url)
        return { ...(await postgresLogIndex(db)), end: close }
      }
    },
    { shared: true },
  )
})
