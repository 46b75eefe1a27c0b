import { type Case } from '../../../../src/domain/contract/case.ts'
import { type Deadline } from '../../../../src/domain/terms/terms.ts'
import { type Told, given as givenFor } from '../kit.ts'

/** A contract on a plan with its billing start, applied for and accepted in December 2024. */
export const contract = (
  plan: 'basic' | 'premium' = 'basic',
  billingStartsOn = '2025-01-01',
  application: Readonly<Record<string, unknown>> = {},
): readonly Told[] => [
  ['ApplicationSubmitted', '2024-12-05', { plan, form: 'provider-form', ...application }],
  ['ApplicationAccepted', '2024-12-10'],
  ['BillingStarted', '2024-12-11', { billingStartsOn }],
]

/** A tariff from the first day of the text on. */
export const published = (keys: Readonly<Record<string, unknown>>): Told => [
  'TariffPublished',
  '2022-04-01',
  { tariffId: 't-1', effectiveOn: '2022-05-01', ...keys },
]

/** DRM, applied for and accepted in an hour, with its billing start. */
export const drm = (on: string, billingStartsOn?: string, ref = 'drm-1'): readonly Told[] => [
  ['OptionApplied', `${on}T10:00:00`, { option: 'drm', ref, form: 'provider-form' }],
  ['OptionAccepted', `${on}T11:00:00`, { ref }],
  ...(billingStartsOn === undefined
    ? []
    : [['BillingStarted', `${on}T11:30:00`, { ref, billingStartsOn }] as Told]),
]

/** The readings of a month, told on its last evening. */
export const usage = (
  month: string,
  [transcode, storage, delivery, live]: readonly [string, string, string, string],
  on = `${month}-28T23:00:00`,
): Told => [
  'UsageMeasured',
  on,
  {
    month,
    readings: [
      { meter: 'transcode-hours', quantity: transcode },
      { meter: 'storage-gb', quantity: storage },
      { meter: 'delivery-gb', quantity: delivery },
      { meter: 'live-hours', quantity: live },
    ],
  },
]
/** Nothing above any allowance of either plan. */
export const noOverage = (month: string): Told => usage(month, ['0', '0', '0', '0'])

export const given = (...told: Parameters<typeof givenFor> extends [unknown, ...infer R] ? R : never) =>
  givenFor('iij-media-sphere', ...told)

/** Deadlines of a kind as `ref on-or-at state`. */
export const deadlines = (c: Case, kind: string): readonly string[] =>
  c.terms
    .deadlines(c)
    .filter((each: Deadline) => each.kind === kind)
    .map(({ ref, when, state }) => [ref, when.value, state].filter((part) => part !== undefined).join(' '))

/** Open duties as `duty ref`. */
export const duties = (c: Case): readonly string[] =>
  c.terms.obligations(c).map(({ duty, ref }) => [duty, ref].filter((part) => part !== undefined).join(' '))

/** Acts allowed now as `act ref rule`. */
export const permitted = (c: Case): readonly string[] =>
  c.terms
    .permitted(c)
    .map(({ act, ref, clause }) => [act, ref, clause.rule].filter((part) => part !== undefined).join(' '))
