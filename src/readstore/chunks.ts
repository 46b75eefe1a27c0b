/** Rows that go into one statement: their values stay far below what a database takes. */
const ROWS_AT_ONCE = 400

export function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += ROWS_AT_ONCE) yield all.slice(i, i + ROWS_AT_ONCE)
}
