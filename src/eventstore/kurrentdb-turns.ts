import { type EventDraft } from './event-store.ts'

/** What two appends of one process must not do at once, although neither sees the other in the log yet. */
export type Turns = {
  /** Runs the work after all earlier work under the same key. */
  readonly underKey: <T>(key: string, work: () => Promise<T>) => Promise<T>
  /**
   * Runs the work while nobody else may use the ids of these events.
   * @throws RangeError when one of them is in use, or twice among them
   */
  readonly withIds: <T>(events: readonly EventDraft[], work: () => Promise<T>) => Promise<T>
}

export function turns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  const used = new Set<string>()
  return {
    underKey: async (key, work) => {
      const mine = (last.get(key) ?? Promise.resolve()).then(work, work)
      last.set(key, mine)
      try {
        return await mine
      } finally {
        if (last.get(key) === mine) last.delete(key)
      }
    },
    withIds: async (events, work) => {
      const ids = new Set<string>()
      for (const { id } of events) {
        if (used.has(id) || ids.has(id)) throw new RangeError(`the ledger has an event ${id} already`)
        ids.add(id)
      }
      for (const id of ids) used.add(id)
      try {
        return await work()
      } finally {
        for (const id of ids) used.delete(id)
      }
    },
  }
}
