import { createHash, randomFillSync } from 'node:crypto'
import { stringify, v7 } from 'uuid'

/** One action becomes one event; more would count on from here. */
const ORDINAL = 0

/**
 * Id of a new event (`ledger.md` section 1): where an Idempotency-Key came, a UUID of version 8 made from
 * SHA-256(stream, key, ordinal), so that a retry after a lost answer names the same event; else version 7.
 */
export function eventId(stream: string, key: string | undefined): string {
  if (key === undefined) return v7({ random: randomBytes16() })
  const bytes = createHash('sha256').update(`${stream}\n${key}\n${ORDINAL}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return stringify(bytes)
}

const POOL = new Uint8Array(4_096)
const EACH = 16
let used = POOL.length

/** Sixteen fresh random bytes, drawn from the machine many at once: one draw an event is dear on the path of every append. */
function randomBytes16(): Uint8Array {
  if (used === POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  used += EACH
  return POOL.slice(used - EACH, used)
}
