import { type Service } from '../contract/vocabulary.ts'
import { iijMediaSphere } from './iij-media-sphere/index.ts'
import { imageflux } from './imageflux/index.ts'
import { optageCloudStorage } from './optage-cloud-storage/index.ts'
import { sakuraCloud } from './sakura-cloud/index.ts'
import { soracomFlux } from './soracom-flux/index.ts'
import { type Terms } from './terms.ts'

/** The 約款 that Daicho knows, by service. */
const all: { readonly [S in Service]?: Terms } = {
  imageflux,
  'iij-media-sphere': iijMediaSphere,
  'sakura-cloud': sakuraCloud,
  'optage-cloud-storage': optageCloudStorage,
  'soracom-flux': soracomFlux,
}

export const termsOf = (service: Service): Terms | undefined => all[service]
export const allTerms: readonly Terms[] = Object.values(all)
