import { type Case, answer, firstOf } from '../../../contract/case.ts'
import { on } from '../../../contract/timeline.ts'
import { type Day } from '../../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import { deadlinesOf, entryOf, formedAt, startsOn, stateOf } from './contract.ts'
import { type Formed } from './formed.ts'
import { endOfContract, isOver, termEnd, termRenews } from './term.ts'

/** `application.ineligible`: that the purpose is business is deemed; that the applicant is an organisation is not. */
function ineligible(c: Case, rule: RuleId, { ref, fact }: Formed): Answer<boolean> {
  const submitted = firstOf(c, 'ApplicationSubmitted')
  const { applicantKind, purpose } = submitted?.data ?? {}
  const told = applicantKind === 'individual' || purpose === 'non-business'
  return answer(
    c,
    { what: 'application.ineligible', ref, rule, on: on(fact), causes: [fact, submitted] },
    told,
  )
}

/** What is found of option contracts that form by themselves: formation, term, end and state. */
export function formedSubject(
  contracts: (c: Case) => readonly Formed[],
  eligibility: RuleId,
): Required<Pick<Subject, 'answers' | 'options' | 'deadlines'>> {
  const ofEach =
    <T>(ask: (c: Case, formed: Formed) => T) =>
    (c: Case): readonly T[] =>
      contracts(c).map((formed) => ask(c, formed))
  const running = (c: Case): readonly Formed[] => contracts(c).filter((formed) => !isOver(c, formed))
  const ends = (c: Case): readonly Answer<Day>[] =>
    contracts(c).flatMap((formed) => endOfContract(c, formed) ?? [])
  return {
    answers: {
      'contract.formed-at': ofEach(formedAt),
      'contract.starts-on': ofEach(startsOn),
      'application.ineligible': ofEach((c, formed) => ineligible(c, eligibility, formed)),
      'term.end': (c) => running(c).map((formed) => termEnd(c, formed)),
      'term.renews': (c) => running(c).map((formed) => termRenews(c, formed)),
      'option.state': ofEach(stateOf),
      'option.ends-on': ends,
      'termination.effective-on': (c) => ends(c).map((end) => ({ ...end, what: 'termination.effective-on' })),
    },
    options: ofEach(entryOf),
    deadlines: (c) => contracts(c).flatMap((formed) => deadlinesOf(c, formed)),
  }
}
