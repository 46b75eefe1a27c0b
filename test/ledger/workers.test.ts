import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { digestOf } from '../../src/readstore/digest.ts'
import { begin, current, removeOld, switchTo } from '../../src/readstore/generations.ts'
import { openPostgresViews } from '../../src/readstore/postgres.ts'
import { type ReadStore } from '../../src/readstore/read-store.ts'
import { HAS_POSTGRES, type TestServer, sayWhetherPostgres, startPostgres } from '../postgres.ts'
import { freshDigest, ledgerOf, scenes } from './viewed.ts'

const WORKER = fileURLToPath(new URL('view-worker.ts', import.meta.url))
const KILLS = 6
const CONTRACTS = 20
const WAIT = { timeout: 60_000, interval: 2 }
const directory = mkdtempSync(join(tmpdir(), 'daicho-workers-'))
afterAll(() => rmSync(directory, { recursive: true }))

const countOf = async (
  { db }: ReadStore,
  table: 'view_editions' | 'view_marks',
  generation: number,
): Promise<number> => {
  const rows = await db
    .selectFrom(table)
    .select('contract_id')
    .distinct()
    .where('generation', '=', generation)
    .execute()
  return rows.length
}

sayWhetherPostgres()
describe.skipIf(!HAS_POSTGRES)('two workers on one read store', () => {
  let server: TestServer
  const workers: ChildProcess[] = []
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL')
    await server.end()
  })

  test('killed again and again they say in the end what one says who was left in peace', async () => {
    const { ledger, clock, tell, close } = await ledgerOf(directory)
    await tell(0, scenes.length)
    const wanted = await freshDigest(ledger)
    expect([...ledger.directory.contracts()]).toHaveLength(CONTRACTS)
    const url = await server.database()
    const logs = ['1', '2'].map((n) => join(directory, `log-${n}.sqlite`))
    await close()
    for (const log of logs) copyFileSync(join(directory, 'ledger.sqlite'), log)
    const start = (log: string): ChildProcess =>
      fork(WORKER, [log, url, clock.now()], {
        stdio: 'inherit',
        execArgv: ['--disable-warning=ExperimentalWarning'],
      })
    workers.push(...logs.map(start))
    await Promise.all(workers.map((worker) => once(worker, 'message')))
    const reads = await openPostgresViews(url)
    const count = (table: 'view_editions' | 'view_marks', of: number) => countOf(reads, table, of)
    await vi.waitUntil(() => current(reads.db), WAIT)
    let atWork = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const { generation } = await begin(reads, true)
      await vi.waitUntil(async () => (await count('view_marks', generation)) > 0, WAIT)
      const one = kill % workers.length
      const worker = workers[one] ?? expect.fail()
      const gone = once(worker, 'exit')
      worker.kill('SIGKILL')
      await gone
      if ((await count('view_editions', generation)) < CONTRACTS) atWork++
      workers[one] = start(logs[one] ?? '')
      const isDone = async () =>
        (await count('view_editions', generation)) === CONTRACTS &&
        (await count('view_marks', generation)) === 0
      await vi.waitUntil(isDone, WAIT)
      expect(await digestOf(reads.db, generation, clock.now())).toBe(wanted)
      await switchTo(reads, generation)
      await removeOld(reads)
    }
    expect(atWork).toBeGreaterThan(0)
    await reads.close()
  }, 240_000)
})
