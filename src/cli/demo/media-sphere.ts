import { type Month } from '../../domain/kernel/calendar.ts'
import { type Scene, at, contractStory, endOfMonth, months, providerStory, wave } from './scene.ts'

const SERVICE = 'iij-media-sphere'
type Story = ReturnType<typeof contractStory>
type Plan = 'basic' | 'premium'

/** Ten contracts of IIJ Media Sphere. Names and prices are invented. */
export const mediaSphere = (): readonly Scene[] => [
  ...outage(),
  ...claimedInTime(),
  ...overAllowance(),
  ...drmNeedsPremium(),
  ...claimedTooLate(),
  ...downgradeWaits(),
  ...terminated(),
  ...refused(),
  ...restricted(),
  ...correctedReading(),
  ...stillApplied(),
]

/** An application, its acceptance and the billing start. */
function begun(
  n: number,
  name: string,
  plan: Plan,
  applied: string,
  accepted: string,
  billing: string,
): Story {
  const story = contractStory(SERVICE, `ms-${n}`, `party-${n}`)
  story.tell('ApplicationSubmitted', applied, { plan, applicantKind: 'organisation', applicantName: name, form: 'provider-form' }) // prettier-ignore
  story.tell('ApplicationAccepted', accepted)
  story.tell('BillingStarted', accepted, { billingStartsOn: billing })
  return story
}

/** Hours and gigabytes around the middle given, month by month. */
function readings(
  { tell }: Story,
  from: string,
  to: string,
  [transcode, storage, delivery, live]: readonly [number, number, number, number],
): void {
  for (const [i, month] of months(from, to).entries()) {
    tell('UsageMeasured', endOfMonth(month), {
      month,
      readings: [
        { meter: 'transcode-hours', quantity: `${wave(transcode, 12, i)}.5` },
        { meter: 'storage-gb', quantity: String(wave(storage, 150, i)) },
        { meter: 'delivery-gb', quantity: String(wave(delivery, 90, i)) },
        { meter: 'live-hours', quantity: String(wave(live, 9, i)) },
      ],
    })
  }
}

/** Two days and six hours after the provider learned of it, for the whole service. */
function outage(): readonly Scene[] {
  const { scenes, tell } = providerStory(SERVICE, 'outage')
  const outageId = 'delivery-2025-06'
  tell('OutageBegan', '2025-06-10T08:20', { outageId, totality: 'total' })
  tell('OutageRecognized', '2025-06-10T09:00', { outageId })
  tell('OutageEnded', '2025-06-12T15:00', { outageId })
  tell('OutageCauseDetermined', '2025-06-20T17:00', { outageId, attribution: 'provider' })
  return scenes
}

function claimedInTime(): readonly Scene[] {
  const story = begun(1, 'Kawasemi Eizo KK', 'premium', '2024-10-01T11:00', '2024-10-07T15:00', '2024-11-01')
  story.tell('AdministratorAppointed', '2024-10-15T10:30', {
    administratorId: 'adm-1',
    name: 'Hoshino Akari',
  })
  story.tell('OptionApplied', '2024-12-02T10:00', { option: 'drm', ref: 'drm-1', form: 'provider-form' })
  story.tell('QuoteGiven', '2024-12-03T16:00', { item: 'drm-initial', amount: 120_000, ref: 'drm-1' })
  story.tell('QuoteGiven', '2024-12-03T16:05', { item: 'drm-monthly', amount: 48_000, ref: 'drm-1' })
  story.tell('OptionAccepted', '2024-12-09T11:00', { ref: 'drm-1' })
  story.tell('BillingStarted', '2024-12-16T12:00', { billingStartsOn: '2025-01-01', ref: 'drm-1' })
  readings(story, '2024-11', '2026-03', [180, 4_600, 9_400, 140])
  story.tell(
    'CreditClaimed',
    '2025-07-01T10:00',
    { outageId: 'delivery-2025-06' },
    { evidence: 'letter 2025-07-01' },
  )
  story.bills({ from: '2024-11', to: '2026-02', paidOn: 28, method: 'bank-transfer' })
  return story.scenes
}

function overAllowance(): readonly Scene[] {
  const story = begun(
    2,
    'Minato Live Studio KK',
    'basic',
    '2024-10-15T09:30',
    '2024-10-22T14:00',
    '2024-11-15',
  )
  readings(story, '2024-11', '2026-03', [96, 1_950, 960, 66])
  for (const day of ['2025-03-05', '2025-09-17'])
    story.tell('OneTimeFactOccurred', `${day}T12:00`, { item: 'data-transfer' })
  story.bills({
    from: '2024-11',
    to: '2026-02',
    paidOn: 26,
    method: 'direct-debit',
    late: { '2025-05': '2025-07-18T10:00' },
  })
  // The bank reported one transfer twice; the second report was withdrawn when the books were compared.
  const twice = { paymentId: 'pay-ms-2-twice', amount: 110_000, method: 'direct-debit' }
  story.tell('PaymentReceived', '2025-12-26T14:00', twice, { told: '2025-12-29T10:00', name: 'told twice' })
  story.tell('ActionVoided', '2026-01-07T10:00', { reason: 'the transfer of 26 December, reported twice' }, { of: { voids: 'told twice' } }) // prettier-ignore
  return story.scenes
}

function drmNeedsPremium(): readonly Scene[] {
  const story = begun(3, 'Aoba Gakuen', 'basic', '2024-11-11T10:00', '2024-11-18T10:00', '2024-12-01')
  story.tell('OptionApplied', '2025-02-03T13:00', { option: 'drm', ref: 'drm-3a', form: 'provider-form' })
  story.tell('PlanChangeRequested', '2025-02-10T10:00', { changeId: 'up-3', plan: 'premium', requestedOn: '2025-03-01', form: 'provider-form' }) // prettier-ignore
  story.tell('PlanChangeAccepted', '2025-02-14T15:00', { changeId: 'up-3', effectiveOn: '2025-03-01', oneTimeFee: 'plan-change' }) // prettier-ignore
  story.tell('OptionApplied', '2025-03-03T10:00', { option: 'drm', ref: 'drm-3', form: 'provider-form' })
  story.tell('QuoteGiven', '2025-03-04T10:00', { item: 'drm-initial', amount: 110_000, ref: 'drm-3' })
  story.tell('QuoteGiven', '2025-03-04T10:05', { item: 'drm-monthly', amount: 45_000, ref: 'drm-3' })
  story.tell('OptionAccepted', '2025-03-10T11:00', { ref: 'drm-3' })
  story.tell('BillingStarted', '2025-03-12T12:00', { billingStartsOn: '2025-04-01', ref: 'drm-3' })
  readings(story, '2024-12', '2026-03', [88, 1_800, 900, 60])
  story.bills({ from: '2024-12', to: '2026-02', paidOn: 25, method: 'bank-transfer' })
  return story.scenes
}

function claimedTooLate(): readonly Scene[] {
  const story = begun(4, 'Shirakaba Onrain KK', 'basic', '2024-12-02T10:00', '2024-12-09T10:00', '2025-01-01')
  readings(story, '2025-01', '2026-03', [70, 1_500, 820, 40])
  story.tell('CreditClaimed', '2025-10-02T16:00', { outageId: 'delivery-2025-06' })
  story.bills({ from: '2025-01', to: '2026-02', paidOn: 27, method: 'bank-transfer' })
  return story.scenes
}

function downgradeWaits(): readonly Scene[] {
  const story = begun(5, 'Tsubame Cinema KK', 'premium', '2025-01-14T10:00', '2025-01-20T10:00', '2025-02-01')
  story.tell('OptionApplied', '2025-02-03T10:00', { option: 'drm', ref: 'drm-5', form: 'provider-form' })
  story.tell('QuoteGiven', '2025-02-04T10:00', { item: 'drm-initial', amount: 130_000, ref: 'drm-5' })
  story.tell('QuoteGiven', '2025-02-04T10:05', { item: 'drm-monthly', amount: 52_000, ref: 'drm-5' })
  story.tell('OptionAccepted', '2025-02-10T11:00', { ref: 'drm-5' })
  story.tell('BillingStarted', '2025-02-12T12:00', { billingStartsOn: '2025-03-01', ref: 'drm-5' })
  readings(story, '2025-02', '2026-03', [150, 3_900, 7_200, 110])
  story.tell('TerminationNoticeSubmitted', '2025-09-01T10:00', { form: 'provider-form', ref: 'drm-5' })
  story.tell('PlanChangeRequested', '2025-09-05T10:00', { changeId: 'down-5a', plan: 'basic', requestedOn: '2025-10-01', form: 'provider-form' }) // prettier-ignore
  story.tell('PlanChangeRequested', '2025-09-05T15:00', { changeId: 'down-5b', plan: 'basic', requestedOn: '2025-11-01', form: 'provider-form' }) // prettier-ignore
  story.tell('PlanChangeAccepted', '2025-09-10T10:00', { changeId: 'down-5b', effectiveOn: '2025-11-01' })
  story.bills({ from: '2025-02', to: '2026-02', paidOn: 28, method: 'bank-transfer' })
  return story.scenes
}

function terminated(): readonly Scene[] {
  const story = begun(6, 'Hibari Kikaku GK', 'basic', '2025-02-17T10:00', '2025-02-24T10:00', '2025-03-01')
  readings(story, '2025-03', '2025-11', [60, 1_200, 600, 30])
  story.tell('TerminationNoticeSubmitted', '2025-10-31T14:00', {
    form: 'provider-form',
    requestedOn: '2025-11-15',
  })
  story.bills({ from: '2025-03', to: '2025-11', paidOn: 24, method: 'bank-transfer' })
  return story.scenes
}

function refused(): readonly Scene[] {
  const story = contractStory(SERVICE, 'ms-7', 'party-7')
  story.tell('ApplicationSubmitted', '2025-03-03T10:00', { plan: 'premium', applicantKind: 'individual', applicantName: 'Nagai Tetsu', form: 'online' }) // prettier-ignore
  story.tell('ApplicationRefused', '2025-03-12T10:00', { ground: 'general-rules' })
  return story.scenes
}

function restricted(): readonly Scene[] {
  const story = begun(8, 'Koyomi Shuppan KK', 'basic', '2025-03-10T10:00', '2025-03-17T10:00', '2025-04-01')
  story.tell('AdministratorAppointed', '2025-03-20T10:00', { administratorId: 'adm-8', name: 'Mizuno Kaito' })
  story.tell('CustomerInfoChanged', '2025-07-07T12:00', { infoChangeId: 'info-8', field: 'address', value: 'Invented-cho 3-14, Chiyoda-ku, Tokyo' }) // prettier-ignore
  readings(story, '2025-04', '2026-03', [82, 1_700, 870, 52])
  story.tell('ThirdPartyDisputeReported', '2025-11-04T11:00', { disputeId: 'dispute-8', cause: 'rights', measureNeeded: true, details: 'Reported by Asakura Ren: a film of another studio' }) // prettier-ignore
  story.tell('NoticeGiven', '2025-11-05T10:00', { noticeId: 'notice-8', by: 'provider', subject: 'suspension', channel: 'e-mail', delivery: 'arrived', regarding: 'measure-8' }) // prettier-ignore
  story.tell('ServiceRestricted', '2025-11-06T10:00', { measureId: 'measure-8', measures: ['data-hidden'], ground: 'complaint' }) // prettier-ignore
  story.tell('ServiceResumed', '2025-11-20T10:00', { measureId: 'measure-8' })
  story.bills({ from: '2025-04', to: '2026-02', paidOn: 28, method: 'bank-transfer' })
  return story.scenes
}

/** A delivery meter that was read as gigabytes too many: the bill was one thing, and is another since. */
function correctedReading(): readonly Scene[] {
  const story = begun(
    9,
    'Umineko Broadcast KK',
    'basic',
    '2025-04-07T10:00',
    '2025-04-14T10:00',
    '2025-05-01',
  )
  const month = '2025-08' as Month
  readings(story, '2025-05', '2025-07', [90, 1_850, 940, 62])
  readings(story, '2025-09', '2026-03', [90, 1_850, 940, 62])
  const read = (delivery: string) => ({
    month,
    readings: [
      { meter: 'transcode-hours', quantity: '91.5' },
      { meter: 'storage-gb', quantity: '1880' },
      { meter: 'delivery-gb', quantity: delivery },
      { meter: 'live-hours', quantity: '63' },
    ],
  })
  story.tell('UsageMeasured', endOfMonth(month), read('19400'), { name: 'wrong reading' })
  story.tell('UsageMeasured', endOfMonth(month), read('1940'), { told: '2025-09-18T10:00', of: { corrects: 'wrong reading' }, evidence: 'meter log 2025-08' }) // prettier-ignore
  story.bills({
    from: '2025-05',
    to: '2026-02',
    paidOn: 26,
    method: 'bank-transfer',
    unpaid: [month, '2026-02'],
  })
  story.scenes.push({ kind: 'invoice', at: at('2025-09-18T10:30'), contractId: 'ms-9', month, again: true })
  story.scenes.push({
    kind: 'payment',
    at: at('2025-09-26T14:00'),
    contractId: 'ms-9',
    month,
    method: 'bank-transfer',
  })
  return story.scenes
}

function stillApplied(): readonly Scene[] {
  const story = contractStory(SERVICE, 'ms-10', 'party-10')
  story.tell('ApplicationSubmitted', '2026-03-27T10:00', { plan: 'basic', applicantKind: 'organisation', applicantName: 'Yukimi Koubou KK', form: 'provider-form' }) // prettier-ignore
  return story.scenes
}
