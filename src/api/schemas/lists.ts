import { z } from 'zod'
import { DEADLINE_KINDS } from '../../domain/terms/terms.ts'
import { Permitted, Resource } from './card.ts'
import { Cause, Clause, Missing, traced, tracedList } from './findings.ts'
import { Day, Instant, Month, Text, Yen, name } from './words.ts'

const standing = { clause: Clause, causes: z.array(Cause) }

export const DEADLINE_STATES = ['upcoming', 'met', 'missed', 'lapsed'] as const

export const deadline = {
  kind: z.enum(DEADLINE_KINDS),
  ref: Text.optional(),
  on: Day.optional(),
  at: Instant.optional(),
  who: Text,
  state: z.enum(DEADLINE_STATES),
  remindOn: Day.optional().describe('By the lead time of the operator; absent without one'),
  count: z.int().optional().describe('How many like things it is about'),
  ...standing,
}
export const Deadlines = tracedList(
  name('Deadline', 'A date somebody must keep: a day (`on`) or an instant (`at`)', z.strictObject(deadline)),
)

export const pause = {
  pauseId: Text,
  scope: Text,
  pausedAt: Instant,
  resumedAt: Instant.nullable(),
  limitOn: Day.nullable(),
  overLimit: z.boolean().nullable(),
  notices: z.array(
    z.strictObject({
      arrivedAt: Instant,
      deadline: Day,
      earliestLawfulDeadline: Day,
      valid: z.boolean(),
    }),
  ),
  permitted: z.array(Permitted),
  ...standing,
}
export const Pauses = tracedList(
  name('Pause', 'A pause with its limit, the notices about it, and what it permits', z.strictObject(pause)),
)

export const Credits = tracedList(
  name(
    'Credit',
    'An outage, and the credit that follows from it',
    z.strictObject({
      outageId: Text,
      scope: Text.nullable(),
      attribution: Text.nullable(),
      recognizedAt: Instant.nullable(),
      endedAt: Instant.nullable(),
      units: z.int().nullable(),
      claimableOn: Day.nullable(),
      claimDeadline: Day.nullable(),
      claimedAt: Instant.nullable(),
      outcome: z.enum([
        'running', 'below-threshold', 'claimable', 'pending', 'granted', 'refused', 'forfeited', 'not-attributable',
        'excluded', 'undetermined',
      ]), // prettier-ignore
      amount: Yen.nullable().describe('0 where it pays nothing, null where it cannot be computed'),
      appliedTo: z
        .array(z.strictObject({ month: Month, amount: Yen }))
        .describe(
          'The bills in which the money stands; below zero where a bill takes back what another gave',
        ),
      undetermined: Missing.optional(),
      ...standing,
    }),
  ),
)

export const Claims = tracedList(
  name(
    'Claim',
    'Damages or another claim of either side',
    z.strictObject({
      claimId: Text,
      by: Text,
      kind: Text,
      damageAt: Instant.nullable(),
      claimDeadline: Day.nullable(),
      outcome: Text,
      cap: Yen.nullable(),
      payable: Yen.nullable(),
      reductionMonth: Month.nullable(),
      refusalGround: Text.nullable(),
      undetermined: Missing.optional(),
      ...standing,
    }),
  ),
)

const Receivable = z.strictObject({
  invoiceId: Text,
  month: Month.nullable(),
  months: z.array(Month).optional(),
  amount: Yen.nullable(),
  dueOn: Day.nullable(),
  delinquentFrom: Day.nullable(),
  paid: Yen,
  open: Yen.nullable(),
  lateInterest: Yen.nullable().describe(
    'Of what is unpaid: as if it were paid on the day of `asOf`. Of what was paid late: as it stands in the bill of the month of payment',
  ),
  undetermined: Missing.optional(),
  acceleratedTo: Day.nullable(),
  ...standing,
})
export const Receivables = name(
  'Receivables',
  'What is owed on invoices, what was paid, and the balances beside them',
  traced({
    receivables: z.array(Receivable),
    unallocated: Yen,
    couponBalance: Yen.nullable(),
    deposit: Yen.nullable(),
  }),
)

export const ResourcePage = name(
  'ResourcePage',
  'Resources of a kind in order of their ids, how many there are, and where the next page begins',
  traced({ items: z.array(Resource), next: Text.nullable(), count: z.int() }),
)

const Source = { effectiveOn: Day, event: Text }
export const Tariffs = name(
  'Tariffs',
  'What is published for a day, key by key. A key may stand twice: for every contract, and for those that a version of the terms governs; the later `effectiveOn` holds',
  z.strictObject({
    service: Text,
    on: Day,
    asOf: Instant,
    knownAt: Text.nullable(),
    items: z.array(
      z.strictObject({
        key: Text,
        value: z.unknown(),
        termsVersion: Text.nullable(),
        tariffId: Text,
        ...Source,
      }),
    ),
    taxRates: z.array(z.strictObject({ category: Text, rate: Text, ...Source })),
  }),
)
