import { type Case, clauseOf, factsOf, remembered, today } from '../../../contract/case.ts'
import { announced, applicable, siteRevision, versionInForce } from '../../../contract/documents.ts'
import { cause } from '../../../contract/timeline.ts'
import { type Day } from '../../../kernel/calendar.ts'
import { type Finding } from '../../../kernel/finding.ts'
import { type Deadline, type Subject } from '../../terms.ts'
import { betas } from './beta.ts'

const version = remembered((c: Case) => versionInForce(c, 'SC-S1'))

/** A change of the terms is to be read by the day from which it governs. */
const changesOfTerms = (c: Case): readonly Deadline[] =>
  announced(c).flatMap((fact) => {
    const { versionId, effectiveOn } = fact.data
    if (effectiveOn === undefined) return []
    const when: Finding<Day> = {
      what: 'terms.binding-from',
      ref: versionId,
      value: effectiveOn,
      clause: clauseOf(c, 'SC-S1', effectiveOn),
      causes: [cause(fact)],
    }
    const state = today(c) < effectiveOn ? 'upcoming' : 'met'
    return [{ kind: 'terms-change', ref: versionId, who: 'customer', state, when }]
  })

/** 第1条, 附則第1条: what governs the contract; 第7条第6項, 第11条第8項: what the site says in its place. */
export const documents: Subject = {
  acts: { TermsChangeAnnounced: { basis: ['SC-S1'] } },
  answers: {
    'terms.version': (c) => [version(c)],
    'terms.applicable': (c) => [
      applicable(c, 'SC-1-1', version(c), [{ document: 'base-terms', rule: 'SC-1-2' }]),
    ],
    'terms.site-revision': (c) => [
      ...(factsOf(c, 'UsagePaused').length > 0 ? siteRevision(c, 'service-site', 'SC-7-6') : []),
      ...(betas(c).length > 0 ? siteRevision(c, 'control-panel', 'SC-11-8') : []),
    ],
  },
  deadlines: changesOfTerms,
}
