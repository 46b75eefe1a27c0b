import { normalAddress } from '../domain/contract/address.ts'
import { type Act } from '../domain/terms/terms.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { CREATED, isInUse } from './addresses.ts'
import { type Ledger } from './ledger.ts'
import { type Loader, type Stream } from './load.ts'
import { opened } from './personal.ts'

/**
 * What an action may have been judged on: the addresses that were in use, of those that matter to it. Where an erasure
 * hides whether its own address was among them, `email` stands in the place of that address.
 */
export type AddressView = { readonly takenAddresses?: ReadonlySet<string>; readonly email?: string }

/** No address: what stands for one that is erased. */
const HIDDEN = 'erased'
const FREE: AddressView = { email: HIDDEN }
const TAKEN: AddressView = { email: HIDDEN, takenAddresses: new Set([HIDDEN]) }

type Reading = Pick<Ledger, 'keys'> & { readonly loader: Loader }

/**
 * The views on which a recorded action can have been judged, in the streams it saw (`Addresses` is how it was done
 * when it was recorded): one, or both where an erasure hides which.
 */
export async function addressViews(
  { keys, loader }: Reading,
  { type, data }: Act,
  own: Stream,
  event: StoredEvent,
): Promise<readonly AddressView[]> {
  const { email } = data as { readonly email?: unknown }
  if (type !== CREATED || email === undefined) return [{}]
  if (typeof email !== 'string') return [FREE, TAKEN]
  const address = normalAddress(email)
  let isHidden = false
  for await (const other of addressesInUse({ keys, loader }, own, event)) {
    if (other === address) return [{ takenAddresses: new Set([address]) }]
    isHidden ||= other === undefined
  }
  return isHidden ? [{}, TAKEN] : [{}]
}

/** Addresses of the accounts in use that an event saw; undefined for one that is erased. */
async function* addressesInUse(
  { keys, loader }: Reading,
  own: Stream,
  { seen, revision, corrects, occurredAt }: StoredEvent,
): AsyncGenerator<string | undefined> {
  const streams = [own.events.slice(0, revision - 1)]
  for (const [name, last] of Object.entries(seen))
    streams.push((await loader.stream(name)).events.slice(0, last))
  for (const events of streams) {
    for (const account of events) {
      if (account.type !== CREATED || account.id === corrects) continue
      if (!isInUse(account, events, occurredAt)) continue
      const { email } = await opened(keys, account)
      if (email !== undefined) yield typeof email === 'string' ? normalAddress(email) : undefined
    }
  }
}
