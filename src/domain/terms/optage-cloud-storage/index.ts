import { compose } from '../compose.ts'
import { accounts } from './accounts.ts'
import { afterEnd } from './after-end.ts'
import { applications } from './application.ts'
import { changeRequests } from './changes.ts'
import { charges } from './charges.ts'
import { damageClaims } from './claims.ts'
import { conduct } from './conduct.ts'
import { contents } from './content.ts'
import { deskNumber } from './desk-number.ts'
import { details } from './details.ts'
import { disclosures } from './disclosure.ts'
import { discontinuation } from './discontinuation.ts'
import { documents } from './documents.ts'
import { downgrades } from './downgrade.ts'
import { earlyEnds } from './early-end.ts'
import { initialFee } from './initial-fee.ts'
import { managedService } from './managed.ts'
import { measuresPermitted } from './measures-permitted.ts'
import { notices } from './notices.ts'
import { outageCredits } from './outage-credits.ts'
import { payments } from './payments.ts'
import { providerRescission } from './provider-rescission.ts'
import { reductions } from './reductions.ts'
import { refundsDue } from './refunds.ts'
import { metricRelaxations } from './relaxations.ts'
import { renewal } from './renewal.ts'
import { readings } from './readings.ts'
import { rules } from './rules.ts'
import { settlement } from './settlement.ts'
import { formation } from './start.ts'
import { state } from './state.ts'
import { support } from './support.ts'
import { suspensions } from './suspension.ts'
import { termination } from './termination.ts'
import { thirdParties } from './third-parties.ts'
import { workCaps } from './work-caps.ts'
import { replacedBy, versionOn, versions } from './versions.ts'

/** OPTAGE Connectivity Cloud Storage: storage resources and the managed service upon them, in the order of the terms, but a bill opens with its monthly fees. */
export const optageCloudStorage = compose(
  {
    id: 'optage-cloud-storage',
    provider: 'OPTAGE Inc.',
    rules,
    readings,
    versions,
    versionOn,
    replacedBy,
    state,
    opening: [],
    settlement,
  },
  [
    documents,
    discontinuation,
    applications,
    formation,
    renewal,
    charges,
    metricRelaxations,
    initialFee,
    earlyEnds,
    downgrades,
    changeRequests,
    contents,
    notices,
    accounts,
    conduct,
    measuresPermitted,
    suspensions,
    damageClaims,
    thirdParties,
    outageCredits,
    refundsDue,
    payments,
    reductions,
    termination,
    providerRescission,
    afterEnd,
    details,
    disclosures,
    deskNumber,
    support,
    workCaps,
    managedService,
  ],
)
