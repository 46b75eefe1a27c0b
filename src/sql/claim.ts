import { type Kysely, sql } from 'kysely'
import { makeTables } from './tables.ts'

/**
 * Writes down which ledger a database belongs to, or checks it: with the keys or the index of another one it would give
 * wrong answers.
 * @throws Error when it belongs to another ledger
 */
export async function claim<Schema>(db: Kysely<Schema>, ledger: string): Promise<void> {
  await makeTables(db, [
    sql`CREATE TABLE IF NOT EXISTS ledger_name (one int PRIMARY KEY CHECK (one = 1), name text NOT NULL)`,
    sql`INSERT INTO ledger_name VALUES (1, ${ledger}) ON CONFLICT DO NOTHING`,
  ])
  const { rows } = await sql<{ name: string }>`SELECT name FROM ledger_name`.execute(db)
  if (rows[0]?.name !== ledger)
    throw new Error(
      `this database belongs to the ledger ${rows[0]?.name}, not to ${ledger}: each ledger has a database of its own`,
    )
}
