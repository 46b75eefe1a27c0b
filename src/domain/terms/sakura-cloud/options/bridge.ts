import { type Subject } from '../../terms.ts'
import { type Section, lifecycleOf, ofKind, optionsOf } from '../applied-option.ts'
import { conditionsOnSite } from './documents.ts'
import { flatFee } from './flat-fee.ts'

const KIND = 'bridge'
const SECTION: Section = { kind: KIND, rule: 'SC-19-1' }
const options = optionsOf(SECTION)
const lifecycle = lifecycleOf(SECTION, options)

/** Chapter 2 section 4: bridge connection. */
export const bridge: Subject = {
  ...lifecycle,
  acts: ofKind(KIND, ['SC-19-1']),
  answers: {
    ...lifecycle.answers,
    'terms.site-revision': (c) => conditionsOnSite(c, KIND, options(c), 'SC-19-1'),
  },
  charges: (c, month) =>
    options(c).flatMap((option) =>
      flatFee(c, option, month, { kind: 'option-base', key: 'bridgeFee', rule: 'SC-4-1' }),
    ),
}
