/**
 * Work that must keep an order among some of its items: those of one lane run one after another, lanes run side by
 * side. An item without a lane waits for all before it, and all after it wait for it.
 */
class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>()
  #floor: Promise<unknown> = Promise.resolve()

  run<Result>(lane: string | undefined, work: () => Promise<Result>): Promise<Result> {
    if (lane === undefined) return this.#alone(work)
    const result = (this.#tails.get(lane) ?? this.#floor).then(work)
    const tail = settled(result).then(() => {
      if (this.#tails.get(lane) === tail) this.#tails.delete(lane)
    })
    this.#tails.set(lane, tail)
    return result
  }

  #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = Promise.all([this.#floor, ...this.#tails.values()]).then(work)
    this.#tails.clear()
    this.#floor = settled(result)
    return result
  }
}

const settled = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined)

export type InLanes<Item, Result> = {
  /** Undefined: the item runs alone. */
  readonly laneOf: (item: Item) => string | undefined
  readonly run: (item: Item) => Promise<Result>
  /** Share of what may be under way at once that an item takes, 0 to 1. */
  readonly shareOf: (item: Item) => number
}

/**
 * Runs work on items in lanes and gives the results in the order of the items, each as soon as those before it are
 * there. Items are taken as there is room: neither a fast source nor a slow reader fills the memory.
 */
export async function* inLanes<Item, Result>(
  items: AsyncIterable<Item>,
  { laneOf, run, shareOf }: InLanes<Item, Result>,
): AsyncGenerator<Result, void, undefined> {
  const lanes = new Lanes()
  const source = items[Symbol.asyncIterator]()
  const underWay = new ReadableStream<{ readonly share: number; readonly result: Promise<Result> }>(
    {
      pull: async (controller) => {
        const next = await source.next()
        if (next.done) return controller.close()
        const result = lanes.run(laneOf(next.value), () => run(next.value))
        result.catch(() => undefined) // whoever takes the result sees the error
        controller.enqueue({ share: shareOf(next.value), result })
      },
      cancel: async () => void (await source.return?.()),
    },
    { highWaterMark: 1, size: ({ share }) => share },
  )
  for await (const { result } of underWay) yield await result
}
