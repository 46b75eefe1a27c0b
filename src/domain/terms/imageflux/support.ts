import { type Case, answer, factsOf } from '../../contract/case.ts'
import { on } from '../../contract/timeline.ts'
import { type Instant } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'

/** Joint support before the customer was contacted; `to` is null while nobody told of a contact. */
type Gap = { readonly from: Instant; readonly to: Instant | null }

/** `support.joint-noncompliant` (IF-7-1): the delegate joined a case before the provider had contacted the customer. */
function gaps(c: Case): readonly Answer<Gap>[] {
  return factsOf(c, 'SupportRequested').flatMap(({ data: { caseId } }): readonly Answer<Gap>[] => {
    const joins = factsOf(c, 'DelegateJoinedSupport').filter(({ data }) => data.caseId === caseId)
    const first = joins[0]
    if (!first) return []
    const to = joins
      .flatMap(({ data }) => data.customerContactedAt ?? [])
      .reduce<Instant | null>((best, at) => (best === null || at < best ? at : best), null)
    if (to !== null && to <= first.at) return []
    const q = {
      what: 'support.joint-noncompliant',
      ref: caseId,
      rule: 'IF-7-1',
      on: on(first),
      causes: joins,
    }
    return [answer(c, q, { from: first.at, to })]
  })
}

export const support: Subject = {
  acts: {
    SupportRequested: { basis: ['IF-7-1'] },
    DelegateJoinedSupport: { basis: ['IF-7-1'] },
  },
  answers: { 'support.joint-noncompliant': gaps },
}
