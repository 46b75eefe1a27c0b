import { type Names } from '../../../contract/bulk.ts'

/** Ids in their order as text: numbers of names, kept sorted while names are only added. */
export class Order {
  #sorted: Uint32Array = new Uint32Array()
  #taken = 0

  /** The given things in the order of their ids, from behind an id on. `things` only ever grows at its end. */
  of(things: readonly number[], names: Names, after: string): Uint32Array {
    if (things.length > this.#taken) {
      const fresh = things.slice(this.#taken).sort((a, b) => compare(names, a, b))
      this.#sorted = merge(this.#sorted, fresh, names)
      this.#taken = things.length
    }
    return after === '' ? this.#sorted : this.#sorted.subarray(this.#behind(after, names))
  }

  #behind(after: string, names: Names): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (names.text(this.#sorted[middle] ?? 0) <= after) low = middle + 1
      else high = middle
    }
    return low
  }
}

const compare = (names: Names, a: number, b: number): number => {
  const [x, y] = [names.text(a), names.text(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

function merge(sorted: Uint32Array, fresh: readonly number[], names: Names): Uint32Array {
  const merged = new Uint32Array(sorted.length + fresh.length)
  let left = 0
  let right = 0
  for (let i = 0; i < merged.length; i++) {
    const [a, b] = [sorted[left], fresh[right]]
    const takeLeft = b === undefined || (a !== undefined && compare(names, a, b) < 0)
    merged[i] = (takeLeft ? a : b) ?? 0
    if (takeLeft) left++
    else right++
  }
  return merged
}
