import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import {
  type EventStore,
  type Receipt,
  type StoredEvent,
  StoreUnavailable,
} from '../../src/eventstore/event-store.ts'
import { all, draft, expectSound } from './drafts.ts'

export type Acknowledged = Pick<StoredEvent, 'id' | 'stream'>

export type Writers = {
  /** Lets every writer finish what it has begun; then what was acknowledged, and how many answers were in doubt. */
  readonly stop: () => Promise<{ readonly acknowledged: readonly Acknowledged[]; readonly inDoubt: number }>
  readonly count: () => number
}

export const receiptFor = (key: string): Omit<Receipt, 'eventIds'> => ({
  credential: 'op-1',
  door: 'actions',
  key,
  inputHash: 'f00d',
  status: 201,
  problem: null,
})

/** Writers that append one event after another, each to a stream of its own, half of them with a key. */
export function writers(store: EventStore, count: number): Writers {
  const acknowledged: Acknowledged[] = []
  let inDoubt = 0
  let stopped = false

  async function write(stream: string, keyed: boolean): Promise<void> {
    for (let revision = 0; !stopped; revision++) {
      const event = draft()
      const receipt = keyed ? receiptFor(event.id) : undefined
      for (;;) {
        try {
          if (inDoubt > 0 && (await isRecorded(event.id, receipt))) break
          const result = await store.append(stream, revision, [event], receipt)
          if (result.outcome !== 'conflict') break
          throw new Error(`${stream}: conflict at ${revision}, it stands at ${result.revision}`)
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error
          inDoubt++
          await sleep(100)
        }
      }
      acknowledged.push({ id: event.id, stream })
    }
  }

  const isRecorded = async (id: string, receipt: Omit<Receipt, 'eventIds'> | undefined): Promise<boolean> =>
    receipt
      ? (await store.findReceipt(receipt.credential, receipt.door, receipt.key)) !== undefined
      : (await store.find(id)) !== undefined

  const running = Array.from({ length: count }, (_, i) => write(`contract-${i}`, i % 2 === 0))
  return {
    count: () => acknowledged.length,
    stop: async () => {
      stopped = true
      await Promise.all(running)
      return { acknowledged, inDoubt }
    },
  }
}

/** Nothing that was acknowledged is missing, nothing is there twice, and no chain is broken. */
export async function expectOnce(store: EventStore, acknowledged: readonly Acknowledged[]): Promise<void> {
  const ledger = await all(store.readAll(0))
  expectSound(ledger)
  const figures = `${acknowledged.length} acknowledged, ${ledger.length} in the log`
  expect(ledger.map(({ id }) => id).toSorted(), figures).toEqual(acknowledged.map(({ id }) => id).toSorted())
}
