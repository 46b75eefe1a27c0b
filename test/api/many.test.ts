import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Api, TOKEN, acceptance, api, application, drmApplication } from './kit.ts'

let ledger: Api
beforeEach(async () => {
  ledger = await api()
  await ledger.clock('2025-06-01T09:00:00+09:00')
})
afterEach(() => ledger.close())

const line = (contractId: string, action: object): string => JSON.stringify({ contractId, ...action })
const fee = (hour: number) => ({
  type: 'OneTimeFactOccurred',
  occurredAt: `2025-03-01T${String(hour).padStart(2, '0')}:00:00+09:00`,
  data: { item: 'data-transfer' },
})

describe('many at once', () => {
  test('every line has its answer in the order of lines; a bad one stops nothing; blank lines are counted', async () => {
    const body = [
      line('c-1', application()),
      '',
      line('c-2', application({ data: { plan: 'premium' } })),
      '{ "contractId": "c-2", ',
      line('c-1', drmApplication),
      '  \t',
      line('c-1', acceptance),
      line('c-1', acceptance),
      '"text"',
      line('c 3', acceptance),
      line('c-4', acceptance),
    ].join('\n')
    const { status, headers, json } = await ledger.many(body)
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^application\/x-ndjson/)
    expect(json.map((each: { line: number; status: number }) => [each.line, each.status])).toEqual([
      [1, 201], [3, 201], [4, 400], [5, 422], [7, 201], [8, 200], [9, 400], [10, 400], [11, 400],
    ]) // prettier-ignore
    expect(json[0]).toMatchObject({
      contractId: 'c-1',
      events: [{ type: 'ApplicationSubmitted', revision: 1 }],
    })
    expect(json[2].problem).toMatchObject({ type: '/problems/malformed', errors: [{ path: '(line)' }] })
    expect(json[3].problem).toMatchObject({ type: '/problems/refused', clause: { rule: 'IJ-5-3' } })
    expect(json[5]).toEqual({ line: 8, contractId: 'c-1', status: 200, events: [] })
    expect(json[7].problem.errors).toMatchObject([{ path: 'contractId' }])
  })

  test('lines of one contract keep their order among thousands of others', async () => {
    const contracts = Array.from({ length: 40 }, (_, i) => `c-${i}`)
    const lines = [
      ...contracts.map((id) => line(id, application())),
      ...contracts.map((id) => line(id, acceptance)),
      ...Array.from({ length: 24 }, (_, hour) => contracts.map((id) => line(id, fee(hour)))).flat(),
    ]
    const { json } = await ledger.many(lines.join('\n'))
    expect(json).toHaveLength(lines.length)
    json.forEach((answer: Record<string, unknown>, i: number) => {
      const events = answer['events'] as readonly { readonly revision: number }[]
      expect([answer['line'], answer['status'], events[0]?.revision]).toEqual([
        i + 1,
        201,
        Math.floor(i / 40) + 1,
      ])
    })
  })

  test('a line of 1 MiB is read, a longer one answers 413, and the next one is read again', async () => {
    const long = (bytes: number): string => line('c-1', application({ evidence: 'e' })).padEnd(bytes, ' ')
    const body = [long(1_048_576), long(1_048_577), long(3_000_000), line('c-1', acceptance)].join('\r\n')
    const { json } = await ledger.many(body)
    expect(json.map(({ line: at, status }: { line: number; status: number }) => [at, status])).toEqual([[1, 201], [2, 413], [3, 413], [4, 201]]) // prettier-ignore
    expect(json[1].problem.type).toBe('/problems/too-large')
  })

  test('a key of the body is one for each of its lines: sent again it records nothing', async () => {
    const body = [
      line('c-1', application()),
      line('c-1', fee(1)),
      line('c-1', fee(1)),
      line('c-1', drmApplication),
    ]
    const key = { 'idempotency-key': 'batch-1' }
    const first = await ledger.many(body.join('\n'), key)
    expect(first.json.map(({ status }: { status: number }) => status)).toEqual([201, 201, 201, 422])
    const again = await ledger.many(body.join('\n'), key)
    expect(again.text).toBe(first.text)
    const other = await ledger.many([body[0], line('c-1', fee(2))].join('\n'), key)
    expect(other.json.map(({ status }: { status: number }) => status)).toEqual([201, 422])
  })

  test('Prefer: return=minimal leaves the events out', async () =>
    expect((await ledger.many(line('c-1', application()), { prefer: 'return=minimal' })).json).toEqual([
      { line: 1, contractId: 'c-1', status: 201, revision: 1 },
    ]))

  test.each([
    ['no lines', '', 200],
    ['only blank ones', '\n\r\n  \n', 200],
  ])('%s: an empty answer', async (_, body, status) => {
    const answer = await ledger.many(body)
    expect([answer.status, answer.text]).toEqual([status, ''])
  })

  test('JSON is not lines: 415', async () =>
    expect((await ledger.call('POST', '/v1/actions', application())).status).toBe(415))
  test('a precondition of one contract holds for none of many: 400', async () =>
    expect((await ledger.many(line('c-1', application()), { 'if-match': '"0"' })).status).toBe(400))
  test('unknown parameters: 400', async () =>
    expect((await ledger.call('POST', '/v1/actions?dryRun=true', '', { 'content-type': 'application/x-ndjson' })).status).toBe(400)) // prettier-ignore
})

describe('a stream', () => {
  /** A request whose body is still being written. */
  async function open(): Promise<ClientRequest> {
    await ledger.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = ledger.app.server.address() as AddressInfo
    return request({
      port,
      method: 'POST',
      path: '/v1/actions',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/x-ndjson' },
    })
  }

  test('answers a line before the next one is sent', async () => {
    const sending = await open()
    sending.write(`${line('c-1', application())}\n`)
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    const lines = createInterface(answer)[Symbol.asyncIterator]()
    expect(JSON.parse((await lines.next()).value ?? '')).toMatchObject({ line: 1, status: 201 })
    sending.end(line('c-1', acceptance))
    expect(JSON.parse((await lines.next()).value ?? '')).toMatchObject({ line: 2, status: 201 })
    expect((await lines.next()).done).toBe(true)
  })

  test('a client that goes away leaves what was told, nothing of a line cut short, and a server that goes on', async () => {
    const sending = await open()
    sending.on('error', () => undefined)
    sending.write(`${line('c-1', application())}\n${line('c-1', acceptance).slice(0, -1)}`)
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    answer.on('error', () => undefined)
    await once(answer, 'data')
    sending.destroy()
    await new Promise((done) => setTimeout(done, 50))
    expect((await ledger.get('/v1/contracts/c-1')).json.revision).toBe(1)
    expect((await ledger.many(line('c-1', acceptance))).json[0].status).toBe(201)
  })
})
