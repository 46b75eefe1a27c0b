import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { StoreUnavailable } from '../../src/eventstore/event-store.ts'
import { borrow, lend } from '../../src/eventstore/message-port.ts'
import { openSqliteStore } from '../../src/eventstore/sqlite.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { eventStoreContract } from './contract.ts'
import { all, drafts, wallClock } from './drafts.ts'

/** A log in memory, and the same log at the other end of a channel. */
async function lent(now: () => Instant = wallClock) {
  const owner = await openSqliteStore({ path: ':memory:', now, seal })
  const { port1, port2 } = new MessageChannel()
  lend(owner, port1)
  const store = borrow(port2)
  return { owner, store: { ...store, close: async () => (await store.close(), owner.close()) } }
}

eventStoreContract('a log lent to another thread', lent, {
  durable: false,
  recordedAt: 'ledger',
  volume: 20_000,
})

test('a log that is away is that at the other end too', async () => {
  const owner = await openSqliteStore({ path: ':memory:', now: wallClock, seal })
  const away = new StoreUnavailable('away', { retryAfter: 7, inDoubt: true, cause: undefined })
  const { port1, port2 } = new MessageChannel()
  const head = () => Promise.reject(new RangeError('another one'))
  lend({ ...owner, append: () => Promise.reject(away), head }, port1)
  const store = borrow(port2)
  const failure = await store.append('contract-c-1', 0, drafts(1)).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(StoreUnavailable)
  expect(failure).toMatchObject({ message: 'away', retryAfter: 7, inDoubt: true })
  await expect(store.head()).rejects.toThrow(RangeError)
  await store.close()
  await owner.close()
})

test('a read that began sees nothing of what is appended meanwhile, also where it takes many pages', async () => {
  const { owner, store } = await lent()
  await owner.append('contract-c-1', 0, drafts(2_500))
  const seen: number[] = []
  for await (const { revision } of store.read('contract-c-1')) {
    seen.push(revision)
    if (revision === 1) await owner.append('contract-c-1', 2_500, drafts(10))
  }
  expect(seen.length).toBe(2_500)
  expect((await all(store.read('contract-c-1', 2_501))).length).toBe(10)
  await store.close()
})
