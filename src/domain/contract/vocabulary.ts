import { type z } from 'zod'
import * as application from './events/application.ts'
import * as claims from './events/claims.ts'
import * as conduct from './events/conduct.ts'
import * as ending from './events/ending.ts'
import * as ledger from './events/ledger.ts'
import * as money from './events/money.ts'
import * as notices from './events/notices.ts'
import * as options from './events/options.ts'
import * as outage from './events/outage.ts'
import * as party from './events/party.ts'
import * as pause from './events/pause.ts'
import * as planChange from './events/plan-change.ts'
import * as platforms from './events/platforms.ts'
import * as reference from './events/reference.ts'
import * as secureMobile from './events/secure-mobile.ts'
import * as support from './events/support.ts'
import * as suspension from './events/suspension.ts'
import * as tariff from './events/tariff.ts'
import * as usage from './events/usage.ts'
import { IF, IJ, OP, SC, SERVICES as ALL, SF, type Service } from './service.ts'

export { Service, SERVICES } from './service.ts'

/** Whose fact it is; an operator may post every type but those of the ledger. */
export type Role = 'customer' | 'provider' | 'operator' | 'system'

/** Where a type is posted: to a contract, as reference data, as an outage, for a party; `system` is never posted. */
export type Scope = 'contract' | 'reference' | 'outage' | 'party' | 'system'

/** A type of the vocabulary: the shape of its data, and who may say it of which service. */
export type Entry<S extends z.ZodType = z.ZodType> = {
  readonly data: S
  readonly scope: Scope
  /** It may also be posted as reference data and then holds for every contract of the service in force then. */
  readonly wide: boolean
  readonly services: readonly Service[]
  readonly by: readonly Role[]
  /** Version of the shape; an older one is lifted on reading. */
  readonly v: 1
}

type By = readonly ('customer' | 'provider')[]
const PROVIDER: By = ['provider']
const CUSTOMER: By = ['customer']
const EITHER: By = ['customer', 'provider']

const entry =
  (scope: Scope, wide = false) =>
  <S extends z.ZodType>(data: S, services: readonly Service[], by: readonly Role[] = PROVIDER): Entry<S> => ({
    data,
    scope,
    wide,
    services,
    by,
    v: 1,
  })

const contractFact = entry('contract')
const wideFact = entry('contract', true)
const referenceFact = entry('reference')
const outageFact = entry('outage')
const partyFact = entry('party')
const systemFact = <S extends z.ZodType>(data: S): Entry<S> => entry('system')(data, ALL, ['system'])

/** Every type of fact. */
export const vocabulary = {
  TermsVersionPublished: referenceFact(reference.TermsVersionPublished, ALL),
  TermsChangeAnnounced: wideFact(reference.TermsChangeAnnounced, ALL, PROVIDER),
  GuidePublished: referenceFact(reference.GuidePublished, ALL),
  ThirdPartyTermsPublished: referenceFact(reference.ThirdPartyTermsPublished, [SC, SF]),
  TariffPublished: referenceFact(tariff.TariffPublished, ALL),
  TaxRatePublished: referenceFact(reference.TaxRatePublished, ALL),
  HolidayCalendarPublished: referenceFact(reference.HolidayCalendarPublished, ALL),
  CancellationDatePreset: referenceFact(reference.CancellationDatePreset, [IF, SF]),
  BetaOffered: referenceFact(reference.BetaOffered, [SC]),
  BetaPromoted: referenceFact(reference.BetaPromoted, [SC]),
  ApplicationSubmitted: contractFact(application.ApplicationSubmitted, ALL, EITHER),
  ApplicationAccepted: contractFact(application.ApplicationAccepted, ALL, PROVIDER),
  ApplicationRefused: contractFact(application.ApplicationRefused, ALL, PROVIDER),
  ApplicationDeferred: contractFact(application.ApplicationDeferred, [SF], PROVIDER),
  ManagedSuitabilityDecided: contractFact(application.ManagedSuitabilityDecided, [OP], PROVIDER),
  StartDateNotified: contractFact(application.StartDateNotified, [IF], PROVIDER),
  BillingStarted: contractFact(application.BillingStarted, [IJ], PROVIDER),
  QuoteGiven: contractFact(application.QuoteGiven, [IJ, OP], PROVIDER),
  IndividualTermsAdded: wideFact(application.IndividualTermsAdded, [OP], PROVIDER),
  ContractorNumberAssigned: contractFact(application.ContractorNumberAssigned, [SF], PROVIDER),
  AccountCreated: contractFact(application.AccountCreated, [SF, OP], EITHER),
  AccountClosed: contractFact(application.AccountClosed, [SF, OP], EITHER),
  AdministratorAppointed: contractFact(application.AdministratorAppointed, [IJ], EITHER),
  PlanChangeRequested: contractFact(planChange.PlanChangeRequested, ALL, EITHER),
  PlanChangeAccepted: contractFact(planChange.PlanChangeAccepted, ALL, PROVIDER),
  PlanChangeRefused: contractFact(planChange.PlanChangeRefused, ALL, PROVIDER),
  PlanChanged: contractFact(planChange.PlanChanged, ALL, EITHER),
  OptionApplied: contractFact(options.OptionApplied, [IJ, SC], EITHER),
  OptionAccepted: contractFact(options.OptionAccepted, [IJ, SC], PROVIDER),
  OptionRefused: contractFact(options.OptionRefused, [IJ, SC], PROVIDER),
  OptionEnabled: contractFact(options.OptionEnabled, [SC, SF, OP], EITHER),
  OptionEnded: contractFact(options.OptionEnded, [IJ, SC, SF, OP], EITHER),
  PassportPurchased: contractFact(options.PassportPurchased, [SC], EITHER),
  PrerequisiteMet: contractFact(options.PrerequisiteMet, [IJ, SC, SF, OP], EITHER),
  PrerequisiteLapsed: contractFact(options.PrerequisiteLapsed, [IJ, SC, SF, OP], EITHER),
  ConsentGiven: contractFact(options.ConsentGiven, [SC, SF, OP], EITHER),
  ServiceUsed: contractFact(usage.ServiceUsed, [SF, OP], EITHER),
  UsageMeasured: contractFact(usage.UsageMeasured, ALL, PROVIDER),
  InvoiceIssued: contractFact(money.InvoiceIssued, ALL, PROVIDER),
  PaymentReceived: contractFact(money.PaymentReceived, ALL, PROVIDER),
  PaymentDemanded: contractFact(money.PaymentDemanded, [SF], PROVIDER),
  DepositReceived: contractFact(money.DepositReceived, [OP], PROVIDER),
  RefundPaid: contractFact(money.RefundPaid, ALL, PROVIDER),
  OneTimeFactOccurred: contractFact(money.OneTimeFactOccurred, [IJ], PROVIDER),
  FeeEvasionEstablished: contractFact(money.FeeEvasionEstablished, [OP], PROVIDER),
  TemporaryReductionAnnounced: wideFact(money.TemporaryReductionAnnounced, [OP], PROVIDER),
  BillingCycleChanged: wideFact(money.BillingCycleChanged, [OP], PROVIDER),
  PaymentMethodChanged: contractFact(money.PaymentMethodChanged, ALL, EITHER),
  CardAuthorizationAttempted: contractFact(money.CardAuthorizationAttempted, [SC], PROVIDER),
  CardRegistered: contractFact(money.CardRegistered, [SF], EITHER),
  CardInvalidated: contractFact(money.CardInvalidated, [SF], PROVIDER),
  CouponRegistered: contractFact(money.CouponRegistered, [SF], EITHER),
  CouponApplied: contractFact(money.CouponApplied, [SF], PROVIDER),
  CouponLost: contractFact(money.CouponLost, [SF], EITHER),
  AccelerationGroundArose: partyFact(money.AccelerationGroundArose, [SF], EITHER),
  AccelerationGroundResolved: partyFact(money.AccelerationGroundResolved, [SF], PROVIDER),
  UsagePaused: contractFact(pause.UsagePaused, [SC], EITHER),
  UsageResumed: contractFact(pause.UsageResumed, [SC], EITHER),
  PauseOverLimitNoticeGiven: contractFact(pause.PauseOverLimitNoticeGiven, [SC], PROVIDER),
  PauseMeasureTaken: contractFact(pause.PauseMeasureTaken, [SC], PROVIDER),
  RestrictionGroundFound: contractFact(suspension.RestrictionGroundFound, [IJ, SC, SF, OP], PROVIDER),
  ServiceSuspended: wideFact(suspension.ServiceSuspended, ALL, PROVIDER),
  ServiceRestricted: wideFact(suspension.ServiceRestricted, ALL, PROVIDER),
  ServiceResumed: wideFact(suspension.ServiceResumed, ALL, PROVIDER),
  OutageBegan: outageFact(outage.OutageBegan, ALL, EITHER),
  OutageRecognized: outageFact(outage.OutageRecognized, ALL, PROVIDER),
  OutageKnownToCustomer: outageFact(outage.OutageKnownToCustomer, [SF], EITHER),
  OutageEnded: outageFact(outage.OutageEnded, ALL, PROVIDER),
  OutageCauseDetermined: outageFact(outage.OutageCauseDetermined, ALL, PROVIDER),
  CreditClaimed: contractFact(claims.CreditClaimed, [IF, IJ, SC, SF], CUSTOMER),
  CreditGranted: contractFact(claims.CreditGranted, ALL, PROVIDER),
  CreditRefused: contractFact(claims.CreditRefused, ALL, PROVIDER),
  ClaimSubmitted: contractFact(claims.ClaimSubmitted, ALL, EITHER),
  DamageRecognized: contractFact(claims.DamageRecognized, [IJ, SC, SF, OP], PROVIDER),
  UpstreamCompensationReceived: contractFact(claims.UpstreamCompensationReceived, [SF], PROVIDER),
  ThirdPartySettled: contractFact(claims.ThirdPartySettled, [OP], PROVIDER),
  NoticeGiven: wideFact(notices.NoticeGiven, ALL, EITHER),
  RequestMade: contractFact(notices.RequestMade, ALL, EITHER),
  RequestAnswered: contractFact(notices.RequestAnswered, ALL, EITHER),
  ServiceContentChanged: wideFact(notices.ServiceContentChanged, [SC, SF, OP], PROVIDER),
  ProviderEventOccurred: wideFact(notices.ProviderEventOccurred, [SF], PROVIDER),
  TerminationNoticeSubmitted: contractFact(ending.TerminationNoticeSubmitted, ALL, EITHER),
  NonRenewalDeclared: contractFact(ending.NonRenewalDeclared, [SC, OP], EITHER),
  ContractRescinded: contractFact(ending.ContractRescinded, ALL, EITHER),
  ServiceDiscontinued: wideFact(ending.ServiceDiscontinued, [SC, SF, OP], PROVIDER),
  ContractEnded: contractFact(ending.ContractEnded, ALL, PROVIDER),
  SimLent: contractFact(secureMobile.SimLent, [SC], PROVIDER),
  SimRegistered: contractFact(secureMobile.SimRegistered, [SC], EITHER),
  SimDeleted: contractFact(secureMobile.SimDeleted, [SC], EITHER),
  SimAttached: contractFact(secureMobile.SimAttached, [SC], EITHER),
  SimDetached: contractFact(secureMobile.SimDetached, [SC], EITHER),
  SimCommunicated: contractFact(secureMobile.SimCommunicated, [SC], PROVIDER),
  SimUsageReported: contractFact(secureMobile.SimUsageReported, [SC], PROVIDER),
  SimLockChanged: contractFact(secureMobile.SimLockChanged, [SC], EITHER),
  MobileGatewayCreated: contractFact(secureMobile.MobileGatewayCreated, [SC], EITHER),
  MobileGatewayDeleted: contractFact(secureMobile.MobileGatewayDeleted, [SC], EITHER),
  MobileGatewayConfigured: contractFact(secureMobile.MobileGatewayConfigured, [SC], EITHER),
  MonoProjectCreated: contractFact(platforms.MonoProjectCreated, [SC], EITHER),
  MonoProjectDeleted: contractFact(platforms.MonoProjectDeleted, [SC], EITHER),
  DeviceIdGranted: contractFact(platforms.DeviceIdGranted, [SC], EITHER),
  DeviceIdRemoved: contractFact(platforms.DeviceIdRemoved, [SC], EITHER),
  DeviceTrafficReported: contractFact(platforms.DeviceTrafficReported, [SC], PROVIDER),
  ContainerImageRegistered: contractFact(platforms.ContainerImageRegistered, [SC], EITHER),
  ContainerImageDeleted: contractFact(platforms.ContainerImageDeleted, [SC], EITHER),
  CertificateIssued: contractFact(platforms.CertificateIssued, [SC], PROVIDER),
  CertificateIssueRefused: contractFact(platforms.CertificateIssueRefused, [SC], PROVIDER),
  CertificateRevoked: contractFact(platforms.CertificateRevoked, [SC], PROVIDER),
  PeerLinkChanged: contractFact(platforms.PeerLinkChanged, [SC], EITHER),
  SharingKeyIssued: contractFact(platforms.SharingKeyIssued, [SC], EITHER),
  ProhibitedActReported: contractFact(conduct.ProhibitedActReported, ALL, EITHER),
  CredentialMisuseSuspected: contractFact(conduct.CredentialMisuseSuspected, [IJ, SC, SF], EITHER),
  ThirdPartyUseStarted: contractFact(conduct.ThirdPartyUseStarted, [SC, SF, OP], EITHER),
  ThirdPartyDisputeReported: contractFact(conduct.ThirdPartyDisputeReported, ALL, EITHER),
  TransferAttempted: contractFact(conduct.TransferAttempted, [SF, OP], EITHER),
  InformationDisclosed: contractFact(conduct.InformationDisclosed, [IF, SF, OP], EITHER),
  ContentUsedByProvider: contractFact(conduct.ContentUsedByProvider, [IF], PROVIDER),
  SurveyAnswered: contractFact(conduct.SurveyAnswered, [SC], CUSTOMER),
  CustomerInfoChanged: partyFact(party.CustomerInfoChanged, ALL, EITHER),
  CustomerDied: partyFact(party.CustomerDied, [SF], EITHER),
  SuccessionFiled: contractFact(party.SuccessionFiled, [SF, OP], EITHER),
  SupportRequested: contractFact(support.SupportRequested, [IF, SC, OP], EITHER),
  DelegateJoinedSupport: contractFact(support.DelegateJoinedSupport, [IF, SC], PROVIDER),
  SupportHandled: contractFact(support.SupportHandled, [OP], PROVIDER),
  ActionVoided: contractFact(ledger.ActionVoided, ALL, EITHER),
  ActionRefused: systemFact(ledger.ActionRefused),
  SubjectErased: systemFact(ledger.SubjectErased),
  StatementClosed: systemFact(ledger.StatementClosed),
}

export type EventType = keyof typeof vocabulary
type DataByType = { [T in EventType]: z.output<(typeof vocabulary)[T]['data']> }
/** The data of a type as the ledger holds it: instants in their canonical text. */
export type DataOf<T extends EventType> = DataByType[T]

/** Is it the name of a type? */
export const isEventType = (name: string): name is EventType => Object.hasOwn(vocabulary, name)
export const EVENT_TYPES = Object.keys(vocabulary) as readonly EventType[]
