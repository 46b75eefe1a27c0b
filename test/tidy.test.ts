import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** The house, as rules a reader can check in one screen. What they ban is looked for in code, comments left out. */
type Rule = { readonly because: string; readonly in: RegExp; readonly except?: RegExp; readonly ban: RegExp }

const from = (modules: string): RegExp => new RegExp(`from '${modules}'`)
const ROOM = (room: string): string => `(?:\\.\\./)+(?:${room})/[^']*`

const RULES: readonly Rule[] = [
  {
    because: 'the domain has no clock, no chance and no machine',
    in: /^src\/domain\//,
    ban: /\bDate\b|Math\.random|\bprocess\.|performance\.|toLocale|Intl\.|randomUUID/,
  },
  {
    because: 'the domain knows itself, zod, decimal.js and luxon',
    in: /^src\/domain\//,
    ban: /from '(?!\.|zod'|decimal\.js'|luxon')/,
  },
  {
    because: 'the domain knows no other room',
    in: /^src\/domain\//,
    ban: from(ROOM('api|cli|ledger|eventstore|projections')),
  },
  {
    because: 'only the calendar knows luxon',
    in: /^src\/domain\//,
    except: /kernel\/calendar\.ts$/,
    ban: /from 'luxon'/,
  },
  {
    because: 'only money knows decimal.js',
    in: /^src\/domain\//,
    except: /kernel\/money\.ts$/,
    ban: /from 'decimal\.js'/,
  },
  {
    because: 'yen are whole and quantities exact',
    in: /^src\/domain\//,
    ban: /parseFloat|toFixed\(\d|Math\.round/,
  },
  { because: 'the kernel knows no contract and no law', in: /^src\/domain\/kernel\//, ban: /from '\.\.\// },
  {
    because: 'projections know the domain and the port',
    in: /^src\/projections\//,
    ban: from(ROOM('api|cli|ledger')),
  },
  {
    because: 'the log knows nothing but days',
    in: /^src\/eventstore\//,
    ban: from(ROOM('api|cli|ledger|projections')),
  },
  {
    because: 'the ledger knows no HTTP and no command line',
    in: /^src\/ledger\//,
    ban: from(ROOM('api|cli')),
  },
  {
    because: 'views as tables know what they hold, and not who fills them',
    in: /^src\/readstore\//,
    ban: from(ROOM('api|cli|ledger|eventstore')),
  },
  {
    because: 'a database knows nothing of what lies in it',
    in: /^src\/sql\//,
    ban: from(ROOM('api|cli|ledger|projections|readstore|domain')),
  },
  { because: 'the interface does not know the command line', in: /^src\/api\//, ban: from(ROOM('cli')) },
  {
    because: 'of the log only whoever opens it knows more than the port',
    in: /^src\/(api|ledger|projections)\//,
    ban: /from '[^']*eventstore\/(?!event-store\.ts)[^']*'/,
  },
  {
    because: 'only the terms speak law',
    in: /^src\//,
    except: /^src\/domain\/terms\//,
    ban: /第[0-9０-９一二三四五六七八九十]/,
  },
  {
    because: 'law is cited by rule; labels stand in the registry',
    in: /^src\/domain\/terms\/[^/]+\//,
    except: /\/rules\.ts$/,
    ban: /第[0-9０-９一二三四五六七八九十]/,
  },
  {
    because: 'config.ts is the only reader of the environment',
    in: /^src\//,
    except: /^src\/config\.ts$/,
    ban: /process\.env/,
  },
  { because: 'import the file that has it', in: /^src\//, ban: /export \* from/ },
  {
    because: 'types are erased',
    in: /^src\//,
    ban: /^\s*(?:export )?(?:const )?enum |^\s*(?:export )?namespace /,
  },
]

/** Code without comments, so that a comment may name an article or a day. */
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')

const paths = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .sort()
const texts = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]))

describe('the house', () => {
  test.each(RULES)('$because', ({ in: scope, except, ban }) => {
    const bound = paths.filter((path) => scope.test(path) && !except?.test(path))
    expect(bound.length).toBeGreaterThan(0)
    const lines = bound.flatMap((path) =>
      code(texts.get(path) ?? '')
        .split('\n')
        .filter((line) => ban.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    )
    expect(lines).toEqual([])
  })

  test('one 約款 does not lean on another', () => {
    const services = readdirSync('src/domain/terms', { withFileTypes: true })
      .filter((each) => each.isDirectory())
      .map(({ name }) => name)
    expect(services).toHaveLength(5)
    for (const [path, text] of texts) {
      const own = services.find((service) => path.startsWith(`src/domain/terms/${service}/`))
      const others = services.filter((service) => own !== undefined && service !== own)
      expect(
        others.filter((other) => new RegExp(`from '[^']*/${other}/`).test(text)),
        path,
      ).toEqual([])
    }
  })

  test('files fit in the eye and have a name', () => {
    const lengthOf = (path: string): number => (texts.get(path) ?? '').split('\n').length
    const lists = /\/(rules|readings|vocabulary|tariff|terms)\.ts$/
    expect(paths.filter((path) => !lists.test(path) && lengthOf(path) > 260)).toEqual([])
    expect(paths.filter((path) => /utils|helpers|common|misc|manager/.test(path))).toEqual([])
    const terms = paths
      .filter((path) => path.startsWith('src/domain/terms/'))
      .map(lengthOf)
      .sort((a, b) => a - b)
    expect(terms[Math.floor(terms.length / 2)]).toBeLessThanOrEqual(90)
  })
})
