import { type Service } from '../domain/contract/vocabulary.ts'
import { type Month, addMonths } from '../domain/kernel/calendar.ts'
import { StoreUnavailable } from '../eventstore/event-store.ts'
import { type CloseRequest, type Closer, close } from './close.ts'
import { type Contract } from './directory.ts'

export type RunOptions = {
  readonly month: Month
  /** Services whose contracts are closed; absent = all. */
  readonly services?: readonly Service[] | undefined
  readonly leaveOut: readonly string[]
  /** Who told the ledger to close, where somebody did. */
  readonly reportedBy?: string
}

/** What became of a month of a contract. */
export type Done = {
  readonly contractId: string
  readonly month: Month
  readonly outcome: 'closed' | 'already' | 'nothing' | 'problem'
  readonly problem?: { readonly type: string; readonly detail: string }
}

/** Contracts worked on side by side: their closings share an fsync. */
export const SIDE_BY_SIDE = 32

/** The contracts of a run in the order of their ids, so that a run goes the same way each time. */
export const contractsOf = (contracts: Iterable<Contract>, { services }: RunOptions): readonly Contract[] =>
  [...contracts]
    .filter(({ service }) => !services || services.includes(service))
    .sort((a, b) => (a.id < b.id ? -1 : 1))

/**
 * Closes the month of a contract if there is anything to bill. Before it those months are closed which lie behind the
 * contract's first statement, had nothing to bill when their turn came, and have now: an adjustment of a contract that
 * has ended stands in such a month.
 */
export async function closeContract(
  closer: Closer,
  { id }: Contract,
  { month, leaveOut, reportedBy }: RunOptions,
): Promise<readonly Done[]> {
  const material = await closer.loader.material(id)
  const first = [month, ...(material?.closed.keys() ?? [])].sort()[0] ?? month
  const done: Done[] = []
  for (let each = first; each <= month; each = addMonths(each, 1)) {
    if (each !== month && material?.closed.has(each)) continue
    const by = reportedBy === undefined ? {} : { reportedBy }
    const result = await closed(closer, { contractId: id, month: each, leaveOut, onlyOwed: true, ...by })
    done.push(result)
    if (result.problem) break // a later month waits for an earlier one, whose adjustments it may carry
  }
  return done
}

/**
 * A contract that cannot be computed is told like any other problem, and holds up no other one.
 * @throws StoreUnavailable where the log does not answer; what was closed stays, and the run is made again
 */
async function closed(closer: Closer, request: CloseRequest): Promise<Done> {
  const { contractId, month } = request
  const outcome = await close(closer, request).catch((error: unknown) => {
    if (error instanceof StoreUnavailable) throw error // no other one can be closed either
    const detail = `${month} of ${contractId}: ${String(error)}`
    return { kind: 'problem' as const, problem: { type: 'internal', detail } }
  })
  if (outcome.kind !== 'problem') return { contractId, month, outcome: outcome.kind }
  const { type, detail } = outcome.problem
  return { contractId, month, outcome: 'problem', problem: { type, detail } }
}

/** Runs work on all items, so many side by side; gives results as they come. */
export async function* sideBySide<Item, Result>(
  items: Iterable<Item>,
  count: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const underWay = new Map<number, Promise<{ readonly key: number; readonly result: Result }>>()
  let key = 0
  for (const item of items) {
    const mine = key++
    underWay.set(
      mine,
      work(item).then((result) => ({ key: mine, result })),
    )
    if (underWay.size >= count) yield await next(underWay)
  }
  while (underWay.size > 0) yield await next(underWay)
}

async function next<Result>(
  underWay: Map<number, Promise<{ readonly key: number; readonly result: Result }>>,
): Promise<Result> {
  const { key, result } = await Promise.race(underWay.values())
  underWay.delete(key)
  return result
}
