import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../src/eventstore/sqlite.ts'
import { machineClock } from '../src/ledger/clock.ts'
import { leafHash, seal } from '../src/ledger/leaf.ts'
import { type Serving, serving } from './serving.ts'

const KILLS = 20
const CONTRACTS = 12
const directory = mkdtempSync(join(tmpdir(), 'daicho-durability-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

type Posted = { readonly contractId: string; readonly key: string; readonly body: object }

const posted = (contractId: string, n: number): Posted => ({
  contractId,
  key: `${contractId}-${n}`,
  body:
    n === 0
      ? {
          type: 'ApplicationSubmitted',
          service: 'iij-media-sphere',
          partyId: 'p-1',
          occurredAt: '2025-01-10T10:00:00+09:00',
          data: { plan: 'basic', applicantName: 'Invented K.K.' },
        }
      : {
          type: 'OneTimeFactOccurred',
          occurredAt: '2025-03-10T12:00:00+09:00',
          data: { item: 'data-transfer' },
        },
})

/** Posts one action; true when it was acknowledged, false when the server went away under it. */
async function post({ url, token }: Serving, { contractId, key, body }: Posted): Promise<boolean> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': key,
    prefer: 'return=minimal',
  }
  const answer = await fetch(`${url}/v1/contracts/${contractId}/actions`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  }).catch(() => undefined)
  if (!answer) return false
  const said = await answer.text().catch(() => undefined)
  if (said === undefined) return false
  if (answer.status !== 201) throw new Error(`${key} answered ${answer.status}: ${said}`)
  return true
}

describe('kill -9 while many write', () => {
  test(`${KILLS} kills lose no acknowledged event and double none`, { timeout: 240_000 }, async () => {
    const next = new Array<number>(CONTRACTS).fill(0)
    const acknowledged = new Set<string>()
    for (let kill = 0; kill < KILLS; kill++) {
      const server = await serving(['--data', directory])
      let alive = true
      const writer = async (who: number): Promise<void> => {
        // What was not acknowledged is sent again under its key, as a client would after the answer was lost.
        while (alive) {
          const action = posted(`c-${who}`, next[who] ?? 0)
          if (!(await post(server, action))) return
          acknowledged.add(action.key)
          next[who] = (next[who] ?? 0) + 1
        }
      }
      const writers = Array.from({ length: CONTRACTS }, (_, who) => writer(who))
      await new Promise((done) => setTimeout(done, 60 + ((kill * 37) % 120)))
      alive = kill === KILLS - 1 ? false : alive
      await server.kill()
      await Promise.all(writers)
    }
    expect(acknowledged.size).toBeGreaterThan(KILLS * 5)
    await holds(next, acknowledged)
  })
})

/** Every acknowledged action is there once, at most the unanswered last one of each contract beside it, and all hashes verify. */
async function holds(next: readonly number[], acknowledged: ReadonlySet<string>): Promise<void> {
  const store = await openSqliteStore({ path: join(directory, 'ledger.sqlite'), now: machineClock.now, seal })
  let position = 0
  let recordedAt = ''
  const prev = new Map<string, string>()
  const counts = new Map<string, number>()
  for await (const { position: at, hash, ...record } of store.readAll(0)) {
    expect(at).toBe(++position)
    expect(leafHash(record)).toBe(hash)
    expect(record.prev).toBe(prev.get(record.stream) ?? null)
    expect(record.recordedAt >= recordedAt).toBe(true)
    recordedAt = record.recordedAt
    prev.set(record.stream, hash)
    counts.set(record.stream, (counts.get(record.stream) ?? 0) + 1)
  }
  for (const [who, told] of next.entries()) {
    const recorded = counts.get(`contract-c-${who}`) ?? 0
    expect([told, told + 1]).toContain(recorded)
    for (let n = 0; n < told; n++)
      expect(
        await store.findReceipt('operator', `contract-c-${who}`, `c-${who}-${n}`),
        `c-${who}-${n}`,
      ).toBeDefined()
  }
  expect(acknowledged.size).toBe(next.reduce((total, told) => total + told, 0))
  await store.close()
}
