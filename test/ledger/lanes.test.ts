import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { inLanes } from '../../src/ledger/lanes.ts'

type Item = { readonly n: number; readonly lane?: string; readonly ms?: number }

/** Runs items and tells when each began and ended, and how many were under way at most. */
async function ran(items: readonly Item[], share = 1 / 8) {
  const log: string[] = []
  let running = 0
  let most = 0
  const source = async function* () {
    yield* items
  }
  const results = inLanes(source(), {
    laneOf: ({ lane }: Item) => lane,
    shareOf: () => share,
    run: async ({ n, ms = 1 }) => {
      log.push(`begin ${n}`)
      most = Math.max(most, ++running)
      await sleep(ms)
      running--
      log.push(`end ${n}`)
      return n
    },
  })
  const given: number[] = []
  for await (const n of results) given.push(n)
  const at = (what: string): number => log.indexOf(what)
  return { given, most, before: (a: string, b: string): boolean => at(a) < at(b) }
}

describe('work in lanes', () => {
  test('one lane keeps its order, lanes run side by side, results come in the order of items', async () => {
    const { given, before } = await ran([
      { n: 1, lane: 'a', ms: 30 },
      { n: 2, lane: 'a' },
      { n: 3, lane: 'b' },
    ])
    expect(given).toEqual([1, 2, 3])
    expect(before('end 1', 'begin 2')).toBe(true)
    expect(before('end 3', 'end 1')).toBe(true)
  })

  test('an item without a lane waits for all before it, and all behind it wait for it', async () => {
    const { before } = await ran([
      { n: 1, lane: 'a', ms: 20 },
      { n: 2, ms: 10 },
      { n: 3, lane: 'a' },
      { n: 4, lane: 'b' },
      { n: 5 },
    ])
    expect(before('end 1', 'begin 2')).toBe(true)
    expect(before('end 2', 'begin 3')).toBe(true)
    expect(before('end 2', 'begin 4')).toBe(true)
    expect(before('end 4', 'begin 5')).toBe(true)
  })

  test('no more is under way than there is room for', async () => {
    const items = Array.from({ length: 60 }, (_, n) => ({ n, lane: String(n), ms: 3 }))
    const { most, given } = await ran(items, 1 / 8)
    expect(given).toEqual(items.map(({ n }) => n))
    expect(most).toBeGreaterThan(4)
    expect(most).toBeLessThanOrEqual(10)
  })

  test('items are taken only as results are', async () => {
    let taken = 0
    const endless = async function* () {
      for (;;) yield { n: taken++, lane: 'a' }
    }
    const results = inLanes(endless(), {
      laneOf: ({ lane }) => lane,
      shareOf: () => 1 / 4,
      run: async ({ n }) => n,
    })
    await results.next()
    await sleep(20)
    expect(taken).toBeLessThan(10)
    await results.return()
  })

  test('what fails, fails where its result is; the lane goes on', async () => {
    const source = async function* () {
      yield* [1, 2]
    }
    const results = inLanes(source(), {
      laneOf: () => 'a',
      shareOf: () => 0.1,
      run: async (n: number) => {
        if (n === 1) throw new Error('one')
        return n
      },
    })
    await expect(results.next()).rejects.toThrow('one')
  })
})
