import { type Case, factsOf, remembered } from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { type Fact } from '../../contract/timeline.ts'
import {
  type Day,
  type Instant,
  addHours,
  civilEnd,
  dayAfter,
  elapsedMs,
  isTimely,
} from '../../kernel/calendar.ts'
import { end } from './end.ts'

/** 第15.2条第2項: 24 hours in one piece, counted from the moment the provider recognised the outage. */
const UNIT_HOURS = 24
const UNIT_MS = UNIT_HOURS * 3_600_000
/** 第15.2条第2項ただし書: three months from the day the customer knew, which is not counted. */
const CLAIM_MONTHS = 3

/** An outage as the credit sees it. */
export type CreditOutage = Outage & {
  readonly thresholdAt?: Instant
  /** From the recognition to the recovery, or to now while it lasts; 0 where it was over before. */
  readonly elapsedMs: number
  /** Instants at which whole units of 24 hours started. */
  readonly unitStarts: readonly Instant[]
  /** The earliest fact that shows the customer's knowledge (SF-Q4). */
  readonly known?: Fact
  readonly claimDeadline?: Day
  readonly claim?: Fact<'CreditClaimed'>
  /** The first claim that arrived in time. */
  readonly timelyClaim?: Fact<'CreditClaimed'>
}

export const creditOutages = remembered((c: Case): readonly CreditOutage[] =>
  outages(c).map((outage) => {
    const { recognized, claims } = outage
    const lasted = elapsed(outage, c.asOf)
    const known = knowledge(c, outage)
    const claimDeadline = known && civilEnd(dayAfter(known.at), CLAIM_MONTHS)
    const timelyClaim = claimDeadline && claims.find(({ at }) => isTimely(at, claimDeadline))
    return {
      ...outage,
      elapsedMs: lasted,
      unitStarts: recognized ? unitsFrom(recognized.at, within(c, outage, lasted)) : [],
      ...(recognized && { thresholdAt: addHours(recognized.at, UNIT_HOURS) }),
      ...(known && { known }),
      ...(claimDeadline && { claimDeadline }),
      ...(claims[0] && { claim: claims[0] }),
      ...(timelyClaim && { timelyClaim }),
    }
  }),
)

const elapsed = ({ recognized, ended }: Outage, now: Instant): number =>
  recognized ? Math.max(0, elapsedMs(recognized.at, ended?.at ?? now)) : 0

/** A service that need not be provided any more is not unavailable: units stop with the contract. */
function within(c: Case, { recognized }: Outage, lasted: number): number {
  const over = end(c)?.over
  if (!recognized || over === undefined) return lasted
  return Math.max(0, Math.min(lasted, elapsedMs(recognized.at, over)))
}

const unitsFrom = (since: Instant, ms: number): readonly Instant[] =>
  Array.from({ length: Math.floor(ms / UNIT_MS) }, (_, i) => addHours(since, UNIT_HOURS * i))

/** The customer's own word, a notice of the provider that arrived, or a claim, whichever came first. */
function knowledge(c: Case, { id, claims }: Outage): Fact | undefined {
  const facts: readonly Fact[] = [
    ...factsOf(c, 'OutageKnownToCustomer').filter(({ data }) => data.outageId === id),
    ...factsOf(c, 'NoticeGiven').filter(
      ({ data }) => data.subject === 'outage' && data.regarding === id && data.delivery === 'arrived',
    ),
    ...factsOf(c, 'ClaimSubmitted').filter(({ data }) => data.by === 'customer' && data.outageId === id),
    ...claims,
  ]
  return facts.reduce<Fact | undefined>(
    (first, next) => (!first || next.at < first.at ? next : first),
    undefined,
  )
}
