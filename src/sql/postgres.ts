import { Kysely, type PostgresPool, PostgresDialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { unavailable } from './postgres-errors.ts'

/** Milliseconds until a connection must stand, one that waits for a free place in the pool included. */
const CONNECT_MS = 5_000
/** What one statement may take before the server gives it up; a rebuild works in batches far below. */
const STATEMENT_MS = 60_000
/** So much later this machine gives up, for a server that hangs and gives nothing up itself. */
const GRACE_MS = 5_000
/** A transaction nobody goes on with lets go of its locks: its process hangs, or its network is gone. */
const IDLE_IN_TRANSACTION_MS = 60_000
const CONNECTIONS_MAX = 10

const INT8 = 20
/** Dates and times come as the texts they are; nothing here makes a `Date` of them. */
const AS_TEXT: ReadonlySet<number> = new Set([1082, 1083, 1114, 1184, 1266])

export type PostgresOptions = {
  /** The schema in which names without one are found and made; it must be there. Default: the user's own. */
  readonly schema?: string
  /** Connections at most; default 10. */
  readonly max?: number
  /** Milliseconds one statement may take; default a minute. */
  readonly statementMs?: number
}

export type Postgres<Schema> = {
  readonly db: Kysely<Schema>
  /** The connections under it, for what Kysely cannot say; their errors are not translated. */
  readonly pool: pg.Pool
  /** Waits for the statements under way. */
  readonly close: () => Promise<void>
}

/**
 * A PostgreSQL database. Nothing is connected before the first statement, and a database that was away is used again
 * when it is back. Whole numbers of 8 bytes are numbers, days and times are texts.
 *
 * Every statement may throw `StoreUnavailable` when the database does not answer: a transaction was then recorded whole
 * or not at all.
 * @param url `postgres://user:secret@host:5432/database`; TLS by `?sslmode=verify-full`
 * @throws RangeError when the name of the schema is not of small letters, digits and underscores
 */
export function openPostgres<Schema>(url: string, options: PostgresOptions = {}): Postgres<Schema> {
  const { schema, max = CONNECTIONS_MAX, statementMs = STATEMENT_MS } = options
  if (schema !== undefined && !/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new RangeError(`a schema's name has small letters, digits and underscores, not ${schema}`)
  }
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'daicho',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs + GRACE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(schema !== undefined && { options: `-c search_path=${schema}` }),
    types: { getTypeParser: parserOf } as pg.CustomTypesConfig,
  })
  // A connection that breaks while nobody uses it is no error of anybody; the pool makes a new one.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: translating(pool) }) })
  return {
    db,
    pool,
    close: async () => {
      if (!pool.ending) await pool.end()
    },
  }
}

/** A pool whose errors say in the ledger's words that the database is away. */
function translating(pool: pg.Pool): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect().catch(rethrow)
      const known = wrapped.get(client) ?? wrap(client)
      wrapped.set(client, known)
      return known
    },
  }
}

function wrap(client: pg.PoolClient): PostgresPoolClient {
  let broken = false
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, [...parameters])
    } catch (error) {
      const translated = unavailable(error)
      broken ||= translated !== error
      throw translated
    }
  }
  return {
    query: query as PostgresPoolClient['query'],
    // What still runs on a connection that gave no answer in time must not meet the next statement.
    release: (destroy) => client.release(destroy === true || broken),
  }
}

function rethrow(error: unknown): never {
  throw unavailable(error)
}

function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8) return safeInteger
  if (AS_TEXT.has(oid)) return (text) => text
  return pg.types.getTypeParser(oid, format ?? 'text') as (value: string) => unknown
}

function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is beyond the safe integers`)
  return number
}
