import { createHash } from 'node:crypto'
import { stringify, validate } from 'uuid'

/** How the streams of one ledger are called in a database that others may use as well. */
export type Names = {
  /** Prefix of the streams of events. */
  readonly events: string
  /** Prefix of the streams of receipts that stand without events. */
  readonly receipts: string
  readonly stream: (stream: string) => string
  readonly receipt: (credential: string, door: string, key: string) => string
}

/** Neither `.` nor `:`, so that no ledger's prefix is the beginning of another one's. */
const LEDGER = /^[a-z][a-z0-9-]*$/

/** @throws RangeError when the name has other characters than small letters, digits and hyphens */
export function namesOf(ledger: string): Names {
  if (!LEDGER.test(ledger)) {
    throw new RangeError(`a ledger's name has small letters, digits and hyphens only, not ${ledger}`)
  }
  const events = `${ledger}.`
  const receipts = `${ledger}:`
  return {
    events,
    receipts,
    stream: (stream) => events + stream,
    receipt: (credential, door, key) => `${receipts}receipt-${digest(credential, door, key).toString('hex')}`,
  }
}

/**
 * The UUID under which KurrentDB knows an event: its own id, or one made from it where that is none. KurrentDB takes
 * the same ids at the same expected revision for the same append.
 */
export function kurrentId(id: string): string {
  if (validate(id)) return id
  const bytes = digest(id).subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return stringify(bytes)
}

const digest = (...parts: readonly string[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest()
