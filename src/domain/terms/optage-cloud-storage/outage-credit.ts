import {
  type Case,
  type Question,
  answer,
  given,
  missing,
  remembered,
  tariffOr,
} from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { type Month, lastDayOf } from '../../kernel/calendar.ts'
import { type Answer, isUndetermined, valueOf } from '../../kernel/finding.ts'
import { type Yen, exact, toYen } from '../../kernel/money.ts'
import { type CreditOutcome } from '../terms.ts'
import { feesOf } from './billing.ts'
import { sumOf } from './monthly-fee.ts'
import { type Part, isCredited, isGross, partsOf, question, rowOf } from './outage-rows.ts'
import { isRunning, unitsOf, wholeDays, wholeTime } from './outage-time.ts'

/** What a part gets back in a month. */
export type CreditLine = { readonly part: Part; readonly month: Month; readonly amount: Answer<Yen> }
export type PartCredit = {
  readonly part: Part
  readonly outcome: Answer<CreditOutcome>
  readonly lines: readonly CreditLine[]
}
export type Credit = { readonly outage: Outage; readonly parts: readonly PartCredit[] }

/** Causes for which an answer says `excluded` rather than `not-attributable`. */
const EXCLUDED: readonly string[] = ['beta', 'sms', 'core-supplier']

/** The monthly fee of a part: of storage for its rows, of plan and components for those of the managed service. */
export function baseOf(c: Case, outage: Outage, part: Part, month: Month): Answer<Yen> {
  const asked = question(c, 'credit.base', rowOf(outage, part), outage)
  const fees = feesOf(c, month).filter((fee) => fee.part === part)
  return sumOf(
    c,
    { ...asked, on: lastDayOf(month), causes: [] },
    fees.map(({ amount }) => amount),
  )
}

/** A line a month: by the calendar days of that month, truncated once (OP-A3-1c). */
function linesOf(c: Case, outage: Outage, part: Part): readonly CreditLine[] {
  const shares = isGross(outage) ? wholeTime(c, outage) : wholeDays(c, outage)
  return shares.map(({ month, part: share, whole }) => {
    const q: Question = { ...question(c, 'credit.outage', rowOf(outage, part), outage), on: lastDayOf(month) }
    const byDays = { what: 'charge.proration', ref: 'outage-credit', rule: 'OP-A3-1c', on: q.on }
    const how = answer(c, byDays, 'calendar-days')
    const rounding = tariffOr(c, 'lineRounding', q.on, 'CC-11', 'floor')
    const amount = given(c, q, [baseOf(c, outage, part, month), how, rounding], (fee, _how, mode) =>
      toYen(exact(fee).times(share).div(whole), mode),
    )
    return { part, month, amount }
  })
}

/** What comes of an outage for one part; which reason is said first is settled by R-12. */
function outcomeOf(c: Case, outage: Outage, part: Part): Answer<CreditOutcome> {
  const q = question(c, 'credit.outcome', rowOf(outage, part), outage)
  const credited = isCredited(outage, part)
  if (credited === false) return notCredited(c, q, outage.attribution ?? '')
  const short = shortfall(c, outage)
  if (short) return answer(c, q, short)
  const gaps = [
    ...(credited === undefined ? ['cause:attribution'] : []),
    ...(outage.totality === undefined ? ['cause:totality'] : []),
  ]
  return gaps.length > 0 ? missing(c, q, gaps.join(',')) : answer(c, q, 'granted')
}

/** 第19条 releases the provider from performance where nobody is to blame, and row 1 then gives nothing (OP-Q10). */
const notCredited = (c: Case, q: Question, attribution: string): Answer<CreditOutcome> =>
  answer(
    c,
    { ...q, rule: attribution === 'force-majeure' ? 'OP-19' : q.rule },
    EXCLUDED.includes(attribution) ? 'excluded' : 'not-attributable',
  )

/** 全く利用できない: nothing less will do. And 24 hours from the provider's knowledge, save for gross negligence. */
function shortfall(c: Case, outage: Outage): CreditOutcome | undefined {
  if (outage.totality !== undefined && outage.totality !== 'total') return 'below-threshold'
  if (isGross(outage) || unitsOf(c, outage) > 0) return undefined
  return isRunning(c, outage) ? 'running' : 'below-threshold'
}

/** Every outage with what each part gets. Nothing needs to be claimed (第24条第2項第2号). */
export const creditsOf = remembered((c: Case): readonly Credit[] =>
  outages(c).map((outage) => ({
    outage,
    parts: partsOf(c, outage).map((part): PartCredit => {
      const outcome = outcomeOf(c, outage, part)
      return { part, outcome, lines: valueOf(outcome) === 'granted' ? linesOf(c, outage, part) : [] }
    }),
  })),
)

const RANK: readonly CreditOutcome[] = ['running', 'below-threshold', 'excluded', 'not-attributable']

/** Of the parts of one outage what is best for the customer; of no part (an option's outage) the table says nothing. */
export function bestOutcome(c: Case, { outage, parts }: Credit): Answer<CreditOutcome> {
  const all = parts.map(({ outcome }) => outcome)
  const best =
    all.find((outcome) => valueOf(outcome) === 'granted') ??
    all.find(isUndetermined) ??
    RANK.map((value) => all.find((outcome) => valueOf(outcome) === value)).find(
      (found) => found !== undefined,
    )
  return best ?? answer(c, question(c, 'credit.outcome', 'OP-20-3', outage), 'below-threshold')
}
