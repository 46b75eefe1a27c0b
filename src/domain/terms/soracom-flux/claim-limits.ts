import { type Case, factsOf } from '../../contract/case.ts'
import { type Outage, outages } from '../../contract/outages.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Instant } from '../../kernel/calendar.ts'
import { type RuleId } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type DataOf } from '../../contract/vocabulary.ts'

export type Submitted = Fact<'ClaimSubmitted'>
type Head = NonNullable<DataOf<'ClaimSubmitted'>['heads']>[number]['head']

/** A claim with what is known of it. */
export type Claim = {
  readonly submitted: Submitted
  readonly recognized?: Fact<'DamageRecognized'>
  readonly outage?: Outage
  /** Intent or gross negligence of the provider: no limit of 第15.2条 holds (SF-15.2-7). */
  readonly isUnlimited: boolean
  readonly damageAt?: Instant
}

export const claimsOf = (c: Case): readonly Claim[] =>
  factsOf(c, 'ClaimSubmitted').map((submitted) => {
    const recognized = factsOf(c, 'DamageRecognized').findLast(
      ({ data }) => data.claimId === submitted.data.claimId,
    )
    const about = recognized?.data.outageId ?? submitted.data.outageId
    const outage = about === undefined ? undefined : outages(c).find(({ id }) => id === about)
    const arose = recognized?.data.damageAt ?? submitted.data.damageAt
    return {
      submitted,
      isUnlimited: submitted.data.by === 'customer' && isGross(recognized, outage),
      ...(recognized && { recognized }),
      ...(outage && { outage }),
      ...(arose !== undefined && { damageAt: arose }),
    }
  })

const isGross = (recognized: Fact<'DamageRecognized'> | undefined, outage: Outage | undefined): boolean =>
  recognized?.data.grossNegligence === true || outage?.attribution === 'gross-negligence'

/** Heads that are never paid (第15.2条第5項, 第6項), and those beyond ordinary damage for a core supplier's outage (第4項). */
const NEVER: Readonly<Partial<Record<Head, RuleId>>> = {
  'lost-profit': 'SF-15.2-5',
  'customer-handling': 'SF-15.2-5',
  'data-loss': 'SF-15.2-6',
}

export const isOfCoreSupplier = ({ outage }: Claim): boolean => outage?.attribution === 'core-supplier'

/** The rule that takes a head out of a claim. */
export function removalOf(claim: Claim, head: Head): RuleId | undefined {
  if (claim.submitted.data.by !== 'customer' || claim.isUnlimited) return undefined
  return isOfCoreSupplier(claim) && head !== 'ordinary' ? 'SF-15.2-4' : NEVER[head]
}

export const removedHeads = (claim: Claim): readonly { head: Head; rule: RuleId }[] => {
  const removed = (claim.submitted.data.heads ?? []).flatMap(({ head }) => {
    const rule = removalOf(claim, head)
    return rule === undefined ? [] : [{ head, rule }]
  })
  return [...new Map(removed.map((each) => [each.head, each])).values()]
}

/** The damage that may be paid before any cap: what was recognised, of the heads that remain. */
export function allowedDamage(claim: Claim): Yen | undefined {
  const { recognized, submitted } = claim
  if (!recognized) return undefined
  const { amount, ordinaryAmount } = recognized.data
  if (claim.isUnlimited) return amount
  const { heads } = submitted.data
  const remaining = heads
    ?.filter(({ head }) => removalOf(claim, head) === undefined)
    .reduce((sum, part) => sum + part.amount, 0)
  if (isOfCoreSupplier(claim)) return Math.min(amount, ordinaryAmount ?? remaining ?? amount)
  return Math.min(amount, remaining ?? amount)
}

/** What the provider received from the supplier for an outage. */
export const compensation = (c: Case, outageId: string): readonly Fact<'UpstreamCompensationReceived'>[] =>
  factsOf(c, 'UpstreamCompensationReceived').filter(({ data }) => data.outageId === outageId)
