import { type Kysely, sql } from 'kysely'
import { type KeyTables, openPostgresKeys } from './postgres-keys.ts'

type Kept = { readonly subject: string; readonly key: Uint8Array | null }

/** Rows of one query. */
const PAGE = 1_000

/**
 * The keys of subjects in PostgreSQL, all of them, to be moved. A subject that was erased has `null` for its key.
 * @param db closed by whoever opened it
 * @throws StoreUnavailable here and in every method, when the database does not answer
 */
export async function openPostgresWholeKeys(db: Kysely<KeyTables>) {
  await openPostgresKeys(db) // makes the table where there is none
  const all = db.selectFrom('subject_keys').select(['subject', 'key'])
  return {
    async *kept(): AsyncGenerator<Kept, void, undefined> {
      for (let after = ''; ;) {
        const rows = await all.where('subject', '>', after).orderBy('subject').limit(PAGE).execute()
        yield* rows
        if (rows.length < PAGE) return
        after = rows.at(-1)?.subject ?? ''
      }
    },
    keyOf: async (subjects: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>> => {
      const rows = await all.where(sql<boolean>`subject = ANY(${[...subjects]}::text[])`).execute()
      return new Map(rows.map(({ subject, key }) => [subject, key]))
    },
    restore: async (keys: readonly Kept[]): Promise<void> => {
      if (keys.length === 0) return
      const rows = keys.map(({ subject, key }) => sql`(${subject}, ${key && Buffer.from(key)}::bytea)`)
      // Only an erasure changes what is there.
      await sql`
        INSERT INTO subject_keys VALUES ${sql.join(rows)}
        ON CONFLICT (subject) DO UPDATE SET key = NULL WHERE excluded.key IS NULL`.execute(db)
    },
    close: async (): Promise<void> => undefined,
  }
}
