import { type Scene, contractStory, providerStory } from './scene.ts'
import { fleet, smallFleet } from './fleets.ts'

const SERVICE = 'sakura-cloud'
type Story = ReturnType<typeof contractStory>
type Resource = { readonly ref: string; readonly serviceKind: string; readonly plan?: string }

const SERVER: Resource = { ref: 'sv-1', serviceKind: 'server', plan: '2core' }

/** Ten contracts of Sakura Cloud, one a project. Names and prices are invented. */
export const sakuraCloud = (): readonly Scene[] => [
  ...outage(),
  ...additionalIp(),
  ...overTheLimit(),
  ...resumedInTime(),
  ...cardFailed(),
  ...fleet(),
  ...smallFleet(),
  ...provisional(),
  ...designated(),
  ...latePayer(),
  ...passport(),
]

function begun(
  n: number,
  name: string,
  resources: readonly Resource[],
  applied: string,
  accepted: string,
): Story {
  const story = contractStory(SERVICE, `sc-${n}`, `party-${20 + n}`)
  story.tell('ApplicationSubmitted', applied, { resources, applicantKind: 'organisation', purpose: 'business', applicantName: name, paymentMethod: 'card', form: 'online' }) // prettier-ignore
  story.tell('ApplicationAccepted', accepted)
  return story
}

/** The SLA document is not part of the terms: what this outage is worth stays undetermined, and says so. */
function outage(): readonly Scene[] {
  const { scenes, tell } = providerStory(SERVICE, 'outage')
  const outageId = 'network-2025-11'
  tell('OutageBegan', '2025-11-18T02:10', { outageId, totality: 'partial' })
  tell('OutageRecognized', '2025-11-18T02:25', { outageId })
  tell('OutageEnded', '2025-11-18T05:40', { outageId })
  tell('OutageCauseDetermined', '2025-11-21T15:00', { outageId, attribution: 'provider' })
  return scenes
}

function additionalIp(): readonly Scene[] {
  const resources = [SERVER, { ref: 'rs-1', serviceKind: 'router-switch' }]
  const story = begun(1, 'Momiji Systems KK', resources, '2024-10-10T10:00', '2024-10-10T10:20')
  story.tell('OptionApplied', '2025-03-25T12:00', { option: 'additional-ip', ref: 'ip-1', parentRef: 'rs-1', form: 'online' }) // prettier-ignore
  story.tell('OptionAccepted', '2025-03-26T12:00', { ref: 'ip-1', startsOn: '2025-04-01' })
  story.tell('TerminationNoticeSubmitted', '2025-12-03T12:00', { ref: 'rs-1', form: 'online' })
  story.bills({ from: '2024-10', to: '2026-02', paidOn: 9, method: 'card' })
  return story.scenes
}

/** Three months of pause from 30 November end with February: the notice, and what it opens. */
function overTheLimit(): readonly Scene[] {
  const story = begun(2, 'Kogane Foods KK', [SERVER], '2025-04-20T10:00', '2025-04-20T10:20')
  story.tell('CustomerInfoChanged', '2025-06-02T12:00', { infoChangeId: 'info-2', field: 'representative', value: 'Kogane Midori' }) // prettier-ignore
  story.tell('UsagePaused', '2025-11-30T14:00', { pauseId: 'pause-2', scope: 'base' })
  story.tell('PauseMeasureTaken', '2026-02-28T18:00', { pauseId: 'pause-2', measure: 'suspend' })
  story.tell('PauseOverLimitNoticeGiven', '2026-03-02T15:00', { pauseId: 'pause-2', deadlineOn: '2026-04-02', demanded: ['resume', 'end'] }) // prettier-ignore
  story.bills({ from: '2025-04', to: '2026-02', paidOn: 8, method: 'card' })
  return story.scenes
}

function resumedInTime(): readonly Scene[] {
  const story = begun(3, 'Takasebune Logistics KK', [SERVER], '2024-11-05T09:00', '2024-11-05T09:30')
  story.tell('UsagePaused', '2025-05-31T10:00', { pauseId: 'pause-3', scope: 'base' })
  story.tell('UsageResumed', '2025-08-11T09:00', { pauseId: 'pause-3' }, { told: '2025-08-25T09:00' })
  story.bills({ from: '2024-11', to: '2026-02', paidOn: 10, method: 'card' })
  return story.scenes
}

function cardFailed(): readonly Scene[] {
  const story = begun(4, 'Botan Design GK', [SERVER], '2024-12-12T10:00', '2024-12-12T10:15')
  story.tell('CardAuthorizationAttempted', '2025-07-05T12:00', { result: 'failed' })
  const add = (changeId: string, ref: string) => ({ changeId, action: 'add', ref, serviceKind: 'server', plan: '4core', form: 'online' }) // prettier-ignore
  story.tell('PlanChangeRequested', '2025-07-06T12:00', add('add-4a', 'sv-2'))
  story.tell('CardAuthorizationAttempted', '2025-07-08T12:00', { result: 'succeeded' })
  story.tell('PlanChangeRequested', '2025-07-09T12:00', add('add-4b', 'sv-3'))
  story.tell('PlanChangeAccepted', '2025-07-10T10:00', { changeId: 'add-4b' })
  story.bills({ from: '2024-12', to: '2026-02', paidOn: 7, method: 'card' })
  return story.scenes
}

function provisional(): readonly Scene[] {
  const story = begun(7, 'Suzuran Clinic', [SERVER], '2025-01-20T10:00', '2025-01-20T10:20')
  const change = (changeId: string, plan: string) => ({ changeId, ref: 'sv-1', serviceKind: 'server', plan, form: 'online' }) // prettier-ignore
  story.tell('PlanChangeRequested', '2025-06-03T10:00', change('change-7a', '8core'))
  story.tell('PlanChangeRefused', '2025-06-04T10:00', { changeId: 'change-7a', ground: 'technical' })
  story.tell('PlanChangeRequested', '2025-06-16T10:00', change('change-7b', '4core'))
  story.tell('PlanChangeAccepted', '2025-06-17T09:00', { changeId: 'change-7b' })
  story.bills({ from: '2025-01', to: '2026-02', paidOn: 9, method: 'card' })
  return story.scenes
}

function designated(): readonly Scene[] {
  const story = contractStory(SERVICE, 'sc-8', 'party-28')
  story.tell('ApplicationSubmitted', '2025-05-08T12:00', { resources: [{ ref: 'gpu-1', serviceKind: 'gpu' }], applicantKind: 'organisation', purpose: 'business', applicantName: 'Invented Trading Ltd', paymentMethod: 'card', form: 'online' }) // prettier-ignore
  story.tell('ApplicationRefused', '2025-05-14T12:00', { ground: 'sanctions' })
  return story.scenes
}

function latePayer(): readonly Scene[] {
  const resources = [{ ref: 'sv-1', serviceKind: 'server', plan: '8core' }]
  const story = begun(9, 'Ajisai Games KK', resources, '2025-02-10T10:00', '2025-02-10T10:20')
  story.bills({
    from: '2025-02',
    to: '2026-02',
    paidOn: 10,
    method: 'card',
    late: { '2025-06': '2025-08-04T11:00', '2025-09': '2025-10-31T11:00' },
    unpaid: ['2026-01', '2026-02'],
  })
  return story.scenes
}

function passport(): readonly Scene[] {
  const story = begun(10, 'Nadeshiko Web KK', [SERVER], '2025-03-14T10:00', '2025-03-14T10:20')
  story.tell('PassportPurchased', '2025-05-01T09:00', { ref: 'pass-10', item: 'passport-12m', fee: 60_000, fromOn: '2025-05-01', toOn: '2026-04-30', rate: '0.10', targets: ['server'], purpose: 'business' }) // prettier-ignore
  story.tell('TerminationNoticeSubmitted', '2026-02-13T13:00', { form: 'online' })
  story.bills({ from: '2025-03', to: '2026-02', paidOn: 6, method: 'card' })
  return story.scenes
}
