import { z } from 'zod'
import { Day, Instant } from '../../kernel/calendar.ts'
import { Yen } from '../../kernel/money.ts'
import { IF, IJ, OP, SC, SF } from '../service.ts'
import {
  Count,
  DeliveryMethod,
  Flag,
  Form,
  Id,
  Line,
  PLANS,
  PaymentMethod,
  PersonKind,
  Purpose,
  Text,
  list,
  oneOf,
  only,
  personal,
  ruled,
} from './fields.ts'

/** The three ImageFlux services; a contract is about one of them (IF-3-1). */
export const ServiceType = oneOf('image-engine', 'live-engine', 'live-app')
export type ServiceType = z.infer<typeof ServiceType>

/**
 * The customer applied for the service. occurredAt = arrival at the provider. One stream = one application.
 * `plan` of OP = managed plan; `storagePlan` = an item of tariff `monthlyFees`.
 */
export const ApplicationSubmitted = z.strictObject({
  plan: ruled({ requiredFor: [IJ], valuesByService: PLANS }, Id),
  serviceType: ruled({ services: [IF], requiredFor: [IF] }, ServiceType),
  deliveryMethod: only([IF], DeliveryMethod),
  resources: only([SC], list(z.strictObject({ ref: Id, serviceKind: Id, plan: Id.optional() }))),
  components: only([OP], Count),
  windows: only([OP], Flag),
  storagePlan: only([OP], Id),
  applicantKind: PersonKind.optional(),
  purpose: Purpose.optional(),
  applicantName: personal(Text),
  paymentMethod: PaymentMethod.optional(),
  form: Form.optional(),
  customDomain: only([IJ], Flag),
  https: only([IJ], Flag),
  termsAccepted: Flag.optional(),
  antisocialDeclared: only([SF], Flag),
})
export type ApplicationSubmitted = z.infer<typeof ApplicationSubmitted>

/**
 * The provider accepted the application. occurredAt = acceptance = conclusion. `notifiedAt` only when the
 * notice came later (OP-8-2 counts it). `startsOn` is the start date on the acceptance form.
 */
export const ApplicationAccepted = z.strictObject({
  startsOn: ruled({ requiredFor: [OP] }, Day),
  notifiedAt: Instant.optional(),
})
export type ApplicationAccepted = z.infer<typeof ApplicationAccepted>

/** SF-3.2-2, OP-10, SC-9-1, SC-82-1; the others where basic or general terms decide. */
export const ApplicationRefusalGround = oneOf(
  'default-risk',
  'credit-harm',
  'rights-harm',
  'trust-breach',
  'antisocial',
  'restriction-ground',
  'earlier-rescission',
  'false-facts',
  'card-not-lawful',
  'no-proper-intent',
  'technical',
  'credit-problem',
  'sanctions',
  'ca-terms',
  'base-terms',
  'general-rules',
  'other',
)
export type ApplicationRefusalGround = z.infer<typeof ApplicationRefusalGround>

/** The provider refused the application. The ground is stored, and disclosed only where the terms say so. */
export const ApplicationRefused = z.strictObject({
  ground: ApplicationRefusalGround,
  notifiedAt: Instant.optional(),
})
export type ApplicationRefused = z.infer<typeof ApplicationRefused>

/** Acceptance was postponed for lack of capacity. */
export const ApplicationDeferred = z.strictObject({ reason: Line.optional() })
export type ApplicationDeferred = z.infer<typeof ApplicationDeferred>

/** Managed service was judged suitable or not. */
export const ManagedSuitabilityDecided = z.strictObject({ suitable: Flag, sheetRef: Line.optional() })
export type ManagedSuitabilityDecided = z.infer<typeof ManagedSuitabilityDecided>

/** The provider notified the start date. Where the acceptance did not carry it; a later one replaces it. */
export const StartDateNotified = z.strictObject({ startsOn: Day })
export type StartDateNotified = z.infer<typeof StartDateNotified>

/** Billing started for the contract or an option. `ref` = option; without it the contract. */
export const BillingStarted = z.strictObject({ billingStartsOn: Day, ref: Id.optional() })
export type BillingStarted = z.infer<typeof BillingStarted>

/** A price was quoted to this customer. */
export const QuoteGiven = z.strictObject({
  item: oneOf('drm-initial', 'drm-monthly', 'initial'),
  amount: Yen,
  ref: Id.optional(),
  effectiveOn: Day.optional(),
})
export type QuoteGiven = z.infer<typeof QuoteGiven>

/**
 * An individual agreement or additional rule came into force. `overrides` = rule ids it replaces; their
 * results become `terms:individual`.
 */
export const IndividualTermsAdded = z.strictObject({
  agreementId: Id,
  kind: oneOf('individual-agreement', 'additional-rule'),
  effectiveOn: Day,
  overrides: list(Line).optional(),
})
export type IndividualTermsAdded = z.infer<typeof IndividualTermsAdded>

/** A contractor number was assigned or changed. A later one is a change. */
export const ContractorNumberAssigned = z.strictObject({ number: Id, reason: Line.optional() })
export type ContractorNumberAssigned = z.infer<typeof ContractorNumberAssigned>

/**
 * An account was created or granted. `email` is compared trimmed and lower-cased across the whole service.
 */
export const AccountCreated = z.strictObject({
  accountId: Id,
  email: ruled({ requiredFor: [SF], personal: true }, Line),
})
export type AccountCreated = z.infer<typeof AccountCreated>

/** An account was closed. Frees the address. */
export const AccountClosed = z.strictObject({ accountId: Id })
export type AccountClosed = z.infer<typeof AccountClosed>

/** The customer appointed an administrator. */
export const AdministratorAppointed = z.strictObject({ administratorId: Id, name: personal(Text) })
export type AdministratorAppointed = z.infer<typeof AdministratorAppointed>
