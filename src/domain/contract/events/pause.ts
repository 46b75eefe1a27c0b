import { z } from 'zod'
import { Day, Instant } from '../../kernel/calendar.ts'
import { Id, list, oneOf } from './fields.ts'

/**
 * The customer paused the base service or one resource. `scope` = `base` or the `ref` of the paused
 * resource.
 */
export const UsagePaused = z.strictObject({ pauseId: Id, scope: Id })
export type UsagePaused = z.infer<typeof UsagePaused>

/** The paused service was resumed. */
export const UsageResumed = z.strictObject({ pauseId: Id })
export type UsageResumed = z.infer<typeof UsageResumed>

/**
 * The over-limit notice reached the customer. occurredAt = arrival. An invalid notice is recorded with
 * `pause.notice-valid=false`.
 */
export const PauseOverLimitNoticeGiven = z.strictObject({
  pauseId: Id,
  deadlineOn: Day,
  demanded: list(oneOf('resume', 'end')),
  sentAt: Instant.optional(),
})
export type PauseOverLimitNoticeGiven = z.infer<typeof PauseOverLimitNoticeGiven>

/** What SC-7-5 allows against a pause beyond its limit. */
export const PauseMeasure = oneOf('end', 'suspend', 'restrict', 'prohibited-act-response', 'rescind')
export type PauseMeasure = z.infer<typeof PauseMeasure>

/** A measure against an over-limit pause was taken. */
export const PauseMeasureTaken = z.strictObject({ pauseId: Id, measure: PauseMeasure })
export type PauseMeasureTaken = z.infer<typeof PauseMeasureTaken>
