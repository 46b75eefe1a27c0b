import { type Kysely } from 'kysely'
import { type EventStore } from '../eventstore/event-store.ts'
import { type KeyTables } from '../eventstore/postgres-keys.ts'
import { forgetKeyless, keyless } from '../ledger/erasures.ts'
import { type SubjectKeys } from '../ledger/subjects.ts'

/** A row of this name, put there by hand, says that the keys are lost for good. */
const LOST = '/lost'

/**
 * Refuses a log beside which no key is left although it tells of persons: its database was made anew or restored alone.
 * Going on with new keys would make of every name told so far what nobody can open and nobody erased.
 * @throws Error that says what to do
 */
export async function expectKeys(db: Kysely<KeyTables>, store: EventStore, keys: SubjectKeys): Promise<void> {
  const rows = db.selectFrom('subject_keys').select('subject')
  if (await rows.where('subject', '=', LOST).executeTakeFirst()) {
    await forgetKeyless(store, keys)
    await db.deleteFrom('subject_keys').where('subject', '=', LOST).execute()
    return
  }
  if (await rows.where('key', 'is not', null).limit(1).executeTakeFirst()) return
  if ((await store.head()).position === 0) return
  const without = await keyless(store, keys)
  if (without.length === 0) return
  const forgotten = new Set((await rows.execute()).map(({ subject }) => subject))
  const missing = without.filter((subject) => !forgotten.has(subject))
  if (missing.length === 0) return
  throw new Error(
    `the table subject_keys holds none of the keys of ${missing.length} persons in this log. Restore it from its own ` +
      `backup; where it is lost for good, INSERT INTO subject_keys VALUES ('${LOST}', NULL), and every person told of ` +
      'so far is treated as erased',
  )
}
