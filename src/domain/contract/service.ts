import { z } from 'zod'

/** The five services whose contracts the ledger keeps. */
export const SERVICES = [
  'imageflux',
  'iij-media-sphere',
  'sakura-cloud',
  'soracom-flux',
  'optage-cloud-storage',
] as const
/** One of them, by its name on the wire. */
export const Service = z.enum(SERVICES, `one of ${SERVICES.join(', ')}`)
export type Service = z.infer<typeof Service>

/** The same by the prefixes of the rule catalogue, for tables. */
export const IF = 'imageflux'
export const IJ = 'iij-media-sphere'
export const SC = 'sakura-cloud'
export const SF = 'soracom-flux'
export const OP = 'optage-cloud-storage'
