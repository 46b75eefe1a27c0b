import { type Case } from '../domain/contract/case.ts'
import { type Service } from '../domain/contract/vocabulary.ts'
import { type Instant } from '../domain/kernel/calendar.ts'
import { type Ledger } from './ledger.ts'
import { type Known, Loader, caseOf } from './load.ts'

/** Events a walk keeps in memory: a contract is met once, what a service published again and again. */
export const WALK_EVENTS = 20_000

export type Walk = {
  readonly service?: Service | undefined
  /** Contracts behind this id only. */
  readonly after?: string
  readonly asOf: Instant
  readonly known: Known
}

/** The contracts of the ledger one after another in the order of their ids, each at one instant and knowledge. */
export async function* walk(
  { store, directory }: Pick<Ledger, 'store' | 'directory'>,
  { service, after = '', asOf, known }: Walk,
): AsyncGenerator<Case> {
  await directory.catchUp()
  const loader = new Loader(store, directory, WALK_EVENTS)
  const ids = [...directory.contracts()]
    .filter((contract) => contract.id > after && (service === undefined || contract.service === service))
    .map(({ id }) => id)
    .sort()
  for (const id of ids) {
    const material = await loader.material(id, known)
    if (!material) continue
    const c = caseOf(material, asOf)
    if (c.facts.length > 0) yield c
  }
}
