import { sql } from 'kysely'
import { type Cluster, type Config } from '../config.ts'
import { openKurrentStore } from '../eventstore/kurrentdb.ts'
import { type KeyTables, openPostgresKeys } from '../eventstore/postgres-keys.ts'
import { postgresLogIndex } from '../eventstore/postgres-log-index.ts'
import { type Clock, TestClock, machineClock } from '../ledger/clock.ts'
import { seal } from '../ledger/leaf.ts'
import { openLedger } from '../ledger/ledger.ts'
import { processTurns } from '../ledger/turns.ts'
import { openPostgres } from '../sql/postgres.ts'
import { claim } from '../sql/claim.ts'
import { expectRightTime } from '../sql/right-time.ts'
import { postgresTurns } from '../sql/turns.ts'
import { expectKeys } from './distributed-keys.ts'
import { type Opened } from './open.ts'

/** What is asked here is small: a database that takes longer hangs. */
const STATEMENT_MS = 10_000
/** Turns held at once by one process: one connection each, apart from those that answer questions meanwhile. */
const TURNS_MAX = 6

/**
 * Opens the ledger of several machines: the log in KurrentDB; keys of persons, Idempotency-Keys and turns in PostgreSQL.
 * @throws StoreUnavailable when one of the two does not answer
 * @param options.keyless also where the keys of persons are missing: to look at the log alone
 * @throws Error when the database belongs to another ledger, the clock of this machine is wrong, or the keys are missing
 */
export async function openDistributed(
  config: Config,
  options: { readonly clock?: Clock; readonly keyless?: boolean } = {},
): Promise<Opened> {
  const cluster = config.cluster ?? missing()
  const clock = options.clock ?? (config.testClock ? new TestClock() : machineClock)
  const postgres = openPostgres<KeyTables>(cluster.postgres, { statementMs: STATEMENT_MS })
  const held = openPostgres<unknown>(cluster.postgres, { max: TURNS_MAX })
  const ending: (() => Promise<void>)[] = [held.close, postgres.close]
  const close = async (): Promise<void> => {
    for (const end of ending) await end()
  }
  const ready = async (): Promise<void> => {
    if (clock === machineClock) await expectRightTime(postgres.db)
    else await sql`SELECT 1`.execute(postgres.db) // a clock that was set is as wrong as it was set
  }
  try {
    await claim(postgres.db, cluster.ledger)
    await ready()
    const keys = await openPostgresKeys(postgres.db)
    const store = await openStore(cluster, clock, await postgresLogIndex(postgres.db))
    ending.unshift(store.close)
    if (!options.keyless) await expectKeys(postgres.db, store, keys)
    const turns = postgresTurns(held.db, cluster.ledger, processTurns())
    const ledger = await openLedger({ store, keys, clock, turns })
    const token = { value: config.token ?? '', shown: false }
    const place = `the ledger ${cluster.ledger} in KurrentDB`
    return { ledger, directory: undefined, place, token, ready, close }
  } catch (error) {
    await close()
    throw error
  }
}

const openStore = (
  { kurrentdb: url, ledger }: Cluster,
  clock: Clock,
  index: Awaited<ReturnType<typeof postgresLogIndex>>,
) => openKurrentStore({ url, ledger, index, now: clock.now.bind(clock), seal })

function missing(): never {
  throw new TypeError('no ledger of several machines is configured')
}
