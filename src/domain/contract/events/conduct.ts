import { z } from 'zod'
import { Flag, Id, Line, Side, Text, oneOf, personal } from './fields.ts'

/**
 * A prohibited act or breach was reported. `item` = the item of the prohibiting article, e.g. `9-2-7`,
 * `11.1-13`, `15-2`.
 */
export const ProhibitedActReported = z.strictObject({
  actId: Id,
  item: Line,
  actor: oneOf('customer', 'end-user', 'user', 'third-party'),
  details: personal(Text),
})
export type ProhibitedActReported = z.infer<typeof ProhibitedActReported>

/**
 * Misuse, loss or third-party use of credentials was suspected. Reported to the provider by NoticeGiven
 * with `subject=misuse`.
 */
export const CredentialMisuseSuspected = z.strictObject({
  misuseId: Id,
  credential: oneOf('configuration-authority', 'account', 'passcode'),
  thirdPartyUse: Flag.optional(),
})
export type CredentialMisuseSuspected = z.infer<typeof CredentialMisuseSuspected>

/** Third parties began to use the service. */
export const ThirdPartyUseStarted = z.strictObject({ kind: oneOf('end-user', 'resale'), ref: Id.optional() })
export type ThirdPartyUseStarted = z.infer<typeof ThirdPartyUseStarted>

/** What a third party complains of. */
export const DisputeCause = oneOf('rights', 'content-use', 'peer', 'personal-data', 'complaint', 'other')
export type DisputeCause = z.infer<typeof DisputeCause>

/**
 * A dispute or complaint of a third party was reported. `measureNeeded` = the provider finds a measure
 * necessary (IJ-10-1). `providerAtFault` absent = undetermined.
 */
export const ThirdPartyDisputeReported = z.strictObject({
  disputeId: Id,
  cause: DisputeCause,
  providerAtFault: Flag.optional(),
  measureNeeded: Flag.optional(),
  details: personal(Text),
})
export type ThirdPartyDisputeReported = z.infer<typeof ThirdPartyDisputeReported>

/** The customer tried to assign or pledge its rights. */
export const TransferAttempted = z.strictObject({
  kind: oneOf('assignment', 'succession', 'sublicence', 'pledge'),
})
export type TransferAttempted = z.infer<typeof TransferAttempted>

/** To whom information was given. */
export const RecipientKind = oneOf(
  'delegate',
  'affiliate',
  'contractor',
  'software-maker',
  'public-authority',
  'other',
)
export type RecipientKind = z.infer<typeof RecipientKind>

/** What information was given for. */
export const DisclosurePurpose = oneOf(
  'provision',
  'operation',
  'maintenance',
  'support',
  'law',
  'information-mail',
  'advertising',
  'statistics',
  'consented',
  'other',
)
export type DisclosurePurpose = z.infer<typeof DisclosurePurpose>

/** Customer or confidential information was given to someone. */
export const InformationDisclosed = z.strictObject({
  recipientKind: RecipientKind,
  recipientId: Id.optional(),
  purpose: DisclosurePurpose,
  by: Side,
})
export type InformationDisclosed = z.infer<typeof InformationDisclosed>

/** The provider or its delegate used customer content. */
export const ContentUsedByProvider = z.strictObject({
  purpose: oneOf('provision', 'maintenance', 'other'),
  actor: oneOf('provider', 'delegate'),
})
export type ContentUsedByProvider = z.infer<typeof ContentUsedByProvider>

/** The customer answered a survey. */
export const SurveyAnswered = z.strictObject({ surveyId: Id })
export type SurveyAnswered = z.infer<typeof SurveyAnswered>
