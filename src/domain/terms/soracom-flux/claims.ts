import { type Case, type Question, answer, given, missing, remembered } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { lastDayOf, monthOf } from '../../kernel/calendar.ts'
import { type Answer, type RuleId, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type ClaimEntry, type Subject } from '../terms.ts'
import {
  type Claim,
  allowedDamage,
  claimsOf,
  compensation,
  isOfCoreSupplier,
  removedHeads,
} from './claim-limits.ts'
import { monthlyFee } from './fees.ts'

const question = (
  claim: Claim,
  what: string,
  rule: RuleId,
  ...causes: readonly (Fact | undefined)[]
): Question => ({
  what,
  ref: claim.submitted.data.claimId,
  rule,
  on: on(claim.submitted),
  causes: [claim.submitted, claim.recognized, claim.outage?.cause, ...causes],
})

const claims = remembered(claimsOf)

/** The provision under which nothing is owed on a claim, whatever its damage. */
function refusalOf(claim: Claim): RuleId | undefined {
  const { by, kind, area } = claim.submitted.data
  if (by !== 'customer' || claim.isUnlimited) return undefined
  if (kind === 'warranty') return 'SF-14.1'
  if (kind === 'restoration') return 'SF-15.2-6'
  if (kind === 'refund' && area === 'additional-function') return 'SF-17.3-2'
  if (area === 'external-service') return 'SF-17.2'
  return byOutage(claim) ?? byHeads(claim)
}

/** Unavailability: none for others' causes (第15.2条第1項), the reduction alone for the provider's own (第2項後段). */
function byOutage({ outage, submitted }: Claim): RuleId | undefined {
  if (!outage || submitted.data.kind !== 'damages') return undefined
  switch (outage.attribution) {
    case undefined:
    case 'core-supplier':
      return undefined
    case 'provider':
    case 'gross-negligence':
      return 'SF-15.2-2c'
    default:
      return 'SF-15.2-1'
  }
}

/** Every head that was claimed is one that is never paid. */
function byHeads(claim: Claim): RuleId | undefined {
  const heads = new Set((claim.submitted.data.heads ?? []).map(({ head }) => head))
  const removed = removedHeads(claim)
  return heads.size > 0 && removed.length === heads.size ? removed[0]?.rule : undefined
}

/** An outage whose cause nobody told leaves open which provision applies. */
const lacksCause = ({ outage, submitted, isUnlimited }: Claim): boolean =>
  outage !== undefined &&
  outage.attribution === undefined &&
  submitted.data.by === 'customer' &&
  submitted.data.kind === 'damages' &&
  !isUnlimited

/** 第15.1条 for breaches, 第17.1条 for additional functions, both within 第15.2条. */
const liabilityRule = ({ submitted }: Claim): RuleId =>
  submitted.data.area === 'additional-function' ? 'SF-17.1' : 'SF-15.1'

function outcome(c: Case, claim: Claim): Answer<string> {
  const refusal = refusalOf(claim)
  if (refusal !== undefined) return answer(c, question(claim, 'claim.outcome', refusal), 'refused')
  const q = question(claim, 'claim.outcome', liabilityRule(claim))
  if (lacksCause(claim)) return missing(c, q, 'cause:attribution')
  if (!claim.recognized || !pays(claim)) return answer(c, q, 'recorded')
  const due = payable(c, claim)
  return due ? given(c, q, [due], () => 'payable') : answer(c, q, 'recorded')
}

/** Claims of the parties for money; those of third parties are recorded only. */
const pays = ({ submitted: { data } }: Claim): boolean =>
  data.by !== 'third-party' &&
  (data.kind === 'damages' || data.kind === 'indemnity' || data.kind === 'recourse')

/** `claim.cap`: what the supplier paid (SF-15.2-4), else the fee of the month of the damage (SF-15.2-3). */
function cap(c: Case, claim: Claim): Answer<Yen> | undefined {
  const { submitted, outage, damageAt } = claim
  if (submitted.data.by !== 'customer' || claim.isUnlimited || refusalOf(claim) !== undefined || !pays(claim))
    return undefined
  if (outage && isOfCoreSupplier(claim)) {
    const received = compensation(c, outage.id)
    const q = question(claim, 'claim.cap', 'SF-15.2-4', ...received)
    return answer(
      c,
      q,
      received.reduce((sum, { data }) => sum + data.amount, 0),
    )
  }
  const q = question(claim, 'claim.cap', 'SF-15.2-3')
  if (lacksCause(claim)) return missing(c, q, 'cause:attribution')
  if (damageAt === undefined) return missing(c, q, 'fact:damage-date')
  const month = monthOf(damageAt)
  return given(c, { ...q, on: lastDayOf(month) }, [monthlyFee(c, month)], (fee) => fee)
}

/** `claim.payable`, once a damage was recognised. */
function payable(c: Case, claim: Claim): Answer<Yen> | undefined {
  const refusal = refusalOf(claim)
  if (refusal !== undefined) return answer(c, question(claim, 'claim.payable', refusal), 0)
  const damage = allowedDamage(claim)
  if (damage === undefined || !pays(claim)) return undefined
  const limit = cap(c, claim)
  if (!limit)
    return answer(
      c,
      question(claim, 'claim.payable', claim.isUnlimited ? 'SF-15.2-7' : liabilityRule(claim)),
      damage,
    )
  const isCapped = isKnown(limit) && limit.value < damage
  const rule = isOfCoreSupplier(claim) ? 'SF-15.2-4' : isCapped ? 'SF-15.2-3' : liabilityRule(claim)
  return given(c, question(claim, 'claim.payable', rule), [limit], (most) => Math.min(damage, most))
}

/** `claim.caps-off` (SF-15.2-7): asked of every claim against the provider whose damage was recognised. */
const capsOff = (c: Case, claim: Claim): Answer<boolean> | undefined =>
  claim.submitted.data.by === 'customer' && (claim.recognized || claim.isUnlimited)
    ? answer(c, question(claim, 'claim.caps-off', 'SF-15.2-7'), claim.isUnlimited)
    : undefined

function headsRemoved(c: Case, claim: Claim): Answer<readonly string[]> | undefined {
  const removed = removedHeads(claim)
  const [first] = removed
  return first
    ? answer(
        c,
        question(claim, 'claim.heads-removed', first.rule),
        removed.map(({ head }) => head),
      )
    : undefined
}

const refusalGround = (c: Case, claim: Claim): Answer<string> | undefined => {
  const rule = refusalOf(claim)
  return rule === undefined ? undefined : answer(c, question(claim, 'claim.refusal-ground', rule), rule)
}

/** `claim.recourse` (SF-10.1-4): what the customer answers for to the provider for its use of the AI, without a cap. */
function recourse(c: Case, claim: Claim): Answer<Yen> | undefined {
  const { by, kind, area } = claim.submitted.data
  if (by !== 'provider' || area !== 'ai' || (kind !== 'indemnity' && kind !== 'recourse')) return undefined
  const stated =
    claim.recognized?.data.amount ?? claim.submitted.data.heads?.reduce((sum, part) => sum + part.amount, 0)
  return stated === undefined ? undefined : answer(c, question(claim, 'claim.recourse', 'SF-10.1-4'), stated)
}

const entry = (c: Case, claim: Claim): ClaimEntry => {
  const { claimId, by, kind } = claim.submitted.data
  return {
    claimId,
    by,
    kind,
    damageAt: claim.damageAt ?? null,
    claimDeadline: null,
    outcome: outcome(c, claim),
    cap: valueOf(cap(c, claim)) ?? null,
    payable: valueOf(payable(c, claim)) ?? null,
    reductionMonth: null,
    refusalGround: refusalOf(claim) ?? null,
  }
}

const each =
  <T>(ask: (c: Case, claim: Claim) => Answer<T> | undefined) =>
  (c: Case): readonly Answer<T>[] =>
    claims(c).flatMap((claim) => ask(c, claim) ?? [])

export const liability: Subject = {
  acts: {
    ClaimSubmitted: { basis: ['SF-15.1', 'SF-15.2-3', 'SF-15.2-5', 'SF-17.1'] },
    DamageRecognized: { basis: ['SF-15.2-3', 'SF-15.2-4'] },
  },
  answers: {
    'claim.outcome': each(outcome),
    'claim.cap': each(cap),
    'claim.payable': each(payable),
    'claim.caps-off': each(capsOff),
    'claim.heads-removed': each(headsRemoved),
    'claim.refusal-ground': each(refusalGround),
    'claim.recourse': each(recourse),
  },
  claims: (c) => claims(c).map((claim) => entry(c, claim)),
}
