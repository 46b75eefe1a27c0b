import { type Subject } from '../../terms.ts'
import { additionalIp } from './additional-ip.ts'
import { archiveSharing } from './archive-sharing.ts'
import { aws } from './aws.ts'
import { bridge } from './bridge.ts'
import { hybrid } from './hybrid.ts'
import { localRouter } from './local-router.ts'
import { webTamper } from './web-tamper.ts'

/** Chapter 2 sections 1 to 7, section by section. */
export const networkOptions: readonly Subject[] = [
  additionalIp,
  hybrid,
  webTamper,
  bridge,
  localRouter,
  aws,
  archiveSharing,
]
