import { type Scene, contractStory, endOfMonth, months, wave } from './scene.ts'

const SERVICE = 'sakura-cloud'
const FLEET = 300
const MEGABYTE = 1_000_000

const iccid = (i: number): string => `8981000000000${String(i).padStart(6, '0')}`
const sims = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ iccid: iccid(from + i) }))

/** Three hundred SIMs of a logistics company behind one gateway; a third of them is silent for a year. */
export function fleet(): readonly Scene[] {
  const { scenes, tell, bills } = contractStory(SERVICE, 'sc-5', 'party-25')
  tell('ApplicationSubmitted', '2024-10-21T10:00', { resources: [{ ref: 'sv-1', serviceKind: 'server', plan: '4core' }, { ref: 'sw-1', serviceKind: 'switch' }], applicantKind: 'organisation', purpose: 'business', applicantName: 'Hayabusa Transport KK', paymentMethod: 'card', form: 'online' }) // prettier-ignore
  tell('ApplicationAccepted', '2024-10-21T10:30')
  tell('SimLent', '2024-10-25T10:00', { sims: sims(0, FLEET) })
  tell('MobileGatewayCreated', '2024-11-01T09:00', { gatewayId: 'mgw-5' })
  tell('MobileGatewayConfigured', '2024-11-01T09:30', { gatewayId: 'mgw-5', switchConnected: true, switchRef: 'sw-1', poweredOn: true, internetEnabled: false }) // prettier-ignore
  tell('SimRegistered', '2024-11-01T10:00', { sims: sims(0, FLEET) })
  tell('SimAttached', '2024-11-01T11:00', { gatewayId: 'mgw-5', sims: sims(0, FLEET) })
  for (const [i, month] of months('2024-11', '2026-03').entries()) {
    const talking = sims(0, FLEET).filter((_, n) => n % 3 !== 0 || i < 2)
    tell('SimUsageReported', endOfMonth(month), {
      month,
      sims: talking.map((sim, n) => ({ ...sim, bytes: wave(40, 25, i + n) * MEGABYTE })),
    })
  }
  tell('SimDeleted', '2026-02-16T10:00', { sims: sims(280, FLEET) })
  bills({ from: '2024-10', to: '2026-02', paidOn: 9, method: 'card' })
  return scenes
}

/** A contract that no application opened: the first SIM did. One of its SIMs is locked, then lost for good. */
export function smallFleet(): readonly Scene[] {
  const { scenes, tell, bills } = contractStory(SERVICE, 'sc-6', 'party-26')
  const own = sims(1_000, 1_004)
  tell('MobileGatewayCreated', '2025-04-20T10:00', { gatewayId: 'mgw-6' })
  tell('SimRegistered', '2025-04-20T10:05', { sims: own })
  tell('SimAttached', '2025-04-20T10:10', { gatewayId: 'mgw-6', sims: own })
  for (const [i, month] of months('2025-04', '2026-03').entries())
    tell('SimUsageReported', endOfMonth(month), {
      month,
      sims: own.slice(0, 3).map((sim, n) => ({ ...sim, bytes: wave(120, 60, i * 5 + n) * MEGABYTE })),
    })
  tell('SimLockChanged', '2025-09-08T12:00', { sims: own.slice(3), state: 'locked' })
  tell('SimLockChanged', '2025-09-09T12:00', { sims: own.slice(3), state: 'disabled' })
  bills({ from: '2025-04', to: '2026-02', paidOn: 9, method: 'card' })
  return scenes
}
