import { type Case, clauseOf, remembered, today } from '../../contract/case.ts'
import { announced, applicable, siteRevision, versionInForce } from '../../contract/documents.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Finding } from '../../kernel/finding.ts'
import { versionsOf } from '../compose.ts'
import { type Deadline, type Subject } from '../terms.ts'
import { conclusion } from './lifecycle.ts'

const version = remembered((c: Case) => versionInForce(c, 'IF-S1'))

/** A version that is announced, or that was registered for a day behind the conclusion, and the day it governs from. */
type Change = { readonly id: string; readonly from: Day; readonly fact: Fact }

function changes(c: Case): readonly Change[] {
  const told = announced(c).flatMap(({ data, ...fact }): readonly Change[] =>
    data.effectiveOn ? [{ id: data.versionId, from: data.effectiveOn, fact: { ...fact, data } }] : [],
  )
  const concluded = conclusion(c)
  const registered = versionsOf(c).flatMap(({ id, effectiveOn, fact }): readonly Change[] =>
    fact && concluded && effectiveOn > on(concluded) ? [{ id, from: effectiveOn, fact }] : [],
  )
  return [...new Map([...registered, ...told].map((change) => [change.id, change])).values()]
}

/** A change of the terms is to be read by the day from which it governs. */
function deadlines(c: Case): readonly Deadline[] {
  return changes(c).map(({ id, from, fact }) => {
    const when: Finding<Day> = {
      what: 'terms.binding-from',
      ref: id,
      value: from,
      clause: clauseOf(c, 'IF-S1', from),
      causes: [cause(fact)],
    }
    return {
      kind: 'terms-change',
      ref: id,
      who: 'customer',
      state: today(c) < from ? 'upcoming' : 'met',
      when,
    }
  })
}

/** 第1条, 第2条第2項, 附則第1条: what governs the contract. */
export const documents: Subject = {
  acts: { TermsChangeAnnounced: { basis: ['IF-S1'] } },
  answers: {
    'terms.version': (c) => [version(c)],
    'terms.applicable': (c) => [
      applicable(c, 'IF-1-1', version(c), [{ document: 'base-terms', rule: 'IF-1-2' }]),
    ],
    'terms.site-revision': (c) => siteRevision(c, 'service-site', 'IF-2-2'),
  },
  deadlines,
}
