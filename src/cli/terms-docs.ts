import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Service } from '../domain/contract/vocabulary.ts'
import { allTerms } from '../domain/terms/registry.ts'
import { type Terms } from '../domain/terms/terms.ts'
import { type Covered, coverage } from './coverage.ts'

/** A page of `docs/terms`: its file name and its text. */
export type Page = { readonly name: string; readonly text: string }

/** The terms article by article, made from the registry and from where each rule is cited: a page a 約款. */
export function termsPages(): readonly Page[] {
  const rules = coverage()
  return allTerms.map((terms) => ({ name: `${terms.id}.md`, text: page(terms, rulesOf(rules, terms.id)) }))
}

export function writeTermsPages(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true })
  return termsPages().map(({ name, text }) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  })
}

const rulesOf = (rules: readonly Covered[], service: Service): readonly Covered[] =>
  rules.filter((rule) => rule.service === service)

function page(terms: Terms, rules: readonly Covered[]): string {
  const computed = rules.filter(({ state }) => state === 'implemented').length
  return [
    `# ${terms.id}`,
    '',
    `<!-- Made by \`npx daicho terms --docs docs/terms\`; edit the rules, not this page. -->`,
    '',
    `Provider: ${terms.provider}. ${rules.length} rules, ${computed} computed, ${rules.length - computed} recorded only.`,
    '',
    '| Version in force from | Text known |',
    '| --- | --- |',
    ...terms.versions.map(
      ({ id, effectiveOn, textKnown }) =>
        `| ${effectiveOn} (${id}) | ${textKnown ? 'yes' : 'no: `terms:' + id + '`'} |`,
    ),
    '',
    '## Rules, article by article',
    '',
    ...rules.flatMap((rule) => entry(terms, rule)),
    '## Adopted readings',
    '',
    'Where the text leaves a question open. A tariff or a fact that says otherwise comes first.',
    '',
    '| Reading | Question | Adopted | Because |',
    '| --- | --- | --- | --- |',
    ...Object.entries(terms.readings).map(
      ([id, { question, adopted, because = '' }]) => `| ${id} | ${question} | ${adopted} | ${because} |`,
    ),
    '',
  ].join('\n')
}

function entry(terms: Terms, { rule, article, en, state, reason, files, tests }: Covered): readonly string[] {
  const ja = terms.rules[rule]?.ja ?? ''
  return [
    `### ${rule} ${article}`,
    '',
    `${en} / ${ja}`,
    '',
    ...(state === 'recorded only' ? [`- Recorded only: ${reason ?? ''}`] : []),
    ...(files.length > 0 ? [`- Rule: ${links(files)}`] : []),
    ...(tests.length > 0 ? [`- Test: ${links(tests)}`] : []),
    '',
  ]
}

const links = (paths: readonly string[]): string =>
  paths.map((path) => `[${path.split('/').slice(4).join('/') || path}](../../${path})`).join(', ')
