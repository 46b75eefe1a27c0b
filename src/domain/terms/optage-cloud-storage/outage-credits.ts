import { appliedTo } from '../../contract/applied.ts'
import { type Case, type Question, answer, given, missing, restated } from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { type Instant, type Month, addHours, monthOf } from '../../kernel/calendar.ts'
import { type Answer, isKnown, isUndetermined, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type CreditEntry, type Deadline, type Subject } from '../terms.ts'
import { creditAmount, creditByMonth, creditOutcome, linesOfCredit, statedGrant } from './credit-amount.ts'
import { sumOf } from './monthly-fee.ts'
import { type Credit, baseOf, creditsOf } from './outage-credit.ts'
import { isCredited, isGross, partsOf, question, ruleOf } from './outage-rows.ts'
import { UNIT_HOURS, hoursOf, unitsOf } from './outage-time.ts'

/** `outage.threshold-at` (OP-24-2-2a, OP-24-2-2c): 24 hours behind the instant the provider learned of it. */
function thresholdAt(c: Case, outage: Outage): readonly Answer<Instant>[] {
  const { recognized } = outage
  if (!recognized || isGross(outage)) return []
  const q = question(c, 'outage.threshold-at', ruleOf(c, outage), outage)
  return [answer(c, q, addHours(recognized.at, UNIT_HOURS))]
}

const measured = <T>(c: Case, what: string, value: (outage: Outage) => T): readonly Answer<T>[] =>
  outages(c)
    .filter(({ recognized }) => recognized)
    .map((outage) => answer(c, question(c, what, ruleOf(c, outage), outage), value(outage)))

/** `outage.attributable`: to the provider, for the managed service not to the customer; 第19条 releases storage. */
function attributable(c: Case, outage: Outage): Answer<boolean> {
  const credited = partsOf(c, outage).some((part) => isCredited(outage, part) === true)
  const released = outage.attribution === 'force-majeure' && !credited
  const q = question(c, 'outage.attributable', released ? 'OP-19' : ruleOf(c, outage), outage)
  return outage.attribution === undefined ? missing(c, q, 'cause:attribution') : answer(c, q, credited)
}

/** `credit.base`: the fees it is taken from, of the month the provider learned of it in. */
const bases = (c: Case): readonly Answer<Yen>[] =>
  outages(c).flatMap((outage) => {
    const month = outage.recognized && monthOf(outage.recognized.at)
    if (month === undefined) return []
    const parts = partsOf(c, outage).map((part) => baseOf(c, outage, part, month))
    return [sumOf(c, question(c, 'credit.base', ruleOf(c, outage), outage), parts)]
  })

/** A line of a bill: negative, on the amount of the credit. */
function line(c: Case, outage: Outage, item: string, amount: Answer<Yen>): Charge {
  const q: Question = { ...question(c, 'charge.outage-credit', amount.clause.rule, outage), causes: [] }
  const owed = given(c, q, [amount], (yen) => (yen === 0 ? 0 : -yen))
  return { kind: 'outage-credit', item, ref: outage.id, amount: owed }
}

function charges(c: Case, month: Month, credit: Credit): readonly Charge[] {
  const { outage } = credit
  const stated = statedGrant(c, credit)
  if (stated) return stated.month === month ? [line(c, outage, 'granted', stated.amount)] : []
  if (isUndetermined(creditOutcome(c, credit)))
    return outage.recognized && monthOf(outage.recognized.at) === month
      ? [line(c, outage, credit.parts[0]?.part ?? 'outage', creditAmount(c, credit))]
      : []
  return linesOfCredit(credit)
    .filter((each) => each.month === month && valueOf(each.amount) !== 0)
    .map(({ part, amount }) => line(c, outage, part, amount))
}

function entry(c: Case, credit: Credit): CreditEntry {
  const { id, scope, attribution, recognized, ended, claims } = credit.outage
  return {
    outageId: id,
    scope: scope ?? null,
    attribution: attribution ?? null,
    recognizedAt: recognized?.at ?? null,
    endedAt: ended?.at ?? null,
    units: recognized ? unitsOf(c, credit.outage) : null,
    claimableOn: null,
    claimDeadline: null,
    claimedAt: claims[0]?.at ?? null,
    outcome: creditOutcome(c, credit),
    amount: valueOf(creditAmount(c, credit)) ?? null,
    appliedTo: appliedTo(c, id, creditByMonth(c, credit)),
  }
}

/** The provider has 24 hours; an outage that ended before has met them. */
const deadlines = (c: Case, outage: Outage): readonly Deadline[] =>
  thresholdAt(c, outage)
    .filter(isKnown)
    .map((when) => {
      const met = outage.ended !== undefined && outage.ended.at < when.value
      const state = met ? 'met' : c.asOf >= when.value ? 'missed' : 'upcoming'
      return { kind: 'outage-threshold', ref: outage.id, who: 'provider', state, when }
    })

const outcomes = (c: Case): readonly Answer<unknown>[] =>
  creditsOf(c).map((credit) => {
    const found = creditOutcome(c, credit)
    return restated(
      c,
      { ...question(c, 'credit.outcome', found.clause.rule, credit.outage), causes: [] },
      found,
    )
  })

const ROWS = ['OP-24-2-2a', 'OP-24-2-2b', 'OP-24-2-2c', 'OP-24-2-2d'] as const

/** 第20条第3項, 第24条第2項第2号: no charge for the time in which the service could not be used at all. */
export const outageCredits: Subject = {
  acts: {
    OutageBegan: { basis: ['OP-24-2-2a'] },
    OutageRecognized: { basis: ROWS },
    OutageEnded: { basis: ['OP-20-3', ...ROWS] },
    OutageCauseDetermined: { basis: ['OP-19', ...ROWS] },
    CreditGranted: { basis: ['OP-24-2-2a', 'OP-24-3', 'OP-A3-1c'] },
  },
  answers: {
    'outage.threshold-at': (c) => outages(c).flatMap((outage) => thresholdAt(c, outage)),
    'outage.hours': (c) => measured(c, 'outage.hours', (outage) => hoursOf(c, outage)),
    'outage.units': (c) => measured(c, 'outage.units', (outage) => unitsOf(c, outage)),
    'outage.attributable': (c) => outages(c).map((outage) => attributable(c, outage)),
    'credit.base': bases,
    'credit.outcome': outcomes,
    'credit.outage': (c) => creditsOf(c).map((credit) => creditAmount(c, credit)),
  },
  charges: (c, month) =>
    month > monthOf(c.asOf) ? [] : creditsOf(c).flatMap((credit) => charges(c, month, credit)),
  deadlines: (c) => outages(c).flatMap((outage) => deadlines(c, outage)),
  credits: (c) => creditsOf(c).map((credit) => entry(c, credit)),
}
