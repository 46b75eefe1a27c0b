import { z } from 'zod'
import { Day } from '../../kernel/calendar.ts'
import { Id, Text, oneOf, personal } from './fields.ts'

/** Details of which changes must be reported. */
export const RegisteredDetail = oneOf(
  'name',
  'address',
  'e-mail',
  'billing-address',
  'card',
  'representative',
  'telephone',
  'contact',
  'other',
)
export type RegisteredDetail = z.infer<typeof RegisteredDetail>

/**
 * Registered details changed or a change became known. occurredAt = when it changed or the customer knew of
 * the planned change; reported by NoticeGiven with `subject=info-change`.
 */
export const CustomerInfoChanged = z.strictObject({
  infoChangeId: Id,
  field: RegisteredDetail,
  value: personal(Text),
  effectiveOn: Day.optional(),
})
export type CustomerInfoChanged = z.infer<typeof CustomerInfoChanged>

/** The customer died. */
export const CustomerDied = z.strictObject({})
export type CustomerDied = z.infer<typeof CustomerDied>

/** A successor filed for or reported succession. The first filing heir succeeds. */
export const SuccessionFiled = z.strictObject({
  successorPartyId: Id,
  ground: oneOf('inheritance', 'merger', 'demerger'),
  effectiveOn: Day.optional(),
})
export type SuccessionFiled = z.infer<typeof SuccessionFiled>
