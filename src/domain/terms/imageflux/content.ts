import { type Case, answer, factsOf } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'
import { conclusion } from './lifecycle.ts'

/** 第7条第2項: what counts as provision of the service. */
const PROVISION: ReadonlySet<string> = new Set(['provision', 'operation', 'maintenance', 'support'])

/** `breach.content-use` (IF-6-1a): images and video were used for more than providing or maintaining the service. */
function contentUse(c: Case): readonly Answer<boolean>[] {
  const others = factsOf(c, 'ContentUsedByProvider').filter(({ data }) => data.purpose === 'other')
  const last = others.at(-1)
  return last
    ? [answer(c, { what: 'breach.content-use', rule: 'IF-6-1a', on: on(last), causes: others }, true)]
    : []
}

const toDelegate = (c: Case): readonly Fact<'InformationDisclosed'>[] =>
  factsOf(c, 'InformationDisclosed').filter(
    ({ data }) => data.recipientKind === 'delegate' && data.by === 'provider',
  )

/** The consent is given by contracting, so there is none before the conclusion and none for other purposes. */
const hasConsent = (c: Case, { at, data }: Fact<'InformationDisclosed'>): boolean => {
  const concluded = conclusion(c)
  return concluded !== undefined && concluded.at <= at && PROVISION.has(data.purpose)
}

/** `consent.data-sharing` (IF-7-2a): everything handed to the delegate rests on the consent. */
function consent(c: Case): readonly Answer<boolean>[] {
  const shared = toDelegate(c)
  const last = shared.at(-1)
  if (!last) return []
  const causes = [conclusion(c), ...shared]
  const q = { what: 'consent.data-sharing', rule: 'IF-7-2a', on: on(last), causes }
  return [
    answer(
      c,
      q,
      shared.every((fact) => hasConsent(c, fact)),
    ),
  ]
}

/** `breach.disclosure` (IF-7-2a): something handed to the delegate has no basis. */
function disclosure(c: Case): readonly Answer<boolean>[] {
  const others = toDelegate(c).filter((fact) => !hasConsent(c, fact))
  const last = others.at(-1)
  return last
    ? [answer(c, { what: 'breach.disclosure', rule: 'IF-7-2a', on: on(last), causes: others }, true)]
    : []
}

export const content: Subject = {
  acts: {
    ContentUsedByProvider: { basis: ['IF-6-1a'] },
    InformationDisclosed: { basis: ['IF-7-2a'] },
  },
  answers: {
    'breach.content-use': contentUse,
    'consent.data-sharing': consent,
    'breach.disclosure': disclosure,
  },
}
