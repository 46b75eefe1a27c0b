import { type Service } from '../domain/contract/vocabulary.ts'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { contractStream } from './directory.ts'
import { type Ledger, answersOf } from './ledger.ts'

export type ExportOptions = {
  readonly service?: Service | undefined
  /** Events of the stream of this contract only. */
  readonly contractId?: string | undefined
  /** Events behind this position only; 0 for all. */
  readonly after: number
  /** As clients see events, personal fields opened, instead of as they are stored. */
  readonly open: boolean
}

/**
 * The log as text, one event a line in ledger order, in constant memory. As stored, a line is the record that the hash
 * covers with `position` and `hash` behind it; personal fields are ciphertext. What is appended meanwhile is left out.
 * @param met called with the position of every event that was looked at
 */
export async function* exported(
  ledger: Pick<Ledger, 'store' | 'keys'>,
  options: ExportOptions,
  met: (position: number) => void,
): AsyncGenerator<string, void, undefined> {
  const events = wanted(ledger, options, met)
  const told = options.open ? answersOf(ledger, events) : events
  for await (const event of told) yield `${JSON.stringify(event)}\n`
}

async function* wanted(
  { store }: Pick<Ledger, 'store'>,
  { service, contractId, after }: ExportOptions,
  met: (position: number) => void,
): AsyncGenerator<StoredEvent> {
  const events = contractId === undefined ? store.readAll(after) : store.read(contractStream(contractId))
  for await (const event of events) {
    met(event.position)
    if (event.position > after && (service === undefined || event.service === service)) yield event
  }
}
