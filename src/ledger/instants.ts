import { type Instant } from '../domain/kernel/calendar.ts'
import { type EventDraft } from '../eventstore/event-store.ts'
import { eventId } from './event-id.ts'
import { type Ledger } from './ledger.ts'
import { type Known } from './load.ts'
import { LEDGER } from './numbers.ts'

/** Stream and type of the entries that say no more than that their instant has come: bookkeeping, of no contract. */
export const INSTANTS = 'instants'
export const INSTANT_PASSED = 'InstantPassed'

const ATTEMPTS_MAX = 20

/**
 * What was known at an instant that has passed by this machine's clock, the same for ever (decision 10). Where several
 * machines write it is where the log stood: before the first event recorded later. Where nothing was recorded later
 * yet, an entry is, so that whatever a slower clock brings stands behind it.
 */
export async function knownAt(
  { store, clock }: Pick<Ledger, 'store' | 'clock'>,
  at: Instant,
): Promise<Known> {
  if (!store.positionAt) return { at }
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const position = await store.positionAt(at)
    if (position !== undefined) return { position }
    const { revision } = await store.head(INSTANTS)
    await store.append(INSTANTS, revision, [passed(clock.now())])
  }
  throw new Error(`${ATTEMPTS_MAX} attempts to mark ${at} met another writer; ask again`)
}

const passed = (now: Instant): EventDraft => ({
  v: 1,
  id: eventId(INSTANTS, undefined),
  type: INSTANT_PASSED,
  service: 'daicho',
  contractId: null,
  partyId: null,
  occurredAt: now,
  actor: LEDGER,
  reportedBy: null,
  data: {},
  basis: [],
  corrects: null,
  evidence: null,
  seen: {},
})
