import { z } from 'zod'
import { Day, Instant } from '../../kernel/calendar.ts'
import { Flag, Id, Side, oneOf } from './fields.ts'

/** What a notice is about: each is asked for by an article, but for `other`. */
export const NoticeSubject = oneOf(
  'application-result',
  'misuse',
  'info-change',
  'acceleration-ground',
  'provider-event',
  'suspension',
  'discontinuation',
  'content-change',
  'support-number-change',
  'beta-end',
  'beta-promotion',
  'rescission',
  'outage',
  'user-breach',
  'other',
)
export type NoticeSubject = z.infer<typeof NoticeSubject>

/** How a notice was sent. */
export const NoticeChannel = oneOf('e-mail', 'letter', 'website', 'console', 'telephone', 'other')
export type NoticeChannel = z.infer<typeof NoticeChannel>

/**
 * One party gave the other a notice. occurredAt = arrival (`arrived`), sending (`not-arrived`) or display
 * on the website (`displayed`); `sentAt` only with `arrived`. `regarding` = id of what it is about
 * (measureId, misuseId, infoChangeId, groundId, outageId, versionId, betaId, …). `addressOnFile` = sent to
 * the last reported address.
 */
export const NoticeGiven = z
  .strictObject({
    noticeId: Id,
    by: Side,
    subject: NoticeSubject,
    channel: NoticeChannel,
    written: Flag.optional(),
    delivery: oneOf('arrived', 'not-arrived', 'displayed'),
    sentAt: Instant.optional(),
    normalArrivalAt: Instant.optional(),
    addressOnFile: Flag.optional(),
    regarding: Id.optional(),
    effectiveOn: Day.optional(),
    reasonStated: Flag.optional(),
  })
  .refine(({ delivery, sentAt }) => sentAt === undefined || delivery === 'arrived', {
    path: ['sentAt'],
    error: 'only with delivery arrived; otherwise occurredAt is the instant of sending or display',
  })
export type NoticeGiven = z.infer<typeof NoticeGiven>

/** What one party asks the other for. */
export const RequestKind = oneOf(
  'credit-information',
  'identity-proof',
  'documents',
  'certificate-information',
  'end-user-report',
  'antisocial-report',
  'payment-method-change',
  'cure',
  'stop-user',
  'software-return',
  'instruction',
)
export type RequestKind = z.infer<typeof RequestKind>

/** A party asked for information, a remedy or an act. `cure` needs `dueOn` and `ground`. */
export const RequestMade = z
  .strictObject({
    requestId: Id,
    by: Side,
    kind: RequestKind,
    dueOn: Day.optional(),
    ground: oneOf('suspension-ground', 'breach').optional(),
  })
  .refine(({ kind, dueOn }) => kind !== 'cure' || dueOn !== undefined, {
    path: ['dueOn'],
    error: 'a day: a request to cure sets a period',
  })
  .refine(({ kind, ground }) => kind !== 'cure' || ground !== undefined, {
    path: ['ground'],
    error: 'a request to cure names its ground',
  })
export type RequestMade = z.infer<typeof RequestMade>

/** A request was fulfilled. `isFalse` = found to be untrue (SF-16.3-3). For `cure`: the breach is cured. */
export const RequestAnswered = z.strictObject({ requestId: Id, isFalse: Flag.optional() })
export type RequestAnswered = z.infer<typeof RequestAnswered>

/** Service content, console, beta or desk number was changed. */
export const ServiceContentChanged = z.strictObject({
  contentChangeId: Id,
  area: oneOf('beta', 'console', 'specification', 'support-number'),
  betaId: Id.optional(),
  important: Flag.optional(),
})
export type ServiceContentChanged = z.infer<typeof ServiceContentChanged>

/** An event the provider must report occurred. */
export const ProviderEventOccurred = z.strictObject({
  eventId: Id,
  kind: oneOf('business-ended', 'registration-lost', 'equipment-change', 'dissolution'),
})
export type ProviderEventOccurred = z.infer<typeof ProviderEventOccurred>
