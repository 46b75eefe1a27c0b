import { type Case, type Question, answer, given, missing } from '../../contract/case.ts'
import { type Day, type Instant, monthOf } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Yen, exact, text } from '../../kernel/money.ts'
import { type Subject } from '../terms.ts'
import { amount, isUnlimited, sharesByOutage } from './credit-amount.ts'
import { ATTRIBUTABLE, outcome, question } from './credit-outcome.ts'
import { monthlyFee } from './fees.ts'
import { type CreditOutage, creditOutages } from './outage.ts'

const HOUR_MS = 3_600_000
/** Hours are shown cut to so many digits, never rounded up to a unit; money is computed from the milliseconds. */
const HOUR_DECIMALS = 6
const RULE = 'SF-15.2-2a'

/** One answer an outage. */
const each =
  <T>(ask: (c: Case, outage: CreditOutage) => Answer<T> | undefined) =>
  (c: Case): readonly Answer<T>[] =>
    creditOutages(c).flatMap((outage) => ask(c, outage) ?? [])

export const thresholdAt = (c: Case, outage: CreditOutage): Answer<Instant> | undefined =>
  outage.thresholdAt === undefined
    ? undefined
    : answer(c, question(c, outage, 'outage.threshold-at', RULE), outage.thresholdAt)

const hours = (c: Case, outage: CreditOutage): Answer<string> =>
  answer(
    c,
    question(c, outage, 'outage.hours', RULE),
    text(exact(outage.elapsedMs).div(HOUR_MS).toDecimalPlaces(HOUR_DECIMALS)),
  )

const units = (c: Case, outage: CreditOutage): Answer<number> =>
  answer(c, question(c, outage, 'outage.units', RULE), outage.unitStarts.length)

/** `outage.attributable`: no liability for what a third party answers for (SF-15.2-1). */
function attributable(c: Case, outage: CreditOutage): Answer<boolean> {
  const { attribution } = outage
  if (attribution === undefined)
    return missing(c, question(c, outage, 'outage.attributable', RULE), 'cause:attribution')
  const isOwn = ATTRIBUTABLE.has(attribution)
  const rule = isOwn ? RULE : attribution === 'core-supplier' ? 'SF-15.2-4' : 'SF-15.2-1'
  return answer(c, question(c, outage, 'outage.attributable', rule), isOwn)
}

/** `credit.base`: the fixed fee of the month in which the first unit starts. */
function base(c: Case, outage: CreditOutage): Answer<Yen> | undefined {
  const [first] = outage.unitStarts
  const q = question(c, outage, 'credit.base', RULE)
  return first === undefined ? undefined : given(c, q, [monthlyFee(c, monthOf(first))], (fee) => fee)
}

/** `credit.claim-deadline`: undetermined while nothing shows that the customer knew, and the right is not lost. */
export const claimDeadline = (c: Case, outage: CreditOutage): Answer<Day> => {
  const q = question(c, outage, 'credit.claim-deadline', 'SF-15.2-2b')
  const { claimDeadline: day } = outage
  return day === undefined ? missing(c, q, 'fact:customer-knowledge') : answer(c, q, day)
}

/** `credit.cap`: the fees of the months it belongs to. */
function cap(c: Case, outage: CreditOutage): Answer<Yen> | undefined {
  const caps = (sharesByOutage(c).get(outage.id) ?? []).map((share) => share.cap)
  if (caps.length === 0 || isUnlimited(outage)) return undefined
  const q: Question = question(c, outage, 'credit.cap', 'SF-15.2-3')
  return given(c, q, caps, (...fees) => (fees as Yen[]).reduce((sum, fee) => sum + fee, 0))
}

/** `credit.sole-remedy`: the reduction is all there is, save for intent and gross negligence. */
const soleRemedy = (c: Case, outage: CreditOutage): Answer<boolean> | undefined => {
  if (outage.attribution === undefined || !ATTRIBUTABLE.has(outage.attribution)) return undefined
  const rule = isUnlimited(outage) ? 'SF-15.2-7' : 'SF-15.2-2c'
  return answer(c, question(c, outage, 'credit.sole-remedy', rule), !isUnlimited(outage))
}

/** 第15.2条第1項〜第4項: what is to be said of an outage, each with its outage. */
export const creditFindings: Subject = {
  answers: {
    'outage.threshold-at': each(thresholdAt),
    'outage.hours': each((c, outage) => (outage.recognized ? hours(c, outage) : undefined)),
    'outage.units': each((c, outage) => (outage.recognized ? units(c, outage) : undefined)),
    'outage.attributable': each(attributable),
    'credit.base': each(base),
    'credit.claim-deadline': each(claimDeadline),
    'credit.outcome': each(outcome),
    'credit.outage': each(amount),
    'credit.cap': each(cap),
    'credit.sole-remedy': each(soleRemedy),
  },
}
