import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type EventStore, type Kept, type WholeLog } from '../../src/eventstore/event-store.ts'
import { openKurrentWhole } from '../../src/eventstore/kurrentdb-restore.ts'
import { openKurrentStore } from '../../src/eventstore/kurrentdb.ts'
import { openSqliteWhole } from '../../src/eventstore/sqlite-restore.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { type Copied, copy } from '../../src/ledger/copy.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { daicho, temporary } from '../cli/running.ts'
import { fillDirectory, receipt, rowsOf } from '../ledger/copying.ts'
import { HAS_POSTGRES, startPostgres } from '../postgres.ts'
import { all, draft, drafts, wallClock } from './drafts.ts'
import { SERVER_COMMAND, type Server, sayWhatIsSkipped, singleServer } from './kurrentdb-server.ts'

sayWhatIsSkipped('DAICHO_KURRENTDB_SERVER', SERVER_COMMAND)

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname
const ROUNDS = 1_500
const KILLS = 4

describe.skipIf(SERVER_COMMAND === '')('a ledger moved to KurrentDB and back', { timeout: 180_000 }, () => {
  const directory = temporary()
  const source = directory.path('source')
  let server: Server
  beforeAll(async () => {
    await fillDirectory(source, ROUNDS)
    server = await singleServer()
    await server.start()
  }, 180_000)
  afterAll(async () => {
    await server?.end()
    directory.remove()
  })

  const newLedger = (): string => `t-${randomUUID().slice(0, 23)}`
  const embedded = (path: string): WholeLog => openSqliteWhole(join(path, 'ledger.sqlite'))
  /** More patient than usual: a machine under load takes long to start a server. */
  const patience = { answerMs: 5_000, totalMs: 120_000 }
  const kurrent = (ledger: string): Promise<WholeLog> =>
    openKurrentWhole({ url: server.url, ledger, patience })
  async function copied(from: WholeLog, to: WholeLog): Promise<Copied> {
    try {
      return await copy(from, to)
    } finally {
      await Promise.all([from.close(), to.close()])
    }
  }
  async function keptBy(log: WholeLog): Promise<readonly Kept[]> {
    const items: Kept[] = []
    for await (const item of log.kept()) items.push(item)
    await log.close()
    return items
  }
  const said = (event: object): object => ({ ...event, position: 0 })

  test('is the same there, and again here, row by row', async () => {
    const [ledger, back] = [newLedger(), directory.path('back')]
    const there = await daicho(['copy', '--from', source, '--to', server.url, '--ledger', ledger, '--to-keys', directory.path('keys'), '--json']) // prettier-ignore
    expect([there.code, there.stderr]).toEqual([0, ''])
    const here = await daicho(['copy', '--from', server.url, '--ledger', ledger, '--from-keys', directory.path('keys'), '--to', back]) // prettier-ignore
    expect([here.code, here.stderr]).toEqual([0, ''])
    expect(rowsOf(back)).toEqual(rowsOf(source))
    const { target, events, seconds } = JSON.parse(there.stdout) as Copied & { seconds: number }
    process.stderr.write(`KurrentDB: ${events} events in ${target.streams} streams copied in ${seconds} s\n`)
  })

  test('holds for the port: streams, ledger order, ids, answers under keys; and goes on', async () => {
    const ledger = newLedger()
    const clone = directory.path('clone')
    await copied(embedded(source), await kurrent(ledger))
    await copied(embedded(source), directoryLog(clone))
    const store = await openKurrentStore({ url: server.url, ledger, now: wallClock, seal })
    const local = await openSqliteStore({ path: join(clone, 'ledger.sqlite'), now: wallClock, seal })
    expect((await all(store.readAll(0))).map(said)).toEqual((await all(local.readAll(0))).map(said))
    for (const stream of ['contract-c-3', 'reference-sakura-cloud'])
      expect((await all(store.read(stream))).map(said)).toEqual((await all(local.read(stream))).map(said))
    await sameAnswers(store, local)
    const { revision } = await store.head('contract-c-3')
    const next = draft({ contractId: 'c-3' })
    const results = await Promise.all(
      [store, local].map((each) => each.append('contract-c-3', revision, [next])),
    )
    expect(results.map(({ outcome }) => outcome)).toEqual(['appended', 'appended'])
    await Promise.all([store.close(), local.close()])
  })

  function directoryLog(path: string): WholeLog {
    mkdirSync(path, { recursive: true })
    return embedded(path)
  }

  async function sameAnswers(a: EventStore, b: EventStore): Promise<void> {
    for (const key of ['k-0', 'k-2', 'same-4', 'no-6', 'k-1']) {
      const answer = await a.findReceipt('operator', 'contract-c-1', key)
      expect(answer).toEqual(await b.findReceipt('operator', 'contract-c-1', key))
      expect(answer === undefined).toBe(key === 'k-1')
    }
  }

  test(`killed ${KILLS} times on its way there it goes on`, async () => {
    const [ledger, keys] = [newLedger(), directory.path('keys-killed')]
    const args = ['copy', '--from', source, '--to', server.url, '--ledger', ledger, '--to-keys', keys]
    let cut = 0
    for (let i = 0; i < KILLS; i++) if (!(await killedAfter(1_500 + 700 * i, args))) cut++
    expect(cut).toBeGreaterThan(0)
    const { code, stdout } = await daicho([...args, '--json'])
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ equal: true })])
    const [there, here] = [await keptBy(await kurrent(ledger)), await keptBy(embedded(source))]
    expect(there.flatMap(({ event }) => event?.hash ?? [])).toEqual(
      here.flatMap(({ event }) => event?.hash ?? []),
    )
  })

  async function killedAfter(ms: number, args: readonly string[]): Promise<boolean> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
      stdio: 'ignore',
    })
    const gone = new Promise<boolean>((done) => child.once('exit', (code) => done(code !== null)))
    await sleep(ms)
    child.kill('SIGKILL')
    return gone
  }

  test('a server that is killed and started again meanwhile changes nothing', async () => {
    const ledger = newLedger()
    const copying = (async () => copied(embedded(source), await kurrent(ledger)))()
    for (let i = 0; i < 2; i++) {
      await sleep(600)
      await server.kill()
      await server.start()
    }
    expect(await copying).toMatchObject({ equal: true, grew: false })
  })

  test('what KurrentDB recorded itself comes back with its answers, the first under each key', async () => {
    const ledger = newLedger()
    const store = await openKurrentStore({ url: server.url, ledger, now: wallClock, seal })
    await store.append('contract-c-1', 0, drafts(3), receipt('a'))
    await store.append('contract-c-1', 3, [], receipt('b', { status: 200 }))
    await store.append('contract-c-2', 0, drafts(1, { contractId: 'c-2' }))
    await store.close()
    const path = directory.path('from-kurrent')
    const result = await copied(await kurrent(ledger), directoryLog(path))
    expect(result).toMatchObject({ events: 4, receipts: 2, equal: true, grew: false, target: { streams: 2 } })
    const other = await copied(await kurrent(ledger), await kurrent(newLedger()))
    expect(other).toMatchObject({ equal: true, target: result.target })
    const local = await openSqliteStore({ path: join(path, 'ledger.sqlite'), now: wallClock, seal })
    expect(await local.findReceipt('operator', 'contract-c-1', 'a')).toMatchObject({
      eventIds: { length: 3 },
    })
    expect(await local.findReceipt('operator', 'contract-c-1', 'b')).toMatchObject({
      status: 200,
      eventIds: [],
    })
    await local.close()
  })

  test.skipIf(!HAS_POSTGRES)('into the ledger that the environment names, used there, and back', async () => {
    const postgres = await startPostgres()
    onTestFinished(postgres.end)
    const env = {
      DAICHO_KURRENTDB: server.url,
      DAICHO_KURRENTDB_LEDGER: newLedger(),
      DAICHO_POSTGRES: await postgres.database(),
      DAICHO_TOKEN: 'token-of-a-test',
    }
    const [from, back] = [directory.path('mine'), directory.path('mine-again')]
    await daicho(['import', '-', '--data', from], {}, journal(1, 2))
    await daicho(['erase', 'p-2', '--data', from])
    const there = await daicho(['copy', '--from', from, '--to', 'kurrentdb', '--json'], env)
    expect([there.code, there.stderr]).toEqual([0, ''])
    expect(there.stdout).not.toContain(new URL(env.DAICHO_POSTGRES).password)
    expect(JSON.parse(there.stdout)).toMatchObject({
      equal: true,
      events: 3,
      receipts: 2,
      keys: { keys: 1, erased: 1 },
    })
    const used = await daicho(['import', '-', '--json'], env, journal(1, 2, 3))
    expect(JSON.parse(used.stdout)).toMatchObject({ recorded: 1, same: 2 })
    for (const command of ['verify', 'rejudge']) expect((await daicho([command], env)).code).toBe(0)
    expect((await daicho(['export', '--open', '--contract', 'c-1'], env)).stdout).toContain('Hoshino Akari 1')
    const here = await daicho(['copy', '--from', 'kurrentdb', '--to', back, '--json'], env)
    expect([here.code, JSON.parse(here.stdout)]).toEqual([
      0,
      expect.objectContaining({ equal: true, events: 4 }),
    ])
    const open = await daicho(['export', '--open', '--data', back])
    expect(open.stdout).toContain('Hoshino Akari 3')
    expect(open.stdout).not.toContain('Hoshino Akari 2')
    const again = await daicho(['import', '-', '--data', back, '--json'], {}, journal(1, 2, 3))
    expect(JSON.parse(again.stdout)).toMatchObject({ recorded: 0, same: 3 })
    expect((await daicho(['verify', '--data', back])).code).toBe(0)
    // What was used meanwhile is no beginning of what it came from.
    const wrong = await daicho(['copy', '--from', from, '--to', 'kurrentdb'], env)
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('1 events more than the source')])
  })

  const journal = (...numbers: readonly number[]): string =>
    numbers
      .map((n) => ({
        contractId: `c-${n}`,
        type: 'ApplicationSubmitted',
        service: 'iij-media-sphere',
        partyId: `p-${n}`,
        occurredAt: '2025-01-10T10:00:00+09:00',
        data: { plan: 'basic', applicantName: `Hoshino Akari ${n}` },
      }))
      .map((action) => `${JSON.stringify(action)}\n`)
      .join('')

  test('a server that stays away cuts it off, and says that it goes on', async () => {
    const [ledger, keys] = [newLedger(), directory.path('keys-away')]
    const args = ['copy', '--from', source, '--to', server.url, '--ledger', ledger, '--to-keys', keys]
    const copying = daicho(args)
    await sleep(3_000)
    await server.kill()
    const { code, stderr } = await copying
    await server.start()
    expect([code, stderr]).toEqual([1, expect.stringContaining('run the same command again')])
    const again = await daicho([...args, '--json'])
    expect([again.code, JSON.parse(again.stdout)]).toEqual([0, expect.objectContaining({ equal: true })])
  })

  test('another ledger under the name is refused, and others in the database are not met', async () => {
    const [ledger, other] = [newLedger(), newLedger()]
    const store = await openKurrentStore({ url: server.url, ledger: other, now: wallClock, seal })
    await store.append('contract-c-1', 0, drafts(1))
    await store.close()
    await expect(copied(embedded(source), await kurrent(other))).rejects.toThrow('the target holds')
    const small = directory.path('small')
    await fillDirectory(small, 3)
    expect(await copied(embedded(small), await kurrent(ledger))).toMatchObject({ equal: true, before: 0 })
  })

  test('an event that is more than one append may hold is told', async () => {
    const path = directory.path('large')
    await directoryLog(path).close()
    const local = await openSqliteStore({ path: join(path, 'ledger.sqlite'), now: wallClock, seal }) // prettier-ignore
    await local.append('contract-c-1', 0, [draft({ data: { text: 'x'.repeat(1_200_000) } })])
    await local.append('contract-c-2', 0, drafts(2, { data: { text: 'x'.repeat(600_000) } }))
    await local.close()
    await expect(copied(embedded(path), await kurrent(newLedger()))).rejects.toThrow('MaxAppendSize')
  })
})
