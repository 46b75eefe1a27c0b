import { type Kysely, sql } from 'kysely'

/** Work that must not run side by side, of whatever process. */
export type Turns = { readonly inTurn: <T>(name: string, work: () => Promise<T>) => Promise<T> }

/**
 * Turns of all processes that use a database, by locks of its transactions: who dies lets go of them. `within` takes
 * turns in this process first, so that only one of it waits there, on one connection.
 * @param space keeps the names of one ledger apart from another's
 * @throws StoreUnavailable when the database does not answer, or the turn does not come in time
 */
export const postgresTurns = <Schema>(db: Kysely<Schema>, space: string, within: Turns): Turns => ({
  inTurn: (name, work) =>
    within.inTurn(name, () =>
      db.transaction().execute(async (trx) => {
        await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${space} ${name}`}, 0))`.execute(trx)
        return work()
      }),
    ),
})
