import { z } from 'zod'
import { Day, Instant } from '../../kernel/calendar.ts'
import { IF, IJ, OP, SC } from '../service.ts'
import { Count, DeliveryMethod, Flag, Form, Id, PLANS, oneOf, only, ruled } from './fields.ts'

/** What a change may name; `ref` and `effectiveOn` only say of what and from when. */
const NAMED = ['plan', 'serviceKind', 'deliveryMethod', 'components', 'windows', 'storagePlan'] as const

/**
 * The customer requested a plan, resource or content change. occurredAt = arrival, or completion in the
 * panel (SC: provisional from that instant). `ref` = the resource or option added or changed; `action`
 * default `change`.
 */
export const PlanChangeRequested = z.strictObject({
  changeId: Id,
  action: oneOf('change', 'add').optional(),
  plan: ruled({ valuesByService: PLANS }, Id),
  ref: Id.optional(),
  serviceKind: only([SC], Id),
  deliveryMethod: only([IF], DeliveryMethod),
  components: only([OP], Count),
  windows: only([OP], Flag),
  storagePlan: only([OP], Id),
  requestedOn: Day.optional(),
  form: Form.optional(),
})
export type PlanChangeRequested = z.infer<typeof PlanChangeRequested>

/**
 * The provider accepted the requested change. The requested change takes effect on `effectiveOn` (default:
 * date of occurredAt); no PlanChanged is posted. `oneTimeFee` = an item of tariff `oneTimeFees`.
 */
export const PlanChangeAccepted = z.strictObject({
  changeId: Id,
  effectiveOn: Day.optional(),
  oneTimeFee: only([IJ], Id),
  notifiedAt: Instant.optional(),
})
export type PlanChangeAccepted = z.infer<typeof PlanChangeAccepted>

/** The provider refused the change or withdrew a provisional one. SC: provision stops at occurredAt. */
export const PlanChangeRefused = z.strictObject({
  changeId: Id,
  ground: oneOf('refusal-ground', 'technical', 'other'),
  notifiedAt: Instant.optional(),
})
export type PlanChangeRefused = z.infer<typeof PlanChangeRefused>

/**
 * The plan or its content changed without a separate request. Only what is named changes: plan, component
 * count, Windows mix, delivery method, data plan of the option `ref`. `effectiveOn` defaults to the date of
 * occurredAt.
 */
export const PlanChanged = z
  .strictObject({
    plan: ruled({ valuesByService: PLANS }, Id),
    ref: Id.optional(),
    serviceKind: only([SC], Id),
    deliveryMethod: only([IF], DeliveryMethod),
    components: only([OP], Count),
    windows: only([OP], Flag),
    storagePlan: only([OP], Id),
    effectiveOn: Day.optional(),
  })
  .refine((data) => NAMED.some((field) => data[field] !== undefined), `at least one of ${NAMED.join(', ')}`)
export type PlanChanged = z.infer<typeof PlanChanged>
