import { type Instant } from '../domain/kernel/calendar.ts'

/** A clock that follows what others recorded: the latest `recordedAt` this process has met, or its own now. */
export type Newest = {
  readonly now: () => Instant
  readonly saw: (recordedAt: Instant | '') => void
}

/**
 * Machines have several clocks. Whoever has seen an event records nothing as if it had been before it, so that what
 * follows from another thing also stands behind it in time.
 */
export function newest(now: () => Instant): Newest {
  let latest: Instant | '' = ''
  return {
    now: () => {
      const own = now()
      return own > latest ? own : (latest as Instant)
    },
    saw: (recordedAt) => {
      if (recordedAt > latest) latest = recordedAt
    },
  }
}
