import { z } from 'zod'
import { Day, Month } from '../../kernel/calendar.ts'
import { Bytes, Id, list, oneOf } from './fields.ts'

/** A mono-platform project was created. */
export const MonoProjectCreated = z.strictObject({ projectId: Id })
export type MonoProjectCreated = z.infer<typeof MonoProjectCreated>

/** A mono-platform project was deleted. */
export const MonoProjectDeleted = z.strictObject({ projectId: Id })
export type MonoProjectDeleted = z.infer<typeof MonoProjectDeleted>

/** SIM resources were registered and device IDs granted. */
export const DeviceIdGranted = z.strictObject({
  projectId: Id,
  devices: list(z.strictObject({ deviceId: Id, iccid: Id }), 1),
})
export type DeviceIdGranted = z.infer<typeof DeviceIdGranted>

/** Device IDs were removed. */
export const DeviceIdRemoved = z.strictObject({ devices: list(z.strictObject({ deviceId: Id }), 1) })
export type DeviceIdRemoved = z.infer<typeof DeviceIdRemoved>

/**
 * Platform traffic of device IDs in a month was reported. As SimUsageReported; only traffic through the
 * platform.
 */
export const DeviceTrafficReported = z.strictObject({
  month: Month,
  devices: list(z.strictObject({ deviceId: Id, bytes: Bytes }), 1),
})
export type DeviceTrafficReported = z.infer<typeof DeviceTrafficReported>

/** A container image was registered (AppRun). */
export const ContainerImageRegistered = z.strictObject({ imageId: Id })
export type ContainerImageRegistered = z.infer<typeof ContainerImageRegistered>

/** A container image was deleted (AppRun). */
export const ContainerImageDeleted = z.strictObject({ imageId: Id })
export type ContainerImageDeleted = z.infer<typeof ContainerImageDeleted>

/** A certificate was issued or renewed. `ref` = the SSL option, `renews` = the earlier certificateId. */
export const CertificateIssued = z
  .strictObject({ certificateId: Id, ref: Id, issuedOn: Day, validUntilOn: Day, renews: Id.optional() })
  .refine(({ issuedOn, validUntilOn }) => issuedOn <= validUntilOn, {
    path: ['validUntilOn'],
    error: 'a day not before issuedOn',
  })
export type CertificateIssued = z.infer<typeof CertificateIssued>

/** The CA refused issue or renewal. */
export const CertificateIssueRefused = z.strictObject({ ref: Id, kind: oneOf('issue', 'renewal') })
export type CertificateIssueRefused = z.infer<typeof CertificateIssueRefused>

/** SC-84-1 (1) to (5), then SC-85-5. */
export const RevocationGround = oneOf(
  'breach',
  'ca-procedure',
  'legal-request',
  'key-compromise',
  'other',
  'contract-end',
)
export type RevocationGround = z.infer<typeof RevocationGround>

/** A certificate was revoked. */
export const CertificateRevoked = z.strictObject({ certificateId: Id, ground: RevocationGround })
export type CertificateRevoked = z.infer<typeof CertificateRevoked>

/** A local-router peer link was connected, lost or cut. */
export const PeerLinkChanged = z.strictObject({
  peerId: Id,
  ref: Id.optional(),
  state: oneOf('connected', 'unavailable', 'disconnected'),
})
export type PeerLinkChanged = z.infer<typeof PeerLinkChanged>

/** An archive sharing key was issued. Never the key itself. */
export const SharingKeyIssued = z.strictObject({ keyId: Id, ref: Id.optional() })
export type SharingKeyIssued = z.infer<typeof SharingKeyIssued>
