import { expect } from 'vitest'
import { type Ledger } from '../../src/ledger/ledger.ts'
import { type ClosingDifference, type Difference, type Rejudged, rejudge } from '../../src/ledger/rejudge.ts'

/** What comes of every event of a ledger that is judged again. */
export async function rejudged(
  ledger: Ledger,
  options?: Parameters<typeof rejudge>[1],
): Promise<readonly Rejudged[]> {
  const found: Rejudged[] = []
  for await (const one of rejudge(ledger, options)) found.push(one)
  return found
}

export const differencesIn = (found: readonly Rejudged[]): readonly (Difference | ClosingDifference)[] =>
  found.flatMap((one) => (one.outcome === 'different' ? [one.difference] : []))

/** Whatever a test did to a ledger: it is judged today as it was then. */
export async function expectSameJudgements(ledger: Ledger): Promise<void> {
  const found = await rejudged(ledger)
  let events = 0
  for await (const _ of ledger.store.readAll(0)) events++
  expect(found).toHaveLength(events)
  expect(differencesIn(found)).toEqual([])
}
