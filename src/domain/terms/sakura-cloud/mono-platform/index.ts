import { type Subject } from '../../terms.ts'
import { lifecycle } from './contracts.ts'
import { devices } from './devices.ts'
import { platformBase } from './platform-base.ts'

/** Chapter 2 section 9, article by article. */
export const monoPlatform: readonly Subject[] = [lifecycle, devices, platformBase]
