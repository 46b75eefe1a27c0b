import { type Case, type Question, answer, given, missing } from '../../contract/case.ts'
import { type Outage } from '../../contract/outages.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { dayOf, elapsedMs, isTimely } from '../../kernel/calendar.ts'
import { type Answer, type RuleId, isUndetermined, missingOf, valueOf } from '../../kernel/finding.ts'
import { type CreditOutcome } from '../terms.ts'
import {
  type Clock,
  MS_OF_THRESHOLD,
  attributable,
  claimDeadline,
  claimDeadlineOf,
  clockOf,
  isReached,
} from './outage-clock.ts'

/** Causes that answers name as exclusions of their own. */
const EXCLUSIONS: readonly string[] = ['beta', 'sms', 'core-supplier']

/** What is known of a claim for a reduction. */
export type Known = {
  readonly outage: Outage
  /** Absent while nobody told that the provider learned of the outage. */
  readonly clock?: Clock
  /** The first claim in time; a credit the provider granted in time needs none. */
  readonly claim?: Fact<'CreditClaimed'> | Fact<'CreditGranted'>
}

export function knownOf(c: Case, outage: Outage): Known {
  const clock = clockOf(c, outage)
  const claims = [...outage.claims, ...(isGranted(outage) && outage.granted ? [outage.granted] : [])]
  const claim = claims.find(({ at }) => !clock || isTimely(at, claimDeadlineOf(clock)))
  return { outage, ...(clock && { clock }), ...(claim && { claim }) }
}

const isBehind = (a: Fact | undefined, b: Fact | undefined): boolean =>
  a !== undefined && (b === undefined || a.at > b.at || (a.at === b.at && a.position > b.position))
/** The last word of the provider on the credit. */
const isGranted = ({ granted, refused }: Outage): boolean => isBehind(granted, refused)
const isRefused = ({ granted, refused }: Outage): boolean => isBehind(refused, granted)

/** A question about an outage, on the day the provider learned of it, with the facts that speak of it. */
export function question(c: Case, { outage, clock, claim }: Known, what: string, rule: RuleId): Question {
  const { began, recognized, ended, cause, granted, refused } = outage
  const since = clock?.recognized ?? began ?? recognized
  const word = isGranted(outage) ? granted : refused
  const facts = new Set([recognized ?? began, ended, cause, claim ?? outage.claims[0], word])
  return { what, ref: outage.id, rule, on: since ? on(since) : dayOf(c.asOf), causes: [...facts] }
}

/** The reason that comes first decides. */
type Reason = {
  readonly value: CreditOutcome
  readonly rule: RuleId
  readonly because: readonly Answer<unknown>[]
}

/** `credit.outcome` as the terms have it. */
export function outcomeByTerms(c: Case, known: Known): Answer<CreditOutcome> {
  const q = question(c, known, 'credit.outcome', 'IJ-8-1')
  const reason = barred(c, known) ?? forfeited(c, known) ?? refusedByProvider(known) ?? going(known)
  if (reason) return given(c, { ...q, rule: reason.rule }, reason.because, () => reason.value)
  const gaps = gapsOf(c, known).filter(isUndetermined)
  if (gaps.length > 0) return missing(c, { ...q, causes: [...(q.causes ?? []), ...gaps] }, missingOf(...gaps))
  return answer(c, q, known.claim ? 'granted' : 'claimable')
}

/** A cause that gives no credit; then a part of the service, or a time, that does not reach the provision. */
function barred(c: Case, { outage, clock }: Known): Reason | undefined {
  const caused = attributable(c, outage)
  const because = [caused]
  if (valueOf(caused) === false)
    return {
      value: EXCLUSIONS.includes(outage.attribution ?? '') ? 'excluded' : 'not-attributable',
      rule: 'IJ-8-1',
      because,
    }
  const isPart = outage.totality === 'partial' || (outage.scope ?? 'service') !== 'service'
  const isShort = clock ? clock.isOver && !isReached(clock) : isSurelyShort(outage)
  return isPart || isShort ? { value: 'below-threshold', rule: 'IJ-8-1', because: [] } : undefined
}

/** Over within the hours since it began: whenever the provider learned of it, it cannot have lasted them from then on. */
const isSurelyShort = ({ began, ended }: Outage): boolean =>
  began !== undefined && ended !== undefined && elapsedMs(began.at, ended.at) < MS_OF_THRESHOLD

/** The right is lost with the claim period, whether or not the cause was ever told (IJ-8-2). */
function forfeited(c: Case, { clock, claim }: Known): Reason | undefined {
  if (!clock || claim || !isReached(clock) || isTimely(c.asOf, claimDeadlineOf(clock))) return undefined
  return { value: 'forfeited', rule: 'IJ-8-2', because: [claimDeadline(c, clock)] }
}

const refusedByProvider = ({ outage }: Known): Reason | undefined =>
  isRefused(outage) ? { value: 'refused', rule: 'IJ-8-1', because: [] } : undefined

/** While it goes on: a claim waits (IJ-Q13); without one it is claimable from the 24 hours on (IJ-Q2). */
function going({ outage, clock, claim }: Known): Reason | undefined {
  if (outage.ended) return undefined
  const value = claim ? 'pending' : clock && isReached(clock) ? 'claimable' : 'running'
  return { value, rule: 'IJ-8-1', because: [] }
}

/** What must be known before a reduction is due; the provider's own word that it grants one stands for all of it. */
function gapsOf(c: Case, known: Known): readonly Answer<unknown>[] {
  const { outage, clock } = known
  const q = (what: string): Question => question(c, known, what, 'IJ-8-1')
  const learned = clock ? [] : [missing(c, q('outage.recognized'), 'fact:outage-recognition')]
  if (isGranted(outage)) return learned
  const totality = outage.totality ? [] : [missing(c, q('outage.totality'), 'cause:totality')]
  return [...learned, attributable(c, outage), ...totality]
}

/** A credit the provider granted with an amount where the terms give none. */
export function goodwill(
  c: Case,
  known: Known,
  byTerms: Answer<CreditOutcome>,
): Answer<CreditOutcome> | undefined {
  const { outage } = known
  if (!isGranted(outage) || outage.granted?.data.amount === undefined) return undefined
  return valueOf(byTerms) === 'granted'
    ? undefined
    : answer(c, question(c, known, 'credit.outcome', 'IJ-8-1'), 'granted')
}
