import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { type Api, TOKEN, api, application } from './kit.ts'

const NAME = 'Hoshino Akari Invented'
let ledger: Api
afterEach(() => ledger.close())

/** An interface that logs everything there is, and what it logged. */
async function logging() {
  const log = new PassThrough()
  ledger = await api({ logger: { level: 'trace', stream: log } })
  const text = (): string => String(log.read() ?? '')
  const lines = (): Record<string, unknown>[] =>
    text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { text, lines }
}

describe('the log', () => {
  test('has one line a request, with an id that the answer carries and that nobody chooses', async () => {
    const { lines } = await logging()
    const { headers } = await ledger.get('/v1/contracts/c-1', { 'x-request-id': NAME, 'request-id': NAME })
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(lines()).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        pid: process.pid,
        hostname: expect.any(String),
        reqId: headers['x-request-id'],
        method: 'GET',
        route: '/v1/contracts/:contractId',
        status: 404,
        ms: expect.any(Number),
        msg: 'answered',
      },
    ])
    const again = await ledger.get('/v1/contracts/c-1')
    expect(again.headers['x-request-id']).not.toBe(headers['x-request-id'])
  })

  test('holds nothing of what was filled in, asked, sent, answered or shown as a credential', async () => {
    const { text } = await logging()
    const named = encodeURIComponent(NAME)
    const action = application({ data: { plan: 'basic', applicantName: NAME } })
    await ledger.post('c-secret', action, { 'idempotency-key': 'key-secret' })
    await ledger.post('c-secret', application({ data: { plan: NAME, applicantName: NAME } }))
    await ledger.call('POST', '/v1/contracts/c-secret/actions', `{"type": "${NAME}`, {
      'content-type': 'application/json',
    })
    await ledger.many(`${JSON.stringify({ contractId: 'c-secret', ...action })}\n{"${NAME}\n`)
    await ledger.get(`/v1/contracts/c-secret/history?as=${named}`)
    await ledger.get(`/v1/contracts?q=${named}`)
    await ledger.get(`/v1/${named}?name=${named}`)
    await ledger.get('/v1/contracts/c-secret/history', { authorization: 'Bearer token-secret' })
    await ledger.call('POST', '/v1/erasures', { subject: 'p-1', reason: NAME })
    const logged = text()
    expect(logged.trim().split('\n')).toHaveLength(9)
    expect(logged).not.toMatch(/Hoshino|secret|p-1|bearer/i)
    expect(logged).not.toContain(TOKEN)
  })

  test('of an error says what it is and where it arose, not what others hung on it', async () => {
    const { lines } = await logging()
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: `(name)=(${NAME})` })
    const error = Object.assign(new TypeError('the row was not taken', { cause }), { row: [NAME] })
    Object.assign(ledger.ledger.loader, { material: () => Promise.reject(error) })
    const { status, text } = await ledger.get('/v1/contracts/c-1')
    const logged = lines()
    expect([status, text.includes('row')]).toEqual([500, false])
    expect(logged).toMatchObject([
      {
        level: 50,
        err: {
          type: 'TypeError',
          message: 'the row was not taken',
          stack: expect.stringContaining('log.test.ts'),
          cause: { message: 'duplicate key', code: '23505' },
        },
      },
      { status: 500 },
    ])
    expect(JSON.stringify(logged)).not.toContain('Hoshino')
  })
})
