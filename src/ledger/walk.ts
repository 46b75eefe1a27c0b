import { setImmediate as breathe } from 'node:timers/promises'
import { type Case, hasBegun } from '../domain/contract/case.ts'
import { type ClosedStatement, closedStatements } from '../domain/contract/closed-statement.ts'
import { type Service } from '../domain/contract/vocabulary.ts'
import { type Instant, type Month } from '../domain/kernel/calendar.ts'
import { closingId } from './close.ts'
import { type Contract } from './directory.ts'
import { type Ledger } from './ledger.ts'
import { type Known, Loader, caseOf, isKnown } from './load.ts'

/** Events a walk keeps in memory: a contract is met once, what a service published again and again. */
export const WALK_EVENTS = 20_000
/** Contracts whose closings are looked up together; between them whoever else waits gets a turn. */
const TOGETHER = 64

export type Walk = {
  readonly month: Month
  readonly service?: Service | undefined
  /** Contracts behind this id only. */
  readonly after?: string
  readonly asOf: Instant
  readonly known: Known
}

/** A contract with the closed statement of a month, or the case from which its open bill is made. */
export type Met =
  | { readonly contract: Contract; readonly closed: ClosedStatement }
  | { readonly contract: Contract; readonly c: Case }

/** The contracts whose month is closed, in the order of their ids. Nothing is read of them but their closings. */
export async function* closedOnes(
  ledger: Pick<Ledger, 'store' | 'directory'>,
  walk: Walk,
): AsyncGenerator<Met> {
  for await (const { contract, closed } of closings(ledger, walk)) if (closed) yield { contract, closed }
}

/** All contracts in the order of their ids, each at one instant and knowledge; those that are closed as they were closed. */
export async function* all(ledger: Pick<Ledger, 'store' | 'directory'>, walk: Walk): AsyncGenerator<Met> {
  const loader = new Loader(ledger.store, ledger.directory, WALK_EVENTS)
  for await (const { contract, closed } of closings(ledger, walk)) {
    if (closed) {
      yield { contract, closed }
      continue
    }
    const material = await loader.material(contract.id, walk.known)
    if (!material) continue
    const c = caseOf(material, walk.asOf)
    if (hasBegun(c)) yield { contract, c }
  }
}

type Found = { readonly contract: Contract; readonly closed: ClosedStatement | undefined }

/** A closing is an event whose id is made from the contract and the month: it is found without reading the contract. */
async function* closings(
  { store, directory }: Pick<Ledger, 'store' | 'directory'>,
  { month, service, after = '', known }: Walk,
): AsyncGenerator<Found> {
  await directory.catchUp()
  const contracts = [...directory.contracts()]
    .filter((each) => each.id > after && (service === undefined || each.service === service))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const closingOf = async (contract: Contract): Promise<Found> => {
    const event = await store.find(closingId(contract, month))
    return {
      contract,
      closed: event && isKnown(event, known) ? closedStatements([event]).get(month) : undefined,
    }
  }
  for (let n = 0; n < contracts.length; n += TOGETHER) {
    yield* await Promise.all(contracts.slice(n, n + TOGETHER).map(closingOf))
    await breathe()
  }
}
