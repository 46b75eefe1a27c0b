import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Service } from '../domain/contract/vocabulary.ts'
import { allTerms } from '../domain/terms/registry.ts'

/** A rule of the catalogue and what there is of it. */
export type Covered = {
  readonly rule: string
  readonly service: Service
  readonly article: string
  readonly en: string
  readonly state: 'implemented' | 'recorded only' | 'missing'
  /** Why nothing is computed from it. */
  readonly reason?: string
  /** Files that cite it, and test files with a title that names it; from the root of the project. */
  readonly files: readonly string[]
  readonly tests: readonly string[]
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Ids end where no letter, digit or hyphen goes on: SC-7-3 is not named by SC-7-30. */
const RULE = /\b(?:IF|IJ|SC|SF|OP)-[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*\b/g
const TITLE =
  /\b(?:describe|test|it)(?:\.\w+)?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1|\)\(\s*(['"`])((?:\\.|(?!\3)[^\\])*)\3/g

/** Every rule of the registry, in the order of its document. */
export function coverage(service?: Service): readonly Covered[] {
  if (!existsSync(join(ROOT, 'src'))) return written(service)
  const cited = index('src/domain/terms', (path) => !path.endsWith('rules.ts'), rulesIn)
  const tested = index('test', (path) => path.endsWith('.test.ts'), titledIn)
  return allTerms
    .filter(({ id }) => service === undefined || id === service)
    .flatMap((terms) =>
      Object.entries(terms.rules).map(([rule, { article, en, recordedOnly }]): Covered => {
        const files = cited.get(rule) ?? []
        const state =
          recordedOnly !== undefined ? 'recorded only' : files.length > 0 ? 'implemented' : 'missing'
        const reason = recordedOnly === undefined ? {} : { reason: recordedOnly }
        return {
          rule,
          service: terms.id,
          article,
          en,
          state,
          ...reason,
          files,
          tests: tested.get(rule) ?? [],
        }
      }),
    )
}

/** The same in a package, which has neither sources nor tests to look through: as it was written down when it was made. */
function written(service?: Service): readonly Covered[] {
  const rules = JSON.parse(readFileSync(join(ROOT, 'dist/rules.json'), 'utf8')) as readonly Covered[]
  return service === undefined ? rules : rules.filter((each) => each.service === service)
}

const rulesIn = (text: string): readonly string[] => text.match(RULE) ?? []
const titledIn = (text: string): readonly string[] =>
  [...text.matchAll(TITLE)].flatMap(([, , title, , later]) => rulesIn(title ?? later ?? ''))

/** The files of a folder in which each rule is found. */
function index(
  folder: string,
  isMeant: (path: string) => boolean,
  find: (text: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  if (!existsSync(join(ROOT, folder))) return found
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort()
  for (const path of paths.filter((each) => each.endsWith('.ts') && isMeant(each))) {
    for (const rule of new Set(find(readFileSync(join(ROOT, folder, path), 'utf8')))) {
      found.set(rule, [...(found.get(rule) ?? []), `${folder}/${path}`])
    }
  }
  return found
}
