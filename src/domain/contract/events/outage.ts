import { z } from 'zod'
import { Id, oneOf } from './fields.ts'

/** What is unusable: Optage counts storage and managed service apart. */
export const OutageScope = oneOf('service', 'storage', 'managed', 'option')
export type OutageScope = z.infer<typeof OutageScope>

/** How far it is unusable. */
export const Totality = oneOf('total', 'equivalent-to-total', 'partial')
export type Totality = z.infer<typeof Totality>

/** The service became unusable. `scope` default `service`; OP uses `storage` or `managed`. */
export const OutageBegan = z.strictObject({
  outageId: Id,
  scope: OutageScope.optional(),
  ref: Id.optional(),
  totality: Totality.optional(),
})
export type OutageBegan = z.infer<typeof OutageBegan>

/**
 * The provider learned of the outage. Starts every clock. `scope` and `totality` if OutageBegan did not
 * carry them.
 */
export const OutageRecognized = z.strictObject({
  outageId: Id,
  scope: OutageScope.optional(),
  ref: Id.optional(),
  totality: Totality.optional(),
})
export type OutageRecognized = z.infer<typeof OutageRecognized>

/**
 * The customer learned of the outage. Starts the SORACOM claim period; an arrived NoticeGiven with
 * `subject=outage` does the same.
 */
export const OutageKnownToCustomer = z.strictObject({ outageId: Id })
export type OutageKnownToCustomer = z.infer<typeof OutageKnownToCustomer>

/** The service was usable again. A later failure is a new outage. */
export const OutageEnded = z.strictObject({ outageId: Id })
export type OutageEnded = z.infer<typeof OutageEnded>

/** `gross-negligence` = intent or gross negligence of the provider. */
export const OutageAttribution = oneOf(
  'provider',
  'gross-negligence',
  'customer',
  'customer-prerequisite',
  'restriction',
  'third-party',
  'core-supplier',
  'aws-side',
  'beta',
  'sms',
  'force-majeure',
)
export type OutageAttribution = z.infer<typeof OutageAttribution>

/**
 * The cause of the outage was determined. `gross-negligence` = intent or gross negligence of the provider.
 */
export const OutageCauseDetermined = z.strictObject({
  outageId: Id,
  attribution: OutageAttribution,
  totality: Totality.optional(),
})
export type OutageCauseDetermined = z.infer<typeof OutageCauseDetermined>
