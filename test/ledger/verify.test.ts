import { describe, expect, test } from 'vitest'
import { instant } from '../../src/domain/kernel/calendar.ts'
import { type StoredEvent } from '../../src/eventstore/event-store.ts'
import { leafHash } from '../../src/ledger/leaf.ts'
import { verify } from '../../src/ledger/verify.ts'
import { draft } from '../eventstore/drafts.ts'

/** A log of two streams that take turns, recorded at these seconds of a minute. */
function logOf(seconds: readonly number[]): StoredEvent[] {
  const last = new Map<string, StoredEvent>()
  return seconds.map((second, i) => {
    const stream = `contract-c-${i % 2}`
    const before = last.get(stream)
    const minute = String(10 + Math.floor(second / 60))
    const recordedAt = instant(`2025-11-30T12:${minute}:${String(second % 60).padStart(2, '0')}.000+09:00`)
    const record = {
      ...draft(),
      stream,
      revision: (before?.revision ?? 0) + 1,
      recordedAt,
      prev: before?.hash ?? null,
    }
    const event = { ...record, position: (i + 1) * 10, hash: leafHash(record) }
    last.set(stream, event)
    return event
  })
}

async function faultsIn(events: readonly StoredEvent[]): Promise<readonly string[]> {
  const readAll = async function* () {
    yield* events
  }
  const found: string[] = []
  let seen = 0
  for await (const { position, fault } of verify({ readAll }, () => seen++))
    found.push(`${position}: ${fault}`)
  expect(seen).toBe(events.length)
  return found
}

describe('a log is held against itself', () => {
  test('as it was written: nothing', async () => {
    expect(await faultsIn(logOf([1, 1, 2, 3, 3, 7]))).toEqual([])
  })

  test('a record that was changed, an event that was left out, a place that was exchanged', async () => {
    const [a, b, c, d, e] = logOf([1, 2, 3, 4, 5])
    if (!a || !b || !c || !d || !e) throw new Error('too few')
    expect(await faultsIn([a, { ...b, data: { pauseId: 'other' } }, c])).toEqual([
      '20: the hash does not cover the record',
    ])
    expect(await faultsIn([a, b, d, e])).toEqual([
      '50: it does not follow the event before it in its stream',
      '50: revision 3 follows 1',
    ])
    expect(await faultsIn([a, { ...b, position: 10 }])).toEqual(['10: position 10 follows 10'])
  })

  test('recordedAt never goes back in a stream', async () => {
    expect(await faultsIn(logOf([5, 5, 4, 5]))).toEqual(['30: it was recorded before the event before it'])
  })

  test('between streams as far as clocks of several machines differ', async () => {
    expect(await faultsIn(logOf([60, 0, 60, 0]))).toEqual([])
    expect(await faultsIn(logOf([61, 0]))).toEqual(['20: it was recorded before the event before it'])
  })
})
