import { type Service } from '../../domain/contract/vocabulary.ts'
import { day, instant } from '../../domain/kernel/calendar.ts'
import { calendar } from '../holidays.ts'
import { type Scene, providerStory } from './scene.ts'

/** Years whose holidays the providers published. */
const YEARS = ['2024', '2025', '2026'] as const

const PUBLISHED = '2024-09-20T10:00'

/** Prices, tax and calendars that the two providers published. All prices are invented. */
export const published = (): readonly Scene[] => [...mediaSphere(), ...sakuraCloud()]

function common(service: Service) {
  const story = providerStory(service, 'reference')
  story.tell('TaxRatePublished', PUBLISHED, { rate: '0.10', effectiveOn: '2019-10-01' })
  for (const year of YEARS) {
    const { data } = calendar(
      day(`${year}-01-01`),
      day(`${year}-12-31`),
      [],
      instant(`${PUBLISHED}:00+09:00`),
    )
    story.tell('HolidayCalendarPublished', PUBLISHED, { ...data, calendarId: `jp-${year}` })
  }
  return story
}

function mediaSphere(): readonly Scene[] {
  const { scenes, tell } = common('iij-media-sphere')
  tell('TariffPublished', PUBLISHED, {
    tariffId: 'ms-2024',
    effectiveOn: '2024-10-01',
    taxTreatment: 'exclusive',
    prorationRule: 'full-month',
    planChangeProration: 'next-month',
    paymentDueMonths: 1,
    paymentDueDay: 31,
    lateInterestRate: '0.14',
    interestBasis: 'act/365',
    oneTimeFees: [
      { item: 'data-transfer', amount: 42_000 },
      { item: 'plan-change', amount: 15_000 },
    ],
  })
  return scenes
}

const SERVERS_2024 = [
  { item: 'server.2core', amount: 3_600 },
  { item: 'server.4core', amount: 7_400 },
  { item: 'server.8core', amount: 15_200 },
]
const SERVERS_2025 = [
  { item: 'server.2core', amount: 3_900 },
  { item: 'server.4core', amount: 7_900 },
  { item: 'server.8core', amount: 16_400 },
]
const OTHERS = [
  { item: 'router-switch', amount: 3_300 },
  { item: 'switch', amount: 1_800 },
  { item: 'local-router', amount: 2_700 },
  { item: 'gpu', amount: 96_000 },
]

function sakuraCloud(): readonly Scene[] {
  const { scenes, tell } = common('sakura-cloud')
  for (const versionId of ['2023-06-01', '2025-02-07'])
    tell('TermsVersionPublished', PUBLISHED, {
      document: 'service-terms',
      versionId,
      effectiveOn: versionId,
      textKnown: true,
      sameTextAs: '2025-04-16',
    })
  tell('TariffPublished', PUBLISHED, {
    tariffId: 'sc-2024',
    effectiveOn: '2024-10-01',
    taxTreatment: 'exclusive',
    prorationRule: 'full-month',
    planChangeProration: 'next-month',
    monthlyFees: [...SERVERS_2024, ...OTHERS],
    pausedCharge: 600,
    paymentMethodThreshold: 300_000,
    provisionalUsageChargeable: false,
    initialTermMonths: 12,
    additionalIpFee: 2_100,
    additionalIpStartMonth: 'full',
    localRouterFee: 2_700,
    simBaseFee: 120,
    lineMaintenanceFee: 350,
    dataUnitPrice: '0.8',
    dataUnit: 'mb',
    mobileGatewayFee: 1_700,
    lateInterestRate: '0.14',
    interestBasis: 'act/365',
    designatedServiceKinds: ['gpu'],
    passports: [{ item: 'passport-12m', fee: 60_000, periodMonths: 12, rate: '0.10', targets: ['server'] }],
  })
  tell('TariffPublished', '2025-08-25T10:00', {
    tariffId: 'sc-2025-10',
    effectiveOn: '2025-10-01',
    monthlyFees: [...SERVERS_2025, ...OTHERS],
  })
  return scenes
}
