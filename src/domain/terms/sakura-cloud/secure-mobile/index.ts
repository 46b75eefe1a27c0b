import { type Subject } from '../../terms.ts'
import { lifecycle } from './contracts.ts'
import { custody } from './custody.ts'
import { dataFee } from './data-fee.ts'
import { linkedSystems } from './linked-systems.ts'
import { mobileGateways } from './gateways.ts'
import { lineMaintenance } from './line-maintenance.ts'
import { readiness } from './readiness.ts'
import { simBase } from './sim-base.ts'
import { sims } from './sims.ts'

/** Chapter 2 section 8, article by article. */
export const secureMobile: readonly Subject[] = [
  readiness,
  lifecycle,
  simBase,
  lineMaintenance,
  dataFee,
  mobileGateways,
  sims,
  custody,
  linkedSystems,
]
