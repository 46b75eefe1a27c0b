import { createServer } from 'node:http'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../src/api/app.ts'
import { eventsOf, contract, opened, publish, tell } from '../ledger/billing.ts'
import { daicho } from './running.ts'

const TOKEN = 'token-of-a-test'
let served: Awaited<ReturnType<typeof serve>>

async function serve() {
  const { ledger, close } = await opened('2025-04-10T09:00:00+09:00')
  await publish(ledger)
  for (const id of ['c-1', 'c-2', 'c-3']) await contract(ledger, id)
  const app = await createApp(ledger, { token: TOKEN })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { ledger, url, close: () => app.close().then(close) }
}
beforeEach(async () => void (served = await serve()))
afterEach(() => served.close())
const close = (...args: readonly string[]) =>
  daicho(['close', '--url', served.url, ...args], { DAICHO_TOKEN: TOKEN })

describe('daicho close --url', { timeout: 60_000 }, () => {
  test('has the server close the month, which goes on serving', async () => {
    const first = await close('--month', '2025-02', '--json')
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(JSON.parse(first.stdout)).toMatchObject({ contracts: 3, closed: 3, notClosed: 0 })
    const second = await close('--month', '2025-02', '--service', 'iij-media-sphere')
    expect(second.stdout).toContain('2025-02: 3 contracts, 0 bills closed, 3 were closed')
    expect(await eventsOf(served.ledger, 'StatementClosed')).toHaveLength(3)
  })

  test('ends with 1 and names the bills that could not be closed', async () => {
    await tell(served.ledger, 'c-2', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    const found = await close('--month', '2025-02')
    expect(found.code).toBe(1)
    expect(found.stdout).toContain('2025-02 of c-2 has what cannot be billed: charge.one-time')
    expect((await close('--month', '2025-02', '--leave-out', 'charge.one-time')).code).toBe(0)
  })

  test.each([
    ['a month that runs', ['--month', '2025-04']],
    ['threads, which are its own', ['--month', '2025-02', '--workers', '2']],
    ['a directory as well', ['--month', '2025-02', '--data', 'd']],
  ])('ends with 2 where it is told of %s', async (_name, args) => {
    expect(await close(...args)).toMatchObject({ code: 2, stdout: '' })
    expect(await eventsOf(served.ledger, 'StatementClosed')).toEqual([])
  })

  test('ends with 1 where the token is wrong, or nobody answers', async () => {
    const wrong = await close('--month', '2025-02', '--token', 'another')
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    const nobody = await daicho([
      'close',
      '--month',
      '2025-02',
      '--url',
      'http://127.0.0.1:1',
      '--token',
      TOKEN,
    ])
    expect(nobody.code).toBe(1)
    expect(nobody.stderr).toContain('nobody answers')
  })
})

describe('daicho close --url where the server breaks off', { timeout: 60_000 }, () => {
  const lines = ['{"contractId":"c-1","bills":[{"month":"2025-02","outcome":"closed"}]}', '{"contracts":2}']
  let said = ''
  const broken = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.end(said)
  }).listen(0, '127.0.0.1')
  afterAll(() => void broken.close())
  const url = (): string => {
    const address = broken.address()
    return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
  }

  test.each([
    ['before the last line', `${lines[0] ?? ''}\n`],
    ['having told of fewer contracts than there are', `${lines.join('\n')}\n`],
    ['at once', ''],
  ])('%s it says so and to run it again', async (_name, text) => {
    said = text
    const found = await daicho(['close', '--month', '2025-02', '--url', url(), '--token', TOKEN])
    expect(found.code).toBe(1)
    expect(found.stderr).toContain('run it again')
  })
})
