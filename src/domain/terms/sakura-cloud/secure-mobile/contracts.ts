import { type Case, remembered } from '../../../contract/case.ts'
import { type Subject } from '../../terms.ts'
import { fleetOf } from '../fleet/sims.ts'
import { type Articles, type Formed, contractsOf } from '../formed/formed.ts'
import { formedSubject } from '../formed/subject.ts'

const ARTICLES: Articles = {
  option: 'secure-mobile',
  formation: 'SC-36-1',
  renewal: 'SC-51-1',
  deletion: 'SC-51-2',
}

/** The secure mobile contracts of the project, the first one first: as long as there is a SIM or a gateway (第36条第1項). */
export const contracts = remembered((c: Case): readonly Formed[] =>
  contractsOf(
    ARTICLES,
    fleetOf(c).turns.filter(({ place }) => place < c.facts.length),
  ),
)

/** 第36条, 第51条: formation, term and end. */
export const lifecycle: Subject = {
  acts: {
    SimRegistered: { basis: ['SC-36-1', 'SC-36-2', 'SC-38-2a'] },
    SimDeleted: { basis: ['SC-38-2a', 'SC-51-2'] },
    MobileGatewayCreated: { basis: ['SC-36-1', 'SC-36-2', 'SC-41-2'] },
    MobileGatewayDeleted: { basis: ['SC-41-2', 'SC-51-2'] },
  },
  ...formedSubject(contracts, 'SC-36-2'),
}
