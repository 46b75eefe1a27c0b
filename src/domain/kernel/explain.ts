import {
  type Answer,
  type Cause,
  type Clause,
  type RuleId,
  isAnswer,
  isEventCause,
  isUndetermined,
} from './finding.ts'

/** A language an explanation is written in. */
export type Language = 'en' | 'ja'

/** What the words of an explanation need beside the finding itself. */
export type Names = {
  /** The rule's line in the language; undefined for the ledger's own conventions. */
  readonly rule: (rule: RuleId, language: Language) => string | undefined
  /** What an event was, as one line: its type and when; undefined where it is not at hand. */
  readonly event: (id: string) => string | undefined
}

/** A finding as a tree: the conclusion, and under it what it stands on. A shared finding stands once, then as `again`. */
export type Explained =
  | {
      readonly kind: 'finding'
      readonly n: number
      readonly answer: Answer<unknown>
      readonly because: readonly Explained[]
    }
  | { readonly kind: 'again'; readonly n: number; readonly answer: Answer<unknown> }
  | { readonly kind: 'event'; readonly id: string }
  | { readonly kind: 'asked'; readonly what: string; readonly value: unknown }

/** The tree of a finding; findings are numbered in the order in which they are met. */
export function explained(answer: Answer<unknown>): Explained {
  const met = new Map<Answer<unknown>, number>()
  const node = (cause: Cause): Explained => {
    if (isEventCause(cause)) return { kind: 'event', id: cause.event }
    if (!isAnswer(cause)) return { kind: 'asked', what: cause.what, value: cause.value }
    const known = met.get(cause)
    if (known !== undefined) return { kind: 'again', n: known, answer: cause }
    const n = met.size + 1
    met.set(cause, n)
    return { kind: 'finding', n, answer: cause, because: cause.causes.map(node) }
  }
  return node(answer)
}

type Words = {
  readonly says: (what: string, value: string) => string
  readonly missing: (what: string, name: string) => string
  readonly under: (clause: Clause, rule: string | undefined) => string
  readonly event: (what: string) => string
  readonly asked: (what: string, value: string) => string
  readonly again: (n: number, what: string) => string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    says: (what, value) => `${what} is ${value}`,
    missing: (what, name) => `${what} cannot be said: ${name} is missing`,
    under: ({ article, rule, terms, version }, says) =>
      `by ${article} (${rule}${says ? `: ${says}` : ''}) of ${terms}, version ${version}`,
    event: (what) => `recorded: ${what}`,
    asked: (what, value) => `taken as given: ${what} ${value}`,
    again: (n, what) => `${what}, see (${n})`,
  },
  ja: {
    says: (what, value) => `${what} は ${value} です`,
    missing: (what, name) => `${what} は定まりません（${name} がありません）`,
    under: ({ article, rule, terms, version }, says) =>
      `根拠 ${terms} ${version}版 ${article}（${rule}${says ? `　${says}` : ''}）`,
    event: (what) => `記録 ${what}`,
    asked: (what, value) => `前提 ${what} ${value}`,
    again: (n, what) => `${what}（${n} に同じ）`,
  },
}

const INDENT = '  '

/** The finding as people read it: the conclusion first, its provision, then each cause indented under it. */
export function explain(answer: Answer<unknown>, language: Language, names: Names): string {
  const words = WORDS[language]
  const lines: string[] = []
  const write = (node: Explained, depth: number): void => {
    const put = (text: string, deeper = 0): void => void lines.push(`${INDENT.repeat(depth + deeper)}${text}`)
    if (node.kind === 'event') put(`- ${words.event(names.event(node.id) ?? node.id)}`)
    else if (node.kind === 'asked') put(`- ${words.asked(node.what, shown(node.value))}`)
    else if (node.kind === 'again') put(`- ${words.again(node.n, nameOf(node.answer))}`)
    else {
      put(`(${node.n}) ${conclusion(node.answer, words)}`)
      put(words.under(node.answer.clause, names.rule(node.answer.clause.rule, language)), 1)
      for (const below of node.because) write(below, depth + 1)
    }
  }
  write(explained(answer), 0)
  return `${lines.join('\n')}\n`
}

const conclusion = (answer: Answer<unknown>, words: Words): string =>
  isUndetermined(answer)
    ? words.missing(nameOf(answer), answer.undetermined.missing)
    : words.says(nameOf(answer), shown(answer.value))

const nameOf = ({ what, ref }: Answer<unknown>): string => (ref === undefined ? what : `${what} [${ref}]`)
const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
