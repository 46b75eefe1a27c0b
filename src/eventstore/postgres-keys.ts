import { getRandomValues } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { makeTables } from '../sql/tables.ts'

const KEY_BYTES = 32
/** The ledger's own key is never erased, so this process may remember it; no other one is ever remembered. */
const LEDGER_KEY = '/ledger'

/** A subject without a key was erased: it stays listed, so that none is made for it again. */
export type KeyTables = { subject_keys: { subject: string; key: Buffer | null } }

/**
 * Dead rows are vacuumed at once rather than when a fifth of the table has died: an erased key must not lie about in
 * a page. Backups and archived log files of the database keep it as long as they are kept.
 */
const TABLE = sql`
  CREATE TABLE IF NOT EXISTS subject_keys (subject text PRIMARY KEY, key bytea)
  WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)`

/**
 * The keys of subjects in PostgreSQL, for all processes of a ledger. Every question goes to the database, so that no
 * process gives a key that another one has erased.
 * @param db closed by whoever opened it
 * @throws StoreUnavailable here and in every method, when the database does not answer
 */
export async function openPostgresKeys(db: Kysely<KeyTables>) {
  await makeTables(db, [TABLE])
  let own: Uint8Array | undefined

  const keyFor = async (subject: string): Promise<Uint8Array | undefined> => {
    const key = Buffer.from(getRandomValues(new Uint8Array(KEY_BYTES)))
    const known = db.selectFrom('subject_keys').select('key').where('subject', '=', subject)
    const found = await known.executeTakeFirst()
    if (found) return bytesOf(found.key)
    const insert = db.insertInto('subject_keys').values({ subject, key })
    const made = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
    // Another process was first where nothing was inserted: its key is the one, or its erasure.
    return made.numInsertedOrUpdatedRows === 1n
      ? new Uint8Array(key)
      : bytesOf((await known.executeTakeFirst())?.key)
  }

  return {
    keysOf: async (subjects: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> => {
      if (subjects.length === 0) return new Map()
      const rows = await db
        .selectFrom('subject_keys')
        .select(['subject', 'key'])
        .where('key', 'is not', null)
        .where(sql<boolean>`subject = ANY(${[...subjects]}::text[])`)
        .execute()
      return new Map(rows.map(({ subject, key }) => [subject, new Uint8Array(key ?? [])]))
    },
    keyFor: async (subject: string): Promise<Uint8Array | undefined> => {
      if (subject !== LEDGER_KEY) return keyFor(subject)
      return (own ??= await keyFor(subject))
    },
    erase: async (subjects: readonly string[]): Promise<void> => {
      // In one order, so that two erasures that overlap wait for each other rather than both for ever.
      const inOrder = [...new Set(subjects)].sort()
      if (inOrder.length === 0) return
      await sql`
        INSERT INTO subject_keys SELECT subject, NULL FROM unnest(${inOrder}::text[]) WITH ORDINALITY AS each (subject, nth)
        ORDER BY nth ON CONFLICT (subject) DO UPDATE SET key = NULL WHERE subject_keys.key IS NOT NULL`.execute(
        db,
      )
    },
  }
}

const bytesOf = (key: Buffer | null | undefined): Uint8Array | undefined =>
  key ? new Uint8Array(key) : undefined
