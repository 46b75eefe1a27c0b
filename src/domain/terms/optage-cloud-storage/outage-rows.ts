import { type Case, type Question, today } from '../../contract/case.ts'
import { type Outage } from '../../contract/outages.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type RuleId } from '../../kernel/finding.ts'
import { stepOn } from './content.ts'

/** What an outage may concern: the table of 第24条第2項第2号 speaks of storage and of the managed service apart. */
export type Part = 'storage' | 'managed'

/** Its four rows: whole days from 24 hours on, or the time itself behind intent or gross negligence of the provider. */
const ROWS: Readonly<Record<Part, { readonly days: RuleId; readonly time: RuleId }>> = {
  storage: { days: 'OP-24-2-2a', time: 'OP-24-2-2b' },
  managed: { days: 'OP-24-2-2c', time: 'OP-24-2-2d' },
}

/** Causes on the customer's side; a measure under the terms is no outage either, its charges go on (OP-24-2-1). */
const CUSTOMER_SIDE: readonly string[] = ['customer', 'customer-prerequisite', 'restriction']

export const isGross = ({ attribution }: Outage): boolean => attribution === 'gross-negligence'
export const rowOf = (outage: Outage, part: Part): RuleId => ROWS[part][isGross(outage) ? 'time' : 'days']

/** The parts an outage concerns: the one it names, of the whole service those that are contracted, of an option none. */
export function partsOf(c: Case, { scope, recognized, began }: Outage): readonly Part[] {
  if (scope === 'storage' || scope === 'managed') return [scope]
  if (scope === 'option') return []
  const told = recognized ?? began
  const content = stepOn(c, told ? on(told) : today(c))?.content
  return [
    ...(content?.storagePlan === undefined ? [] : (['storage'] as const)),
    ...(content?.plan === undefined ? [] : (['managed'] as const)),
  ]
}

/** The rule under which an outage is looked at as a whole: the row of its first part. */
export const ruleOf = (c: Case, outage: Outage): RuleId => {
  const part = partsOf(c, outage)[0]
  return part ? rowOf(outage, part) : 'OP-20-3'
}

/** Storage needs a cause on the provider's side (row 1), the managed service one that is not the customer's (row 3). */
export function isCredited({ attribution }: Outage, part: Part): boolean | undefined {
  if (attribution === undefined) return undefined
  if (attribution === 'provider' || attribution === 'gross-negligence') return true
  return part === 'managed' && !CUSTOMER_SIDE.includes(attribution)
}

/** A question about an outage, on all that was told of it. */
export function question(c: Case, what: string, rule: RuleId, outage: Outage): Question {
  const { began, recognized, ended, cause } = outage
  const first: Fact | undefined = recognized ?? began
  return {
    what,
    ref: outage.id,
    rule,
    on: first ? on(first) : today(c),
    causes: [began, recognized, ended, cause],
  }
}
