import { type Subject } from '../../terms.ts'
import { applications } from './application.ts'
import { betaServices } from './beta.ts'
import { baseCharges } from './charges.ts'
import { credits } from './credits.ts'
import { designatedServices } from './designated.ts'
import { documents } from './documents.ts'
import { termination } from './end.ts'
import { measures } from './measures.ts'
import { meteredUse } from './metered.ts'
import { monthlyDues } from './monthly-dues.ts'
import { pauseCharges } from './pause-charges.ts'
import { pauses } from './pauses.ts'
import { payment } from './payment.ts'
import { provision } from './provision.ts'
import { provisionalCharges } from './provisional-charges.ts'
import { reports } from './reports.ts'
import { lifecycle } from './state.ts'
import { threshold } from './threshold.ts'
import { unmatched } from './unmatched.ts'

export { state } from './state.ts'

/** Chapter 1, article by article. */
export const base: readonly Subject[] = [
  documents,
  lifecycle,
  applications,
  provision,
  payment,
  threshold,
  monthlyDues,
  baseCharges,
  provisionalCharges,
  meteredUse,
  termination,
  pauses,
  pauseCharges,
  measures,
  designatedServices,
  reports,
  credits,
  betaServices,
  unmatched,
]
