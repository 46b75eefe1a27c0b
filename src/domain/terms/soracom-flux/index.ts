import { compose } from '../compose.ts'
import { acceleration } from './acceleration.ts'
import { account } from './account.ts'
import { application } from './application.ts'
import { charges } from './charges.ts'
import { liability } from './claims.ts'
import { conduct } from './conduct.ts'
import { couponPayments } from './coupons.ts'
import { creditFindings } from './credit-findings.ts'
import { credits } from './credits.ts'
import { documents } from './documents.ts'
import { ending } from './ending.ts'
import { externalServices } from './external-services.ts'
import { limits } from './grounds.ts'
import { measures } from './measures.ts'
import { notices } from './notices.ts'
import { plan } from './plan.ts'
import { priorNotices } from './prior-notice.ts'
import { reports } from './reports.ts'
import { requests } from './requests.ts'
import { rescission } from './rescission.ts'
import { readings } from './readings.ts'
import { rules } from './rules.ts'
import { settlement } from './settlement.ts'
import { state } from './state.ts'
import { succession } from './succession.ts'
import { versionOn, versions } from './versions.ts'

/** SORACOM Flux: contract terms without a version of their own, changed by announcement and use. */
export const soracomFlux = compose(
  {
    id: 'soracom-flux',
    provider: 'SORACOM, Inc.',
    rules,
    readings,
    versions,
    versionOn,
    state,
    opening: [],
    settlement,
  },
  [
    documents,
    application,
    account,
    requests,
    reports,
    notices,
    succession,
    plan,
    measures,
    limits,
    priorNotices,
    ending,
    rescission,
    conduct,
    charges,
    acceleration,
    creditFindings,
    credits,
    liability,
    externalServices,
    couponPayments,
  ],
)
