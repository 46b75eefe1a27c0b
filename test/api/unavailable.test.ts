import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppendTooLarge, type EventStore, StoreUnavailable } from '../../src/eventstore/event-store.ts'
import { type Api, acceptance, api, application } from './kit.ts'

const away = (inDoubt = false): StoreUnavailable =>
  new StoreUnavailable('away: 10.0.0.7:2113 refused', { retryAfter: 7, inDoubt, cause: undefined })
const PROBLEM = { type: '/problems/unavailable', status: 503, retryAfter: 7 }

let ledger: Api
let isReady: () => Promise<void>
let whole: EventStore
beforeEach(async () => {
  isReady = async () => undefined
  ledger = await api({ ready: () => isReady() })
  await ledger.clock('2025-02-01T10:00:00+09:00')
  await ledger.post('c-1', application())
  whole = { ...ledger.ledger.store }
})
afterEach(async () => {
  break_(whole)
  await ledger.close()
})

/** From now on some methods of the log do other than they did. */
const break_ = (methods: Partial<EventStore>): void => void Object.assign(ledger.ledger.store, methods)
const fails = async (): Promise<never> => {
  throw away()
}

describe('while the log is away', () => {
  test('every read answers 503 and when to come back, without a word of where the log is', async () => {
    const { paths } = (await ledger.get('/openapi.json')).json as { paths: Record<string, object> }
    const open = ['/v1/health', '/problems/{type}', '/v1/metrics']
    const reads = Object.keys(paths).filter((path) => 'get' in (paths[path] ?? {}) && !open.includes(path))
    expect(reads.length).toBeGreaterThanOrEqual(15)
    const reading = () => ({ [Symbol.asyncIterator]: () => ({ next: fails }) })
    break_({ head: fails, find: fails, at: fails, findReceipt: fails, read: reading, readAll: reading })
    for (const path of reads) {
      const filled = path
        .replace('{contractId}', 'c-1')
        .replace('{month}', '2025-01')
        .replace('{what}', 'contract.state')
        .replace('{kind}', 'sims')
        .replace(/\{[a-zA-Z]+\}/g, 'p-1')
      const query = path === '/v1/tariffs' ? '?service=sakura-cloud&on=2025-01-01' : '?month=2025-01'
      const { status, headers, json, text } = await ledger.get(
        /charges|statements$|tariffs/.test(path) ? `${filled}${query}` : filled,
      )
      expect({ path, status, type: json?.type }).toEqual({ path, status: 503, type: PROBLEM.type })
      expect(headers['retry-after'], path).toBe('7')
      expect(headers['content-type'], path).toContain('application/problem+json')
      expect(text).not.toContain('10.0.0.7')
    }
  })

  test('a recording says whether it may have gone in', async () => {
    break_({ append: fails })
    const before = await ledger.post('c-1', acceptance)
    expect(before).toMatchObject({ status: 503, json: PROBLEM, headers: { 'retry-after': '7' } })
    expect(before.json.detail).toContain('Nothing is half-recorded')
    break_({ append: () => Promise.reject(away(true)) })
    expect((await ledger.post('c-1', acceptance)).json.detail).toContain('may be recorded')
  })

  test('sent again with its key when the log is back, it is recorded once', async () => {
    const { append } = ledger.ledger.store
    break_({
      append: async (...args) => {
        await append(...args)
        throw away(true)
      },
    })
    const key = { 'idempotency-key': 'k-1' }
    expect((await ledger.post('c-1', acceptance, key)).status).toBe(503)
    break_({ append })
    const again = await ledger.post('c-1', acceptance, key)
    expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } })
    expect((await ledger.get('/v1/contracts/c-1/history')).json).toHaveLength(2)
  })

  test('closing, erasing and previews answer it as well', async () => {
    break_({ head: fails })
    const call = (path: string, body?: object) => ledger.call('POST', path, body)
    expect(await call('/v1/contracts/c-1/statements/2025-01/close')).toMatchObject({
      status: 503,
      json: PROBLEM,
    })
    expect(await call('/v1/contracts/c-1/statements/2025-01/preview')).toMatchObject({ status: 503 })
    expect(await call('/v1/erasures', { subject: 'p-1' })).toMatchObject({ status: 503, json: PROBLEM })
    expect((await ledger.reference({ type: 'X' })).status).toBe(503)
  })
})

describe('many at once', () => {
  const line = (contractId: string, body: object) => JSON.stringify({ contractId, ...body })
  const BODY = [
    line('c-1', acceptance),
    line('c-2', application({ partyId: 'p-2' })),
    line('c-1', { type: 'NoticeGiven', occurredAt: '2025-01-15T10:00:00+09:00', data: {} }),
    line('c-2', acceptance),
    '{',
  ].join('\n')

  test('a line that met no log is told so, and those of its contract behind it; the others go on', async () => {
    const { append } = ledger.ledger.store
    let isBroken = true
    break_({
      append: async (stream, ...rest) => {
        if (stream !== 'contract-c-1' || !isBroken) return append(stream, ...rest)
        isBroken = false // the log is back for the very next one
        throw away(true)
      },
    })
    const { status, json } = await ledger.many(BODY)
    expect(status).toBe(200)
    expect(json.map((each: { status: number }) => each.status)).toEqual([503, 201, 503, 201, 400])
    expect(json[0]).toMatchObject({ line: 1, contractId: 'c-1', problem: PROBLEM })
    expect((await ledger.get('/v1/contracts/c-1/history')).json).toHaveLength(1)
    expect((await ledger.many(BODY)).json[0]).toMatchObject({ status: 201 })
  })
})

test('an action that is more than the log takes at once is 413, alone and among many', async () => {
  break_({ append: () => Promise.reject(new AppendTooLarge('contract-c-1: too much')) })
  const LARGE = { status: 413, json: { type: '/problems/too-large', detail: 'contract-c-1: too much' } }
  expect(await ledger.post('c-1', acceptance)).toMatchObject(LARGE)
  const { json } = await ledger.many(JSON.stringify({ contractId: 'c-1', ...acceptance }))
  expect(json[0]).toMatchObject({ status: 413, problem: LARGE.json })
})

describe('/v1/ready', () => {
  const LATE = { status: 503, json: { type: PROBLEM.type } }

  test('is 503 while the log, or what else the server needs, is away; /v1/health is not', async () => {
    expect(await ledger.get('/v1/ready')).toMatchObject({ status: 200, json: { status: 'ready' } })
    isReady = fails
    expect(await ledger.get('/v1/ready')).toMatchObject({ status: 503, json: PROBLEM })
    isReady = async () => undefined
    break_({ head: fails })
    expect(await ledger.get('/v1/ready')).toMatchObject({ status: 503, headers: { 'retry-after': '7' } })
    expect((await ledger.get('/v1/health')).status).toBe(200)
  })

  test('does not wait for a log that hangs', async () => {
    break_({ head: () => new Promise(() => undefined) })
    expect(await ledger.get('/v1/ready')).toMatchObject(LATE)
  })
})
