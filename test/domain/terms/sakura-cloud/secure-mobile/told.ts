import { type Case } from '../../../../../src/domain/contract/case.ts'
import { type Month } from '../../../../../src/domain/kernel/calendar.ts'
import { type Charge, type ChargeKind } from '../../../../../src/domain/terms/terms.ts'
import { type Told, given, said } from '../../kit.ts'

/** What the tests of secure mobile tell again and again. Prices are invented (T-SC). */
const sameText = (versionId: string): Told => [
  'TermsVersionPublished',
  '2019-12-01',
  { document: 'service-terms', versionId, effectiveOn: versionId, textKnown: true, sameTextAs: '2025-04-16' },
]
/** Earlier versions repeat the text that is known. */
export const earlier: readonly Told[] = [sameText('2020-01-01'), sameText('2025-02-07')]
export const priced = (data: Readonly<Record<string, unknown>> = {}): Told => [
  'TariffPublished',
  '2019-12-01',
  {
    tariffId: 't-sc',
    effectiveOn: '2020-01-01',
    taxTreatment: 'none',
    initialTermMonths: 12,
    simBaseFee: 100,
    lineMaintenanceFee: 300,
    dataUnitPrice: '1',
    dataUnit: 'mb',
    mobileGatewayFee: 1800,
    platformBaseFee: 50,
    ...data,
  },
]

const list = (ids: readonly string[]) => ({ sims: ids.map((iccid) => ({ iccid })) })
export const lent = (at: string, ...ids: string[]): Told => ['SimLent', at, list(ids)]
export const registered = (at: string, ...ids: string[]): Told => ['SimRegistered', at, list(ids)]
export const deleted = (at: string, ...ids: string[]): Told => ['SimDeleted', at, list(ids)]
export const communicated = (at: string, ...ids: string[]): Told => ['SimCommunicated', at, list(ids)]
export const attached = (at: string, gatewayId: string, ...ids: string[]): Told => [
  'SimAttached',
  at,
  { ...list(ids), gatewayId },
]
export const detached = (at: string, ...ids: string[]): Told => ['SimDetached', at, list(ids)]
export const lock = (at: string, state: string, ...ids: string[]): Told => [
  'SimLockChanged',
  at,
  { ...list(ids), state },
]
export const reported = (at: string, month: string, bytes: Readonly<Record<string, number>>): Told => [
  'SimUsageReported',
  at,
  { month, sims: Object.entries(bytes).map(([iccid, amount]) => ({ iccid, bytes: amount })) },
]
export const created = (at: string, gatewayId = 'gw-1'): Told => ['MobileGatewayCreated', at, { gatewayId }]
export const removed = (at: string, gatewayId = 'gw-1'): Told => ['MobileGatewayDeleted', at, { gatewayId }]
export const configured = (at: string, data: object, gatewayId = 'gw-1'): Told => [
  'MobileGatewayConfigured',
  at,
  { gatewayId, ...data },
]

/** A contract that was told these facts, under terms whose text is known since 2020. */
export const contract = (...told: readonly Told[]) => given('sakura-cloud', earlier, priced(), ...told)

/** Sum of the lines of a kind in a month; `undetermined …` where one has no amount. */
export function fee(c: Case, kind: ChargeKind, month: string): unknown {
  const amounts = linesOf(c, kind, month).map(({ amount }) => said(amount))
  return (
    amounts.find((amount) => typeof amount === 'string') ?? amounts.reduce<number>((a, b) => a + Number(b), 0)
  )
}
export const linesOf = (c: Case, kind: ChargeKind, month: string): readonly Charge[] =>
  c.terms.charges(c, month as Month).filter((charge) => charge.kind === kind)

/** The options of the card: `ref state startsOn endsOn`. */
export const options = (c: Case): readonly string[] =>
  c.terms
    .options(c)
    .map(({ ref, state, startsOn, endsOn }) =>
      [ref, state.value, startsOn ? said(startsOn) : '-', endsOn ? said(endsOn) : '-'].join(' '),
    )
/** Deadlines of a kind: `day state count`. */
export const deadlines = (c: Case, kind: string): readonly string[] =>
  c.terms
    .deadlines(c)
    .filter((each) => each.kind === kind)
    .map(({ when, state, count }) => [when.value, state, ...(count === undefined ? [] : [count])].join(' '))
export const unmatched = (c: Case): readonly string[] =>
  c.terms.unmatched(c).map(({ fact, missing }) => `${fact.type}: ${missing}`)
