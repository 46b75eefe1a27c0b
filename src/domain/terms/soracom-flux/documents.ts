import { type Case, type Question, answer, clauseOf, factsOf, today } from '../../contract/case.ts'
import { applicable, siteRevision } from '../../contract/documents.ts'
import { type Fact, cause } from '../../contract/timeline.ts'
import { type Day, startOf } from '../../kernel/calendar.ts'
import { type Answer, type Finding, type RuleId } from '../../kernel/finding.ts'
import { type Deadline, type DeadlineState, type Subject } from '../terms.ts'
import { type Announced, announcedChanges, versionAt } from './versions.ts'

/** `terms.version` (SF-1.2-2): its id is known even where its text is not. */
function version(c: Case): Finding<string> {
  const { id, fact } = versionAt(c, c.asOf)
  const change = announcedChanges(c).find((each) => each.version.id === id && isGoverning(c, each))
  const facts: (Fact | undefined)[] = [fact, change?.announcement, change?.consent]
  return {
    what: 'terms.version',
    value: id,
    clause: clauseOf(c, 'SF-1.2-2', today(c)),
    causes: facts.filter((each) => each !== undefined).map(cause),
  }
}

const isGoverning = (c: Case, { from }: Announced): boolean => from !== undefined && from <= c.asOf

/** `terms.pending-version` (SF-1.2-1): announced and not yet governing; of several the one whose day comes first. */
function pending(c: Case): readonly Answer<string>[] {
  const day = ({ effectiveOn }: Announced): string => effectiveOn ?? ''
  const [next] = announcedChanges(c)
    .filter((change) => !isGoverning(c, change))
    .sort((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0))
  if (!next) return []
  const q: Question = { what: 'terms.pending-version', rule: 'SF-1.2-1', on: today(c), causes: [next.last] }
  return [answer(c, q, next.version.id)]
}

/** `terms.consented-at` (SF-1.2-2): the first use after the announcement. */
const consents = (c: Case): readonly Answer<string>[] =>
  announcedChanges(c).flatMap(({ version: { id }, announcement, consent }): readonly Answer<string>[] => {
    if (!consent || !announcement) return []
    const q: Question = {
      what: 'terms.consented-at',
      ref: id,
      rule: 'SF-1.2-2',
      on: today(c),
      causes: [announcement, consent],
    }
    return [answer(c, q, consent.at)]
  })

/** The latest version of each document of a third party that is in force: of an option only where that is used. */
function thirdParty(c: Case): readonly Fact<'ThirdPartyTermsPublished'>[] {
  const used = new Set<string>(factsOf(c, 'OptionEnabled').flatMap(({ data }) => [data.option, data.ref]))
  const latest = new Map<string, Fact<'ThirdPartyTermsPublished'>>()
  for (const fact of c.reference.facts.of('ThirdPartyTermsPublished')) {
    const { document, effectiveOn, option } = fact.data
    if (effectiveOn > today(c) || (option !== undefined && !used.has(option))) continue
    const before = latest.get(document)
    if (!before || effectiveOn >= before.data.effectiveOn) latest.set(document, fact)
  }
  return [...latest.values()]
}

/** Duties of an external service rest on 第17.2条第2項, those of the AI providers on 第10.1条第1項. */
const ruleOf = ({ data }: Fact<'ThirdPartyTermsPublished'>): RuleId =>
  data.option === undefined ? 'SF-10.1-1' : 'SF-17.2'

const thirdPartyVersions = (c: Case): readonly Answer<string>[] =>
  thirdParty(c).map((fact) =>
    answer(
      c,
      {
        what: 'terms.third-party-version',
        ref: fact.data.document,
        rule: ruleOf(fact),
        on: today(c),
        causes: [fact],
      },
      fact.data.versionId,
    ),
  )

/** `terms.precedence`: these terms before those of third parties (第10.1条第3項, 第17.2条第3項). */
function precedence(c: Case): readonly Answer<readonly string[]>[] {
  const others = thirdParty(c)
  const rule =
    others.length > 0 && others.every(({ data }) => data.option !== undefined) ? 'SF-17.2' : 'SF-10.1-1'
  const q: Question = { what: 'terms.precedence', rule, on: today(c), causes: others }
  return [answer(c, q, ['service-terms', ...others.map(({ data }) => data.document)])]
}

/** The stated day of a change is the last one on which its review makes sense. */
const deadlines = (c: Case): readonly Deadline[] =>
  announcedChanges(c).flatMap((change): readonly Deadline[] => {
    const { version: of, effectiveOn, last } = change
    if (effectiveOn === undefined) return []
    const when: Finding<Day> = {
      what: 'terms.binding-from',
      ref: of.id,
      value: effectiveOn,
      clause: clauseOf(c, 'SF-1.2-1', today(c)),
      causes: [cause(last)],
    }
    return [
      { kind: 'terms-change', ref: of.id, who: 'customer', state: reviewState(c, change, effectiveOn), when },
    ]
  })

/** Without use the day passes and binds nobody. */
const reviewState = (c: Case, change: Announced, effectiveOn: Day): DeadlineState => {
  if (c.asOf < startOf(effectiveOn)) return 'upcoming'
  return isGoverning(c, change) ? 'met' : 'lapsed'
}

export const documents: Subject = {
  acts: {
    TermsChangeAnnounced: { basis: ['SF-1.2-1'] },
    ServiceUsed: { basis: ['SF-1.2-2'] },
  },
  answers: {
    'terms.applicable': (c) => [
      applicable(c, 'SF-1.1', version(c), [{ document: 'individual-rule', rule: 'SF-1.1' }]),
    ],
    'terms.version': (c) => [version(c)],
    'terms.pending-version': pending,
    'terms.consented-at': consents,
    'terms.third-party-version': thirdPartyVersions,
    'terms.precedence': precedence,
    'terms.site-revision': (c) => [
      ...siteRevision(c, 'service-site', 'SF-2.1'),
      ...siteRevision(c, 'coupon-rules', 'SF-17.3-3'),
    ],
  },
  deadlines,
}
