import { type Case, type Question, answer, factsOf, given, lastOf, today } from '../../contract/case.ts'
import { on } from '../../contract/timeline.ts'
import { type Month, monthOf } from '../../kernel/calendar.ts'
import { type Answer, type RuleId, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Charge, type ClaimEntry, type Deadline, type Subject } from '../terms.ts'
import { type Claim, refusalGround } from './claim-grounds.ts'
import {
  cap,
  damageAt,
  damageClaimsOf,
  deadline,
  isGross,
  outcome as outcomeOfDamages,
  payable,
  question,
  recognition,
  reductionMonth,
} from './damages.ts'
import { isImmediate, rescissions } from './rescission.ts'

/** 第20条第5項: incidental, consequential, indirect and special damage, with lost profit and lost data. */
const REMOVED: readonly string[] = [
  'lost-profit',
  'indirect',
  'consequential',
  'special',
  'customer-handling',
  'data-loss',
]

const claims = (c: Case): readonly Claim[] => factsOf(c, 'ClaimSubmitted')
const isOfDamages = ({ data }: Claim): boolean => data.by === 'customer' && data.kind === 'damages'

/** What the provider claims: behind a ground of 第29条第1項 under OP-29-2, else for intent or negligence under OP-43. */
const providerRule = (c: Case): RuleId =>
  rescissions(c).some(isImmediate) || lastOf(c, 'ProhibitedActReported') ? 'OP-29-2' : 'OP-43'

/** `claim.outcome`; what 第21条 does not speak of is refused on its exclusion, or recorded. */
function outcome(c: Case, claim: Claim): Answer<string> {
  if (isOfDamages(claim)) return outcomeOfDamages(c, claim)
  const ground = claim.data.by === 'customer' ? refusalGround(c, claim) : undefined
  if (ground) return answer(c, question('claim.outcome', ground, claim), 'refused')
  const rule = { provider: providerRule(c), 'third-party': 'OP-23', customer: 'OP-24-3' }[claim.data.by]
  return answer(c, question('claim.outcome', rule, claim), 'recorded')
}

function headsRemoved(c: Case, claim: Claim): readonly Answer<readonly string[]>[] {
  const heads = (claim.data.heads ?? []).map(({ head }) => head).filter((head) => REMOVED.includes(head))
  const q = question('claim.heads-removed', 'OP-20-1', claim)
  return heads.length > 0 ? [answer(c, q, [...new Set(heads)])] : []
}

function grounds(c: Case, claim: Claim): readonly Answer<string>[] {
  if (claim.data.by !== 'customer') return []
  const ground = refusalGround(c, claim)
  return ground ? [answer(c, question('claim.refusal-ground', ground, claim), ground)] : []
}

function capsOff(c: Case, claim: Claim): readonly Answer<boolean>[] {
  const found = recognition(c, claim)
  const q = question('claim.caps-off', 'OP-21-1', claim, found)
  return found ? [answer(c, q, found.data.grossNegligence)] : []
}

/** The reduction stands in the bill of its month, a whole amount in which the tax is (OP-21-1, OP-21-2b). */
function lines(c: Case, month: Month): readonly Charge[] {
  if (month > monthOf(today(c))) return []
  return damageClaimsOf(c).flatMap((claim): readonly Charge[] => {
    const amount = payable(c, claim)
    const when = reductionMonth(c, claim)
    if (!amount || valueOf(when) !== month || valueOf(amount) === 0) return []
    const q: Question = {
      ...question('charge.damage-reduction', 'OP-21-1', claim),
      causes: when ? [when] : [],
    }
    const off = given(c, q, [amount], (yen) => -yen)
    return [
      {
        kind: 'damage-reduction',
        item: 'damages',
        ref: claim.data.claimId,
        amount: off,
        taxCategory: 'included',
      },
    ]
  })
}

/** What was reported was in time, or not. */
const deadlines = (c: Case): readonly Deadline[] =>
  damageClaimsOf(c).flatMap((claim): readonly Deadline[] => {
    const when = deadline(c, claim)
    if (!isKnown(when)) return []
    const state = on(claim) <= when.value ? 'met' : 'missed'
    return [{ kind: 'damage-claim', ref: claim.data.claimId, who: 'customer', state, when }]
  })

/** What 第21条 says of a claim; of other claims nothing. */
const underArticle21 = (
  c: Case,
  claim: Claim,
): Pick<ClaimEntry, 'claimDeadline' | 'cap' | 'payable' | 'reductionMonth'> =>
  isOfDamages(claim)
    ? {
        claimDeadline: valueOf(deadline(c, claim)) ?? null,
        cap: isGross(c, claim) ? null : (valueOf(cap(c, claim)) ?? null),
        payable: valueOf(payable(c, claim)) ?? null,
        reductionMonth: valueOf(reductionMonth(c, claim)) ?? null,
      }
    : { claimDeadline: null, cap: null, payable: null, reductionMonth: null }

const entry = (c: Case, claim: Claim): ClaimEntry => ({
  claimId: claim.data.claimId,
  by: claim.data.by,
  kind: claim.data.kind,
  damageAt: damageAt(c, claim) ?? null,
  outcome: outcome(c, claim),
  refusalGround: valueOf(grounds(c, claim)[0]) ?? null,
  ...underArticle21(c, claim),
})

/** The answers about damages that arise. */
const ofDamages = <T>(c: Case, ask: (c: Case, claim: Claim) => Answer<T> | undefined): readonly Answer<T>[] =>
  damageClaimsOf(c)
    .map((claim) => ask(c, claim))
    .filter((each) => each !== undefined)

/** 第20条から第22条まで, 第29条第2項・第4項, 第31条, 第43条: damages and other claims. */
export const damageClaims: Subject = {
  acts: {
    ClaimSubmitted: {
      basis: ['OP-5-4', 'OP-20-1', 'OP-20-2', 'OP-20-6', 'OP-20-7', 'OP-21-2a', 'OP-22-1', 'OP-29-2', 'OP-29-4', 'OP-31', 'OP-43'], // prettier-ignore
    },
    DamageRecognized: { basis: ['OP-21-1', 'OP-21-2b'] },
  },
  answers: {
    'claim.deadline': (c) => ofDamages(c, deadline),
    'claim.outcome': (c) => claims(c).map((claim) => outcome(c, claim)),
    'claim.refusal-ground': (c) => claims(c).flatMap((claim) => grounds(c, claim)),
    'claim.heads-removed': (c) => damageClaimsOf(c).flatMap((claim) => headsRemoved(c, claim)),
    'claim.cap': (c) => ofDamages(c, (_c, claim) => (isGross(c, claim) ? undefined : cap(c, claim))),
    'claim.caps-off': (c) => damageClaimsOf(c).flatMap((claim) => capsOff(c, claim)),
    'claim.payable': (c) => ofDamages(c, payable),
    'claim.reduction-month': (c) => ofDamages(c, reductionMonth),
  },
  charges: lines,
  deadlines,
  claims: (c) => claims(c).map((claim) => entry(c, claim)),
}
