import { type Case, remembered } from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Day, day } from '../../kernel/calendar.ts'
import { type RuleId } from '../../kernel/finding.ts'
import { versionByDate, versionsOf } from '../compose.ts'
import { type Version } from '../terms.ts'

/** 附則: three versions by their days; the text of the last one is built in. The cover's 2023 is a misprint (OP-Q1). */
export const versions: readonly Version[] = [
  { id: '2023-04-25', effectiveOn: day('2023-04-25'), textKnown: false },
  { id: '2023-12-01', effectiveOn: day('2023-12-01'), textKnown: false },
  { id: '2024-01-31', effectiveOn: day('2024-01-31'), textKnown: true },
]

/** An article as people write it (`第20条第7項`, `20(7)`, `OP-20-7`, `20-7`) by its numbers: `20-7`. */
export const articleKey = (text: string): string =>
  (text.replace(/^OP-/, '').match(/\d+/g) ?? []).slice(0, 3).join('-')

/** 第20条第7項から第9項まで are one rule of the catalogue. */
const ONE_RULE: Readonly<Record<string, string>> = { '20-8': '20-7', '20-9': '20-7' }

/** Is a rule the named one, or below the named article? `OP-11-2` is below `11`; `OP-24-2-2a` below `24-2-2`. */
export function isUnder(rule: RuleId, article: string): boolean {
  const key = articleKey(article)
  const named = `OP-${ONE_RULE[key] ?? key}`
  return (
    key !== '' && (rule === named || rule.startsWith(`${named}-`) || rule.replace(/[a-z]$/, '') === named)
  )
}

/** A part of a registered version that begins after the version itself leaves the version before it in force until then. */
export function versionOn(c: Case, on: Day, rule?: RuleId): Version {
  const inForce = versionByDate(c, on)
  const late =
    rule !== undefined &&
    inForce.fact?.data !== undefined &&
    (inForce.fact as Fact<'TermsVersionPublished'>).data.partialEffective?.some(
      ({ article, fromOn }) => fromOn > on && isUnder(rule, article),
    )
  if (!late) return inForce
  return versionsOf(c).findLast(({ effectiveOn }) => effectiveOn < inForce.effectiveOn) ?? inForce
}

const individual = remembered((c: Case) => c.facts.of('IndividualTermsAdded'))

/** 第3条第4項: an individual agreement or additional rule in force that replaces a rule; the last word counts. */
export const replacedBy = (c: Case, rule: RuleId, on: Day): Fact | undefined =>
  individual(c).findLast(
    ({ data }) =>
      data.effectiveOn <= on && data.overrides?.some((named) => named === rule || isRuleAbove(named, rule)),
  )

/** `OP-24-2-2` names the four rules below it. */
const isRuleAbove = (named: string, rule: RuleId): boolean =>
  /^OP-/.test(named) && (rule.startsWith(`${named}-`) || rule.replace(/[a-z]$/, '') === named)
