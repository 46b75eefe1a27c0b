import { StoreUnavailable } from '../eventstore/event-store.ts'

/** What a 503 names: a database that was restarted is back within seconds. */
const RETRY_AFTER_S = 5

/** Conditions that pass, by SQLSTATE or its class: connections, resources, shutdown and start, a standby, given up, in each other's way. */
const PASSING_STATES = /^(08...|53...|57P0[1235]|57014|57P05|55P03|25006|25P03|40001|40P01)$/
/** What the operating system says of a machine that cannot be reached. */
const NETWORK_CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EAI_AGAIN', 'ENOTFOUND', 'ENOENT']) // prettier-ignore
/** What the client says without any code. */
const SAYINGS =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed and is not queryable)/

/** The error in the ledger's words when the database is away or gave no answer in time; any other one as it is. */
export function unavailable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable || !isPassing(error)) return error
  const message = `PostgreSQL does not answer (${reasonOf(error)}); ask again in a moment`
  return new StoreUnavailable(message, { retryAfter: RETRY_AFTER_S, inDoubt: false, cause: error })
}

function isPassing(error: Error): boolean {
  if (error instanceof AggregateError)
    return error.errors.some((each) => each instanceof Error && isPassing(each))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return PASSING_STATES.test(code) || NETWORK_CODES.has(code) || SAYINGS.test(error.message)
}

/** Several addresses of one name fail as an error without words of its own. */
const reasonOf = (error: Error): string =>
  error.message || ('code' in error ? String(error.code) : '') || error.name
