import { z } from 'zod'
import { Day, Instant } from '../../kernel/calendar.ts'
import { OP } from '../service.ts'
import { Count, Id, oneOf, only } from './fields.ts'

/** Managed work of Optage. */
export const SupportTask = oneOf(
  'monitoring',
  'first-response',
  'second-response',
  'isolation',
  'vendor-inquiry',
  'operation-agency',
)
export type SupportTask = z.infer<typeof SupportTask>

/** The customer asked for support. `eventOn` = date of what is asked about. */
export const SupportRequested = z.strictObject({
  caseId: Id,
  kind: oneOf('inquiry', 'fault', 'operation'),
  task: only([OP], SupportTask),
  componentId: only([OP], Id),
  eventOn: Day.optional(),
})
export type SupportRequested = z.infer<typeof SupportRequested>

/** A delegate or supplier joined the support. */
export const DelegateJoinedSupport = z.strictObject({
  caseId: Id,
  delegateId: Id,
  customerContactedAt: Instant.optional(),
})
export type DelegateJoinedSupport = z.infer<typeof DelegateJoinedSupport>

/** A fault was handled or operation work done. */
export const SupportHandled = z.strictObject({
  caseId: Id,
  kind: oneOf('fault', 'operation'),
  minutes: Count.optional(),
  componentId: Id.optional(),
})
export type SupportHandled = z.infer<typeof SupportHandled>
