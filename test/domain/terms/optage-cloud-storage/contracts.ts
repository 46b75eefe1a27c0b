import { type Case } from '../../../../src/domain/contract/case.ts'
import { type Told, given } from '../kit.ts'

const OP = 'optage-cloud-storage'

/** Earlier versions declared equal to the built-in text, as an operator would. */
export const declared: readonly Told[] = ['2022-12-01', '2023-04-25', '2023-12-01'].map((id): Told => [
  'TermsVersionPublished',
  '2022-11-01',
  { document: 'service-terms', versionId: id, effectiveOn: id, textKnown: true, sameTextAs: '2024-01-31' },
])

const holidays: Readonly<Record<string, readonly string[]>> = {
  '2024': ['01-01', '01-08', '02-11', '02-12', '02-23', '03-20', '04-29', '05-03', '05-04', '05-05', '05-06', '07-15', '08-11', '08-12', '09-16', '09-22', '09-23', '10-14', '11-03', '11-04', '11-23'],
  '2025': ['01-01', '01-13', '02-11', '02-23', '02-24', '03-20', '04-29', '05-03', '05-04', '05-05', '05-06', '07-21', '08-11', '09-15', '09-23', '10-13', '11-03', '11-23', '11-24'],
  '2026': ['01-01', '01-12', '02-11', '02-23', '03-20', '04-29', '05-03', '05-04', '05-05', '05-06', '07-20', '08-11', '09-21', '09-22', '09-23', '10-12', '11-03', '11-23'],
} // prettier-ignore
const CLOSED = ['01-01', '01-02', '01-03', '12-29', '12-30', '12-31']

/** National holidays of a year; with the company's closures unless they are left out. */
export const calendar = (year: string, closures = true): Told => [
  'HolidayCalendarPublished',
  '2022-11-01',
  {
    calendarId: `jp-${year}`,
    fromOn: `${year}-01-01`,
    toOn: `${year}-12-31`,
    holidays: (holidays[year] ?? []).map((day) => `${year}-${day}`),
    ...(closures && { closures: CLOSED.map((day) => `${year}-${day}`) }),
  },
]

export const tax: Told = ['TaxRatePublished', '2022-11-01', { rate: '0.10', effectiveOn: '2019-10-01' }]
export const storagePrice: Told = [
  'TariffPublished',
  '2022-11-01',
  { tariffId: 'op-1', effectiveOn: '2022-12-01', monthlyFees: [{ item: 'storage-10tb', amount: 30000 }] },
]
export const tariff = (keys: object, effectiveOn = '2022-12-01'): Told => [
  'TariffPublished',
  '2022-11-02',
  { tariffId: 'op-2', effectiveOn, ...keys },
]

/** All that the worked examples take as published. */
export const published: readonly Told[] = [
  ...declared,
  calendar('2024'),
  calendar('2025'),
  calendar('2026'),
  tax,
  storagePrice,
]

const APPLIED_DAYS_BEFORE = 20 * 86_400_000
const daysBefore = (day: string, ms: number): string =>
  new Date(Date.parse(day) - ms).toISOString().slice(0, 10)

/** Application and acceptance of a contract that starts on a day: the reference contract R unless told otherwise. */
export const contract = (startsOn: string, content: object = {}): readonly Told[] => [
  [
    'ApplicationSubmitted',
    daysBefore(startsOn, APPLIED_DAYS_BEFORE),
    {
      plan: 'standard',
      components: 8,
      applicantKind: 'organisation',
      paymentMethod: 'invoice',
      form: 'provider-form',
      ...content,
    },
  ],
  ['ApplicationAccepted', daysBefore(startsOn, APPLIED_DAYS_BEFORE / 2), { startsOn }],
]

/** A case of the service with everything published, after some facts. */
export const op = (...told: readonly (Told | readonly Told[])[]) => given(OP, published, ...told)
/** The same with nothing published but what is told. */
export const bare = (...told: readonly (Told | readonly Told[])[]) => given(OP, ...told)
/** The reference contract R: STANDARD, eight components, 89,600 a month before tax, from 2024-04-01. */
export const R = contract('2024-04-01')

/** What a name is answered for: the refs of its findings, `` for the contract itself; none where the question does not arise. */
export const arising = (c: Case, what: string): readonly string[] =>
  (c.terms.answers[what] ?? []).flatMap((ask) => ask(c)).map(({ ref }) => ref ?? '')
