import { type EventStore } from '../eventstore/event-store.ts'
import { type SubjectKeys } from './subjects.ts'

/**
 * Throws away again the keys of everybody whose erasure the log records. To be run when a ledger is opened: keys that
 * were restored from an older backup must not bring a person back.
 */
export async function repeatErasures(store: EventStore, keys: SubjectKeys): Promise<void> {
  for await (const { data } of store.readAll(0, ['SubjectErased'])) keys.erase(String(data['subject']))
}
