import { compose } from '../compose.ts'
import { configurationAuthority } from './configuration-authority.ts'
import { allowanceShares } from './allowance-used.ts'
import { application } from './application.ts'
import { billing } from './billing.ts'
import { creditClaims } from './credit-claims.ts'
import { creditLines } from './credit-lines.ts'
import { disputes } from './disputes.ts'
import { drmEnding } from './drm-ending.ts'
import { drmPlan } from './drm-plan.ts'
import { drm } from './drm.ts'
import { ending } from './ending.ts'
import { initialFees } from './initial-fees.ts'
import { state } from './state.ts'
import { minimumTerm } from './minimum-term.ts'
import { monthlyFees } from './monthly-fees.ts'
import { oneTimeFees } from './one-time-fees.ts'
import { outageClock } from './outage-clock.ts'
import { overage } from './overage.ts'
import { plan } from './plan.ts'
import { prerequisites } from './prerequisites.ts'
import { restrictions } from './restrictions.ts'
import { readings } from './readings.ts'
import { rules } from './rules.ts'
import { payments, settlement } from './settlement.ts'
import { documents, versions } from './versions.ts'

/** IIJ Media Sphere: the service-specific rules that supplement the general rules, which are not in the text. */
export const iijMediaSphere = compose(
  {
    id: 'iij-media-sphere',
    provider: 'Internet Initiative Japan Inc.',
    rules,
    readings,
    versions,
    state,
    opening: [],
    settlement,
  },
  [
    plan, // 第1条
    minimumTerm, // 第2条, 第5条第4項
    prerequisites, // 第3条
    configurationAuthority, // 第4条
    drm, // 第5条
    drmPlan, // 第5条第2項, 第3項
    drmEnding, // 第5条第5項
    ending, // 第6条
    application, // 第7条
    billing,
    initialFees, // 別紙1
    monthlyFees,
    overage,
    allowanceShares,
    oneTimeFees,
    payments,
    outageClock, // 第8条, 別紙2
    creditClaims,
    creditLines,
    disputes, // 第3条第4項, 第9条, 第11条
    restrictions, // 第10条
    documents, // 附則
  ],
)
