import { applicable, versionInForce } from '../../contract/documents.ts'
import { day } from '../../kernel/calendar.ts'
import { type Subject, type Version } from '../terms.ts'

/** 附則: each version applies from its day; of the first two only the day is known. */
export const versions: readonly Version[] = [
  { id: '2020-12-01', effectiveOn: day('2020-12-01'), textKnown: false },
  { id: '2021-11-01', effectiveOn: day('2021-11-01'), textKnown: false },
  { id: '2022-05-01', effectiveOn: day('2022-05-01'), textKnown: true },
]

/** The service rules supplement the general rules, which are not in the text. */
export const documents: Subject = {
  acts: { TermsVersionPublished: { basis: ['IJ-S1'] }, TermsChangeAnnounced: { basis: ['IJ-S1'] } },
  answers: {
    'terms.version': (c) => [versionInForce(c, 'IJ-S1')],
    'terms.applicable': (c) => [
      applicable(c, 'IJ-S1', versionInForce(c, 'IJ-S1'), [{ document: 'general-rules', rule: 'IJ-S1' }]),
    ],
  },
}
