import { type Case, type Question, answer, given, missing, restated } from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { type Instant, type Month, addHours, monthOf } from '../../kernel/calendar.ts'
import {
  type Answer,
  type Finding,
  isKnown,
  isUndetermined,
  missingOf,
  valueOf,
} from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type CreditEntry, type Deadline, type Subject } from '../terms.ts'
import {
  type Credit,
  type CreditLine,
  UNIT_HOURS,
  baseOf,
  creditsOf,
  hoursOf,
  isCredited,
  isGross,
  outcomeOfAll,
  partsOf,
  question,
  ruleOf,
  unitsOf,
} from './outage-credit.ts'
import { sumOf } from './monthly-fee.ts'

/** The row of the table that an outage is judged by first. */
const rowOf = (outage: Outage): string => ruleOf(outage, partsOf(outage)[0] ?? 'managed')

/** `outage.threshold-at` (OP-24-2-2a, OP-24-2-2c): 24 hours behind the instant the provider learned of it. */
function thresholdAt(c: Case, outage: Outage): readonly Answer<Instant>[] {
  const { recognized } = outage
  if (!recognized || isGross(outage)) return []
  return [
    answer(c, question(c, 'outage.threshold-at', rowOf(outage), outage), addHours(recognized.at, UNIT_HOURS)),
  ]
}

const measured = <T>(c: Case, what: string, value: (outage: Outage) => T): readonly Answer<T>[] =>
  outages(c)
    .filter(({ recognized }) => recognized)
    .map((outage) => answer(c, question(c, what, rowOf(outage), outage), value(outage)))

/** `outage.attributable`: to the provider, for the managed service not to the customer; force majeure releases storage (OP-19). */
function attributable(c: Case, outage: Outage): Answer<boolean> {
  const known = partsOf(outage).map((part) => isCredited(outage, part))
  const rule =
    outage.attribution === 'force-majeure' && known.every((each) => each === false) ? 'OP-19' : rowOf(outage)
  const q = question(c, 'outage.attributable', rule, outage)
  return outage.attribution === undefined
    ? missing(c, q, 'cause:attribution')
    : answer(
        c,
        q,
        known.some((each) => each === true),
      )
}

const bases = (c: Case): readonly Answer<Yen>[] =>
  outages(c).flatMap((outage) => {
    const month = outage.recognized && monthOf(outage.recognized.at)
    if (month === undefined) return []
    const q: Question = question(c, 'credit.base', rowOf(outage), outage)
    return [
      sumOf(
        c,
        q,
        partsOf(outage).map((part) => baseOf(c, outage, part, month)),
      ),
    ]
  })

const allLines = ({ parts }: Credit): readonly CreditLine[] => parts.flatMap(({ lines }) => lines)

/** What the provider granted where the terms give no amount: the cause was never told. */
function statedGrant(
  c: Case,
  credit: Credit,
): { readonly amount: Answer<Yen>; readonly month: Month } | undefined {
  const { granted, recognized } = credit.outage
  if (!granted || granted.data.amount === undefined || isKnown(outcomeOfAll(c, credit))) return undefined
  const month = granted.data.month ?? monthOf((recognized ?? granted).at)
  const q: Question = { ...question(c, 'credit.outage', 'OP-24-2-2a', credit.outage), causes: [granted] }
  return { amount: answer(c, q, granted.data.amount), month }
}

/** `credit.outcome` (OP-20-3 leads to 第24条第2項): due without a claim. */
function outcome(
  c: Case,
  credit: Credit,
): Answer<CreditEntry['outcome'] extends Answer<infer T> ? T : never> {
  const found = outcomeOfAll(c, credit)
  const { granted, refused } = credit.outage
  const q: Question = {
    ...question(c, 'credit.outcome', found.clause.rule, credit.outage),
    causes: [granted, refused],
  }
  if (isKnown(found)) return found
  if (statedGrant(c, credit)) return answer(c, q, 'granted')
  return refused ? answer(c, q, 'refused') : found
}

/** `credit.outage`: all months together; 0 where it pays nothing. */
export function amountOf(c: Case, credit: Credit): Answer<Yen> {
  const stated = statedGrant(c, credit)
  if (stated) return stated.amount
  const found = outcome(c, credit)
  const q: Question = question(c, 'credit.outage', found.clause.rule, credit.outage)
  if (isUndetermined(found)) return missing(c, { ...q, causes: [found] }, missingOf(found))
  return sumOf(
    c,
    { ...q, causes: [found] },
    allLines(credit).map(({ amount }) => amount),
  )
}

/** The lines of a credit by month, where its amount is known. */
export function appliedTo(
  c: Case,
  credit: Credit,
): readonly { readonly month: Month; readonly amount: Yen }[] {
  const stated = statedGrant(c, credit)
  const lines: readonly Pick<CreditLine, 'month' | 'amount'>[] = stated ? [stated] : allLines(credit)
  const sums = new Map<Month, Yen>()
  for (const { month, amount } of lines) {
    const yen = valueOf(amount)
    if (yen !== undefined && yen > 0) sums.set(month, (sums.get(month) ?? 0) + yen)
  }
  return [...sums].map(([month, amount]) => ({ month, amount }))
}

const negative = (c: Case, amount: Answer<Yen>, outage: Outage): Answer<Yen> => {
  const q: Question = { ...question(c, 'charge.outage-credit', amount.clause.rule, outage), causes: [] }
  return given(c, q, [amount], (yen) => (yen === 0 ? 0 : -yen))
}

function charges(c: Case, month: Month, credit: Credit): readonly Charge[] {
  const { outage } = credit
  const stated = statedGrant(c, credit)
  const line = (item: string, amount: Answer<Yen>): Charge => ({
    kind: 'outage-credit',
    item,
    ref: outage.id,
    amount: negative(c, amount, outage),
  })
  if (stated) return stated.month === month ? [line('granted', stated.amount)] : []
  const open = outcome(c, credit)
  const since = outage.recognized && monthOf(outage.recognized.at)
  if (isUndetermined(open)) return since === month ? [line('outage', amountOf(c, credit))] : []
  return allLines(credit)
    .filter((each) => each.month === month && valueOf(each.amount) !== 0)
    .map(({ part, amount }) => line(part, amount))
}

function entry(c: Case, credit: Credit): CreditEntry {
  const { outage } = credit
  return {
    outageId: outage.id,
    scope: outage.scope ?? null,
    attribution: outage.attribution ?? null,
    recognizedAt: outage.recognized?.at ?? null,
    endedAt: outage.ended?.at ?? null,
    units: outage.recognized ? unitsOf(c, outage) : null,
    claimableOn: null,
    claimDeadline: null,
    claimedAt: outage.claims[0]?.at ?? null,
    outcome: outcome(c, credit),
    amount: valueOf(amountOf(c, credit)) ?? null,
    appliedTo: appliedTo(c, credit),
  }
}

/** The provider has 24 hours; an outage that ended before has met them. */
function deadline(c: Case, outage: Outage): readonly Deadline[] {
  return thresholdAt(c, outage)
    .filter((when): when is Finding<Instant> => isKnown(when))
    .map((when) => {
      const met = outage.ended !== undefined && outage.ended.at < when.value
      const state = met ? 'met' : c.asOf >= when.value ? 'missed' : 'upcoming'
      return { kind: 'outage-threshold', ref: outage.id, who: 'provider', state, when }
    })
}

const OUTAGE_RULES = ['OP-24-2-2a', 'OP-24-2-2b', 'OP-24-2-2c', 'OP-24-2-2d'] as const

/** 第20条第3項, 第24条第2項第2号: no charge for the time in which the service could not be used at all. */
export const outageCredits: Subject = {
  acts: {
    OutageBegan: { basis: ['OP-24-2-2a'] },
    OutageRecognized: { basis: OUTAGE_RULES },
    OutageEnded: { basis: ['OP-20-3', ...OUTAGE_RULES] },
    OutageCauseDetermined: { basis: ['OP-19', ...OUTAGE_RULES] },
    CreditGranted: { basis: ['OP-24-2-2a', 'OP-24-3', 'OP-A3-1c'] },
  },
  answers: {
    'outage.threshold-at': (c) => outages(c).flatMap((outage) => thresholdAt(c, outage)),
    'outage.hours': (c) => measured(c, 'outage.hours', (outage) => hoursOf(c, outage)),
    'outage.units': (c) => measured(c, 'outage.units', (outage) => unitsOf(c, outage)),
    'outage.attributable': (c) => outages(c).map((outage) => attributable(c, outage)),
    'credit.base': bases,
    'credit.outcome': (c) =>
      creditsOf(c).map((credit) => {
        const found = outcome(c, credit)
        const { outage } = credit
        return restated(c, { ...question(c, 'credit.outcome', found.clause.rule, outage), causes: [] }, found)
      }),
    'credit.outage': (c) => creditsOf(c).map((credit) => amountOf(c, credit)),
  },
  charges: (c, month) =>
    month > monthOf(c.asOf) ? [] : creditsOf(c).flatMap((credit) => charges(c, month, credit)),
  deadlines: (c) => outages(c).flatMap((outage) => deadline(c, outage)),
  credits: (c) => creditsOf(c).map((credit) => entry(c, credit)),
}
