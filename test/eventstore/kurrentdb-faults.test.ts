import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { type StoredEvent, StoreUnavailable } from '../../src/eventstore/event-store.ts'
import { type KurrentStore, openKurrentStore } from '../../src/eventstore/kurrentdb.ts'
import { type Patience } from '../../src/eventstore/kurrentdb-patience.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { all, draft, drafts, eventsOf, expectSound, wallClock } from './drafts.ts'
import { SERVER_COMMAND, type Server, cluster, sayWhatIsSkipped, singleServer } from './kurrentdb-server.ts'
import { type Writers, expectOnce, receiptFor, writers } from './kurrentdb-writers.ts'

sayWhatIsSkipped('DAICHO_KURRENTDB_SERVER', SERVER_COMMAND)

const IMPATIENT: Patience = { answerMs: 1_000, totalMs: 1_500 }
const WRITERS = 32

const servers: Server[] = []
const stores: KurrentStore[] = []
afterEach(async () => {
  await Promise.allSettled(stores.splice(0).map((store) => store.close()))
  await Promise.allSettled(servers.splice(0).map((server) => server.end()))
})

async function started(): Promise<Server> {
  const server = await singleServer()
  servers.push(server)
  await server.start()
  return server
}

async function opened(url: string, patience?: Patience): Promise<KurrentStore> {
  const store = await openKurrentStore({ url, now: wallClock, seal, ...(patience && { patience }) })
  stores.push(store)
  return store
}

describe.skipIf(SERVER_COMMAND === '')('a server that fails', { timeout: 240_000 }, () => {
  test('killed and started again under 32 writers: they wait, and nothing is lost or doubled', async () => {
    const server = await started()
    const store = await opened(server.url)
    const writing = writers(store, WRITERS)
    for (let round = 0; round < 3; round++) {
      await sleep(1_500)
      await server.kill()
      await server.start()
    }
    await sleep(1_000)
    const { acknowledged, inDoubt } = await settled(writing)
    expect(inDoubt).toBe(0)
    expect(acknowledged.length).toBeGreaterThan(WRITERS * 3)
    await expectOnce(store, acknowledged)
    await expectOnce(await opened(server.url), acknowledged)
  })

  test('killed and started again under 32 impatient writers: what was in doubt is settled by its key or its id', async () => {
    const server = await started()
    const store = await opened(server.url, { answerMs: 1_500, totalMs: 200 })
    const writing = writers(store, WRITERS)
    for (let round = 0; round < 3; round++) {
      await sleep(1_500)
      await server.kill()
      await sleep(500)
      await server.start()
    }
    await sleep(1_500)
    const { acknowledged, inDoubt } = await settled(writing)
    expect(inDoubt).toBeGreaterThan(0)
    await expectOnce(store, acknowledged)
  })

  test('stopped: appends and reads are told in time, and go on when it does', async () => {
    const server = await started()
    const store = await opened(server.url, IMPATIENT)
    eventsOf(await store.append('contract-a', 0, drafts(1)))
    const event = draft()
    server.signal('SIGSTOP')
    const begun = performance.now()
    const said = await Promise.allSettled([
      store.append('contract-a', 1, [event], receiptFor('k-1')),
      store.head('contract-a'),
      all(store.readAll(0)),
    ])
    expect(performance.now() - begun).toBeLessThan(8_000)
    for (const one of said) {
      expect(one.status).toBe('rejected')
      const reason: unknown = one.status === 'rejected' ? one.reason : undefined
      expect(reason).toBeInstanceOf(StoreUnavailable)
      expect((reason as StoreUnavailable).retryAfter).toBeGreaterThan(0)
    }
    expect(said.map((one) => one.status === 'rejected' && (one.reason as StoreUnavailable).inDoubt)).toEqual([
      true,
      false,
      false,
    ])
    server.signal('SIGCONT')
    await eventually(() => store.head('contract-a'))
    const kept = await store.findReceipt('op-1', 'actions', 'k-1')
    if (kept === undefined) eventsOf(await store.append('contract-a', 1, [event], receiptFor('k-1')))
    const ledger = await all(store.readAll(0))
    expectSound(ledger)
    expect(ledger.at(-1)?.id).toBe(event.id)
    expect(ledger).toHaveLength(2)
  })

  test('stopped for a while under writers who wait: they go on, and nothing is lost or doubled', async () => {
    const server = await started()
    const store = await opened(server.url)
    const writing = writers(store, WRITERS)
    await sleep(1_000)
    server.signal('SIGSTOP')
    await sleep(8_000)
    server.signal('SIGCONT')
    await sleep(2_000)
    const { acknowledged } = await settled(writing)
    await expectOnce(store, acknowledged)
  })

  test('away: opening, appending and reading say so at once the second time, and all of them come back', async () => {
    const server = await started()
    await server.kill()
    await expect(opened(server.url, IMPATIENT)).rejects.toThrow(StoreUnavailable)
    await server.start()
    const store = await opened(server.url, IMPATIENT)
    await store.append('contract-a', 0, drafts(1))
    await server.kill()
    await expect(store.append('contract-a', 1, drafts(1))).rejects.toThrow(/never half; send it again/)
    await expect(all(store.read('contract-a'))).rejects.toThrow(StoreUnavailable)
    const begun = performance.now()
    await expect(store.append('contract-a', 1, drafts(1))).rejects.toThrow(StoreUnavailable)
    await expect(store.findReceipt('op-1', 'actions', 'k-9')).rejects.toThrow(StoreUnavailable)
    expect(performance.now() - begun).toBeLessThan(1_500)
    await server.start()
    await eventually(() => all(store.read('contract-a')))
    eventsOf(await store.append('contract-a', 1, drafts(1)))
    expect(await all(store.readAll(0))).toHaveLength(2)
  })

  test('a client whose first read met no server is replaced', async () => {
    const server = await singleServer()
    servers.push(server)
    const opening = opened(server.url, { answerMs: 2_000, totalMs: 30_000 })
    await sleep(2_000)
    await server.start()
    const store = await opening
    eventsOf(await store.append('contract-a', 0, drafts(1)))
    expect(await all(store.readAll(0))).toHaveLength(1)
  })

  test('who follows gets every event once and in order, though the server is killed twice', async () => {
    const server = await started()
    const store = await opened(server.url)
    const ending = new AbortController()
    const followed: StoredEvent[] = []
    const following = (async () => {
      for await (const event of store.follow(0, ending.signal)) followed.push(event)
    })()
    const writing = writers(store, 8)
    for (let round = 0; round < 2; round++) {
      await sleep(1_000)
      await server.kill()
      await server.start()
    }
    await sleep(1_000)
    const { acknowledged } = await settled(writing)
    await eventually(async () => expect(followed.length).toBeGreaterThanOrEqual(acknowledged.length))
    ending.abort()
    await following
    expect(followed).toEqual(await all(store.readAll(0)))
  })
})

describe.skipIf(SERVER_COMMAND === '')('three nodes', { timeout: 300_000 }, () => {
  async function startedCluster() {
    const { nodes, url } = await cluster()
    servers.push(...nodes)
    await Promise.all(nodes.map((node) => node.start()))
    await leaderOf(nodes)
    return { nodes, url }
  }

  async function leaderOf(nodes: readonly Server[]): Promise<Server> {
    for (let i = 0; i < 300; i++) {
      for (const node of nodes) if ((await node.state()) === 'leader') return node
      await sleep(100)
    }
    throw new Error('no node leads')
  }

  test('the leader is killed under 32 writers: they wait for the next one, and nothing is lost or doubled', async () => {
    const { nodes, url } = await startedCluster()
    const store = await opened(url)
    const writing = writers(store, WRITERS)
    await sleep(3_000)
    const leader = await leaderOf(nodes)
    const before = writing.count()
    await leader.kill()
    await eventually(async () => expect(writing.count()).toBeGreaterThan(before + 5 * WRITERS))
    await leader.start().catch(() => leader.start()) // a former leader may end once, to truncate
    await sleep(3_000)
    const { acknowledged } = await settled(writing)
    await expectOnce(store, acknowledged)
    await expectOnce(await opened(url), acknowledged)
  })

  test('without a quorum appends are told so; with one they go on', async () => {
    const { nodes, url } = await startedCluster()
    const store = await opened(url, { answerMs: 2_000, totalMs: 6_000 })
    await store.append('contract-a', 0, drafts(1))
    const leader = await leaderOf(nodes)
    const others = nodes.filter((node) => node !== leader)
    await Promise.all(others.map((node) => node.kill()))
    const event = draft()
    await expect(store.append('contract-a', 1, [event], receiptFor('k-1'))).rejects.toThrow(StoreUnavailable)
    await Promise.all(others.map((node) => node.start()))
    await eventually(async () => {
      if ((await store.findReceipt('op-1', 'actions', 'k-1')) !== undefined) return
      const { revision } = await store.head('contract-a')
      expect((await store.append('contract-a', revision, [event], receiptFor('k-1'))).outcome).not.toBe(
        'conflict',
      )
    })
    const ledger = await all(store.readAll(0))
    expectSound(ledger)
    expect(ledger.map(({ id }) => id).slice(1)).toEqual([event.id])
  })
})

/** What the writers have to show for themselves, said for the record of a run. */
async function settled(writing: Writers) {
  const said = await writing.stop()
  const test = expect.getState().currentTestName?.split(' > ').at(-1)
  process.stderr.write(
    `${test}: ${said.acknowledged.length} acknowledged, ${said.inDoubt} answers in doubt\n`,
  )
  return said
}

/** Tries again for a while. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let i = 0; ; i++) {
    try {
      return await work()
    } catch (error) {
      if (i === 300) throw error
      await sleep(200)
    }
  }
}
