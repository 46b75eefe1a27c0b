import { type Case, type Question, answer, today } from '../../../contract/case.ts'
import { latest } from '../../../contract/documents.ts'
import { type Fact } from '../../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../../kernel/finding.ts'
import { type Kind, type Option } from '../applied-option.ts'

/**
 * `terms.site-revision` of the pages that set the conditions of an option, where the contract has one. `ref` is the page;
 * where pages of that name were published for several options, `page.option`.
 */
export function conditionsOnSite(
  c: Case,
  option: Kind,
  options: readonly Option[],
  rule: RuleId,
): readonly Answer<string>[] {
  if (options.length === 0) return []
  const guides = c.reference.facts.of('GuidePublished')
  const pages = new Set(guides.filter(({ data }) => data.option === option).map(({ data }) => data.page))
  return [...pages].flatMap((page) => {
    const ofPage = guides.filter(({ data }) => data.page === page)
    const fact = latest(
      c,
      ofPage.filter(({ data }) => data.option === option),
    )
    if (!fact) return []
    const ref = ofPage.every(({ data }) => data.option === option) ? page : `${page}.${option}`
    const q: Question = { what: 'terms.site-revision', ref, rule, on: today(c), causes: [fact] }
    return [answer(c, q, fact.data.revisionId)]
  })
}

type Published = Fact<'ThirdPartyTermsPublished'>

/** `terms.third-party-version`: the latest version at the time of use of each document that binds users of an option. */
export function thirdPartyVersions(
  c: Case,
  options: readonly Option[],
  rule: RuleId,
  binds: (data: Published['data']) => boolean,
): readonly Answer<string>[] {
  if (options.length === 0) return []
  const published = c.reference.facts.of('ThirdPartyTermsPublished').filter(({ data }) => binds(data))
  return [...new Set(published.map(({ data }) => data.document))].flatMap((document) => {
    const fact = latest(
      c,
      published.filter(({ data }) => data.document === document),
    )
    if (!fact) return []
    const q: Question = {
      what: 'terms.third-party-version',
      ref: document,
      rule,
      on: today(c),
      causes: [fact],
    }
    return [answer(c, q, fact.data.versionId)]
  })
}
