import { day } from '../../kernel/calendar.ts'
import { compose } from '../compose.ts'
import { appRun } from './apprun.ts'
import { base, state } from './base/index.ts'
import { claims } from './base/claims.ts'
import { passports } from './base/passport.ts'
import { claimActs, claimRoutes } from './claim-routes.ts'
import { freeSsl } from './free-ssl/index.ts'
import { informationRequests } from './information-requests.ts'
import { monoPlatform } from './mono-platform/index.ts'
import { optionMeasures } from './option-measures.ts'
import { networkOptions } from './options/index.ts'
import { readings } from './readings.ts'
import { rules } from './rules.ts'
import { secureMobile } from './secure-mobile/index.ts'
import { sms } from './sms/index.ts'
import { subOptionSubjects } from './sub-options/index.ts'
import { settlement } from './settlement.ts'

/** All that is charged for the use of a service; §9 to §13 follow in the order of their articles. */
const charged = [
  ...base,
  ...networkOptions,
  ...secureMobile,
  ...monoPlatform,
  ...subOptionSubjects,
  ...sms,
  freeSsl,
  appRun,
  ...optionMeasures,
  ...informationRequests,
  ...claimActs,
]

/** Sakura Cloud: chapter 1 (the base service) and the options of chapter 2, under base terms that are not in the text. */
export const sakuraCloud = compose(
  {
    id: 'sakura-cloud',
    provider: 'SAKURA internet Inc.',
    rules,
    readings,
    versions: [
      { id: '2025-02-07', effectiveOn: day('2025-02-07'), textKnown: false },
      { id: '2025-04-16', effectiveOn: day('2025-04-16'), textKnown: true },
    ],
    state,
    opening: ['SimRegistered', 'MobileGatewayCreated', 'MonoProjectCreated', 'ContainerImageRegistered'],
    settlement,
  },
  [...charged, claims(...claimRoutes), passports(charged)],
)
