import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { type EventStore, type Receipt } from '../../src/eventstore/event-store.ts'
import { all, clockAt, draft, drafts, eventsOf, expectSound, fill, wallClock } from './drafts.ts'

/** An empty store under test, and the way to close it and open the same log again. */
export type Opened = { readonly store: EventStore; readonly reopen?: () => Promise<EventStore> }

export type StoreTraits = {
  /** Whether the log outlives the store that wrote it; `reopen` is given then. */
  readonly durable: boolean
  /** `recordedAt` never goes back in the whole ledger, or in each stream where several machines write. */
  readonly recordedAt: 'ledger' | 'stream'
  /** Events of the read in constant memory. */
  readonly volume: number
}

type Open = (now?: () => Instant) => Promise<Required<Opened>>

/** What `EventStore` means. Every adapter passes the whole of it. */
export function eventStoreContract(
  name: string,
  open: (now: () => Instant) => Promise<Opened>,
  traits: StoreTraits,
): void {
  describe(`event store: ${name}`, () => {
    let current: EventStore | undefined
    afterEach(() => current?.close())

    const tracked: Open = async (now = wallClock) => {
      const { store, reopen } = await open(now)
      current = store
      return {
        store,
        reopen: async () => {
          if (reopen === undefined) throw new Error(`${name} cannot be opened again`)
          return (current = await reopen())
        },
      }
    }
    describe('streams', () => streams(tracked))
    describe('writers', () => writers(tracked))
    describe('reads', () => reads(tracked))
    describe('receipts', () => receipts(tracked))
    describe('recordedAt', () => recordedAt(tracked, traits))
    describe('the chain of hashes', () => chain(tracked))
    describe.runIf(traits.durable)('opened again', () => openedAgain(tracked))
    describe('volume', () => volume(tracked, traits.volume))
  })
}

function streams(open: Open): void {
  test('an unknown stream is empty', async () => {
    const { store } = await open()
    expect(await all(store.read('contract-none'))).toEqual([])
    expect(await all(store.readAll(0))).toEqual([])
    expect(await store.head('contract-none')).toEqual({ position: 0, revision: 0 })
  })

  test('revisions count from 1 in each stream, positions through all of them', async () => {
    const { store } = await open()
    const a = eventsOf(await store.append('contract-a', 0, drafts(2)))
    const b = eventsOf(await store.append('contract-b', 0, drafts(1)))
    const c = eventsOf(await store.append('contract-a', 2, drafts(1)))
    expect([...a, ...b, ...c].map(({ stream, revision }) => [stream, revision])).toEqual([
      ['contract-a', 1],
      ['contract-a', 2],
      ['contract-b', 1],
      ['contract-a', 3],
    ])
    expect(await all(store.readAll(0))).toEqual([...a, ...b, ...c])
    expect(await all(store.read('contract-a'))).toEqual([...a, ...c])
    expect(await all(store.read('contract-a', 3))).toEqual(c)
    expect(await all(store.read('contract-a', 4))).toEqual([])
    expect(await store.head('contract-a')).toEqual({ position: c[0]?.position, revision: 3 })
    expect((await store.head()).position).toBe(c[0]?.position)
  })

  test('what a draft says is stored as it is, with nothing but the members of a record', async () => {
    const { store } = await open()
    const data = { text: '休止\n"€"\u0000', 10: [1, -1, null, true, { b: {}, a: [] }], 9: '' }
    const said = draft({
      data,
      partyId: null,
      contractId: null,
      evidence: 'e',
      reportedBy: 'r',
      corrects: 'x',
    })
    const [event] = eventsOf(await store.append('reference-sakura-cloud', 0, [said]))
    const { position, hash, recordedAt, prev, stream, revision, ...rest } = event ?? {}
    expect(rest).toEqual(said)
    expect({ prev, stream, revision }).toEqual({ prev: null, stream: 'reference-sakura-cloud', revision: 1 })
    expect([typeof position, typeof hash, typeof recordedAt]).toEqual(['number', 'string', 'string'])
  })

  test('an append gives back to the byte what a read gives', async () => {
    const { store } = await open()
    const given = eventsOf(
      await store.append('contract-a', 0, [draft({ data: { z: 1, a: { z: 1, a: 1 } } })]),
    )
    expect(JSON.stringify(given)).toBe(JSON.stringify(await all(store.read('contract-a'))))
  })

  test('a wrong expected revision is a conflict, names the stand and stores nothing', async () => {
    const { store } = await open()
    await store.append('contract-a', 0, drafts(2))
    for (const wrong of [0, 1, 3]) {
      expect(await store.append('contract-a', wrong, drafts(2))).toEqual({ outcome: 'conflict', revision: 2 })
    }
    expect(await store.append('contract-b', 1, drafts(1))).toEqual({ outcome: 'conflict', revision: 0 })
    expect(await all(store.readAll(0))).toHaveLength(2)
  })

  test('an id that is in the ledger already is refused, and nothing of its append is stored', async () => {
    const { store } = await open()
    const first = draft()
    await store.append('contract-a', 0, [first])
    await expect(store.append('contract-a', 1, [draft(), first])).rejects.toThrow(RangeError)
    await expect(store.append('contract-b', 0, [draft(), first])).rejects.toThrow(first.id)
    const twin = draft()
    await expect(store.append('contract-b', 0, [twin, twin])).rejects.toThrow(RangeError)
    expect(await all(store.readAll(0))).toHaveLength(1)
    expect(eventsOf(await store.append('contract-b', 0, [twin]))).toHaveLength(1)
  })
}

function writers(open: Open): void {
  test('of many writers on one stream exactly one wins each revision', async () => {
    const { store } = await open()
    const won: number[] = []
    const write = async (): Promise<void> => {
      for (let expected = 0; expected < 20; expected++) {
        const result = await store.append('contract-a', expected, [draft()])
        if (result.outcome === 'appended') won.push(expected + 1)
      }
    }
    await Promise.all(Array.from({ length: 32 }, write))
    expect(won.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expectSound(await all(store.readAll(0)))
    expect((await store.head('contract-a')).revision).toBe(20)
  })

  test('writers on many streams do not hinder each other', async () => {
    const { store } = await open()
    const write = async (_: unknown, w: number): Promise<void> => {
      for (let revision = 0; revision < 10; revision++) {
        eventsOf(await store.append(`contract-${w}`, revision, [draft()]))
      }
    }
    await Promise.all(Array.from({ length: 32 }, write))
    const ledger = await all(store.readAll(0))
    expect(ledger).toHaveLength(320)
    expectSound(ledger)
  })

  test('a conflict, a known id and data without a canonical form hurt nobody who appends beside them', async () => {
    const { store } = await open()
    const known = draft()
    await store.append('contract-a', 0, [known])
    const outcomes = await Promise.allSettled([
      store.append('contract-b', 0, [draft()]),
      store.append('contract-a', 0, [draft()]),
      store.append('contract-c', 0, [draft(), known]),
      store.append('contract-d', 0, [draft(), draft({ data: { a: undefined } })]),
      store.append('contract-c', 0, [draft()]),
    ])
    expect(outcomes.map((o) => (o.status === 'fulfilled' ? o.value.outcome : 'thrown'))).toEqual([
      'appended',
      'conflict',
      'thrown',
      'thrown',
      'appended',
    ])
    const ledger = await all(store.readAll(0))
    expect(ledger.map(({ stream }) => stream)).toEqual(['contract-a', 'contract-b', 'contract-c'])
    expectSound(ledger)
  })
}

function reads(open: Open): void {
  test.each([1, 999, 1_000, 1_001, 2_000])('a stream of %i events is read whole', async (count) => {
    const { store } = await open()
    await fill(store, 'contract-a', count)
    const ledger = await all(store.readAll(0))
    expect(ledger.map(({ revision }) => revision)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
    expect(await all(store.read('contract-a'))).toEqual(ledger)
    expect(await all(store.read('contract-a', count))).toEqual(ledger.slice(-1))
    const half = Math.floor(count / 2)
    expect(await all(store.readAll(ledger[half]?.position ?? 0))).toEqual(ledger.slice(half + 1))
    expect(await all(store.readAll(ledger.at(-1)?.position ?? 0))).toEqual([])
  })

  test('readAll narrows to types, in ledger order', async () => {
    const { store } = await open()
    for (let i = 0; i < 3; i++) {
      const types = ['A', 'B', 'C', ...Array<string>(700).fill('D')]
      await store.append(
        `contract-${i}`,
        0,
        types.map((type) => draft({ type })),
      )
    }
    const ledger = await all(store.readAll(0))
    const wanted = ledger.filter(({ type }) => type === 'A' || type === 'C')
    expect(wanted).toHaveLength(6)
    expect(await all(store.readAll(0, ['C', 'A']))).toEqual(wanted)
    expect(await all(store.readAll(wanted[2]?.position ?? 0, ['C', 'A']))).toEqual(wanted.slice(3))
    expect(await all(store.readAll(0, ['Z']))).toEqual([])
    expect(await all(store.readAll(0, []))).toEqual([])
  })

  test('a read sees what was there when its iteration began', async () => {
    const { store } = await open()
    await fill(store, 'contract-a', 1_500)
    for (const read of [() => store.readAll(0), () => store.read('contract-a')]) {
      const { revision } = await store.head('contract-a')
      let seen = 0
      for await (const _ of read()) {
        seen++
        if (seen === 10 || seen === 1_400)
          await store.append('contract-a', revision + (seen === 10 ? 0 : 1), [draft()])
      }
      expect(seen).toBe(revision)
      expect((await store.head('contract-a')).revision).toBe(revision + 2)
    }
  })

  test('one iterable can be read twice, the second time with what came since', async () => {
    const { store } = await open()
    await store.append('contract-a', 0, drafts(1))
    const first = await all(store.read('contract-a'))
    await store.append('contract-a', 1, drafts(1))
    expect(first).toHaveLength(1)
    expect(await all(store.read('contract-a'))).toHaveLength(2)
  })

  test('find by id and at a position', async () => {
    const { store } = await open()
    const [one, two] = eventsOf(await store.append('contract-a', 0, drafts(2)))
    expect(await store.find(one?.id ?? '')).toEqual(one)
    expect(await store.at(two?.position ?? 0)).toEqual(two)
    expect(await store.find('none')).toBeUndefined()
    expect(await store.at((two?.position ?? 0) + 1)).toBeUndefined()
    expect(await store.at(0)).toBeUndefined()
  })
}

const RECEIPT: Omit<Receipt, 'eventIds'> = {
  credential: 'op-1',
  door: 'actions',
  key: 'k-1',
  inputHash: 'f00d',
  status: 201,
  problem: null,
}

function receipts(open: Open): void {
  test('a receipt is kept with its events; a repeated key stores nothing, whatever revision is expected', async () => {
    const { store } = await open()
    const events = eventsOf(await store.append('contract-a', 0, drafts(2), RECEIPT))
    const kept = { ...RECEIPT, eventIds: events.map(({ id }) => id) }
    expect(await store.findReceipt('op-1', 'actions', 'k-1')).toEqual(kept)
    for (const expected of [0, 2]) {
      const again = await store.append('contract-a', expected, drafts(1), { ...RECEIPT, status: 200 })
      expect(again).toEqual({ outcome: 'repeated', receipt: kept })
    }
    expect(await all(store.readAll(0))).toHaveLength(2)
  })

  test('a receipt may stand without events and carry the problem', async () => {
    const { store } = await open()
    const problem = { status: 422, type: '/refused', causes: [] }
    const result = await store.append('contract-a', 0, [], { ...RECEIPT, status: 422, problem })
    expect(result).toEqual({ outcome: 'appended', events: [] })
    const kept = { ...RECEIPT, status: 422, problem, eventIds: [] }
    expect(await store.findReceipt('op-1', 'actions', 'k-1')).toEqual(kept)
    expect(await store.head('contract-a')).toEqual({ position: 0, revision: 0 })
  })

  test('a conflict or a refused id keeps no receipt', async () => {
    const { store } = await open()
    const known = draft()
    await store.append('contract-a', 0, [known])
    expect((await store.append('contract-a', 0, drafts(1), RECEIPT)).outcome).toBe('conflict')
    await expect(store.append('contract-a', 1, [known], RECEIPT)).rejects.toThrow(RangeError)
    expect(await store.findReceipt('op-1', 'actions', 'k-1')).toBeUndefined()
  })

  test('a key belongs to one credential and one door', async () => {
    const { store } = await open()
    const others = [
      RECEIPT,
      { ...RECEIPT, credential: 'op-2' },
      { ...RECEIPT, door: 'outages' },
      { ...RECEIPT, key: 'k-2' },
    ]
    for (const [i, receipt] of others.entries()) {
      expect((await store.append('contract-a', i, drafts(1), receipt)).outcome).toBe('appended')
    }
    expect(await store.findReceipt('op-2', 'outages', 'k-1')).toBeUndefined()
  })

  test('of many who bring one key at once, one is recorded and the rest are told its answer', async () => {
    const { store } = await open()
    const bring = (_: unknown, i: number) => store.append(`contract-${i}`, 0, drafts(1), RECEIPT)
    const results = await Promise.all(Array.from({ length: 20 }, bring))
    const [winner] = results.flatMap((r) => (r.outcome === 'appended' ? r.events : []))
    const told = results.flatMap((r) => (r.outcome === 'repeated' ? [r.receipt.eventIds] : []))
    expect(told).toEqual(Array.from({ length: 19 }, () => [winner?.id]))
    expect(await all(store.readAll(0))).toEqual([winner])
  })
}

function recordedAt(open: Open, traits: StoreTraits): void {
  const NOON = '2025-11-30T12:00:00.000+09:00'
  const LATER = '2025-11-30T12:00:00.001+09:00'
  const EARLIER = '2025-11-30T11:59:59.999+09:00'
  const other = traits.recordedAt === 'ledger' ? 'contract-b' : 'contract-a'

  test('is the clock, and never goes back when the clock does', async () => {
    const clock = clockAt(NOON)
    const { store } = await open(clock.now)
    await store.append('contract-a', 0, drafts(1))
    clock.set(EARLIER)
    await store.append(other, other === 'contract-a' ? 1 : 0, drafts(1))
    clock.set(LATER)
    await store.append('contract-c', 0, drafts(1))
    expect((await all(store.readAll(0))).map((e) => e.recordedAt)).toEqual([NOON, NOON, LATER])
  })

  test.runIf(traits.durable)(
    'does not go back when the log is opened again with a slower clock',
    async () => {
      const clock = clockAt(NOON)
      const { store, reopen } = await open(clock.now)
      await store.append('contract-a', 0, drafts(1))
      clock.set(EARLIER)
      const [event] = eventsOf(
        await (await reopen()).append(other, other === 'contract-a' ? 1 : 0, drafts(1)),
      )
      expect(event?.recordedAt).toBe(NOON)
    },
  )
}

function chain(open: Open): void {
  test('every hash covers its record and the hash before it in the stream', async () => {
    const { store } = await open()
    await store.append('contract-a', 0, drafts(3))
    await store.append('contract-b', 0, drafts(1))
    await store.append('contract-a', 3, drafts(2))
    const ledger = await all(store.readAll(0))
    expectSound(ledger)
    expect(ledger.map(({ prev }) => prev === null)).toEqual([true, false, false, true, false, false])
  })
}

function openedAgain(open: Open): void {
  test('events, heads and receipts are there, and the log goes on', async () => {
    const { store, reopen } = await open()
    await store.append('contract-a', 0, drafts(2), RECEIPT)
    const before = await all(store.readAll(0))
    const again = await reopen()
    expect(await all(again.readAll(0))).toEqual(before)
    expect(await again.findReceipt('op-1', 'actions', 'k-1')).toMatchObject(RECEIPT)
    expect((await again.append('contract-a', 1, drafts(1))).outcome).toBe('conflict')
    await again.append('contract-a', 2, drafts(1))
    await again.append('contract-b', 0, drafts(1))
    expectSound(await all(again.readAll(0)))
    expect((await again.append('contract-a', 3, drafts(1), RECEIPT)).outcome).toBe('repeated')
  })

  test('closing waits for the appends under way, and a closed store takes none', async () => {
    const { store, reopen } = await open()
    const underWay = store.append('contract-a', 0, drafts(1))
    await store.close()
    expect((await underWay).outcome).toBe('appended')
    await expect(store.append('contract-a', 1, drafts(1))).rejects.toThrow(/closed/)
    expect((await (await reopen()).head('contract-a')).revision).toBe(1)
  })
}

/** Heap growth while reading, in bytes; far below what the events would take. */
const HEAP_GROWTH = 24 * 1024 * 1024

function volume(open: Open, count: number): void {
  test(`${count} events are read in constant memory`, { timeout: 300_000 }, async () => {
    const { store } = await open()
    await fill(store, 'contract-a', count)
    for (const read of [() => store.readAll(0), () => store.read('contract-a')]) {
      let seen = 0
      let highest = 0
      const start = heap()
      for await (const event of read()) {
        seen++
        if (event.revision !== seen) throw new Error(`revision ${event.revision} at ${seen}`)
        if (seen % Math.ceil(count / 10) === 0) highest = Math.max(highest, heap())
      }
      expect(seen).toBe(count)
      expect(highest - start).toBeLessThan(HEAP_GROWTH)
    }
  })
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heap(): number {
  collect()
  return process.memoryUsage().heapUsed
}
