import { day } from '../../kernel/calendar.ts'
import { compose } from '../compose.ts'
import { lifecycle, state } from './lifecycle.ts'
import { minimumTerm } from './minimum-term.ts'
import { rules } from './rules.ts'
import { settlement } from './settlement.ts'

/** IIJ Media Sphere: the service-specific rules that supplement the general rules, which are not in the text. */
export const iijMediaSphere = compose(
  {
    id: 'iij-media-sphere',
    provider: 'Internet Initiative Japan Inc.',
    rules,
    versions: [
      { id: '2020-12-01', effectiveOn: day('2020-12-01'), textKnown: false },
      { id: '2021-11-01', effectiveOn: day('2021-11-01'), textKnown: false },
      { id: '2022-05-01', effectiveOn: day('2022-05-01'), textKnown: true },
    ],
    state,
    opening: [],
    settlement,
  },
  [lifecycle, minimumTerm],
)
