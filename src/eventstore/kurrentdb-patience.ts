import { setTimeout as sleep } from 'node:timers/promises'
import { StoreUnavailable } from './event-store.ts'
import { NoAnswer, isPassing } from './kurrentdb-errors.ts'

/** How long is waited for a server that may come back, in milliseconds. */
export type Patience = {
  /** For one answer. The client's own deadlines are not kept, and a stopped server is noticed only after 19 s. */
  readonly answerMs: number
  /** For a call with all its repetitions. The election of a new leader takes up to 6 s. */
  readonly totalMs: number
}

export const PATIENCE: Patience = { answerMs: 5_000, totalMs: 20_000 }

const FIRST_PAUSE_MS = 50
const LAST_PAUSE_MS = 1_000
/** What a 503 names: a server that was killed is back within seconds, and so is a new leader. */
const RETRY_AFTER_S = 5

export type Attempt<T> = {
  readonly what: string
  readonly call: () => Promise<T>
  /** Called after each failure that may pass, before the next attempt. */
  readonly repair: (error: unknown) => void
  /** True for an append: that nothing was heard does not say that nothing was recorded. */
  readonly inDoubt: boolean
  /** Milliseconds for one answer where the usual ones are too few. */
  readonly answerMs?: number
}

export type Persist = <T>(attempt: Attempt<T>) => Promise<T>

/**
 * Repeats a call until it succeeds, fails for good, or the patience is used up. Once it was used up, later calls are
 * told at once until one succeeds, so that requests do not pile up behind a server that is gone.
 */
export function persistently({ answerMs, totalMs }: Patience): Persist {
  let gaveUp = false
  return async (attempt) => {
    const until = performance.now() + (gaveUp ? 0 : totalMs)
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LAST_PAUSE_MS)) {
      try {
        const value = await within(attempt.answerMs ?? answerMs, attempt.what, attempt.call())
        gaveUp = false
        return value
      } catch (error) {
        if (!isPassing(error)) throw error
        attempt.repair(error)
        if (performance.now() + pause > until) {
          gaveUp = true
          throw unavailable(attempt, error)
        }
      }
      await sleep(pause)
    }
  }
}

/** What `work` gives, or `NoAnswer` when it takes longer; the work itself cannot be called back. */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`${what}: no answer within ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function unavailable({ what, inDoubt }: Attempt<unknown>, cause: unknown): StoreUnavailable {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
  const remedy = inDoubt
    ? 'it may have been recorded or not, but never half; send it again with the same Idempotency-Key'
    : 'ask again in a moment'
  const message = `${what}: KurrentDB does not answer (${reason}); ${remedy}`
  return new StoreUnavailable(message, { retryAfter: RETRY_AFTER_S, inDoubt, cause })
}
