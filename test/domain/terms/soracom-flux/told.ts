import { type Case } from '../../../../src/domain/contract/case.ts'
import { type Told, given as givenFor } from '../kit.ts'

type Data = Readonly<Record<string, unknown>>

export const FEES = [
  { item: 'standard', amount: 30_000 },
  { item: 'light', amount: 3200 },
]

/** A tariff from a day on; it is told long before. */
export const tariff = (keys: Data = { monthlyFees: FEES }, effectiveOn = '2023-01-01'): Told => [
  'TariffPublished',
  '2022-12-01',
  { tariffId: `t-${effectiveOn}`, effectiveOn, ...keys },
]

/** A contract of January 2025 on the standard plan. */
export const contract = (application: Data = {}, acceptedAt = '2025-01-07T12:00:00'): readonly Told[] => [
  [
    'ApplicationSubmitted',
    `${acceptedAt.slice(0, 10)}T00:00:00`,
    { plan: 'standard', paymentMethod: 'card', form: 'online', ...application },
  ],
  ['ApplicationAccepted', acceptedAt],
]

export const given = (...told: Parameters<typeof givenFor> extends [unknown, ...infer R] ? R : never) =>
  givenFor('soracom-flux', ...told)

/** The contract after some more facts, at an instant. */
export const after = (at: string, ...told: readonly (Told | readonly Told[])[]): Case =>
  given(contract(), ...told).at(at)

export const stateOf = (c: Case): string => c.terms.state(c).value

/** Deadlines of a kind as `ref day-or-instant state`. */
export const deadlines = (c: Case, kind: string): readonly string[] =>
  c.terms
    .deadlines(c)
    .filter((each) => each.kind === kind)
    .map(({ ref, when, state }) => [ref, when.value, state].filter((part) => part !== undefined).join(' '))

/** Open duties as `who duty ref rule`. */
export const duties = (c: Case): readonly string[] =>
  c.terms.obligations(c).map(({ who, duty, ref, clause }) => [who, duty, ref, clause.rule].join(' '))

/** Acts allowed now as `who act ref rule`. */
export const permitted = (c: Case): readonly string[] =>
  c.terms
    .permitted(c)
    .map(({ who, act, ref, clause }) =>
      [who, act, ref, clause.rule].filter((part) => part !== undefined).join(' '),
    )
