import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { type Api, TOKEN, api, application } from './kit.ts'

let ledger: Api
afterEach(() => ledger.close())

describe('who may call', () => {
  const OPEN = ['/v1/health', '/v1/ready', '/problems/refused', '/openapi.json', '/docs']
  const CLOSED = [
    '/v1/contracts/c-1',
    '/v1/tariffs?service=imageflux',
    '/v1/nothing',
    '/',
    '/v1/contracts/c-1/history',
  ]

  test.each(OPEN)('%s is open', async (url) => {
    ledger = await api()
    expect((await ledger.app.inject({ url })).statusCode).toBeLessThan(400)
  })
  test.each(CLOSED)('%s needs the token', async (url) => {
    ledger = await api()
    for (const authorization of [undefined, 'Bearer', 'Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      const answer = await ledger.app.inject({
        url,
        headers: authorization === undefined ? {} : { authorization },
      })
      expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="daicho"'])
      expect(answer.json()).toMatchObject({ type: '/problems/unauthenticated', status: 401 })
    }
    expect((await ledger.get(url)).status).not.toBe(401)
  })
  test('a server without a token is open to nobody', async () => {
    ledger = await api({ token: '', metricsToken: '' })
    for (const authorization of ['Bearer ', 'Bearer', 'Bearer undefined', ''])
      for (const url of ['/v1/contracts/c-1', '/v1/metrics'])
        expect((await ledger.app.inject({ url, headers: { authorization } })).statusCode).toBe(401)
  })
  test('an action without the token is not even read', async () => {
    ledger = await api()
    const answer = await ledger.app.inject({ method: 'POST', url: '/v1/contracts/c-1/actions', payload: '{' , headers: { 'content-type': 'application/json' } }) // prettier-ignore
    expect(answer.statusCode).toBe(401)
  })
})

describe('headers', () => {
  test('say that nothing may be framed, sniffed or kept', async () => {
    ledger = await api()
    const { headers } = await ledger.get('/v1/contracts/c-1')
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
    })
  })
})

describe('the rate limit', () => {
  test('holds for everybody who has none, and says when to come back', async () => {
    ledger = await api({ rateLimit: 3 })
    for (let i = 0; i < 3; i++) expect((await ledger.get('/v1/contracts/c-1')).status).toBe(404)
    const { status, json, headers } = await ledger.get('/v1/contracts/c-1')
    expect([status, json.type]).toEqual([429, '/problems/too-many-requests'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect((await ledger.app.inject('/v1/contracts/c-1')).statusCode).toBe(429)
    expect((await ledger.get('/v1/health')).status).toBe(200)
  })
  test('is off unless asked for', async () => {
    ledger = await api()
    const answers = await Promise.all(Array.from({ length: 300 }, () => ledger.get('/v1/ready')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })
})

describe('what goes wrong inside', () => {
  test('is logged and not shown', async () => {
    const log = new PassThrough()
    ledger = await api({ logger: { level: 'info', stream: log } })
    Object.assign(ledger.ledger.loader, { material: () => Promise.reject(new Error('the disk is gone')) })
    const { status, text } = await ledger.get('/v1/contracts/c-1')
    expect(status).toBe(500)
    expect(JSON.parse(text)).toEqual({
      type: '/problems/internal',
      title: 'Something is broken here',
      status: 500,
      detail: 'the request was not carried out; the log of the server says why',
    })
    expect(log.read().toString()).toContain('the disk is gone')
  })

  test('a log line has the route, never what was filled in or sent', async () => {
    const log = new PassThrough()
    ledger = await api({ logger: { level: 'info', stream: log } })
    await ledger.post('c-secret', application({ data: { plan: 'basic', applicantName: 'Invented Person' } }))
    const lines = log.read().toString().trim().split('\n')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ method: 'POST', route: '/v1/contracts/:contractId/actions', status: 201 }) // prettier-ignore
    expect(lines.join('')).not.toMatch(/Invented Person|c-secret|token-of-a-test/)
  })
})

describe('problem types', () => {
  test('are explained where they point to', async () => {
    ledger = await api()
    const { json } = await ledger.get('/v1/contracts/c-1')
    const { json: explained } = await ledger.get(json.type)
    expect(explained).toMatchObject({
      type: json.type,
      status: 404,
      title: json.title,
      meaning: expect.any(String),
    })
    expect((await ledger.get('/problems/unknown')).status).toBe(400)
  })
})

test('the test clock moves forward only, and is not there unless asked for', async () => {
  ledger = await api()
  expect((await ledger.clock('2025-06-01T00:00:00Z')).json).toEqual({ now: '2025-06-01T09:00:00.000+09:00' })
  expect((await ledger.clock('2025-06-01T00:00:00Z')).status).toBe(200)
  expect((await ledger.clock('2025-05-31T23:59:59Z')).json).toMatchObject({ type: '/problems/conflict' })
  expect((await ledger.clock('2025-06-01')).status).toBe(400)
})
