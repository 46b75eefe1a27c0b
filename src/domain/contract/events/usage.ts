import { z } from 'zod'
import { Month } from '../../kernel/calendar.ts'
import { Quantity } from '../../kernel/money.ts'
import { Id, list } from './fields.ts'

/** The service was used. SF: first use after an announced change is consent. */
export const ServiceUsed = z.strictObject({ accountId: Id.optional() })
export type ServiceUsed = z.infer<typeof ServiceUsed>

/**
 * Meter readings of a month were posted. The later reading of one (month, meter, ref) replaces the earlier.
 * Meters: IJ `transcode-hours`, `storage-gb`, `delivery-gb`, `live-hours`; SC `aws-outbound-gb`,
 * `aws-inbound-gb`, `mobile-data`, `sms-sent`, `sms-failed`; others as named in tariff `usagePrices`.
 */
export const UsageMeasured = z.strictObject({
  month: Month,
  readings: list(z.strictObject({ meter: Id, quantity: Quantity, ref: Id.optional() }), 1),
})
export type UsageMeasured = z.infer<typeof UsageMeasured>
