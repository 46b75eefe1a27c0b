import { type Kysely, sql } from 'kysely'

/** Number of the lock under which tables are made ("DAIC"). */
const MAKING = 0x44414943

/**
 * Makes tables that may be there already. Processes that start at the same moment wait for each other: even
 * `IF NOT EXISTS` fails where two make the same one at once.
 */
export async function makeTables<Schema>(
  db: Kysely<Schema>,
  statements: readonly ReturnType<typeof sql>[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(${MAKING})`.execute(trx)
    for (const statement of statements) await statement.execute(trx)
  })
}

/** Makes the schema that names without one are found in, where a ledger has one of its own. */
export const makeSchema = <Schema>(db: Kysely<Schema>, schema: string): Promise<void> =>
  makeTables(db, [sql`CREATE SCHEMA IF NOT EXISTS ${sql.id(schema)}`])
