import { type Fact } from '../../../contract/timeline.ts'
import { type RuleId } from '../../../kernel/finding.ts'

/** The articles of an option contract that forms by itself and ends when all its resources are deleted (§8, §9). */
export type Articles = {
  readonly option: string
  readonly formation: RuleId
  readonly renewal: RuleId
  readonly deletion: RuleId
}

/** One such contract: from the fact that formed it to the full deletion, if there was one. */
export type Formed = {
  readonly articles: Articles
  readonly ref: string
  readonly fact: Fact
  readonly deleted?: Fact
}

/** From this fact on there is none of the resources, or there is one again. */
type Turn = { readonly fact: Fact; readonly empty: boolean }

/** Each stretch with a resource is a contract: a registration behind a full deletion forms a new one (SC-Q16). */
export function contractsOf(articles: Articles, turns: readonly Turn[]): readonly Formed[] {
  const formed: Formed[] = []
  for (const { fact, empty } of turns) {
    const last = formed.at(-1)
    if (!empty) formed.push({ articles, fact, ref: refOf(articles.option, formed.length) })
    else if (last) formed[formed.length - 1] = { ...last, deleted: fact }
  }
  return formed
}

const refOf = (option: string, before: number): string => (before === 0 ? option : `${option}-${before + 1}`)
