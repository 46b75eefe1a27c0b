import { afterEach, describe, expect, test } from 'vitest'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { type LogIndex, MILESTONE } from '../../src/eventstore/kurrentdb-index.ts'
import { receiptFor } from './kurrentdb-writers.ts'

type Opened = LogIndex & { readonly end?: () => Promise<void> }

const at = (minute: number): Instant =>
  `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000+09:00` as Instant
const entry = (id: string, position: number) => ({
  id,
  stream: 'contract-1',
  revision: position / 10,
  position,
})
const NOTHING = { entries: [], receipts: [] }

/** The one suite for indexes of the log: what `LogIndex` means. */
export function logIndexContract(
  name: string,
  /** Opens a new index; what it gives opens the same one once more, where `shared`. */
  make: () => Promise<() => Promise<Opened>>,
  { shared }: { readonly shared: boolean },
): void {
  describe(`index of the log: ${name}`, () => {
    const opened: Opened[] = []
    afterEach(async () => {
      for (const index of opened.splice(0)) {
        await index.close()
        await index.end?.()
      }
    })
    async function several(count: number): Promise<readonly Opened[]> {
      const open = await make()
      const all: Opened[] = []
      for (let i = 0; i < count; i++) all.push(await open())
      opened.push(...all)
      return all
    }
    async function fresh(): Promise<Opened> {
      const [index] = await several(1)
      if (!index) throw new Error('no index')
      return index
    }

    test('knows nothing at first', async () => {
      const index = await fresh()
      expect(await index.progress()).toEqual({ scanned: 0, newest: '' })
      expect(await index.known(['a'])).toBeUndefined()
      expect(await index.known([])).toBeUndefined()
      expect(await index.byId('a')).toBeUndefined()
      expect(await index.byPosition(10)).toBeUndefined()
      expect(await index.lastUpTo(Number.MAX_SAFE_INTEGER)).toBeUndefined()
      expect(await index.receipt('op-1', 'actions', 'k')).toBeUndefined()
      expect(await index.milestone(at(59))).toBe(0)
    })

    test('keeps what it learned first, and how far the log was read', async () => {
      const index = await fresh()
      const receipt = { ...receiptFor('k'), eventIds: ['a'] }
      await index.learn({ entries: [entry('a', 10)], receipts: [receipt] })
      expect(await index.progress()).toEqual({ scanned: 0, newest: '' })
      await index.learn(
        { entries: [entry('a', 10), entry('b', 20)], receipts: [{ ...receipt, status: 200 }] },
        { from: 0, to: 30, newest: at(5) },
      )
      expect(await index.progress()).toEqual({ scanned: 30, newest: at(5) })
      expect(await index.known(['x', 'b', 'a'])).toBe('b')
      expect(await index.known(['x'])).toBeUndefined()
      expect(await index.byId('b')).toEqual({ stream: 'contract-1', revision: 2 })
      expect(await index.byPosition(10)).toEqual({ stream: 'contract-1', revision: 1 })
      expect((await index.lastUpTo(19))?.id).toBe('a')
      expect((await index.lastUpTo(20))?.id).toBe('b')
      expect(await index.lastUpTo(9)).toBeUndefined()
      expect(await index.receipt('op-1', 'actions', 'k')).toEqual(receipt)
      expect(await index.receipt('op-2', 'actions', 'k')).toBeUndefined()
      expect(await index.receipt('op-1', 'actions', 'K')).toBeUndefined()
    })

    test('positions beyond 32 bits, and a receipt that is a refusal', async () => {
      const index = await fresh()
      const far = 8_000_000_000_000
      const problem = { type: 'refused', detail: "it's no" }
      await index.learn({
        entries: [{ ...entry('far', far), revision: 7 }],
        receipts: [{ ...receiptFor('k'), status: 422, problem, eventIds: [] }],
      })
      expect(await index.lastUpTo(far + 1)).toMatchObject({ id: 'far', revision: 7, position: far })
      expect(await index.receipt('op-1', 'actions', 'k')).toMatchObject({ status: 422, problem })
    })

    test('a page that does not join what was read leaves no gap; one that was read already leaves it', async () => {
      const index = await fresh()
      await index.learn({ ...NOTHING, entries: [entry('c', 30)] }, { from: 20, to: 40, newest: at(9) })
      expect(await index.progress()).toEqual({ scanned: 0, newest: '' })
      expect(await index.byId('c')).toBeDefined()
      await index.learn(NOTHING, { from: 0, to: 50, newest: at(9) })
      await index.learn(NOTHING, { from: 0, to: 20, newest: at(3) })
      expect(await index.progress()).toEqual({ scanned: 50, newest: at(9) })
    })

    test('milestones stand apart and say what was known at an instant', async () => {
      const index = await fresh()
      for (let i = 1; i <= 20; i++) {
        const [from, to] = [((i - 1) * MILESTONE) / 4, (i * MILESTONE) / 4]
        await index.learn(NOTHING, { from, to, newest: at(i) })
      }
      const found = await Promise.all(Array.from({ length: 25 }, (_, i) => index.milestone(at(i))))
      expect(found[0]).toBe(0)
      expect(found.every((position, i) => position <= (Math.min(i, 20) * MILESTONE) / 4)).toBe(true)
      expect(found[24]).toBeGreaterThan(3 * MILESTONE)
      expect(new Set(found).size).toBeGreaterThanOrEqual(4)
      expect(new Set(found).size).toBeLessThanOrEqual(7)
    })

    test('forgets everything', async () => {
      const index = await fresh()
      await index.learn(
        { entries: [entry('a', 10)], receipts: [{ ...receiptFor('k'), eventIds: [] }] },
        { from: 0, to: 2 * MILESTONE, newest: at(1) },
      )
      expect(await index.milestone(at(2))).toBe(2 * MILESTONE)
      await index.clear()
      expect(await index.progress()).toEqual({ scanned: 0, newest: '' })
      expect([await index.byId('a'), await index.milestone(at(2))]).toEqual([undefined, 0])
      expect(await index.receipt('op-1', 'actions', 'k')).toBeUndefined()
    })

    test.skipIf(!shared)('several processes that learn the same at once, pages and own appends', async () => {
      const all = await several(4)
      const entries = Array.from({ length: 200 }, (_, i) => entry(`e-${i}`, (i + 1) * 10))
      const receipts = entries.map(({ id }) => ({ ...receiptFor(`k-${id}`), eventIds: [id] }))
      await Promise.all(
        all.map(async (index, n) => {
          for (let i = 0; i < entries.length; i += 20) {
            const page = { entries: entries.slice(i, i + 20), receipts: receipts.slice(i, i + 20) }
            const own = entries.length - 1 - i - n
            await Promise.all([
              index.learn(page, { from: i * 10, to: (i + 20) * 10, newest: at(i / 20) }),
              index.learn({ entries: entries.slice(own, own + 1), receipts: receipts.slice(own, own + 1) }),
            ])
          }
        }),
      )
      for (const index of all) {
        expect(await index.progress()).toEqual({ scanned: 2000, newest: at(9) })
        for (const { id, revision } of entries) expect((await index.byId(id))?.revision).toBe(revision)
        expect(await index.receipt('op-1', 'actions', 'k-e-77')).toMatchObject({ eventIds: ['e-77'] })
      }
    })
  })
}
