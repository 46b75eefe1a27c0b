import { type Answer, type Cause, type Finding, type RuleId } from '../kernel/finding.ts'
import { type Case, type Question, answer, clauseOf, factsOf, today } from './case.ts'
import { type Fact, cause } from './timeline.ts'
import { type DataOf, type EventType } from './vocabulary.ts'

type Document = DataOf<'TermsVersionPublished'>['document']
type Page = DataOf<'GuidePublished'>['page']

/** A document that governs, and its version; `null` where nobody registered one. */
export type Governing = { readonly document: string; readonly version: string | null }

/** `terms.version`: the version that governs at `asOf`. Its id is known even where its text is not. */
export function versionInForce(c: Case, rule: RuleId, causes: readonly Cause[] = []): Finding<string> {
  const { id, fact } = c.terms.versionOn(c, today(c))
  return {
    what: 'terms.version',
    value: id,
    clause: clauseOf(c, rule, today(c)),
    causes: fact ? [cause(fact), ...causes] : causes,
  }
}

/** The one in force on the day of `asOf`: the latest `effectiveOn`, then ledger order. */
export function latest<T extends EventType>(c: Case, facts: readonly Fact<T>[]): Fact<T> | undefined {
  const since = (fact: Fact<T>): string =>
    (fact.data as { effectiveOn?: string }).effectiveOn ?? fact.at.slice(0, 10)
  return facts
    .filter((fact) => since(fact) <= today(c))
    .reduce<Fact<T> | undefined>(
      (best, next) => (!best || since(next) >= since(best) ? next : best),
      undefined,
    )
}

/** The registered version of a document beside the service terms. */
export const registered = (c: Case, document: Document): Fact<'TermsVersionPublished'> | undefined =>
  latest(
    c,
    c.reference.facts.of('TermsVersionPublished').filter(({ data }) => data.document === document),
  )

/** `terms.applicable`: the service terms in force, with the documents that apply beside them. */
export function applicable(
  c: Case,
  rule: RuleId,
  version: Finding<string>,
  beside: readonly { readonly document: Document; readonly rule: RuleId }[],
): Finding<readonly Governing[]> {
  const others = beside.map(({ document, rule: by }): Finding<Governing> => {
    const fact = registered(c, document)
    return {
      what: 'terms.applicable',
      ref: document,
      value: { document, version: fact?.data.versionId ?? null },
      clause: clauseOf(c, by, today(c)),
      causes: fact ? [cause(fact)] : [],
    }
  })
  return {
    what: 'terms.applicable',
    value: [{ document: 'service-terms', version: version.value }, ...others.map(({ value }) => value)],
    clause: clauseOf(c, rule, today(c)),
    causes: [version, ...others],
  }
}

/** `terms.site-revision`: the revision of a page in force, by page; nothing while none was published. */
export function siteRevision(c: Case, page: Page, rule: RuleId): readonly Answer<string>[] {
  const fact = latest(
    c,
    c.reference.facts.of('GuidePublished').filter(({ data }) => data.page === page),
  )
  if (!fact) return []
  const q: Question = { what: 'terms.site-revision', ref: page, rule, on: today(c), causes: [fact] }
  return [answer(c, q, fact.data.revisionId)]
}

/** Changes of the terms that were announced, the last word on each version. */
export const announced = (c: Case): readonly Fact<'TermsChangeAnnounced'>[] => [
  ...new Map(factsOf(c, 'TermsChangeAnnounced').map((fact) => [fact.data.versionId, fact])).values(),
]
