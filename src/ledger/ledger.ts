import { unpacked } from '../domain/contract/bulk.ts'
import { type EventStore, type StoredEvent } from '../eventstore/event-store.ts'
import { Addresses } from './addresses.ts'
import { type Clock } from './clock.ts'
import { Directory } from './directory.ts'
import { Loader } from './load.ts'
import { Numbers } from './numbers.ts'
import { repeatErasures } from './erasures.ts'
import { openedAll } from './personal.ts'
import { type SubjectKeys } from './subjects.ts'
import { type Turns, processTurns } from './turns.ts'

/** An open ledger: the log, the keys of its subjects, its clock, and what it remembers of the log. */
export type Ledger = {
  readonly store: EventStore
  readonly keys: SubjectKeys
  readonly clock: Clock
  readonly directory: Directory
  readonly loader: Loader
  /** Who uses which address. */
  readonly addresses: Addresses
  /** Numbers of statements. */
  readonly numbers: Numbers
  /** What is taken once in a service is taken in turns. */
  readonly turns: Turns
}

/** @param parts without `turns` for a ledger that only this process writes to */
export async function openLedger(
  parts: Pick<Ledger, 'store' | 'keys' | 'clock'> & Partial<Pick<Ledger, 'turns'>>,
): Promise<Ledger> {
  const directory = new Directory(parts.store)
  await Promise.all([repeatErasures(parts.store, parts.keys), directory.catchUp()])
  const loader = new Loader(parts.store, directory)
  return {
    turns: processTurns(),
    ...parts,
    directory,
    loader,
    addresses: new Addresses({ ...parts, loader }),
    numbers: new Numbers(parts.store),
  }
}

/** An event as clients see it (`wire.md` section 2), with its personal fields opened where their key is still there. */
export const eventAnswer = async (ledger: Ledger, event: StoredEvent): Promise<Record<string, unknown>> =>
  (await eventAnswers(ledger, [event]))[0] ?? {}

/** The same of several events, whose keys are asked for together. */
export async function eventAnswers(
  { keys }: Pick<Ledger, 'keys'>,
  events: readonly StoredEvent[],
): Promise<readonly Record<string, unknown>[]> {
  const whole = events.map((event) => ({ ...event, data: unpacked(event.type, event.data) }))
  const data = await openedAll(keys, whole)
  return events.map((event, i) => answered(event, data[i] ?? {}))
}

/** Events whose keys are asked for together. */
const ANSWERED_AT_ONCE = 500

/** The same of any number of events, some at a time. */
export async function* answersOf(
  ledger: Pick<Ledger, 'keys'>,
  events: AsyncIterable<StoredEvent>,
): AsyncGenerator<Record<string, unknown>, void, undefined> {
  let some: StoredEvent[] = []
  for await (const event of events) {
    some.push(event)
    if (some.length < ANSWERED_AT_ONCE) continue
    yield* await eventAnswers(ledger, some)
    some = []
  }
  yield* await eventAnswers(ledger, some)
}

const answered = (event: StoredEvent, data: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  id: event.id,
  position: event.position,
  stream: event.stream,
  revision: event.revision,
  v: event.v,
  contractId: event.contractId,
  partyId: event.partyId,
  service: event.service,
  type: event.type,
  occurredAt: event.occurredAt,
  recordedAt: event.recordedAt,
  actor: event.actor,
  data,
  basis: event.basis,
  corrects: event.corrects,
  evidence: event.evidence,
  reportedBy: event.reportedBy,
  hash: event.hash,
})
