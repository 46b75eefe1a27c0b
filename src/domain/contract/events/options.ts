import { z } from 'zod'
import { Day, Month } from '../../kernel/calendar.ts'
import { Yen } from '../../kernel/money.ts'
import { OP, SC } from '../service.ts'
import {
  Form,
  Id,
  PaymentMethod,
  Purpose,
  QualifyingService,
  Rate,
  Side,
  list,
  oneOf,
  only,
} from './fields.ts'

/** Options that need an application and an acceptance. */
export const AppliedOption = oneOf(
  'drm',
  'additional-ip',
  'hybrid',
  'web-tamper',
  'bridge',
  'local-router',
  'aws',
  'archive-sharing',
  'ssl',
  'sms-2fa',
  'sms-a2p',
  'other',
)
export type AppliedOption = z.infer<typeof AppliedOption>

/** The customer applied for an option. `parentRef` = the resource it hangs on (extra IP, SSL). */
export const OptionApplied = z.strictObject({
  option: AppliedOption,
  ref: Id,
  parentRef: Id.optional(),
  form: Form.optional(),
})
export type OptionApplied = z.infer<typeof OptionApplied>

/** The provider accepted the option. `startsOn` defaults to the date of occurredAt. */
export const OptionAccepted = z.strictObject({ ref: Id, startsOn: Day.optional() })
export type OptionAccepted = z.infer<typeof OptionAccepted>

/** The provider refused the option. */
export const OptionRefused = z.strictObject({
  ref: Id,
  ground: oneOf('refusal-ground', 'ca-terms', 'other').optional(),
})
export type OptionRefused = z.infer<typeof OptionRefused>

/** Options that form by being switched on. */
export const SelfServiceOption = oneOf(
  'fixed-ip',
  'custom-dns',
  'device-lock',
  'service-adapter',
  'file-transfer',
  'other-sub-option',
  'beta',
  'metric-relaxation',
  'external-service',
)
export type SelfServiceOption = z.infer<typeof SelfServiceOption>

/**
 * The customer switched on a self-service option. Formed at occurredAt, no acceptance. `metric-relaxation`:
 * the nth on one `componentId` is counted, not posted.
 */
export const OptionEnabled = z.strictObject({
  option: SelfServiceOption,
  ref: Id,
  parentRef: Id.optional(),
  betaId: only([SC], Id),
  componentId: only([OP], Id),
  agreedRevision: Id.optional(),
})
export type OptionEnabled = z.infer<typeof OptionEnabled>

/** An option or sub-option was switched off or ended. Not for ends the terms derive. */
export const OptionEnded = z.strictObject({ ref: Id, endsOn: Day.optional() })
export type OptionEnded = z.infer<typeof OptionEnded>

/** A discount passport was bought. */
export const PassportPurchased = z
  .strictObject({
    ref: Id,
    item: Id.optional(),
    fee: Yen,
    fromOn: Day,
    toOn: Day,
    rate: Rate,
    targets: list(Id),
    purpose: Purpose,
  })
  .refine(({ fromOn, toOn }) => fromOn <= toOn, { path: ['toOn'], error: 'a day not before fromOn' })
export type PassportPurchased = z.infer<typeof PassportPurchased>

/** Conditions outside the contract (IJ-3-1, SC-14-1, SC-23-1, SC-43-1, SC-72-1, SF-8.1, SF-10.1-7, OP-A1-5). */
export const Prerequisite = oneOf(
  'domain-acquired',
  'dns-registered',
  'certificate',
  'qualifying-service',
  'aws-contract',
  'linked-system-contract',
  'end-user-review-provider',
  'end-user-review-supplier',
  'end-user-contract',
  'partner-registration',
  'resale-contract',
  'own-ai-licence',
  'procedure-manual-fault',
  'procedure-manual-operation',
)
export type Prerequisite = z.infer<typeof Prerequisite>

/** A condition outside the contract was fulfilled. `serviceKind` with `qualifying-service` (hybrid). */
export const PrerequisiteMet = z
  .strictObject({ kind: Prerequisite, ref: Id.optional(), serviceKind: only([SC], QualifyingService) })
  .refine(({ kind, serviceKind }) => serviceKind === undefined || kind === 'qualifying-service', {
    path: ['serviceKind'],
    error: 'only with kind qualifying-service',
  })
export type PrerequisiteMet = z.infer<typeof PrerequisiteMet>

/** A review of an end user is done once; it does not lapse. */
export const LapsingPrerequisite = oneOf(
  'domain-acquired',
  'dns-registered',
  'certificate',
  'qualifying-service',
  'aws-contract',
  'linked-system-contract',
  'end-user-contract',
  'partner-registration',
  'resale-contract',
  'own-ai-licence',
  'procedure-manual-fault',
  'procedure-manual-operation',
)
export type LapsingPrerequisite = z.infer<typeof LapsingPrerequisite>

/** A condition outside the contract lapsed. */
export const PrerequisiteLapsed = z.strictObject({ kind: LapsingPrerequisite, ref: Id.optional() })
export type PrerequisiteLapsed = z.infer<typeof PrerequisiteLapsed>

/** What is consented to. */
export const ConsentSubject = oneOf(
  'payment-method',
  'end-user-use',
  'transfer',
  'trademark',
  'combined-billing',
)
export type ConsentSubject = z.infer<typeof ConsentSubject>

/**
 * A consent the terms ask for was given. `method` with `payment-method`, `months` with `combined-billing`.
 */
export const ConsentGiven = z
  .strictObject({
    consentId: Id,
    subject: ConsentSubject,
    by: Side,
    method: PaymentMethod.optional(),
    months: list(Month).optional(),
  })
  .refine(({ subject, method }) => method === undefined || subject === 'payment-method', {
    path: ['method'],
    error: 'only with subject payment-method',
  })
  .refine(({ subject, months }) => months === undefined || subject === 'combined-billing', {
    path: ['months'],
    error: 'only with subject combined-billing',
  })
export type ConsentGiven = z.infer<typeof ConsentGiven>
