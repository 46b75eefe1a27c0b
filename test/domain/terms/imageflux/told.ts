import { type Case } from '../../../../src/domain/contract/case.ts'
import { type Told, given as givenFor } from '../kit.ts'

type Data = Readonly<Record<string, unknown>>

/** The first version of the terms, declared to say the same as the second. */
export const sameText: Told = [
  'TermsVersionPublished',
  '2020-05-01',
  {
    document: 'service-terms',
    versionId: '2020-05-08',
    effectiveOn: '2020-05-08',
    textKnown: true,
    sameTextAs: '2021-07-15',
  },
]

export const MONTHLY_FEES = [
  { item: 'image-engine', amount: 10_000 },
  { item: 'live-engine', amount: 30_000 },
  { item: 'live-engine.one-way', amount: 30_000 },
  { item: 'live-engine.low-latency', amount: 50_000 },
  { item: 'live-app', amount: 20_000 },
]

export const tariff = (keys: Data = { monthlyFees: MONTHLY_FEES }, effectiveOn = '2020-05-08'): Told => [
  'TariffPublished',
  '2020-05-01',
  { tariffId: `t-${effectiveOn}`, effectiveOn, ...keys },
]

/** A contract accepted on a day (12:00 unless a time is given), its start date notified an hour later. */
export const contract = (
  acceptedAt = '2025-03-10',
  startsOn?: string,
  application: Data = {},
): readonly Told[] => {
  const at = acceptedAt.length === 10 ? `${acceptedAt}T12:00:00` : acceptedAt
  return [
    [
      'ApplicationSubmitted',
      `${at.slice(0, 10)}T00:00:00`,
      { serviceType: 'image-engine', paymentMethod: 'card', ...application },
    ],
    ['ApplicationAccepted', at],
    ...(startsOn === undefined ? [] : [['StartDateNotified', at, { startsOn }] as Told]),
  ]
}

export const given = (...told: Parameters<typeof givenFor> extends [unknown, ...infer R] ? R : never) =>
  givenFor('imageflux', ...told)

/** Deadlines of a kind as `ref day state`. */
export const deadlines = (c: Case, kind: string): readonly string[] =>
  c.terms
    .deadlines(c)
    .filter((each) => each.kind === kind)
    .map(({ ref, when, state }) => [ref, when.value, state].filter((part) => part !== undefined).join(' '))
