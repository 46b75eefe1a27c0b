import { type Fact, type Facts } from './timeline.ts'
import { type EventType } from './vocabulary.ts'

/** What an id is the name of, and the types of fact that first use it. */
type Kind = {
  readonly kind: string
  readonly field: string
  readonly opens: readonly EventType[]
  readonly within: 'contract' | 'service'
}

const KINDS: readonly Kind[] = [
  { kind: 'change', field: 'changeId', opens: ['PlanChangeRequested'], within: 'contract' },
  {
    kind: 'option',
    field: 'ref',
    opens: ['OptionApplied', 'OptionEnabled', 'PassportPurchased'],
    within: 'contract',
  },
  { kind: 'pause', field: 'pauseId', opens: ['UsagePaused'], within: 'contract' },
  { kind: 'invoice', field: 'invoiceId', opens: ['InvoiceIssued'], within: 'contract' },
  { kind: 'payment', field: 'paymentId', opens: ['PaymentReceived'], within: 'contract' },
  { kind: 'deposit', field: 'depositId', opens: ['DepositReceived'], within: 'contract' },
  { kind: 'refund', field: 'refundId', opens: ['RefundPaid'], within: 'contract' },
  { kind: 'coupon', field: 'couponId', opens: ['CouponRegistered'], within: 'contract' },
  { kind: 'claim', field: 'claimId', opens: ['ClaimSubmitted'], within: 'contract' },
  { kind: 'notice', field: 'noticeId', opens: ['NoticeGiven'], within: 'contract' },
  { kind: 'request', field: 'requestId', opens: ['RequestMade'], within: 'contract' },
  { kind: 'consent', field: 'consentId', opens: ['ConsentGiven'], within: 'contract' },
  { kind: 'dispute', field: 'disputeId', opens: ['ThirdPartyDisputeReported'], within: 'contract' },
  { kind: 'act', field: 'actId', opens: ['ProhibitedActReported'], within: 'contract' },
  { kind: 'misuse', field: 'misuseId', opens: ['CredentialMisuseSuspected'], within: 'contract' },
  { kind: 'information change', field: 'infoChangeId', opens: ['CustomerInfoChanged'], within: 'contract' },
  { kind: 'content change', field: 'contentChangeId', opens: ['ServiceContentChanged'], within: 'contract' },
  {
    kind: 'ground',
    field: 'groundId',
    opens: ['AccelerationGroundArose', 'RestrictionGroundFound'],
    within: 'contract',
  },
  { kind: 'case', field: 'caseId', opens: ['SupportRequested'], within: 'contract' },
  { kind: 'certificate', field: 'certificateId', opens: ['CertificateIssued'], within: 'contract' },
  { kind: 'gateway', field: 'gatewayId', opens: ['MobileGatewayCreated'], within: 'contract' },
  { kind: 'project', field: 'projectId', opens: ['MonoProjectCreated'], within: 'contract' },
  { kind: 'image', field: 'imageId', opens: ['ContainerImageRegistered'], within: 'contract' },
  { kind: 'account', field: 'accountId', opens: ['AccountCreated'], within: 'contract' },
  { kind: 'agreement', field: 'agreementId', opens: ['IndividualTermsAdded'], within: 'contract' },
  { kind: 'outage', field: 'outageId', opens: ['OutageBegan'], within: 'service' },
  { kind: 'outage', field: 'outageId', opens: ['OutageRecognized'], within: 'service' },
  {
    kind: 'measure',
    field: 'measureId',
    opens: ['ServiceSuspended', 'ServiceRestricted'],
    within: 'service',
  },
]

const SAME_STREAM_MAY_REPEAT: ReadonlySet<EventType> = new Set<EventType>(['OutageRecognized'])

/** Types whose first use of an id is unique in the whole service, with the field of that id. */
export const SERVICE_WIDE_IDS: readonly { readonly field: string; readonly types: readonly EventType[] }[] =
  KINDS.filter((kind) => kind.within === 'service').map(({ field, opens }) => ({ field, types: opens }))

/**
 * The id that an action uses again for another thing of its kind, as one line for a message; undefined when it does
 * not. `ownerOf` says in which stream of the service an outage or a measure was first spoken of.
 */
export function reusedId(
  facts: Facts,
  stream: string,
  act: { readonly type: EventType; readonly data: object },
  ownerOf: (field: string, id: string) => string | undefined,
): string | undefined {
  if (act.type === 'DeviceIdGranted') return deviceOfAnother(facts, stream, act.data as Granted)
  const kind = KINDS.find(({ opens }) => opens.includes(act.type))
  if (!kind) return undefined
  const data = act.data as Readonly<Record<string, unknown>>
  const id = data[kind.field]
  if (typeof id !== 'string') return undefined
  const named = `${kind.field} ${id}`
  const same = (fact: Fact): boolean =>
    fact.stream === stream && (fact.data as Readonly<Record<string, unknown>>)[kind.field] === id
  const before = kind.opens.flatMap((type) => facts.of(type)).find(same)
  if (before && !SAME_STREAM_MAY_REPEAT.has(act.type))
    return `${named} names another ${kind.kind} already (event ${before.id})`
  if (kind.within === 'contract') return undefined
  const owner = ownerOf(kind.field, id)
  return owner !== undefined && owner !== stream
    ? `${named} names another ${kind.kind} of this service already (in ${owner})`
    : undefined
}

type Granted = { readonly devices: readonly { readonly deviceId: string; readonly iccid: string }[] }

/** A device id stays with the SIM it was first granted to; granted to that SIM again it is the same thing. */
function deviceOfAnother(facts: Facts, stream: string, { devices }: Granted): string | undefined {
  const owners = new Map<string, string>()
  for (const { stream: of, data } of facts.of('DeviceIdGranted')) {
    if (of !== stream) continue
    const { ids, iccids, names } = data.rows
    ids.forEach((id, row) => owners.set(names.text(id), names.text(iccids?.[row] ?? id)))
  }
  for (const { deviceId, iccid } of devices) {
    const owner = owners.get(deviceId)
    if (owner !== undefined && owner !== iccid)
      return `deviceId ${deviceId} names the device of SIM ${owner} already`
    owners.set(deviceId, iccid)
  }
  return undefined
}
