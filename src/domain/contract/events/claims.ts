import { z } from 'zod'
import { Day, Instant, Month } from '../../kernel/calendar.ts'
import { Yen } from '../../kernel/money.ts'
import { Flag, Id, Line, PersonKind, Purpose, list, oneOf } from './fields.ts'

/** The customer claimed the outage credit. occurredAt = arrival. Kept pending before the 24-hour mark. */
export const CreditClaimed = z.strictObject({ outageId: Id })
export type CreditClaimed = z.infer<typeof CreditClaimed>

/** The provider granted a credit. `amount` only where the terms give none (SLA). */
export const CreditGranted = z.strictObject({ outageId: Id, amount: Yen.optional(), month: Month.optional() })
export type CreditGranted = z.infer<typeof CreditGranted>

/** The provider refused a credit. */
export const CreditRefused = z.strictObject({ outageId: Id, reason: Line.optional() })
export type CreditRefused = z.infer<typeof CreditRefused>

/** What is claimed. */
export const ClaimKind = oneOf(
  'damages',
  'restoration',
  'refund',
  'exchange',
  'warranty',
  'indemnity',
  'recourse',
)
export type ClaimKind = z.infer<typeof ClaimKind>

/** What the damage consists of; most heads are excluded somewhere. */
export const DamageHead = oneOf(
  'ordinary',
  'lost-profit',
  'indirect',
  'consequential',
  'special',
  'customer-handling',
  'data-loss',
)
export type DamageHead = z.infer<typeof DamageHead>

/** What a claim is about: it selects the ground of refusal. */
export const ClaimArea = oneOf(
  'service',
  'beta',
  'apprun',
  'sharing',
  'drm',
  'content',
  'obtained-information',
  'attack',
  'vulnerability',
  'enquiry',
  'certificate',
  'ai',
  'external-service',
  'termination',
  'measure',
  'additional-function',
  'other',
)
export type ClaimArea = z.infer<typeof ClaimArea>

/**
 * Damages or another claim was submitted. occurredAt = arrival; `damageAt` = when the damage arose;
 * `causeOn` = date of the fact complained of.
 */
export const ClaimSubmitted = z.strictObject({
  claimId: Id,
  by: oneOf('customer', 'provider', 'third-party'),
  kind: ClaimKind,
  damageAt: Instant.optional(),
  causeOn: Day.optional(),
  heads: list(z.strictObject({ head: DamageHead, amount: Yen })).optional(),
  area: ClaimArea.optional(),
  outageId: Id.optional(),
  claimantKind: PersonKind.optional(),
  purpose: Purpose.optional(),
})
export type ClaimSubmitted = z.infer<typeof ClaimSubmitted>

/** The provider recognised a damage. */
export const DamageRecognized = z.strictObject({
  claimId: Id,
  amount: Yen,
  ordinaryAmount: Yen.optional(),
  grossNegligence: Flag,
  damageAt: Instant.optional(),
  outageId: Id.optional(),
})
export type DamageRecognized = z.infer<typeof DamageRecognized>

/** The provider received compensation from a core supplier. */
export const UpstreamCompensationReceived = z.strictObject({ outageId: Id, amount: Yen })
export type UpstreamCompensationReceived = z.infer<typeof UpstreamCompensationReceived>

/** The provider settled with a third party. */
export const ThirdPartySettled = z.strictObject({ disputeId: Id, cost: Yen })
export type ThirdPartySettled = z.infer<typeof ThirdPartySettled>
