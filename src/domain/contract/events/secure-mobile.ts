import { z } from 'zod'
import { Instant, Month } from '../../kernel/calendar.ts'
import { Bytes, Flag, Id, list, oneOf } from './fields.ts'

/** A batch of SIMs that share one instant. */
const Sims = list(z.strictObject({ iccid: Id }), 1)

/** SIMs were lent to the customer. Up to 1,000 in one action, like every SIM type. */
export const SimLent = z.strictObject({ sims: Sims })
export type SimLent = z.infer<typeof SimLent>

/** SIMs were registered in the system. occurredAt = receipt of the data. */
export const SimRegistered = z.strictObject({ sims: Sims })
export type SimRegistered = z.infer<typeof SimRegistered>

/** SIM registrations were deleted. */
export const SimDeleted = z.strictObject({ sims: Sims })
export type SimDeleted = z.infer<typeof SimDeleted>

/** SIMs were attached to a mobile gateway. */
export const SimAttached = z.strictObject({ sims: Sims, gatewayId: Id })
export type SimAttached = z.infer<typeof SimAttached>

/** SIMs were detached from their gateway. */
export const SimDetached = z.strictObject({ sims: Sims })
export type SimDetached = z.infer<typeof SimDetached>

/** SIMs communicated at this instant. A single observation; occurredAt is the communication. */
export const SimCommunicated = z.strictObject({ sims: Sims })
export type SimCommunicated = z.infer<typeof SimCommunicated>

/**
 * Communication of SIMs in a month was reported in bulk. A listed SIM with bytes > 0 communicated in the
 * month; reports of one month add up, the later entry of one SIM replaces the earlier. Post with occurredAt
 * inside the month, at the latest 23:59:59.999 of its last day.
 */
export const SimUsageReported = z.strictObject({
  month: Month,
  sims: list(
    z.strictObject({ iccid: Id, bytes: Bytes, firstAt: Instant.optional(), lastAt: Instant.optional() }),
    1,
  ),
})
export type SimUsageReported = z.infer<typeof SimUsageReported>

/** SIMs were PIN-locked, unlocked or disabled for good. */
export const SimLockChanged = z.strictObject({ sims: Sims, state: oneOf('locked', 'unlocked', 'disabled') })
export type SimLockChanged = z.infer<typeof SimLockChanged>

/** A mobile gateway was created. */
export const MobileGatewayCreated = z.strictObject({ gatewayId: Id })
export type MobileGatewayCreated = z.infer<typeof MobileGatewayCreated>

/** A mobile gateway was deleted. */
export const MobileGatewayDeleted = z.strictObject({ gatewayId: Id })
export type MobileGatewayDeleted = z.infer<typeof MobileGatewayDeleted>

/**
 * A gateway's switch, power or Internet setting changed. Only what is named changes. `switchRef` = a
 * `switch` resource.
 */
export const MobileGatewayConfigured = z.strictObject({
  gatewayId: Id,
  switchConnected: Flag.optional(),
  switchRef: Id.optional(),
  poweredOn: Flag.optional(),
  internetEnabled: Flag.optional(),
})
export type MobileGatewayConfigured = z.infer<typeof MobileGatewayConfigured>
