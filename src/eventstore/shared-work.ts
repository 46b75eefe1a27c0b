/**
 * Work that many ask for at once, such as reading what is new: whoever asks gets what a round gives that begins after
 * that, and all who wait for the same round share it.
 */
export function sharedWork<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () =>
    (next ??= running.then(() => {
      next = undefined
      const round = work()
      running = round.catch(() => undefined)
      return round
    }))
}

/** The same for each of several things by its name; who is not asked about any more is forgotten. */
export function sharedWorkOf<T>(work: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const asked = new Map<string, { count: number; readonly ask: () => Promise<T> }>()
  return async (name) => {
    const one = asked.get(name) ?? { count: 0, ask: sharedWork(() => work(name)) }
    asked.set(name, one)
    one.count++
    try {
      return await one.ask()
    } finally {
      if (--one.count === 0) asked.delete(name)
    }
  }
}
