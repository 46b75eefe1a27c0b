import { type Subject } from '../../terms.ts'
import { type Section, lifecycleOf, ofKind, optionsOf } from '../applied-option.ts'
import { conditionsOnSite, thirdPartyVersions } from './documents.ts'
import { flatFee } from './flat-fee.ts'

const KIND = 'web-tamper'
const SECTION: Section = { kind: KIND, rule: 'SC-17-1' }
const options = optionsOf(SECTION)
const lifecycle = lifecycleOf(SECTION, options)

/** Chapter 2 section 3: web tamper detection, under the terms of the supplier of its engine (第18条第1項). */
export const webTamper: Subject = {
  ...lifecycle,
  acts: ofKind(KIND, ['SC-17-1', 'SC-18-1']),
  answers: {
    ...lifecycle.answers,
    'terms.site-revision': (c) => conditionsOnSite(c, KIND, options(c), 'SC-17-1'),
    'terms.third-party-version': (c) =>
      thirdPartyVersions(c, options(c), 'SC-18-1', ({ option, document }) =>
        option === undefined ? /gred/i.test(document) : option === KIND,
      ),
  },
  charges: (c, month) =>
    options(c).flatMap((option) =>
      flatFee(c, option, month, { kind: 'option-base', key: 'webTamperFee', rule: 'SC-4-1' }),
    ),
}
