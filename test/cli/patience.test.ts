import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { patiently } from '../../src/cli/patience.ts'
import { type Recorder, intoServer } from '../../src/cli/recorders.ts'
import { StoreUnavailable } from '../../src/eventstore/event-store.ts'

const told = { door: 'contract' as const, contractId: 'c-1', body: { type: 'ApplicationAccepted' } }
const away = (retryAfter = 0.01): StoreUnavailable =>
  new StoreUnavailable('away', { retryAfter, inDoubt: true, cause: undefined })

/** A recorder that is away for its first calls. */
function failing(times: number, error: () => Error = away): Recorder & { readonly keys: string[] } {
  const keys: string[] = []
  return {
    keys,
    atOnce: 3,
    record: async (_, key) => {
      if (keys.push(key) <= times) throw error()
      return { status: 201, replayed: false }
    },
  }
}

describe('a recorder that waits', () => {
  test('sends the same again under the same key until it is answered, and says once that it waits', async () => {
    const inner = failing(4)
    const said: string[] = []
    const recorder = patiently(inner, { onWait: (why) => said.push(why) })
    expect(await recorder.record(told, 'k-1')).toEqual({ status: 201, replayed: false })
    expect(inner.keys).toEqual(['k-1', 'k-1', 'k-1', 'k-1', 'k-1'])
    expect(said).toEqual(['away'])
    expect(recorder.atOnce).toBe(3)
  })

  test('gives up when nothing was recorded for too long, and says what to do', async () => {
    const recorder = patiently(failing(Infinity), { giveUpMs: 50 })
    await expect(recorder.record(told, 'k-1')).rejects.toThrow(/run it again .* nothing is recorded twice/)
  })

  test('does not wait for what will not pass', async () => {
    const inner = failing(1, () => new Error('the token is wrong'))
    await expect(patiently(inner).record(told, 'k-1')).rejects.toThrow('the token is wrong')
    expect(inner.keys).toHaveLength(1)
  })
})

describe('a server', () => {
  async function serving(answers: readonly number[]) {
    let calls = 0
    const server = createServer((_, response) => {
      const status = answers[calls++] ?? 201
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0.01' })
      response.end(JSON.stringify(status === 201 ? {} : { type: '/problems/unavailable', detail: 'away' }))
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return { url, server, recorder: intoServer({ url, token: 't' }), calls: () => calls }
  }

  test('that answers 503 is asked again', async () => {
    const { recorder, calls } = await serving([503, 503])
    await expect(recorder.record(told, 'k-1')).rejects.toThrow(StoreUnavailable)
    expect(await patiently(recorder).record(told, 'k-1')).toMatchObject({ status: 201 })
    expect(calls()).toBe(3)
  })

  test('that never answered is not waited for; one that did is', async () => {
    const nobody = intoServer({ url: 'http://127.0.0.1:1', token: 't' })
    await expect(patiently(nobody).record(told, 'k-1')).rejects.toThrow(
      'nobody answers at http://127.0.0.1:1',
    )
    const { recorder, server } = await serving([])
    await recorder.record(told, 'k-1')
    server.closeAllConnections()
    server.close()
    await expect(recorder.record(told, 'k-2')).rejects.toMatchObject({
      name: 'StoreUnavailable',
      retryAfter: 1,
    })
  })
})
