import { type FastifyInstance } from 'fastify'
import { Agent, type IncomingMessage, get } from 'node:http'
import { type AddressInfo, type Socket, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp } from '../../src/api/app.ts'
import { openEmbedded } from '../../src/cli/embedded.ts'
import { type EventDraft, type StoredEvent } from '../../src/eventstore/event-store.ts'
import { draft, drafts } from '../eventstore/drafts.ts'
import { TOKEN } from './kit.ts'
import { type Entry } from './single-reads.ts'

const CLOSES_MS_MAX = 5_000

/** A ledger that is served on a real socket; what was read of its log is counted. */
let embedded: Awaited<ReturnType<typeof openEmbedded>>
let app: FastifyInstance
let port: number
let looked = vi.fn<() => void>()
let given: number
beforeEach(async () => {
  embedded = await openEmbedded({ token: TOKEN, testClock: false, data: '' }, { memory: true })
  const { ledger } = embedded
  looked = vi.fn()
  given = 0
  const store = {
    ...ledger.store,
    head: (stream?: string) => {
      looked()
      return ledger.store.head(stream)
    },
    readAll: async function* (after: number, types?: readonly string[]): AsyncGenerator<StoredEvent> {
      for await (const event of ledger.store.readAll(after, types)) {
        given++
        yield event
      }
    },
  }
  app = await createApp({ ...ledger, store }, { token: TOKEN })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
afterEach(async () => {
  await app.close()
  await embedded.close()
})

async function append(stream: string, ...events: readonly EventDraft[]): Promise<void> {
  const { store } = embedded.ledger
  const { revision } = await store.head(stream)
  expect(await store.append(stream, revision, events)).toMatchObject({ outcome: 'appended' })
}

/** A client that listens: what came so far, and an end to it. */
async function listen(query = '', headers: Readonly<Record<string, string>> = {}) {
  const leaving = new AbortController()
  const response = await fetch(`http://127.0.0.1:${port}/v1/events/live${query}`, {
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    signal: leaving.signal,
  })
  let text = ''
  let isOver = false
  const take = async (): Promise<void> => {
    for await (const piece of response.body ?? []) text += Buffer.from(piece as Uint8Array).toString()
  }
  const done = take().then(
    () => (isOver = true),
    () => undefined,
  )
  const messages = (): readonly Entry[] =>
    text
      .split('\n\n')
      .filter((each) => each.startsWith('id: '))
      .map((each) => Object.fromEntries(each.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))) as Entry)
  return {
    response,
    text: () => text,
    isOver: () => isOver,
    messages,
    ids: () => messages().map(({ id }) => Number(id)),
    until: (count: number) => vi.waitUntil(() => messages().length >= count, 5_000),
    leave: async () => {
      leaving.abort()
      await done
    },
  }
} // prettier-ignore

describe('GET /v1/events/live', () => {
  test('tells events as they are recorded, each with its position, its type and itself', async () => {
    await append('contract-c-1', draft())
    const client = await listen()
    expect(client.response.headers.get('content-type')).toBe('text/event-stream')
    expect(client.response.headers.get('cache-control')).toMatch(/no-store/)
    await vi.waitUntil(() => client.text() !== '')
    expect(client.text()).toBe('retry: 2000\n\n')
    await append('contract-c-1', draft({ type: 'UsageResumed', data: { pauseId: 'pa\n-1' } }))
    await client.until(1)
    const [message] = client.messages()
    expect([message?.['id'], message?.['event']]).toEqual(['2', 'UsageResumed'])
    const page = await app.inject({ url: '/v1/events?after=1', headers: { authorization: `Bearer ${TOKEN}` } })
    expect([JSON.parse(String(message?.['data']))]).toEqual(page.json().items)
    await client.leave()
  }) // prettier-ignore

  test('goes on behind Last-Event-ID, else behind `after`, and misses and repeats nothing', async () => {
    await append('contract-c-1', ...drafts(5))
    const first = await listen('?after=0')
    await first.until(5)
    await first.leave()
    await append('contract-c-2', ...drafts(2, { contractId: 'c-2' }))
    const again = await listen('?after=0', { 'last-event-id': '4' })
    await again.until(3)
    await append('contract-c-1', ...drafts(2))
    await again.until(5)
    expect([first.ids(), again.ids()]).toEqual([
      [1, 2, 3, 4, 5],
      [5, 6, 7, 8, 9],
    ])
    await again.leave()
  })

  test.each([
    ['type=UsageResumed', [2]],
    ['contractId=c-2', [3, 4]],
    ['service=soracom-flux', [4]],
    ['rule=SC-7-2', [2, 3]],
    ['rule=SC-7-2&contractId=c-2', [3]],
  ])('%s tells of those alone', async (query, positions) => {
    await append('contract-c-1', draft(), draft({ type: 'UsageResumed', basis: ['SC-7-1', 'SC-7-2'] }))
    await append('contract-c-2', draft({ contractId: 'c-2', basis: ['SC-7-2'] }))
    const client = await listen(`?after=0&${query}`)
    await append('contract-c-2', draft({ contractId: 'c-2', service: 'soracom-flux' }))
    await client.until(positions.length)
    await sleep(300)
    expect(client.ids()).toEqual(positions)
    await client.leave()
  })

  test.each([
    ['?type=Birthday', {}],
    ['?limit=3', {}],
    ['?after=x', {}],
    ['', { 'last-event-id': 'x' }],
  ] as const)('%s %j is malformed', async (query, headers) => {
    expect((await listen(query, headers)).response.status).toBe(400)
  })

  test('a client that goes away is listened for no more, and takes nothing of the server with it', async () => {
    const clients = await Promise.all(Array.from({ length: 20 }, () => listen()))
    await vi.waitUntil(() => looked.mock.calls.length > 60)
    await Promise.all(clients.map(({ leave }) => leave()))
    await sleep(500)
    looked.mockClear()
    await sleep(700)
    expect(looked).not.toHaveBeenCalled()
    expect((await app.inject('/v1/health')).statusCode).toBe(200)
  })
})

/** A client that asks and then takes nothing of the answer. */
async function stalled(path: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nAccept: application/x-ndjson\r\n\r\n`)
  await new Promise((done) => socket.once('readable', done))
  return socket
} // prettier-ignore

describe('whoever takes its time', () => {
  const EVENTS = 4_000
  const BYTES_EACH = 4_000
  const fill = async (): Promise<void> => {
    const evidence = 'x'.repeat(BYTES_EACH)
    for (let n = 0; n < EVENTS; n += 500) await append('contract-c-1', ...drafts(500, { evidence }))
  }

  test.each(['/v1/events/live?after=0', '/v1/events'])('%s is read no faster than it is taken', async (path) => {
    await fill()
    const socket = await stalled(path)
    await sleep(700)
    const taken = given
    await sleep(500)
    expect(given).toBe(taken)
    expect(taken).toBeLessThan(EVENTS / 2)
    let bytes = 0
    socket.on('data', (piece) => (bytes += piece.length))
    await vi.waitUntil(() => bytes > EVENTS * BYTES_EACH, 20_000)
    socket.destroy()
  }) // prettier-ignore

  test('a server that ends waits for nobody who listens, whether it takes what it is sent or not', async () => {
    await fill()
    const [asleep, listener] = [await stalled('/v1/events/live?after=0'), await listen()]
    await sleep(300)
    const from = performance.now()
    await app.close()
    expect(performance.now() - from).toBeLessThan(CLOSES_MS_MAX)
    await vi.waitUntil(() => listener.isOver())
    asleep.destroy()
  })

  test('and what it is sending it sends whole, then closes a connection that is kept for another request', async () => {
    await fill()
    const agent = new Agent({ keepAlive: true })
    const headers = { authorization: `Bearer ${TOKEN}`, accept: 'application/x-ndjson' }
    const asked = get({ host: '127.0.0.1', port, path: '/v1/events', agent, headers })
    const answer = await new Promise<IncomingMessage>((begun) => asked.once('response', begun))
    let lines = 0
    const take = async (): Promise<void> => {
      for await (const piece of answer as AsyncIterable<Buffer>) lines += piece.toString().split('\n').length - 1
    }
    const [taken, from] = [take(), performance.now()]
    await app.close()
    expect(performance.now() - from).toBeLessThan(CLOSES_MS_MAX * 2)
    await taken
    expect(lines).toBe(EVENTS)
    agent.destroy()
  }) // prettier-ignore
})
