import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KurrentDBClient, jsonEvent } from '@kurrent/kurrentdb-client'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { instant } from '../../src/domain/kernel/calendar.ts'
import { type KurrentOptions, type KurrentStore, openKurrentStore } from '../../src/eventstore/kurrentdb.ts'
import { sqliteLogIndex } from '../../src/eventstore/sqlite-log-index.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { eventId } from '../../src/ledger/event-id.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { eventStoreContract } from './contract.ts'
import { all, clockAt, draft, drafts, eventsOf, expectSound, wallClock } from './drafts.ts'
import { SERVER_URL, sayWhatIsSkipped } from './kurrentdb-server.ts'
import { receiptFor } from './kurrentdb-writers.ts'
import { type Proxy, proxyTo } from './tcp-proxy.ts'

sayWhatIsSkipped('DAICHO_KURRENTDB', SERVER_URL)

const newLedger = (): string => `test-${randomUUID()}`

describe.skipIf(SERVER_URL === '')('with a server', () => {
  eventStoreContract(
    'KurrentDB',
    async (now) => {
      const ledger = newLedger()
      const open = () => openKurrentStore({ url: SERVER_URL, ledger, now, seal })
      const store = await open()
      const reopen = async () => {
        await store.close()
        return open()
      }
      return { store, reopen }
    },
    { durable: true, recordedAt: 'stream', volume: 20_000 },
  )

  const stores: KurrentStore[] = []
  const proxies: Proxy[] = []
  const clients: KurrentDBClient[] = []
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()))
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()))
    await Promise.all(clients.splice(0).map((client) => client.dispose()))
  })

  async function opened(ledger: string, more: Partial<KurrentOptions> = {}): Promise<KurrentStore> {
    const store = await openKurrentStore({ url: SERVER_URL, ledger, now: wallClock, seal, ...more })
    stores.push(store)
    return store
  }

  function rawClient(): KurrentDBClient {
    const client = KurrentDBClient.connectionString(SERVER_URL)
    clients.push(client)
    return client
  }

  /** A store behind a wire that can lose answers. */
  async function behindProxy(ledger: string, more: Partial<KurrentOptions> = {}) {
    const { hostname, port, search } = new URL(SERVER_URL.replace(/^\w+:/, 'http:'))
    expect(hostname, 'the lost answer is tried with one server on loopback').toBe('127.0.0.1')
    const proxy = await proxyTo(Number(port))
    proxies.push(proxy)
    const store = await opened(ledger, { url: `kurrentdb://127.0.0.1:${proxy.port}${search}`, ...more })
    return { proxy, store }
  }

  const bothStreams = ['contract-a', 'contract-a', 'contract-b', 'reference-sakura-cloud']

  test('the same events have the same hashes as in the embedded log', async () => {
    const clock = clockAt('2025-11-30T12:00:00.000+09:00')
    const embedded = await openSqliteStore({ path: ':memory:', now: clock.now, seal })
    const cluster = await opened(newLedger(), { now: clock.now })
    const data = { text: '休止\n"€"\u0000', 10: [1, -1, null, true], 9: '', b: { z: 1, a: 1 } }
    for (const [i, stream] of bothStreams.entries()) {
      const events = [draft({ data }), draft({ data: { i } })]
      for (const store of [embedded, cluster]) {
        eventsOf(await store.append(stream, (await store.head(stream)).revision, events))
      }
    }
    const placeless = async (store: typeof embedded | typeof cluster) =>
      (await all(store.readAll(0))).map(({ position: _, ...event }) => event)
    expect(await placeless(cluster)).toEqual(await placeless(embedded))
    await embedded.close()
  })

  describe('an answer that is lost', () => {
    test('the append is repeated with its first expected revision, and is there once, though others went on', async () => {
      const ledger = newLedger()
      const direct = await opened(ledger)
      const { proxy, store } = await behindProxy(ledger)
      eventsOf(await store.append('contract-a', 0, drafts(1)))
      proxy.loseAnswers()
      const mine = draft()
      const underWay = store.append('contract-a', 1, [mine])
      while ((await direct.head('contract-a')).revision < 2) await sleep(20)
      eventsOf(await direct.append('contract-a', 2, drafts(2)))
      proxy.cut()
      const [event] = eventsOf(await underWay)
      const ledgerNow = await all(direct.readAll(0))
      expect(ledgerNow).toHaveLength(4)
      expect(ledgerNow[1]).toEqual(event)
      expect(event?.id).toBe(mine.id)
      expectSound(ledgerNow)
    })

    test('given up and appended again, it is answered with what was recorded the first time', async () => {
      const ledger = newLedger()
      const direct = await opened(ledger)
      let now = instant('2025-11-30T12:00:00.000+09:00')
      const { proxy, store } = await behindProxy(ledger, {
        now: () => now,
        patience: { answerMs: 1_500, totalMs: 1_000 },
      })
      eventsOf(await store.append('contract-a', 0, drafts(1)))
      proxy.loseAnswers()
      const mine = draft()
      await expect(store.append('contract-a', 1, [mine])).rejects.toMatchObject({ inDoubt: true })
      proxy.cut()
      now = instant('2025-11-30T12:00:05.000+09:00')
      const [event] = eventsOf(await store.append('contract-a', 1, [mine]))
      expect(await all(direct.read('contract-a', 2))).toEqual([event])
      expect(event?.recordedAt).toBe('2025-11-30T12:00:00.000+09:00')
      eventsOf(await store.append('contract-a', 2, drafts(1)))
      expectSound(await all(direct.readAll(0)))
    })

    test('brought again elsewhere under its key, it is told what was recorded', async () => {
      const ledger = newLedger()
      const elsewhere = await opened(ledger)
      const { proxy, store } = await behindProxy(ledger)
      eventsOf(await store.append('contract-b', 0, drafts(1)))
      proxy.loseAnswers()
      const id = eventId('contract-a', 'k-1')
      const underWay = store.append('contract-a', 0, [draft({ id })], receiptFor('k-1'))
      while ((await elsewhere.head('contract-a')).revision < 1) await sleep(20)
      const again = await elsewhere.append('contract-a', 1, [draft({ id })], receiptFor('k-1'))
      expect(again).toEqual({ outcome: 'repeated', receipt: { ...receiptFor('k-1'), eventIds: [id] } })
      proxy.cut()
      expect(eventsOf(await underWay).map((event) => event.id)).toEqual([id])
      expect(await all(elsewhere.read('contract-a'))).toHaveLength(1)
    })
  })

  describe('two processes on one ledger', () => {
    test('of one key at once one event is recorded, and both are told of that one', async () => {
      const ledger = newLedger()
      const early = await opened(ledger, { now: clockAt('2025-11-30T12:00:00.000+09:00').now })
      const late = await opened(ledger, { now: clockAt('2025-11-30T12:00:07.000+09:00').now })
      for (let i = 0; i < 30; i++) {
        const id = eventId('contract-a', `k-${i}`)
        const results = await Promise.all(
          [early, late].map((store) => store.append('contract-a', i, [draft({ id })], receiptFor(`k-${i}`))),
        )
        expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['appended', 'repeated'])
        const [given] = results.flatMap((result) => (result.outcome === 'appended' ? result.events : []))
        expect(await late.find(id)).toEqual(given)
      }
      const events = await all(early.readAll(0))
      expect(events).toHaveLength(30)
      expectSound(events)
      const times = events.map(({ recordedAt }) => recordedAt)
      expect(times).toEqual(times.toSorted())
    })

    test('one id for two things that are said of it: one is recorded, the other met another writer', async () => {
      const ledger = newLedger()
      const [a, b] = [await opened(ledger), await opened(ledger)]
      for (let i = 0; i < 20; i++) {
        const id = eventId('contract-a', `closing-${i}`)
        const outcomes = await Promise.all(
          [a, b].map((store, n) => store.append('contract-a', i, [draft({ id, data: { by: n } })])),
        )
        expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'conflict'])
        const [stored] = outcomes.filter(({ outcome }) => outcome === 'appended').flatMap(eventsOf)
        expect(await a.find(id)).toEqual(stored)
      }
      const events = await all(b.read('contract-a'))
      expectSound(events)
      expect(eventsOf(await a.append('contract-a', 20, [draft()]))[0]?.prev).toBe(events.at(-1)?.hash)
    })

    test('lists that begin alike are taken for one another by nobody', async () => {
      const ledger = newLedger()
      const [a, b] = [await opened(ledger), await opened(ledger)]
      const [x, y, z] = [1, 2, 3].map((n) => draft({ id: eventId('numbers', `${n}`) }))
      if (!x || !y || !z) throw new Error('three drafts')
      await a.append('numbers', 0, [x, y])
      for (const list of [[x, z], [y, z], [x, y, z], [z]])
        expect(await b.append('numbers', 0, list)).toEqual({ outcome: 'conflict', revision: 2 })
      expect(await all(b.read('numbers'))).toHaveLength(2)
    })

    test('recordedAt never goes back in a stream, whoever writes', async () => {
      const ledger = newLedger()
      const NOON = '2025-11-30T12:00:00.000+09:00'
      const fast = await opened(ledger, { now: clockAt(NOON).now })
      const slow = await opened(ledger, { now: clockAt('2025-11-30T11:59:00.000+09:00').now })
      await fast.append('contract-a', 0, drafts(1))
      const [event] = eventsOf(await slow.append('contract-a', 1, drafts(1)))
      expect(event?.recordedAt).toBe(NOON)
    })

    test('an id that the other one recorded is refused in its stream and found everywhere', async () => {
      const ledger = newLedger()
      const one = await opened(ledger)
      const other = await opened(ledger)
      const first = draft()
      const [event] = eventsOf(await one.append('contract-a', 0, [first]))
      await expect(other.append('contract-a', 1, [draft(), first])).rejects.toThrow(RangeError)
      expect(await other.find(first.id)).toEqual(event)
      expect(await one.at(event?.position ?? 0)).toEqual(event)
    })
  })

  describe('what is not ours', () => {
    test('other ledgers and other streams are not seen', async () => {
      const ledger = newLedger()
      const [store, neighbour] = [await opened(ledger), await opened(`${ledger}-2`)]
      await neighbour.append('contract-a', 0, drafts(1))
      await rawClient().appendToStream(`${ledger}x-1`, [jsonEvent({ type: 'UsagePaused', data: {} })])
      const mine = eventsOf(await store.append('contract-a', 0, drafts(1)))
      await neighbour.append('contract-a', 1, drafts(1))
      expect(await all(store.readAll(0))).toEqual(mine)
      expect(await all(store.readAll(0, ['UsagePaused']))).toEqual(mine)
      expect((await store.head()).position).toBe(mine[0]?.position)
    })

    test('a stranger in a stream of the ledger is damage, and said', async () => {
      const ledger = newLedger()
      const store = await opened(ledger)
      await store.append('contract-a', 0, drafts(1))
      await rawClient().appendToStream(`${ledger}.contract-a`, [jsonEvent({ type: 'UsagePaused', data: {} })])
      await expect(all(store.read('contract-a'))).rejects.toThrow(
        /contract-a holds at 1 what no ledger wrote/,
      )
    })

    test('a stream that somebody closed for ever is an error at once, not a matter of patience', async () => {
      const ledger = newLedger()
      const store = await opened(ledger)
      await store.append('contract-a', 0, drafts(1))
      await rawClient().tombstoneStream(`${ledger}.contract-a`)
      const begun = performance.now()
      await expect(store.append('contract-a', 1, drafts(1))).rejects.toMatchObject({ type: 'stream-deleted' })
      await expect(all(store.read('contract-a'))).rejects.toMatchObject({ type: 'stream-deleted' })
      expect(performance.now() - begun).toBeLessThan(2_000)
    })
  })

  test('a connection that does not throw on a failed append is told of a conflict all the same', async () => {
    const store = await opened(newLedger(), { url: `${SERVER_URL}&throwOnAppendFailure=false` })
    await store.append('contract-a', 0, drafts(2))
    expect(await store.append('contract-a', 0, drafts(1))).toEqual({ outcome: 'conflict', revision: 2 })
    expect(await store.append('contract-a', 1, drafts(1))).toEqual({ outcome: 'conflict', revision: 2 })
  })

  test('more than KurrentDB takes at once is refused with a remedy, and nothing of it is stored', async () => {
    const store = await opened(newLedger())
    const large = draft({ data: { text: 'x'.repeat(600_000) } })
    const larger = draft({ data: { text: 'x'.repeat(600_000) } })
    await expect(store.append('contract-a', 0, [large, larger])).rejects.toThrow(/append fewer at once/)
    expect(await all(store.readAll(0))).toEqual([])
    eventsOf(await store.append('contract-a', 0, [large]))
    eventsOf(await store.append('contract-a', 1, [larger]))
  })

  test('a position nobody gave out reads what comes after it', async () => {
    const store = await opened(newLedger())
    const ledger = eventsOf(await store.append('contract-a', 0, drafts(3)))
    const [first = 0, second = 0, third = 0] = ledger.map(({ position }) => position)
    expect(await all(store.readAll(first - 1))).toEqual(ledger)
    expect(await all(store.readAll(second - 1))).toEqual(ledger.slice(1))
    expect(await all(store.readAll(first + 1, ['UsagePaused']))).toEqual(ledger.slice(1))
    expect(await all(store.readAll(third + 1))).toEqual([])
    expect(await all(store.readAll(third + 1_000_000))).toEqual([])
  })

  test('positions are safe integers, those of one append included', async () => {
    const store = await opened(newLedger())
    const events = eventsOf(await store.append('contract-a', 0, drafts(5)))
    const positions = events.map(({ position }) => position)
    expect(positions.every((position) => Number.isSafeInteger(position) && position > 0)).toBe(true)
    expect(new Set(positions).size).toBe(5)
  })

  describe('the index in a file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'daicho-index-'))
    afterAll(() => rmSync(directory, { recursive: true, force: true }))
    const indexed = (ledger: string, name = 'index') =>
      opened(ledger, { index: sqliteLogIndex(join(directory, `${name}.sqlite`)) })

    test('is taken up where it was left', async () => {
      const ledger = newLedger()
      const first = await indexed(ledger)
      const [event] = eventsOf(await first.append('contract-a', 0, drafts(1), receiptFor('k-1')))
      await first.close()
      await (await opened(ledger)).append('contract-b', 0, drafts(2), receiptFor('k-2'))
      const again = await indexed(ledger)
      expect(await again.findReceipt('op-1', 'actions', 'k-1')).toMatchObject({ key: 'k-1' })
      expect((await again.findReceipt('op-1', 'actions', 'k-2'))?.eventIds).toHaveLength(2)
      expect(await again.find(event?.id ?? '')).toEqual(event)
    })

    test('that has read further than the log goes is made anew: an older log was restored', async () => {
      const ledger = newLedger()
      const first = await indexed(ledger, 'ahead')
      await first.append('contract-a', 0, drafts(1), receiptFor('k-1'))
      await first.close()
      const index = sqliteLogIndex(join(directory, 'ahead.sqlite'))
      const { scanned } = await index.progress()
      const to = Number.MAX_SAFE_INTEGER
      await index.learn({ entries: [], receipts: [] }, { from: scanned, to, newest: '' })
      const again = await opened(ledger, { index })
      expect((await index.progress()).scanned).toBeLessThan(to)
      expect(await again.findReceipt('op-1', 'actions', 'k-1')).toBeDefined()
    })

    test('of another log is made anew', async () => {
      const first = await indexed(newLedger(), 'other')
      const [foreign] = eventsOf(await first.append('contract-a', 0, drafts(1), receiptFor('k-1')))
      await first.close()
      const second = await indexed(newLedger(), 'other')
      expect(await second.findReceipt('op-1', 'actions', 'k-1')).toBeUndefined()
      expect(await second.find(foreign?.id ?? '')).toBeUndefined()
    })
  })

  test('a process that only reads builds no index before something is looked up', async () => {
    const ledger = newLedger()
    const [event] = eventsOf(await (await opened(ledger)).append('contract-a', 0, drafts(1)))
    const index = sqliteLogIndex(':memory:')
    const store = await opened(ledger, { index, writes: false })
    expect(await all(store.readAll(0))).toEqual([event])
    expect((await index.progress()).scanned).toBe(0)
    expect(await store.find(event?.id ?? '')).toEqual(event)
    expect((await index.progress()).scanned).toBeGreaterThan(0)
  })

  test('who follows from a position gets what comes after it, and what is recorded meanwhile', async () => {
    const store = await opened(newLedger())
    const before = eventsOf(await store.append('contract-a', 0, drafts(3)))
    const ending = new AbortController()
    const seen: string[] = []
    const following = (async () => {
      for await (const { id } of store.follow(before[0]?.position ?? 0, ending.signal)) {
        if (seen.push(id) === 4) ending.abort()
      }
    })()
    const later = eventsOf(await store.append('contract-b', 0, drafts(2)))
    await following
    expect(seen).toEqual([...before.slice(1), ...later].map(({ id }) => id))
  })

  test('closing the store ends who follows', async () => {
    const store = await opened(newLedger())
    await store.append('contract-a', 0, drafts(1))
    const following = store.follow(0, new AbortController().signal)[Symbol.asyncIterator]()
    expect((await following.next()).done).toBe(false)
    const next = following.next()
    await store.close()
    expect((await next).done).toBe(true)
  })
})
