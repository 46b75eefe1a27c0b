import { appliedTo } from '../../contract/applied.ts'
import { type Case, type Question, clauseOf, given, today } from '../../contract/case.ts'
import { cause } from '../../contract/timeline.ts'
import { type Month, monthOf } from '../../kernel/calendar.ts'
import { isKnown, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import {
  type Charge,
  type CreditEntry,
  type Deadline,
  type DeadlineState,
  type Permitted,
  type Subject,
} from '../terms.ts'
import { amount, sharesByOutage } from './credit-amount.ts'
import { claimDeadline, thresholdAt } from './credit-findings.ts'
import { outcome, question } from './credit-outcome.ts'
import { type CreditOutage, creditOutages } from './outage.ts'

const RULE = 'SF-15.2-2a'

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
    appliedTo: appliedTo(c, id, byMonth(c, outage)),
  }
}

/** A granted credit by the months its days belong to. */
const byMonth = (c: Case, outage: CreditOutage): ReadonlyMap<Month, Yen> =>
  new Map(
    (isGranted(c, outage) ? (sharesByOutage(c).get(outage.id) ?? []) : []).flatMap(
      ({ month, amount: part }) => {
        const yen = valueOf(part)
        return yen ? [[month, yen]] : []
      },
    ),
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
  charges,
  deadlines,
  permitted,
  credits: (c) => creditOutages(c).map((outage) => entry(c, outage)),
}
