import { setTimeout as sleep } from 'node:timers/promises'
import { StoreUnavailable } from '../eventstore/event-store.ts'
import { type Recorder } from './recorders.ts'

/** How long nothing may be recorded before it is given up. */
const GIVE_UP_MS = 5 * 60_000

export type Patience = {
  readonly giveUpMs?: number
  /** Told once when the waiting begins. */
  readonly onWait?: (why: string) => void
}

/**
 * A recorder that waits where the log or the server is away, and goes on when it is back: under its key an action is
 * recorded once, however often it is sent.
 * @throws Error when nothing could be recorded for minutes, and what to do then
 */
export function patiently(recorder: Recorder, { giveUpMs = GIVE_UP_MS, onWait }: Patience = {}): Recorder {
  let lastAnswer = performance.now()
  let waiting = false
  return {
    atOnce: recorder.atOnce,
    record: async (told, key) => {
      for (;;) {
        try {
          const answer = await recorder.record(told, key)
          lastAnswer = performance.now()
          waiting = false
          return answer
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error
          if (performance.now() - lastAnswer > giveUpMs) throw gaveUp(error, giveUpMs)
          if (!waiting) onWait?.(error.message)
          waiting = true
          await sleep(error.retryAfter * 1_000)
        }
      }
    },
  }
}

const gaveUp = (error: StoreUnavailable, ms: number): Error =>
  new Error(
    `nothing could be recorded for ${Math.round(ms / 1_000)} s (${error.message}); run it again when the ledger answers: nothing is recorded twice`,
    { cause: error },
  )
