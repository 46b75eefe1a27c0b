import { z } from 'zod'
import { Flag, Id, list, oneOf } from './fields.ts'

/** Grounds as they are found, before any measure. */
export const FoundGround = oneOf(
  'prohibited-act',
  'complaint',
  'operation-risk',
  'stability',
  'spam',
  'bandwidth',
  'excessive-input',
  'excessive-load',
  'undesirable-content',
  'rights-holder-request',
  'public-authority',
  'false-facts',
  'refusal-ground',
  'other',
)
export type FoundGround = z.infer<typeof FoundGround>

/** The provider found a ground to limit the service. Opens the permitted act; nothing happens by itself. */
export const RestrictionGroundFound = z.strictObject({
  groundId: Id,
  ground: FoundGround,
  by: oneOf('provider', 'supplier'),
})
export type RestrictionGroundFound = z.infer<typeof RestrictionGroundFound>

/** SF-5.1-3, SF-5.2-1, OP-17-1, OP-18, SC-49-1, SC-74-1, SC-7-5; which of them holds depends on the kind. */
export const SuspensionGround = oneOf(
  'payment-overdue',
  'false-facts',
  'prohibited-act',
  'refusal-ground',
  'card-unusable',
  'emergency',
  'maintenance',
  'equipment-fault',
  'disaster',
  'public-authority',
  'core-supplier-stop',
  'number-change',
  'security',
  'undesirable-content',
  'rights-holder-request',
  'excessive-load',
  'instruction-disobeyed',
  'upstream-interruption',
  'heavy-session',
  'pause-over-limit',
  'base-terms',
  'general-rules',
  'other',
)
export type SuspensionGround = z.infer<typeof SuspensionGround>

/**
 * Provision stopped, wholly or for an option. `suspension` 利用停止, `stop` 提供中止, `interruption` 提供の中断. `ref` =
 * the option concerned. `urgent`, `unusable` absent = false.
 */
export const ServiceSuspended = z.strictObject({
  measureId: Id,
  kind: oneOf('suspension', 'stop', 'interruption'),
  ground: SuspensionGround,
  urgent: Flag.optional(),
  unusable: Flag.optional(),
  ref: Id.optional(),
})
export type ServiceSuspended = z.infer<typeof ServiceSuspended>

/** Measures short of stopping the service (IJ-10, SF-5.1). */
export const RestrictionMeasure = oneOf(
  'use-limited',
  'throttled',
  'access-limited',
  'sessions-limited',
  'negotiation-demanded',
  'deletion-demanded',
  'data-deleted',
  'data-hidden',
)
export type RestrictionMeasure = z.infer<typeof RestrictionMeasure>

/** IJ-10, SF-5.1, SF-10.1-6, SC-49-1, SC-73-1, SC-7-5, OP-15-4, OP-17-2. */
export const RestrictionGround = oneOf(
  'payment-overdue',
  'false-facts',
  'prohibited-act',
  'refusal-ground',
  'card-unusable',
  'emergency',
  'bandwidth',
  'excessive-input',
  'complaint',
  'operation-risk',
  'stability',
  'spam',
  'instruction-disobeyed',
  'disturbing-use',
  'heavy-session',
  'pause-over-limit',
  'base-terms',
  'general-rules',
  'other',
)
export type RestrictionGround = z.infer<typeof RestrictionGround>

/** Use was limited without stopping it. */
export const ServiceRestricted = z.strictObject({
  measureId: Id,
  measures: list(RestrictionMeasure),
  ground: RestrictionGround,
  urgent: Flag.optional(),
  unusable: Flag.optional(),
  ref: Id.optional(),
})
export type ServiceRestricted = z.infer<typeof ServiceRestricted>

/** A suspension or restriction ended. */
export const ServiceResumed = z.strictObject({ measureId: Id })
export type ServiceResumed = z.infer<typeof ServiceResumed>
