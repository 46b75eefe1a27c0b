import {
  type Case,
  type Question,
  answer,
  given,
  missing,
  remembered,
  tariffOr,
  today,
} from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import {
  type Instant,
  type Month,
  addHours,
  daysIn,
  elapsedMs,
  endOf,
  firstDayOf,
  lastDayOf,
  monthOf,
  monthsFrom,
  startOf,
} from '../../kernel/calendar.ts'
import { type Answer, type RuleId, isUndetermined, missingOf } from '../../kernel/finding.ts'
import { type Exact, type Yen, exact, text, toYen } from '../../kernel/money.ts'
import { type CreditOutcome } from '../terms.ts'
import { feesOf } from './billing.ts'
import { end } from './ending.ts'
import { sumOf } from './monthly-fee.ts'
import { start } from './start.ts'

/** 第24条第2項第2号: from so many hours on, and in whole multiples of them. */
export const UNIT_HOURS = 24
const MS_PER_HOUR = 3_600_000
const UNIT_MS = UNIT_HOURS * MS_PER_HOUR
/** Hours are shown with so many decimals; money is computed from the milliseconds. */
const HOUR_DECIMALS = 6

export type Part = 'storage' | 'managed'
/** The four rows of the table, by part and by whether the provider's intent or gross negligence is behind it. */
export const ROWS: Readonly<Record<Part, { readonly days: RuleId; readonly time: RuleId }>> = {
  storage: { days: 'OP-24-2-2a', time: 'OP-24-2-2b' },
  managed: { days: 'OP-24-2-2c', time: 'OP-24-2-2d' },
}

/** Which parts an outage concerns: one it names, else the whole service. */
export const partsOf = ({ scope }: Outage): readonly Part[] =>
  scope === 'storage' || scope === 'managed' ? [scope] : ['storage', 'managed']

/** Causes on the customer's side; a measure under the terms is no outage, and its charges go on (OP-24-2-1). */
const CUSTOMER_SIDE: readonly string[] = ['customer', 'customer-prerequisite', 'restriction']
/** Causes for which an answer says `excluded` rather than `not-attributable`. */
const EXCLUDED: readonly string[] = ['beta', 'sms', 'core-supplier']

export const isGross = ({ attribution }: Outage): boolean => attribution === 'gross-negligence'

/** Does the cause give a credit: for storage the provider's own (row 1), for the managed service any but the customer's (row 3). */
export function isCredited({ attribution }: Outage, part: Part): boolean | undefined {
  if (attribution === undefined) return undefined
  if (attribution === 'provider' || attribution === 'gross-negligence') return true
  return part === 'managed' && !CUSTOMER_SIDE.includes(attribution)
}

export const ruleOf = (outage: Outage, part: Part): RuleId => ROWS[part][isGross(outage) ? 'time' : 'days']

export const question = (c: Case, what: string, rule: RuleId, outage: Outage): Question => {
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

/** From when to when the service could not be used, as the provider knew it: within the contract and up to `asOf`. */
export function span(
  c: Case,
  { recognized, ended }: Outage,
): { readonly from: Instant; readonly to: Instant } | undefined {
  const started = start(c)
  if (!recognized || !started) return undefined
  const over = end(c)
  const from = later(recognized.at, startOf(started.day))
  const to = [ended?.at, over && endOf(over.day)].reduce<Instant>(
    (first, next) => (next !== undefined && next < first ? next : first),
    c.asOf,
  )
  return { from, to: later(from, to) }
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)

export const unitsOf = (c: Case, outage: Outage): number => {
  const known = span(c, outage)
  return known ? Math.floor(elapsedMs(known.from, known.to) / UNIT_MS) : 0
}

export const hoursOf = (c: Case, outage: Outage): string => {
  const known = span(c, outage)
  const ms = known ? elapsedMs(known.from, known.to) : 0
  return text(exact(ms).div(MS_PER_HOUR).toDecimalPlaces(HOUR_DECIMALS))
}

/** A share of the days of a month. */
type Share = { readonly month: Month; readonly part: Exact; readonly whole: number }

/** Whole units of 24 hours, each in the month in which it starts (OP-Q11). */
function wholeDays(c: Case, outage: Outage): readonly Share[] {
  const known = span(c, outage)
  const counts = new Map<Month, number>()
  for (let i = 0; known && i < unitsOf(c, outage); i++) {
    const month = monthOf(addHours(known.from, i * UNIT_HOURS))
    counts.set(month, (counts.get(month) ?? 0) + 1)
  }
  return [...counts].map(([month, days]) => ({ month, part: exact(days), whole: daysIn(month) }))
}

/** The time itself, in each month it touches, over the length of that month. */
function wholeTime(c: Case, outage: Outage): readonly Share[] {
  const known = span(c, outage)
  if (!known) return []
  return monthsFrom(monthOf(known.from), monthOf(known.to)).map((month) => {
    const from = later(known.from, startOf(firstDayOf(month)))
    const last = endOf(lastDayOf(month))
    const ms = elapsedMs(from, known.to < last ? known.to : last)
    return { month, part: exact(ms), whole: daysIn(month) * UNIT_MS }
  })
}

/** The monthly fee of a part: storage for the rows of storage, plan and components for the managed ones. */
export function baseOf(c: Case, outage: Outage, part: Part, month: Month): Answer<Yen> {
  const q: Question = {
    ...question(c, 'credit.base', ruleOf(outage, part), outage),
    on: lastDayOf(month),
    causes: [],
  }
  return sumOf(
    c,
    q,
    feesOf(c, month)
      .filter((fee) => fee.part === part)
      .map(({ amount }) => amount),
  )
}

export type CreditLine = { readonly part: Part; readonly month: Month; readonly amount: Answer<Yen> }

/** The credit of a part, a line a month it belongs to: by the calendar days of that month, truncated once (OP-A3-1c). */
export function linesOf(c: Case, outage: Outage, part: Part): readonly CreditLine[] {
  const rule = ruleOf(outage, part)
  const shares = isGross(outage) ? wholeTime(c, outage) : wholeDays(c, outage)
  return shares.map(({ month, part: share, whole }) => {
    const q: Question = { ...question(c, 'credit.outage', rule, outage), on: lastDayOf(month) }
    const how = answer(
      c,
      { what: 'charge.proration', ref: 'outage-credit', rule: 'OP-A3-1c', on: q.on },
      'calendar-days',
    )
    const rounding = tariffOr(c, 'lineRounding', q.on, 'CC-11', 'floor')
    const amount = given(c, q, [baseOf(c, outage, part, month), how, rounding], (fee, _how, mode) =>
      toYen(exact(fee).times(share).div(whole), mode),
    )
    return { part, month, amount }
  })
}

/** What comes of an outage for one part; the order of reasons is R-12's. */
function outcomeOf(c: Case, outage: Outage, part: Part): Answer<CreditOutcome> {
  const q = question(c, 'credit.outcome', ruleOf(outage, part), outage)
  const credited = isCredited(outage, part)
  if (credited === false) {
    const { attribution = '' } = outage
    return answer(
      c,
      { ...q, rule: attribution === 'force-majeure' ? 'OP-19' : q.rule },
      EXCLUDED.includes(attribution) ? 'excluded' : 'not-attributable',
    )
  }
  if (outage.totality !== undefined && outage.totality !== 'total') return answer(c, q, 'below-threshold')
  if (!isGross(outage) && unitsOf(c, outage) === 0)
    return answer(c, q, outage.ended || !outage.recognized ? shortOf(outage) : 'running')
  const gaps = [
    ...(credited === undefined ? ['cause:attribution'] : []),
    ...(outage.totality === undefined ? ['cause:totality'] : []),
  ]
  return gaps.length > 0 ? missing(c, q, gaps.join(',')) : answer(c, q, 'granted')
}

/** An outage the provider never learned of has not begun to count. */
const shortOf = ({ ended }: Outage): CreditOutcome => (ended ? 'below-threshold' : 'running')

export type PartCredit = {
  readonly part: Part
  readonly outcome: Answer<CreditOutcome>
  readonly lines: readonly CreditLine[]
}

export type Credit = { readonly outage: Outage; readonly parts: readonly PartCredit[] }

/** Every outage of the contract with what each part gets. Nothing needs to be claimed (第24条第2項第2号). */
export const creditsOf = remembered((c: Case): readonly Credit[] =>
  outages(c).map((outage) => ({
    outage,
    parts: partsOf(outage).map((part): PartCredit => {
      const outcome = outcomeOf(c, outage, part)
      const isDue = !isUndetermined(outcome) && outcome.value === 'granted'
      return { part, outcome, lines: isDue ? linesOf(c, outage, part) : [] }
    }),
  })),
)

const RANK: readonly CreditOutcome[] = [
  'granted',
  'running',
  'below-threshold',
  'excluded',
  'not-attributable',
]

/** Of the parts of one outage the best outcome; what is undetermined is as good as granted. */
export function outcomeOfAll(c: Case, { outage, parts }: Credit): Answer<CreditOutcome> {
  const open = parts.map(({ outcome }) => outcome).filter(isUndetermined)
  const best = RANK.map((value) =>
    parts.find(({ outcome }) => !isUndetermined(outcome) && outcome.value === value),
  ).find((part) => part !== undefined)
  if (best && (open.length === 0 || (!isUndetermined(best.outcome) && best.outcome.value === 'granted')))
    return best.outcome
  const first = parts[0]
  return open.length > 0
    ? missing(
        c,
        { ...question(c, 'credit.outcome', open[0]?.clause.rule ?? 'OP-20-3', outage), causes: open },
        missingOf(...open),
      )
    : (first?.outcome ?? missing(c, question(c, 'credit.outcome', 'OP-20-3', outage), 'cause:attribution'))
}
