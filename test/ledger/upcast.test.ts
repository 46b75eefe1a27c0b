import { expect, test } from 'vitest'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { lift, type Upcasters } from '../../src/ledger/upcast.ts'
import { leafHash, seal } from '../../src/ledger/leaf.ts'
import { draft, eventsOf, wallClock } from '../eventstore/drafts.ts'

// Invented: version 0 said `resource` and had no `kind`; version 1 counted quantities as numbers.
const UPCASTERS: Upcasters = {
  UsagePaused: {
    0: ({ resource, ...rest }) => ({ ...rest, scope: resource, quantity: 3 }),
    1: ({ quantity, ...rest }) => ({ ...rest, quantity: String(quantity) }),
  },
}

const stored = async (v: number, data: Record<string, unknown>, type = 'UsagePaused') => {
  const store = await openSqliteStore({ path: ':memory:', now: wallClock, seal })
  const [event] = eventsOf(await store.append('contract-a', 0, [draft({ v, data, type })]))
  await store.close()
  if (event === undefined) throw new Error('nothing stored')
  return event
}

test('an old event is lifted step by step, and the hash of what was stored still verifies', async () => {
  const event = await stored(0, { pauseId: 'pa-1', resource: 'base' })
  const lifted = lift(UPCASTERS, event)
  expect(lifted).toMatchObject({ v: 2, id: event.id, position: event.position, hash: event.hash })
  expect(lifted.data).toEqual({ pauseId: 'pa-1', scope: 'base', quantity: '3' })
  expect(event.data).toEqual({ pauseId: 'pa-1', resource: 'base' })
  expect(leafHash(event)).toBe(lifted.hash)
  expect(lifted).not.toHaveProperty('prev')
})

test('lifting begins at the version of the event', async () => {
  const { data, v } = lift(UPCASTERS, await stored(1, { scope: 'base', quantity: 5 }))
  expect([v, data]).toEqual([2, { scope: 'base', quantity: '5' }])
})

test.each([
  [2, 'UsagePaused'],
  [1, 'UsageResumed'],
])('version %i of %s is today’s and stays as it is', async (v, type) => {
  const event = await stored(v, { scope: 'base' }, type)
  expect(lift(UPCASTERS, event)).toBe(event)
})
