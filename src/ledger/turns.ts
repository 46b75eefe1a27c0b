import { SERVICE_WIDE_IDS } from '../domain/contract/ids.ts'
import { CREATED } from './addresses.ts'
import { type Ledger } from './ledger.ts'
import { type Checked } from './request.ts'

/**
 * Work that must not run side by side, in this process or any other one of the ledger: two that both look whether
 * something is free would both find it so, where it lies in two streams.
 */
export type Turns = {
  /** Runs the work after all other work of that name has ended. */
  readonly inTurn: <T>(name: string, work: () => Promise<T>) => Promise<T>
}

/** Turns within one process, for a ledger that only one has open. */
export function processTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    inTurn: (name, work) => {
      const result = (last.get(name) ?? Promise.resolve()).then(work)
      const settled = result.then(
        () => undefined,
        () => undefined,
      )
      last.set(name, settled)
      return result
    },
  }
}

/** Runs the attempt to record an action alone, where what it takes for itself could be taken in another stream. */
export function inItsTurn<T>(ledger: Ledger, action: Checked, attempt: () => Promise<T>): Promise<T> {
  const name = turnOf(ledger, action)
  if (name === undefined) return attempt()
  return ledger.turns.inTurn(name, async () => {
    await ledger.directory.catchUp() // what others took before this turn came
    return attempt()
  })
}

/** An address of a service; an id that is new in it; a key of a provider's door, behind which lie several streams. */
function turnOf({ directory }: Ledger, { type, service, data, door, key }: Checked): string | undefined {
  if (type === CREATED) return `addresses ${service}`
  const isNew = SERVICE_WIDE_IDS.some(({ field, types }) => {
    const id = types.includes(type) ? data[field] : undefined
    return typeof id === 'string' && directory.ownerOf(service, field, id) === undefined
  })
  return isNew || (door !== 'contract' && key !== undefined) ? 'providers' : undefined
}
