import { type Instant, epochMs, fromEpochMs } from '../domain/kernel/calendar.ts'

/** What the ledger takes for now. */
export type Clock = { readonly now: () => Instant }

let latest = 0

/** The machine's clock. It waits where the machine sets its own back. */
export const machineClock: Clock = {
  now: () => {
    latest = Math.max(latest, Date.now())
    return fromEpochMs(latest)
  },
}

/** A clock that stands where it was set; until then it runs with the machine's (`wire.md` section 5). */
export class TestClock implements Clock {
  #set: Instant | undefined

  now(): Instant {
    return this.#set ?? machineClock.now()
  }

  /** Moves forward only; false when `to` is earlier than where it stands. */
  set(to: Instant): boolean {
    if (this.#set !== undefined && epochMs(to) < epochMs(this.#set)) return false
    this.#set = to
    return true
  }
}
