import { type Case, answer, firstOf, remembered } from '../../../contract/case.ts'
import { on } from '../../../contract/timeline.ts'
import { type Answer } from '../../../kernel/finding.ts'
import { type Subject } from '../../terms.ts'
import { fleetOf } from '../fleet/sims.ts'
import {
  type Articles,
  type Formed,
  contractsOf,
  deadlinesOf,
  endOfContract,
  entryOf,
  formedAt,
  startsOn,
  stateOf,
  termEnd,
  termRenews,
} from '../formed/contract.ts'

const ARTICLES: Articles = {
  option: 'secure-mobile',
  formation: 'SC-36-1',
  renewal: 'SC-51-1',
  deletion: 'SC-51-2',
}

/** The secure mobile contracts of the project, the first one first (第36条第1項). */
export const contracts = remembered((c: Case): readonly Formed[] =>
  contractsOf(
    ARTICLES,
    fleetOf(c).turns.filter(({ place }) => place < c.facts.length),
  ),
)

const known = <T>(answers: readonly (Answer<T> | undefined)[]): readonly Answer<T>[] =>
  answers.filter((each) => each !== undefined)

const inForce = (c: Case): readonly Formed[] =>
  contracts(c).filter((formed) => stateOf(c, formed).value !== 'ended')

/** `application.ineligible` (第36条第2項): purpose is deemed to be business, but only organisations may apply. */
export function ineligible(c: Case, rule: string, all: readonly Formed[]): readonly Answer<boolean>[] {
  const submitted = firstOf(c, 'ApplicationSubmitted')
  const { applicantKind, purpose } = submitted?.data ?? {}
  const told = applicantKind === 'individual' || purpose === 'non-business'
  return all.map(({ ref, fact }) =>
    answer(c, { what: 'application.ineligible', ref, rule, on: on(fact), causes: [fact, submitted] }, told),
  )
}

/** 第36条, 第51条: formation, term and end. */
export const lifecycle: Subject = {
  acts: {
    SimRegistered: { basis: ['SC-36-1', 'SC-38-2a'] },
    SimDeleted: { basis: ['SC-38-2a', 'SC-51-2'] },
    MobileGatewayCreated: { basis: ['SC-36-1', 'SC-41-2'] },
    MobileGatewayDeleted: { basis: ['SC-41-2', 'SC-51-2'] },
  },
  answers: {
    'contract.formed-at': (c) => contracts(c).map((formed) => formedAt(c, formed)),
    'contract.starts-on': (c) => contracts(c).map((formed) => startsOn(c, formed)),
    'application.ineligible': (c) => ineligible(c, 'SC-36-2', contracts(c)),
    'term.end': (c) => inForce(c).map((formed) => termEnd(c, formed)),
    'term.renews': (c) => inForce(c).map((formed) => termRenews(c, formed)),
    'option.state': (c) => contracts(c).map((formed) => stateOf(c, formed)),
    'option.ends-on': (c) => known(contracts(c).map((formed) => endOfContract(c, formed))),
  },
  options: (c) => contracts(c).map((formed) => entryOf(c, formed)),
  deadlines: (c) => contracts(c).flatMap((formed) => deadlinesOf(c, formed)),
}
