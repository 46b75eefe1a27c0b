import { toClose } from '../domain/contract/closing.ts'
import { type Case } from '../domain/contract/case.ts'
import { type StatementClosed } from '../domain/contract/events/ledger.ts'
import { type Month } from '../domain/kernel/calendar.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { numbered } from './close.ts'
import { canonical } from './leaf.ts'

/** A line of a closed bill that would be another one today; `null`: there is no such line, or it has no amount. */
export type LineDifference = {
  readonly line: string
  readonly then: number | null
  readonly now: number | null
}

/** What a closed bill would be today, where it would be another one. */
export type BillDifference = {
  readonly month: Month
  readonly number: string
  readonly lines: readonly LineDifference[]
  /** What is undetermined today, was not then, and would keep the month open. */
  readonly undetermined: readonly string[]
}

/**
 * Computes a closed bill again, on what was known when it was closed, with the lines left out that were left out then.
 * @returns undefined where it is the same to the last cause
 */
export function billAgain(c: Case, { data, basis }: StoredEvent): BillDifference | undefined {
  const then = data as StatementClosed
  const { month, number } = then
  const ready = toClose(c, month, then.undetermined)
  if ('undetermined' in ready) {
    const undetermined = [...new Set(ready.undetermined.map(({ what }) => what))]
    return { month, number, lines: [], undetermined }
  }
  const now = numbered({ id: c.contractId, service: c.service }, ready.closable, number)
  const isSame = now.digest === then.digest && ready.basis.join() === basis.join()
  return isSame ? undefined : { month, number, lines: linesBetween(then, now), undetermined: [] }
}

type Lines = Pick<StatementClosed, 'lines'>
type Said = { readonly text: string; readonly amount: number | null }

function linesBetween(then: Lines, now: Lines): readonly LineDifference[] {
  const [a, b] = [saidBy(then), saidBy(now)]
  const found: LineDifference[] = []
  for (const line of new Set([...a.keys(), ...b.keys()])) {
    const [before, after] = [a.get(line), b.get(line)]
    if (before?.text === after?.text) continue
    found.push({ line, then: before?.amount ?? null, now: after?.amount ?? null })
  }
  return found
}

const saidBy = ({ lines }: Lines): ReadonlyMap<string, Said> =>
  new Map(
    lines.map((line) => [
      String(line['id']),
      { text: canonical(line), amount: line['amount'] as number | null },
    ]),
  )
