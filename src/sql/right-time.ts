import { type Kysely, sql } from 'kysely'
import { StoreUnavailable } from '../eventstore/event-store.ts'

/** How far the clock of a machine may be off that of the database. */
const SKEW_MS_MAX = 10_000
const RETRY_AFTER_S = 60

/**
 * Checks the clock of this machine by that of the database, which all machines have in common: one that runs ahead would
 * draw all others after it, for nothing is recorded before what was recorded.
 * @param now milliseconds since 1970 by the clock of this machine
 * @throws StoreUnavailable when it is off, or the database does not answer
 */
export async function expectRightTime<Schema>(
  db: Kysely<Schema>,
  now: () => number = Date.now,
): Promise<void> {
  const before = now()
  const { rows } = await sql<{ ms: number }>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`.execute(db)
  const off = Math.round((before + now()) / 2 - (rows[0]?.ms ?? 0))
  if (Math.abs(off) <= SKEW_MS_MAX) return
  const which = off > 0 ? 'ahead of' : 'behind'
  const message = `the clock of this machine is ${Math.abs(off)} ms ${which} that of PostgreSQL, and ${SKEW_MS_MAX} are allowed: let both follow a time server`
  throw new StoreUnavailable(message, { retryAfter: RETRY_AFTER_S, inDoubt: false, cause: undefined })
}
