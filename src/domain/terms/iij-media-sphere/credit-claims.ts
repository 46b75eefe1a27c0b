import { appliedTo } from '../../contract/applied.ts'
import { type Case, clauseOf, today } from '../../contract/case.ts'
import { cause } from '../../contract/timeline.ts'
import { type Answer, isKnown, valueOf } from '../../kernel/finding.ts'
import {
  type CreditEntry,
  type CreditOutcome,
  type Deadline,
  type Permitted,
  type Subject,
} from '../terms.ts'
import { creditByMonth } from './credit-lines.ts'
import { type Credit, base, credits } from './credit.ts'
import {
  type Clock,
  claimDeadline,
  claimableOn,
  clocks,
  isReached,
  thresholdOf,
  unitsOf,
} from './outage-clock.ts'

const isOneOf = ({ outcome }: Credit, ...values: readonly CreditOutcome[]): boolean => {
  const value = valueOf(outcome)
  return value !== undefined && values.includes(value)
}

const said = <T>(answer: Answer<T> | undefined): T | null => valueOf(answer) ?? null

/** One entry an outage, as far as it can be said. */
const entry = (c: Case, { outage, claim, clock, outcome, amount }: Credit): CreditEntry => ({
  outageId: outage.id,
  scope: outage.scope ?? 'service',
  attribution: outage.attribution ?? null,
  recognizedAt: outage.recognized?.at ?? null,
  endedAt: outage.ended?.at ?? null,
  units: clock ? unitsOf(clock) : null,
  ...periodOf(c, clock),
  claimedAt: (claim?.type === 'CreditClaimed' ? claim : outage.claims[0])?.at ?? null,
  outcome,
  amount: said(amount),
  appliedTo: appliedTo(c, outage.id, creditByMonth(c, outage.id)),
})

/** The claim period, once the 24 hours are over. */
const periodOf = (c: Case, clock: Clock | undefined): Pick<CreditEntry, 'claimableOn' | 'claimDeadline'> =>
  clock && isReached(clock)
    ? { claimableOn: said(claimableOn(c, clock)), claimDeadline: said(claimDeadline(c, clock)) }
    : { claimableOn: null, claimDeadline: null }

/** `credit-claim`: lapsed where no right is left to lose. */
function deadline(c: Case, credit: Credit): readonly Deadline[] {
  const { clock, claim, outage } = credit
  if (!clock || !isReached(clock)) return []
  const when = claimDeadline(c, clock)
  if (!isKnown(when)) return []
  const hasNoRight = isOneOf(credit, 'not-attributable', 'excluded', 'below-threshold', 'refused')
  const open = today(c) <= when.value ? 'upcoming' : 'missed'
  const state = claim ? 'met' : hasNoRight ? 'lapsed' : open
  return [{ kind: 'credit-claim', ref: outage.id, who: 'customer', state, when }]
}

/** `claim-credit`: from the 24 hours on to the end of the claim period, also while the cause is not told. */
function permitted(c: Case, credit: Credit): readonly Permitted[] {
  const { clock, claim, outcome, outage } = credit
  if (!clock || claim || !isReached(clock) || (isKnown(outcome) && outcome.value !== 'claimable')) return []
  const clause = clauseOf(c, 'IJ-8-1', today(c))
  const causes = [cause(clock.recognized), outcome]
  return [{ who: 'customer', act: 'claim-credit', ref: outage.id, since: thresholdOf(clock), clause, causes }]
}

const amounts = (c: Case): readonly Answer<number>[] =>
  credits(c)
    .map(({ amount }) => amount)
    .filter((amount) => amount !== undefined)

/** 第8条: the reduction is made on a claim. */
export const creditClaims: Subject = {
  acts: {
    CreditClaimed: { basis: ['IJ-8-1', 'IJ-8-2', 'IJ-A2-1'] },
    CreditGranted: { basis: ['IJ-8-1'] },
    CreditRefused: { basis: ['IJ-8-1'] },
  },
  answers: {
    'credit.base': (c) => clocks(c).map((clock) => base(c, clock)),
    'credit.outcome': (c) => credits(c).map(({ outcome }) => outcome),
    'credit.outage': amounts,
  },
  credits: (c) => credits(c).map((credit) => entry(c, credit)),
  deadlines: (c) => credits(c).flatMap((credit) => deadline(c, credit)),
  permitted: (c) => credits(c).flatMap((credit) => permitted(c, credit)),
}
