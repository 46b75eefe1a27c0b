import { type Case, type Question, answer, missing, today } from '../../contract/case.ts'
import { type Fact, isBefore, on } from '../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type CreditOutcome } from '../terms.ts'
import { type CreditOutage } from './outage.ts'

/** Causes for which the provider answers under 第15.2条第2項. */
export const ATTRIBUTABLE: ReadonlySet<string> = new Set(['provider', 'gross-negligence'])
/** Causes that other provisions take out of it altogether; a core supplier's has one of its own (SF-Q7). */
const EXCLUDED: ReadonlySet<string> = new Set(['core-supplier', 'beta', 'sms'])

const told = ({ recognized, began }: CreditOutage): Fact | undefined => recognized ?? began

export const question = (c: Case, outage: CreditOutage, what: string, rule: RuleId): Question => {
  const since = told(outage)
  const { began, recognized, ended, cause, known, claim, granted, refused } = outage
  return {
    what,
    ref: outage.id,
    rule,
    on: since ? on(since) : today(c),
    causes: [began, recognized, ended, cause, known, claim, granted, refused],
  }
}

type Reason = { readonly value: CreditOutcome; readonly rule: RuleId } | { readonly missing: string }
type Step = (c: Case, outage: CreditOutage) => Reason | undefined

/** A cause that is known and gives no credit. */
const byCause: Step = (_c, { attribution }) => {
  if (attribution === undefined || ATTRIBUTABLE.has(attribution)) return undefined
  if (EXCLUDED.has(attribution))
    return { value: 'excluded', rule: attribution === 'core-supplier' ? 'SF-15.2-4' : 'SF-15.2-1' }
  return { value: 'not-attributable', rule: 'SF-15.2-1' }
}

/** Not completely unusable: a part of it, or no more than an option. */
export const isPartial = ({ totality, scope }: CreditOutage): boolean =>
  (totality !== undefined && totality !== 'total') || (scope !== undefined && scope !== 'service')

const isBelow = ({ thresholdAt, elapsedMs }: CreditOutage): boolean =>
  thresholdAt === undefined || elapsedMs < DAY_MS
const DAY_MS = 86_400_000

const byReach: Step = (_c, outage) => {
  if (isPartial(outage) || (outage.ended !== undefined && isBelow(outage)))
    return { value: 'below-threshold', rule: 'SF-15.2-2a' }
  if (!isBelow(outage)) return undefined
  return { value: outage.claim ? 'pending' : 'running', rule: 'SF-15.2-2a' }
}

/** The claim period is over and nobody claimed in it. */
const byPeriod: Step = (c, { claimDeadline, timelyClaim }) =>
  claimDeadline !== undefined && !timelyClaim && today(c) > claimDeadline
    ? { value: 'forfeited', rule: 'SF-15.2-2b' }
    : undefined

const byRefusal: Step = (_c, { refused, granted }) =>
  refused && (!granted || isBefore(granted, refused)) ? { value: 'refused', rule: 'SF-15.2-2a' } : undefined

const byGap: Step = (_c, { attribution, totality }) => {
  const names = [
    ...(attribution === undefined ? ['cause:attribution'] : []),
    ...(totality === undefined ? ['cause:totality'] : []),
  ]
  return names.length > 0 ? { missing: names.join(',') } : undefined
}

const byClaim: Step = (_c, { timelyClaim, granted, ended }) => {
  if (granted) return { value: 'granted', rule: 'SF-15.2-2a' }
  if (!timelyClaim) return { value: 'claimable', rule: 'SF-15.2-2a' }
  return { value: ended ? 'granted' : 'pending', rule: 'SF-15.2-2a' }
}

/** Which reason comes first: R-12. */
const STEPS: readonly Step[] = [byCause, byReach, byPeriod, byRefusal, byGap, byClaim]

/** `credit.outcome`. */
export function outcome(c: Case, outage: CreditOutage): Answer<CreditOutcome> {
  for (const step of STEPS) {
    const reason = step(c, outage)
    if (!reason) continue
    if ('missing' in reason)
      return missing(c, question(c, outage, 'credit.outcome', 'SF-15.2-2a'), reason.missing)
    return answer(c, question(c, outage, 'credit.outcome', reason.rule), reason.value)
  }
  return missing(c, question(c, outage, 'credit.outcome', 'SF-15.2-2a'), 'cause:attribution')
}
