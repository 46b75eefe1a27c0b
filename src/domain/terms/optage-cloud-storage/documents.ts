import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  remembered,
  today,
} from '../../contract/case.ts'
import { announced, applicable, registered, siteRevision, versionInForce } from '../../contract/documents.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type DataOf } from '../../contract/vocabulary.ts'
import { type Day, day } from '../../kernel/calendar.ts'
import { type Answer, type Finding } from '../../kernel/finding.ts'
import { versionsOf } from '../compose.ts'
import { type Deadline, type Obligation, type Subject } from '../terms.ts'
import { EXCLUSIONS_FROM } from './claim-grounds.ts'
import { articleKey, isUnder, versions } from './versions.ts'

/** The built-in versions are those of 附則 (OP-S1), later ones hold by 第4条第1項. */
const version = remembered((c: Case): Finding<string> => {
  const builtIn = versions.some(({ id }) => id === c.terms.versionOn(c, today(c)).id)
  return versionInForce(c, builtIn ? 'OP-S1' : 'OP-4-1')
})

const individual = (c: Case): readonly Fact<'IndividualTermsAdded'>[] =>
  factsOf(c, 'IndividualTermsAdded').filter(({ data }) => data.effectiveOn <= today(c))

/** `terms.applicable` (OP-3-4): these terms, with the individual agreements and additional rules in force, which prevail. */
function governing(c: Case): Finding<unknown> {
  const beside = registered(c, 'individual-rule')
    ? [{ document: 'individual-rule', rule: 'OP-3-4' } as const]
    : []
  const base = applicable(c, 'OP-3-4', version(c), beside)
  const own = individual(c)
  return {
    ...base,
    value: [...base.value, ...own.map(({ data }) => ({ document: data.kind, version: data.agreementId }))],
    causes: [...base.causes, ...own.map(cause)],
  }
}

/** 第3条第3項・第4項: individual and additional rules of one rank, then these terms, then what the website explains. */
const PRECEDENCE = ['individual-rule', 'service-terms', 'service-guide']

const precedence = (c: Case): readonly Answer<readonly string[]>[] => {
  const q: Question = { what: 'terms.precedence', rule: 'OP-3-4', on: today(c), causes: individual(c) }
  return [answer(c, q, PRECEDENCE)]
}

// ---- parts of a version that begin later ------------------------------------------------------------------------------

type Part = { readonly article: string; readonly from: Day; readonly rule: string }
/** 附則 of the second version, paragraph 2, and of the third one, paragraph 2. */
const BUILT_IN: readonly Part[] = [
  { article: '20-7', from: EXCLUSIONS_FROM, rule: 'OP-S2' },
  { article: '20-8', from: EXCLUSIONS_FROM, rule: 'OP-S2' },
  { article: '20-9', from: EXCLUSIONS_FROM, rule: 'OP-S2' },
  { article: '13', from: day('2024-01-31'), rule: 'OP-S3' },
]

/** Parts of registered versions, which 第4条第1項 lets apply. */
const partsOf = (c: Case): readonly Part[] => [
  ...BUILT_IN,
  ...versionsOf(c).flatMap(({ fact }) =>
    ((fact?.data as DataOf<'TermsVersionPublished'> | undefined)?.partialEffective ?? []).map(
      ({ article, fromOn }): Part => ({ article: articleKey(article), from: fromOn, rule: 'OP-4-1' }),
    ),
  ),
]

/** `terms.article-in-force` (OP-S2, OP-S3), asked by article: `20-7`, `20(7)`, `第20条第7項` or `OP-20-7`. */
function inForce(c: Case, ref: string): Answer<boolean> | undefined {
  const key = articleKey(ref)
  if (!Object.keys(c.terms.rules).some((rule) => isUnder(rule, key))) return undefined
  const part = partsOf(c).findLast(({ article }) => key === article || key.startsWith(`${article}-`))
  const rule = part?.rule ?? version(c).clause.rule
  const { causes } = versionInForce(c, rule)
  const clause = clauseOf(c, rule, today(c))
  return { what: 'terms.article-in-force', ref, value: !part || today(c) >= part.from, clause, causes }
}

// ---- changes of the terms ---------------------------------------------------------------------------------------------

const isComplete = ({ data }: Fact<'TermsChangeAnnounced'>): boolean =>
  data.contentStated && data.effectiveOn !== undefined

/** `terms.change-incomplete` (OP-4-2): what was said of a change lacks its content or its day. */
const incomplete = (c: Case): readonly Answer<boolean>[] =>
  announced(c).map((fact) => {
    const q: Question = {
      what: 'terms.change-incomplete',
      ref: fact.data.versionId,
      rule: 'OP-4-2',
      on: on(fact),
      causes: [fact],
    }
    return answer(c, q, !isComplete(fact))
  })

const obligations = (c: Case): readonly Obligation[] =>
  announced(c)
    .filter((fact) => !isComplete(fact))
    .map((fact) => ({
      who: 'provider',
      duty: 'announce-terms-change',
      ref: fact.data.versionId,
      since: fact.at,
      clause: clauseOf(c, 'OP-4-2', on(fact)),
      causes: [cause(fact)],
    }))

const deadlines = (c: Case): readonly Deadline[] =>
  announced(c).flatMap(({ id, data, at }): readonly Deadline[] => {
    if (data.effectiveOn === undefined) return []
    const from = data.effectiveOn
    const clause = clauseOf(c, 'OP-4-1', from)
    const when = {
      what: 'terms.binding-from',
      ref: data.versionId,
      value: from,
      clause,
      causes: [{ event: id }],
    }
    return [
      {
        kind: 'terms-change',
        ref: data.versionId,
        who: 'customer',
        state: today(c) < from && at <= c.asOf ? 'upcoming' : 'met',
        when,
      },
    ]
  })

const PAGES = ['service-site', 'service-guide', 'managed-spec', 'support-hours'] as const

/** 第3条, 第4条, 第6条, 附則: what governs the contract. */
export const documents: Subject = {
  acts: {
    TermsChangeAnnounced: { basis: ['OP-4-1', 'OP-4-2'] },
    IndividualTermsAdded: { basis: ['OP-3-4'] },
  },
  answers: {
    'terms.version': (c) => [version(c)],
    'terms.applicable': (c) => [governing(c)],
    'terms.precedence': precedence,
    'terms.change-incomplete': incomplete,
    'terms.site-revision': (c) => PAGES.flatMap((page) => siteRevision(c, page, 'OP-6')),
  },
  resourceAnswers: { 'terms.article-in-force': (c, ref) => inForce(c, ref) },
  obligations,
  deadlines,
}
