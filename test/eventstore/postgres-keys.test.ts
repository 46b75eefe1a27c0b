import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KeyTables, openPostgresKeys } from '../../src/eventstore/postgres-keys.ts'
import { inputHash } from '../../src/ledger/subjects.ts'
import { openPostgres } from '../../src/sql/postgres.ts'
import { HAS_POSTGRES, type TestServer, asked, sayWhetherPostgres, startPostgres } from '../postgres.ts'
import { subjectKeysContract } from './keys.ts'

sayWhetherPostgres()

describe.skipIf(!HAS_POSTGRES)('in a database', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.end())

  async function opened(url: string) {
    const postgres = openPostgres<KeyTables>(url, { max: 4 })
    return { ...(await openPostgresKeys(postgres.db)), close: postgres.close }
  }

  subjectKeysContract(
    'PostgreSQL',
    async () => {
      const url = await server.database()
      return { open: () => opened(url) }
    },
    { shared: true },
  )

  test('nothing of an erased key is left in the table, and it is soon vacuumed away', async () => {
    const url = await server.database()
    const keys = await opened(url)
    const key = Buffer.from((await keys.keyFor('p-1')) ?? []).toString('hex')
    const rows = () => asked(url, `SELECT subject, encode(key, 'hex') AS key FROM subject_keys`)
    expect(await rows()).toEqual([{ subject: 'p-1', key }])
    await keys.erase(['p-1'])
    expect(await rows()).toEqual([{ subject: 'p-1', key: null }])
    const [options] = await asked(url, `SELECT reloptions FROM pg_class WHERE relname = 'subject_keys'`)
    expect(options?.['reloptions']).toContain('autovacuum_vacuum_threshold=0')
    await keys.close()
  })

  test('the key of the ledger itself is remembered, for it hashes every input; no other one is', async () => {
    const url = await server.database()
    const keys = await opened(url)
    const hash = await inputHash('text', null, keys)
    const ofPerson = await inputHash('text', 'p-1', keys)
    await asked(url, 'DELETE FROM subject_keys')
    expect(await inputHash('text', null, keys)).toBe(hash)
    expect(await inputHash('text', 'p-1', keys)).not.toBe(ofPerson)
    await keys.close()
  })
})
