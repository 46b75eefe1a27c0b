import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { machineClock } from '../../src/ledger/clock.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { type Serving, serving } from '../serving.ts'
import { daicho, temporary } from './running.ts'

const directory = temporary()
afterAll(directory.remove)

const WRITERS = 8
const NAME = 'Hoshino Akari Invented'
const applied = {
  type: 'ApplicationSubmitted',
  service: 'iij-media-sphere',
  partyId: 'p-1',
  occurredAt: '2025-01-10T10:00:00+09:00',
  data: { plan: 'basic', applicantName: NAME },
}
const transferred = {
  type: 'OneTimeFactOccurred',
  occurredAt: '2025-03-10T12:00:00+09:00',
  data: { item: 'data-transfer' },
}

async function serve(data: string): Promise<Serving> {
  const server = await serving(['--data', data])
  onTestFinished(server.stop)
  return server
}
const post = ({ url, token }: Serving, contractId: string, key: string, action: object): Promise<Response> =>
  fetch(`${url}/v1/contracts/${contractId}/actions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      prefer: 'return=minimal',
    },
    body: JSON.stringify(action),
  })
async function historyOf(
  { url, token }: Serving,
  contractId = 'c-1',
): Promise<{ status: number; events: unknown }> {
  const answer = await fetch(`${url}/v1/contracts/${contractId}/history`, { headers: { authorization: `Bearer ${token}` } }) // prettier-ignore
  return { status: answer.status, events: await answer.json() }
}
/** A data directory in which p-1 applied for c-1. */
function filled(name: string): string {
  cpSync(directory.path('filled'), directory.path(name), { recursive: true })
  return directory.path(name)
}
beforeAll(async () => {
  const journal = `${JSON.stringify({ contractId: 'c-1', ...applied })}\n`
  const done = await daicho(['import', '-', '--data', directory.path('filled')], {}, journal)
  expect(done.code).toBe(0)
}, 120_000)
/** A data directory of what backups hold: start with it, and it is restored. */
function restored(name: string, log: string, keys?: string): string {
  const data = directory.path(name)
  mkdirSync(data)
  cpSync(join(log, 'ledger.sqlite'), join(data, 'ledger.sqlite'))
  if (keys !== undefined) cpSync(join(keys, 'keys.sqlite'), join(data, 'keys.sqlite'))
  return data
}
async function backedUp(data: string, name: string): Promise<{ log: string; keys: string }> {
  const [log, keys] = [directory.path(`${name}-log`), directory.path(`${name}-keys`)]
  const { code, stderr } = await daicho(['backup', '--data', data, '--to', log, '--keys-to', keys])
  expect([code, stderr]).toEqual([0, ''])
  return { log, keys }
}

describe('daicho backup', { timeout: 120_000 }, () => {
  test('of a server under writers: what was acknowledged before it began is restored, every hash verifies', async () => {
    const data = directory.path('live')
    const server = await serve(data)
    const acknowledged: { contractId: string; key: string }[] = []
    let writing = true
    const writer = async (contractId: string): Promise<void> => {
      for (let n = 0; writing; n++) {
        const key = `${contractId}-${n}`
        const answer = await post(server, contractId, key, n === 0 ? applied : transferred)
        expect(answer.status).toBe(201)
        await answer.text()
        acknowledged.push({ contractId, key })
      }
    }
    const writers = Array.from({ length: WRITERS }, (_, n) => writer(`c-${n}`))
    onTestFinished(() => void (writing = false))
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(WRITERS * 10)
    const before = [...acknowledged]
    const { log, keys } = await backedUp(data, 'live')
    const after = acknowledged.length
    writing = false
    await Promise.all(writers)
    await server.kill()
    expect(after).toBeGreaterThan(before.length)

    expect(readdirSync(log)).toEqual(['ledger.sqlite'])
    expect(statSync(join(keys, 'keys.sqlite')).mode & 0o777).toBe(0o600)
    const again = restored('live-restored', log, keys)
    const verified = await daicho(['verify', '--data', again])
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('all as they were written')])
    const store = await openSqliteStore({ path: join(again, 'ledger.sqlite'), now: machineClock.now, seal })
    for (const { contractId, key } of before)
      expect(await store.findReceipt('operator', `contract-${contractId}`, key), key).toBeDefined()
    await store.close()
    const served = await serve(again)
    expect((await historyOf(served)).events).toContainEqual(
      expect.objectContaining({ data: { plan: 'basic', applicantName: NAME } }),
    )
    expect((await post(served, 'c-0', 'new', transferred)).status).toBe(201)
  })

  test('of a data directory that nobody has open, and after a server was killed', async () => {
    const data = filled('closed')
    const first = await daicho(['backup', '--data', data, '--to', directory.path('closed-log'), '--json'])
    expect([first.code, JSON.parse(first.stdout)]).toEqual([
      0,
      { log: join(directory.path('closed-log'), 'ledger.sqlite'), events: 1 },
    ])
    const server = await serve(data)
    expect((await post(server, 'c-1', 'k', transferred)).status).toBe(201)
    await server.kill()
    expect(existsSync(join(data, 'backup.sock'))).toBe(true)
    const { log, keys } = await backedUp(data, 'killed')
    const again = await serve(restored('killed-restored', log, keys))
    expect((await historyOf(again)).events).toHaveLength(2)
    await again.stop()
  })

  test('never overwrites, keeps keys apart from the log, and makes no ledger: 2', async () => {
    const data = filled('wrong')
    const { log } = await backedUp(data, 'wrong')
    const to = directory.path('wrong-other')
    const wrong = [
      ['--data', data, '--to', log],
      ['--data', data, '--to', to, '--keys-to', to],
      ['--data', directory.path('nowhere'), '--to', to],
      ['--data', data],
    ]
    const ended = await Promise.all(wrong.map((args) => daicho(['backup', ...args])))
    expect(ended.map(({ code }) => code)).toEqual([2, 2, 2, 2])
    expect(existsSync(directory.path('nowhere'))).toBe(false)
  })

  test('says when a server cannot write the copy, and when what it copied is damaged: 1', async () => {
    const data = filled('damaged')
    const server = await serve(data)
    const log = directory.path('damaged-log')
    mkdirSync(join(log, 'ledger.sqlite.part'), { recursive: true })
    const unwritable = await daicho(['backup', '--data', data, '--to', log])
    expect([unwritable.code, unwritable.stderr]).toEqual([1, expect.stringContaining('ledger.sqlite.part')])
    await server.stop()
    const db = new DatabaseSync(join(data, 'ledger.sqlite'))
    db.exec(`DROP TRIGGER events_hold; UPDATE events SET record = replace(record, '"plan":"basic"', '"plan":"bogus"')`) // prettier-ignore
    db.close()
    const damaged = await daicho(['backup', '--data', data, '--to', directory.path('damaged-too')])
    expect([damaged.code, damaged.stderr]).toEqual([
      1,
      expect.stringContaining('the copy is no good: event 1'),
    ])
  })
})

describe('keys of persons in backups', { timeout: 120_000 }, () => {
  test('an older backup of the keys brings nobody back who was erased since', async () => {
    const data = filled('erased')
    const old = await backedUp(data, 'erased-before')
    expect((await daicho(['erase', 'p-1', '--data', data])).code).toBe(0)
    const { log } = await backedUp(data, 'erased-after')
    const server = await serve(restored('erased-restored', log, old.keys))
    expect((await historyOf(server)).events).toMatchObject([
      { data: { applicantName: null, erased: true } },
      { type: 'SubjectErased' },
    ])
    await server.stop()
    // It is gone from the file too, not only from what is shown.
    const keys = new DatabaseSync(join(directory.path('erased-restored'), 'keys.sqlite'))
    expect(keys.prepare(`SELECT subject FROM keys WHERE subject = 'p-1'`).all()).toEqual([])
    keys.close()
  })

  test('a log without them is verified as it is, but not served', async () => {
    const { log } = await backedUp(filled('alone'), 'alone')
    const data = restored('alone-restored', log)
    expect((await daicho(['verify', '--data', data])).code).toBe(0)
    expect(existsSync(join(data, 'keys.sqlite'))).toBe(false)
    const { code, stderr } = await daicho(['serve', '--data', data, '--port', '0'])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/keys\.sqlite is missing.*Restore it/)])
  })

  test('older than the log: verify names who has no key, and whom to erase', async () => {
    const data = filled('older')
    const old = await backedUp(data, 'older-before')
    const again = { ...applied, partyId: 'p-2', contractId: 'c-2' }
    expect((await daicho(['import', '-', '--data', data], {}, `${JSON.stringify(again)}\n`)).code).toBe(0)
    const { log } = await backedUp(data, 'older-after')
    const back = restored('older-restored', log, old.keys)
    const found = await daicho(['verify', '--data', back, '--json'])
    expect([found.code, JSON.parse(found.stdout)]).toEqual([0, { events: 2, faults: [], unkeyed: ['p-2'] }])
    expect((await daicho(['verify', '--data', back])).stdout).toContain(
      'no key for 1 persons whom nobody erased',
    )
    expect((await daicho(['erase', 'p-2', '--data', back])).code).toBe(0)
    expect((await daicho(['verify', '--data', back])).stdout).toBe('3 events, all as they were written\n')
    expect(JSON.parse((await daicho(['verify', '--data', data, '--json'])).stdout)).toMatchObject({
      unkeyed: [],
    })
  })

  test('lost for good: everybody told of so far is as erased, and the ledger goes on', async () => {
    const { log } = await backedUp(filled('lost'), 'lost')
    const data = restored('lost-restored', log)
    writeFileSync(join(data, 'keys.sqlite'), '')
    const server = await serve(data)
    const again = { ...applied, occurredAt: '2025-01-11T10:00:00+09:00' }
    expect((await post(server, 'c-2', 'k', again)).status).toBe(201)
    const other = {
      ...again,
      partyId: 'p-2',
      data: { plan: 'basic', applicantName: 'Someone Else Invented' },
    }
    expect((await post(server, 'c-3', 'k', other)).status).toBe(201)
    const histories = await Promise.all(['c-1', 'c-2', 'c-3'].map((id) => historyOf(server, id)))
    expect(histories).toMatchObject([
      { status: 200, events: [{ data: { applicantName: null, erased: true } }] },
      { status: 200, events: [{ data: { applicantName: null, erased: true } }] },
      { status: 200, events: [{ data: { applicantName: 'Someone Else Invented' } }] },
    ])
  })
})
