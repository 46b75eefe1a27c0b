import { type Answer } from '../kernel/finding.ts'
import { type Case } from './case.ts'
import { type Fact, cause } from './timeline.ts'
import { type EventType } from './vocabulary.ts'

/** A fact of this type waits for one of these, which carries the same id in the same field. */
type Pair = { readonly field: string; readonly needs: readonly EventType[] }

const OUTAGE: Pair = { field: 'outageId', needs: ['OutageBegan', 'OutageRecognized'] }
const CHANGE: Pair = { field: 'changeId', needs: ['PlanChangeRequested'] }
const PAUSE: Pair = { field: 'pauseId', needs: ['UsagePaused'] }
const APPLIED: Pair = { field: 'ref', needs: ['OptionApplied'] }
const COUPON: Pair = { field: 'couponId', needs: ['CouponRegistered'] }
const INVOICE: Pair = { field: 'invoiceId', needs: ['InvoiceIssued'] }
const CASE: Pair = { field: 'caseId', needs: ['SupportRequested'] }

const PAIRS: { readonly [T in EventType]?: Pair } = {
  PlanChangeAccepted: CHANGE,
  PlanChangeRefused: CHANGE,
  OptionAccepted: APPLIED,
  OptionRefused: APPLIED,
  OptionEnded: { field: 'ref', needs: ['OptionApplied', 'OptionEnabled'] },
  UsageResumed: PAUSE,
  PauseOverLimitNoticeGiven: PAUSE,
  ServiceResumed: { field: 'measureId', needs: ['ServiceSuspended', 'ServiceRestricted'] },
  OutageEnded: OUTAGE,
  OutageCauseDetermined: OUTAGE,
  OutageKnownToCustomer: OUTAGE,
  CreditClaimed: OUTAGE,
  CreditGranted: OUTAGE,
  CreditRefused: OUTAGE,
  UpstreamCompensationReceived: OUTAGE,
  DamageRecognized: { field: 'claimId', needs: ['ClaimSubmitted'] },
  ThirdPartySettled: { field: 'disputeId', needs: ['ThirdPartyDisputeReported'] },
  RequestAnswered: { field: 'requestId', needs: ['RequestMade'] },
  AccelerationGroundResolved: { field: 'groundId', needs: ['AccelerationGroundArose'] },
  AccountClosed: { field: 'accountId', needs: ['AccountCreated'] },
  CouponApplied: COUPON,
  CouponLost: COUPON,
  PaymentDemanded: INVOICE,
  RefundPaid: INVOICE,
  SupportHandled: CASE,
  DelegateJoinedSupport: CASE,
}

const idOf = (fact: Fact, field: string): string | undefined => {
  const value = (fact.data as Readonly<Record<string, unknown>>)[field]
  return typeof value === 'string' ? value : undefined
}

/** `act.unmatched`: recorded facts that speak of something not known yet, and have no effect until it is told. */
export function unmatched(c: Case): readonly Answer<string>[] {
  const lone = Object.entries(PAIRS).flatMap(([type, pair]) =>
    c.facts
      .of(type as EventType)
      .filter((fact) => !hasOtherHalf(c, fact, pair))
      .map((fact) => ({
        fact,
        missing: `${pair.needs.join(' or ')} ${pair.field} ${idOf(fact, pair.field) ?? ''}`.trim(),
      })),
  )
  return [...lone, ...paidForUnknown(c), ...c.terms.unmatched(c)].map(({ fact, missing }) => ({
    what: 'act.unmatched',
    ref: fact.id,
    value: missing,
    clause: LEDGER,
    causes: [cause(fact)],
  }))
}

/** Payments that name an invoice nobody issued: the money waits for it. */
const paidForUnknown = (c: Case): readonly { readonly fact: Fact; readonly missing: string }[] =>
  c.facts.of('PaymentReceived').flatMap((fact) => {
    const issued = c.facts.of('InvoiceIssued').map(({ data }) => data.invoiceId)
    const unknown = fact.data.appliedTo?.find(({ invoiceId }) => !issued.includes(invoiceId))
    return unknown ? [{ fact, missing: `InvoiceIssued invoiceId ${unknown.invoiceId}` }] : []
  })

const hasOtherHalf = (c: Case, fact: Fact, { field, needs }: Pair): boolean => {
  const id = idOf(fact, field)
  return id === undefined || needs.some((type) => c.facts.of(type).some((other) => idOf(other, field) === id))
}

/** Findings of the ledger itself stand on its own convention for facts told late (CC-17), not on a document. */
export const LEDGER = { terms: 'daicho', version: '1', article: 'CC-17', rule: 'CC-17' } as const
