import { z } from 'zod'
import { Day, Instant } from '../../kernel/calendar.ts'
import { SF } from '../service.ts'
import { EndAttribution, Flag, Form, Id, Side, oneOf, only } from './fields.ts'

/**
 * The customer notified termination of the contract, an option or a resource. occurredAt = arrival. `ref` =
 * option or resource; without it the contract (SC: the base contract with all its resources; options end
 * only where their own article says so). `route=unusable` claims SF-6.1-2.
 */
export const TerminationNoticeSubmitted = z.strictObject({
  ref: Id.optional(),
  form: Form,
  requestedOn: Day.optional(),
  route: only([SF], oneOf('ordinary', 'unusable')),
  sentAt: Instant.optional(),
})
export type TerminationNoticeSubmitted = z.infer<typeof TerminationNoticeSubmitted>

/** A party declared against renewal. occurredAt = arrival. `ref` = the SSL option. */
export const NonRenewalDeclared = z.strictObject({ by: Side, ref: Id.optional() })
export type NonRenewalDeclared = z.infer<typeof NonRenewalDeclared>

/** SF-6.2-1, SF-16.3-3, OP-29-1, OP-29-3, SC-7-5; the others where base or general terms decide. */
export const RescissionGround = oneOf(
  'cause-not-removed',
  'serious-disturbance',
  'core-service-ended',
  'antisocial',
  'fraud-or-threat',
  'refusal-ground',
  'suspension-ground-not-cured',
  'breach-not-cured',
  'provider-convenience',
  'pause-over-limit',
  'base-terms',
  'general-rules',
  'agreement',
)
export type RescissionGround = z.infer<typeof RescissionGround>

/**
 * A party rescinded the contract. occurredAt = arrival of the declaration. `provider-convenience` =
 * OP-29-3, then `endsOn`. `requestId` = the cure request relied on.
 */
export const ContractRescinded = z
  .strictObject({
    by: Side,
    ground: RescissionGround,
    part: oneOf('all', 'part').optional(),
    ref: Id.optional(),
    requestId: Id.optional(),
    endsOn: Day.optional(),
    attribution: EndAttribution.optional(),
  })
  .refine(({ ground, endsOn }) => ground !== 'provider-convenience' || endsOn !== undefined, {
    path: ['endsOn'],
    error: 'a day: a rescission for the convenience of the provider names its end',
  })
export type ContractRescinded = z.infer<typeof ContractRescinded>

/** Why a service is abolished. */
export const DiscontinuationGround = oneOf(
  'equipment',
  'business',
  'technical',
  'rights',
  'supplier',
  'other',
)
export type DiscontinuationGround = z.infer<typeof DiscontinuationGround>

/**
 * The service, a part, an option or a beta was abolished. occurredAt = decision. `option` names every
 * contract's option of that kind.
 */
export const ServiceDiscontinued = z.strictObject({
  scope: oneOf('all', 'part', 'option', 'beta'),
  ref: Id.optional(),
  option: Id.optional(),
  betaId: Id.optional(),
  ground: DiscontinuationGround,
  urgent: Flag.optional(),
  endsOn: Day,
})
export type ServiceDiscontinued = z.infer<typeof ServiceDiscontinued>

/** The contract ended on a ground the given terms do not derive. Derived ends are never posted. */
export const ContractEnded = z.strictObject({
  endsOn: Day,
  reason: oneOf('expiry', 'agreement', 'base-terms', 'general-rules', 'other'),
  attribution: EndAttribution.optional(),
  ref: Id.optional(),
})
export type ContractEnded = z.infer<typeof ContractEnded>
