import { type EventStore } from '../eventstore/event-store.ts'
import { type SubjectKeys, sealedSubjects } from './subjects.ts'

const BATCH = 1_000

/**
 * Throws away again the keys of everybody whose erasure the log records. To be run when a ledger is opened: keys that
 * were restored from an older backup must not bring a person back.
 */
export async function repeatErasures(store: EventStore, keys: SubjectKeys): Promise<void> {
  let batch: string[] = []
  for await (const { data } of store.readAll(0, ['SubjectErased'])) {
    batch.push(String(data['subject']))
    if (batch.length < BATCH) continue
    await keys.erase(batch)
    batch = []
  }
  if (batch.length > 0) await keys.erase(batch)
}

/** Those of whom the log tells who have no key, although no erasure is recorded: keys that were lost, or are too old. */
export async function keyless(store: EventStore, keys: SubjectKeys): Promise<readonly string[]> {
  const met = new Set<string>()
  const erased = new Set<string>()
  for await (const { type, data } of store.readAll(0)) {
    if (type === 'SubjectErased') erased.add(String(data['subject']))
    for (const subject of sealedSubjects(data)) met.add(subject)
  }
  const known = await keys.keysOf([...met])
  return [...met].filter((subject) => !known.has(subject) && !erased.has(subject))
}

/**
 * Lists everybody of whom the log tells, and whose key is not there, as erased: for a ledger whose keys were lost.
 * What was sealed under them stays closed, and no second key is made that could not open it.
 */
export const forgetKeyless = async (store: EventStore, keys: SubjectKeys): Promise<void> =>
  keys.erase(await keyless(store, keys))
