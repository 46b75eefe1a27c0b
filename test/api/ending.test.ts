import fastify from 'fastify'
import { Agent, get } from 'node:http'
import { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { closeConnections } from '../../src/api/ending.ts'

/** A server whose answers take so long, and a client that keeps its connection. */
async function begun(answerMs: number, cutMs: number) {
  const app = fastify()
  closeConnections(app, cutMs)
  app.get('/', async () => {
    await sleep(answerMs, undefined, { ref: false })
    return { answered: true }
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  const answer = new Promise<string>((done) => {
    const asked = get({ host: '127.0.0.1', port, agent }, (response) => {
      response.on('data', (piece) => done(String(piece)))
    })
    asked.on('error', (error) => done(error.message))
  })
  await sleep(50)
  const from = performance.now()
  await app.close()
  agent.destroy()
  return { answer: await answer, ms: performance.now() - from }
}

test('an answer under way is sent, and its connection not kept for another request', async () => {
  const { answer, ms } = await begun(200, 20_000)
  expect([answer, ms < 5_000]).toEqual(['{"answered":true}', true])
})

test('what does not end in time is cut off', async () => {
  const { answer, ms } = await begun(30_000, 200)
  expect([answer, ms < 5_000]).toEqual(['socket hang up', true])
})
