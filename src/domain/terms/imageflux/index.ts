import { compose } from '../compose.ts'
import { charges } from './charges.ts'
import { claims } from './claims.ts'
import { content } from './content.ts'
import { credits } from './credits.ts'
import { disputes } from './disputes.ts'
import { documents } from './documents.ts'
import { ending } from './ending.ts'
import { lifecycle } from './lifecycle.ts'
import { minimumTerm } from './minimum-term.ts'
import { plan } from './plan.ts'
import { readings } from './readings.ts'
import { rules } from './rules.ts'
import { settlement } from './settlement.ts'
import { state } from './state.ts'
import { support } from './support.ts'
import { versions } from './versions.ts'

/** ImageFlux: the terms of the service, under base terms that are not in the text. */
export const imageflux = compose(
  {
    id: 'imageflux',
    provider: 'SAKURA internet Inc.',
    rules,
    readings,
    versions,
    state,
    opening: [],
    settlement,
  },
  [documents, plan, lifecycle, charges, content, support, disputes, claims, credits, minimumTerm, ending],
)
