import { type Case, type Question, answer, clauseOf, given, missing, today } from '../../contract/case.ts'
import { cause } from '../../contract/timeline.ts'
import { type Day, type Instant, type Month, monthOf } from '../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Yen, exact, text } from '../../kernel/money.ts'
import {
  type Charge,
  type CreditEntry,
  type Deadline,
  type DeadlineState,
  type Permitted,
  type Subject,
} from '../terms.ts'
import { amount, isUnlimited, sharesByOutage } from './credit-amount.ts'
import { ATTRIBUTABLE, outcome, question } from './credit-outcome.ts'
import { monthlyFee } from './fees.ts'
import { type CreditOutage, creditOutages } from './outage.ts'

const HOUR_MS = 3_600_000
const RULE = 'SF-15.2-2a'

/** One answer an outage. */
const each =
  <T>(ask: (c: Case, outage: CreditOutage) => Answer<T> | undefined) =>
  (c: Case): readonly Answer<T>[] =>
    creditOutages(c).flatMap((outage) => ask(c, outage) ?? [])

const thresholdAt = (c: Case, outage: CreditOutage): Answer<Instant> | undefined =>
  outage.thresholdAt === undefined
    ? undefined
    : answer(c, question(c, outage, 'outage.threshold-at', RULE), outage.thresholdAt)

const hours = (c: Case, outage: CreditOutage): Answer<string> =>
  answer(c, question(c, outage, 'outage.hours', RULE), text(exact(outage.elapsedMs).div(HOUR_MS)))

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
const claimDeadline = (c: Case, outage: CreditOutage): Answer<Day> => {
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

const isGranted = (c: Case, outage: CreditOutage): boolean => valueOf(outcome(c, outage)) === 'granted'

/** A granted credit stands in each month its days belong to; a month whose part cannot be computed has a gap. */
function charges(c: Case, month: Month): readonly Charge[] {
  return creditOutages(c).flatMap((outage): readonly Charge[] => {
    const share = (sharesByOutage(c).get(outage.id) ?? []).find((part) => part.month === month)
    if (!share || month > monthOf(c.asOf) || !isGranted(c, outage) || share.amount === undefined) return []
    if (valueOf(share.amount) === 0) return []
    const q: Question = {
      ...question(c, outage, 'charge.outage-credit', share.amount.clause.rule),
      causes: [],
    }
    const yen = given(c, q, [share.amount, outcome(c, outage)], (part) => -part)
    return [
      {
        kind: 'outage-credit',
        item: 'outage',
        ref: outage.id,
        quantity: String(share.units),
        unit: 'day',
        amount: yen,
      },
    ]
  })
}

function entry(c: Case, outage: CreditOutage): CreditEntry {
  const { id, scope, attribution, recognized, ended, claimDeadline: claimBy } = outage
  return {
    outageId: id,
    scope: scope ?? 'service',
    attribution: attribution ?? null,
    recognizedAt: recognized?.at ?? null,
    endedAt: ended?.at ?? null,
    units: outage.unitStarts.length,
    claimableOn: null,
    claimDeadline: claimBy ?? null,
    claimedAt: (outage.timelyClaim ?? outage.claim)?.at ?? null,
    outcome: outcome(c, outage),
    amount: valueOf(amount(c, outage)) ?? null,
    appliedTo: applied(c, outage),
  }
}

/** A granted credit by the months it stands in. */
const applied = (c: Case, outage: CreditOutage): CreditEntry['appliedTo'] =>
  (isGranted(c, outage) ? (sharesByOutage(c).get(outage.id) ?? []) : []).flatMap(
    ({ month, amount: part }) => {
      const yen = valueOf(part)
      return yen ? [{ month, amount: yen }] : []
    },
  )

/** Outcomes for which it no longer matters when something is due. */
const MOOT: ReadonlySet<string> = new Set(['not-attributable', 'excluded', 'below-threshold', 'refused'])

function claimState(
  c: Case,
  { claimDeadline: day, timelyClaim }: CreditOutage,
  result: string,
): DeadlineState {
  if (timelyClaim) return 'met'
  if (MOOT.has(result)) return 'lapsed'
  return day !== undefined && today(c) > day ? 'missed' : 'upcoming'
}

/** The provider kept below the threshold, passed it, or it never mattered. */
function thresholdState(c: Case, { thresholdAt: at, ended }: CreditOutage, result: string): DeadlineState {
  if (at !== undefined && (ended?.at ?? c.asOf) < at) return ended ? 'met' : 'upcoming'
  return MOOT.has(result) ? 'lapsed' : 'missed'
}

function deadlines(c: Case): readonly Deadline[] {
  return creditOutages(c).flatMap((outage): readonly Deadline[] => {
    const result = valueOf(outcome(c, outage)) ?? ''
    const threshold = thresholdAt(c, outage)
    const claim = claimDeadline(c, outage)
    const ref = outage.id
    return [
      ...(threshold && isKnown(threshold)
        ? [
            {
              kind: 'outage-threshold',
              ref,
              who: 'provider',
              state: thresholdState(c, outage, result),
              when: threshold,
            } as const,
          ]
        : []),
      ...(isKnown(claim)
        ? [
            {
              kind: 'credit-claim',
              ref,
              who: 'customer',
              state: claimState(c, outage, result),
              when: claim,
            } as const,
          ]
        : []),
    ]
  })
}

const permitted = (c: Case): readonly Permitted[] =>
  creditOutages(c).flatMap((outage): readonly Permitted[] => {
    const { thresholdAt: since, recognized } = outage
    if (valueOf(outcome(c, outage)) !== 'claimable' || since === undefined || !recognized) return []
    const causes = [cause(recognized), outcome(c, outage)]
    return [
      {
        who: 'customer',
        act: 'claim-credit',
        ref: outage.id,
        since,
        clause: clauseOf(c, RULE, today(c)),
        causes,
      },
    ]
  })

export const credits: Subject = {
  acts: {
    OutageRecognized: { basis: [RULE] },
    OutageKnownToCustomer: { basis: ['SF-15.2-2b'] },
    OutageEnded: { basis: [RULE] },
    OutageCauseDetermined: { basis: ['SF-15.2-1', 'SF-15.2-7'] },
    CreditClaimed: { basis: [RULE, 'SF-15.2-2b'] },
    CreditGranted: { basis: [RULE] },
    CreditRefused: { basis: [RULE] },
    UpstreamCompensationReceived: { basis: ['SF-15.2-4'] },
  },
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
  charges,
  deadlines,
  permitted,
  credits: (c) => creditOutages(c).map((outage) => entry(c, outage)),
}
