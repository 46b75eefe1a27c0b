import { type Told } from '../kit.ts'

/** What the tests of this 約款 tell again and again. Prices are invented. */
export const published = (data: Readonly<Record<string, unknown>> = {}): Told => [
  'TariffPublished',
  '2025-04-01',
  {
    tariffId: 't-sc',
    effectiveOn: '2025-04-01',
    taxTreatment: 'none',
    prorationRule: 'full-month',
    planChangeProration: 'next-month',
    monthlyFees: [
      { item: 'server.2core', amount: 2000 },
      { item: 'server.4core', amount: 4000 },
      { item: 'router-switch', amount: 3000 },
      { item: 'gpu', amount: 90_000 },
    ],
    pausedCharge: 500,
    ...data,
  },
]

export const server = { ref: 'sv-1', serviceKind: 'server', plan: '2core' }
export const gpu = { ref: 'gpu-1', serviceKind: 'gpu' }
export const routerSwitch = { ref: 'rs-1', serviceKind: 'router-switch' }

export const applied = (
  at: string,
  resources: readonly object[] = [server],
  data: Readonly<Record<string, unknown>> = {},
): Told => [
  'ApplicationSubmitted',
  at,
  {
    resources,
    applicantKind: 'organisation',
    purpose: 'business',
    paymentMethod: 'card',
    form: 'online',
    ...data,
  },
]

/** A contract concluded on a day at noon, with what it was applied for an hour before. */
export const concluded = (on = '2025-05-01', resources: readonly object[] = [server]): readonly Told[] => [
  applied(`${on}T11:00:00`, resources),
  ['ApplicationAccepted', `${on}T12:00:00`],
]

export const paused = (at: string, pauseId = 'pa-1', scope = 'base'): Told => [
  'UsagePaused',
  at,
  { pauseId, scope },
]
export const resumed = (at: string, pauseId = 'pa-1'): Told => ['UsageResumed', at, { pauseId }]
export const noticed = (at: string, deadlineOn: string, pauseId = 'pa-1'): Told => [
  'PauseOverLimitNoticeGiven',
  at,
  { pauseId, deadlineOn, demanded: ['resume', 'end'] },
]
export const measured = (at: string, measure: string, pauseId = 'pa-1'): Told => [
  'PauseMeasureTaken',
  at,
  { pauseId, measure },
]
export const terminated = (at: string, ref?: string): Told => [
  'TerminationNoticeSubmitted',
  at,
  { form: 'online', ...(ref !== undefined && { ref }) },
]
