import {
  type Case,
  type Question,
  answer,
  factsOf,
  given,
  lastOf,
  missing,
  remembered,
  today,
} from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import {
  type Day,
  type Instant,
  type Month,
  addMonths,
  civilEndDays,
  firstDay,
  lastDayOf,
  monthOf,
} from '../../kernel/calendar.ts'
import {
  type Answer,
  type RuleId,
  isKnown,
  isUndetermined,
  missingOf,
  valueOf,
} from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type ClaimEntry, type Deadline, type Subject } from '../terms.ts'
import { feesOf } from './billing.ts'
import { type Claim, refusalGround } from './claim-grounds.ts'
import { monthWithTax } from './monthly-fee.ts'
import { isImmediate, rescissions } from './rescission.ts'

/** 第21条第2項: reported within so many days from the time of the damage. */
const DAYS_TO_REPORT = 30
/** 第21条第2項なお書: 翌々月 of the month in which the provider recognised the damage. */
const MONTHS_TO_REDUCTION = 2
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
/** Claims for damages of the customer against the provider, which 第21条 is about. */
const damages = (c: Case): readonly Claim[] =>
  claims(c).filter(({ data }) => data.by === 'customer' && data.kind === 'damages')

/** The last word of the provider on a damage. */
const recognized = (c: Case, { data }: Claim): Fact<'DamageRecognized'> | undefined =>
  factsOf(c, 'DamageRecognized').findLast((fact) => fact.data.claimId === data.claimId)

const damageAt = (c: Case, claim: Claim): Instant | undefined =>
  claim.data.damageAt ?? recognized(c, claim)?.data.damageAt

/** 第21条第1項: the provider's intent or gross negligence takes the article off, its cap and its time with it. */
const isGross = (c: Case, claim: Claim): boolean => recognized(c, claim)?.data.grossNegligence === true

const question = (what: string, rule: RuleId, claim: Claim, ...causes: (Fact | undefined)[]): Question => ({
  what,
  ref: claim.data.claimId,
  rule,
  on: on(claim),
  causes: [claim, ...causes],
})

/** `claim.deadline` (OP-21-2a). */
function deadline(c: Case, claim: Claim): Answer<Day> {
  const q = question('claim.deadline', 'OP-21-2a', claim, recognized(c, claim))
  const at = damageAt(c, claim)
  return at === undefined
    ? missing(c, q, 'fact:damage-date')
    : answer(c, q, civilEndDays(firstDay(at), DAYS_TO_REPORT))
}

/** `claim.cap` (OP-21-1): the month's charges, with tax, of the month in which the damage occurred (OP-Q18). */
const cap = remembered((c: Case) => {
  const byClaim = new Map<string, Answer<Yen>>()
  for (const claim of damages(c)) {
    const at = damageAt(c, claim)
    const q = question('claim.cap', 'OP-21-1', claim)
    const month = at && monthOf(at)
    const of = month === undefined ? [] : feesOf(c, month)
    const amount =
      month === undefined
        ? missing(c, q, 'fact:damage-date')
        : monthWithTax(c, { ...q, on: lastDayOf(month), causes: [] }, of)
    byClaim.set(claim.data.claimId, isKnown(amount) ? given(c, q, [amount], (yen) => yen) : amount)
  }
  return byClaim
})

/** `claim.payable` (OP-21-1): what was recognised of the ordinary damage, up to the cap; without it where it does not hold. */
function payable(c: Case, claim: Claim): Answer<Yen> | undefined {
  const found = recognized(c, claim)
  const limit = cap(c).get(claim.data.claimId)
  const state = outcome(c, claim)
  if (!found || !limit || valueOf(state) === 'refused' || valueOf(state) === 'out-of-time') return undefined
  const amount = found.data.ordinaryAmount ?? found.data.amount
  const q = question('claim.payable', 'OP-21-1', claim, found)
  if (isUndetermined(state)) return missing(c, { ...q, causes: [claim, found, state] }, missingOf(state))
  return isGross(c, claim) ? answer(c, q, amount) : given(c, q, [limit], (most) => Math.min(amount, most))
}

/** `claim.reduction-month` (OP-21-2b). */
function reductionMonth(c: Case, claim: Claim): Answer<Month> | undefined {
  const found = recognized(c, claim)
  if (!found || isGross(c, claim) || payable(c, claim) === undefined) return undefined
  const q = { ...question('claim.reduction-month', 'OP-21-2b', claim, found), on: on(found) }
  return answer(c, q, addMonths(monthOf(found.at), MONTHS_TO_REDUCTION))
}

/** `claim.outcome` of a customer's damages: an exclusion, then the thirty days, then what the provider recognised. */
function ofDamages(c: Case, claim: Claim): Answer<string> {
  const ground = refusalGround(c, claim)
  if (ground) return answer(c, question('claim.outcome', ground, claim), 'refused')
  const found = recognized(c, claim)
  if (isGross(c, claim)) return answer(c, question('claim.outcome', 'OP-21-1', claim, found), 'payable')
  const last = deadline(c, claim)
  const q = question('claim.outcome', 'OP-21-2a', claim)
  if (isUndetermined(last)) return given(c, q, [last], () => '')
  if (on(claim) > last.value) return answer(c, { ...q, causes: [claim, last] }, 'out-of-time')
  const more = { ...question('claim.outcome', 'OP-21-1', claim, found), causes: [claim, found, last] }
  return answer(c, more, found ? 'payable' : 'recorded')
}

/** What the provider claims is recorded: on a ground of 第29条第1項 under OP-29-2, else for intent or negligence under OP-43. */
const providerRule = (c: Case): RuleId =>
  rescissions(c).some(isImmediate) || lastOf(c, 'ProhibitedActReported') ? 'OP-29-2' : 'OP-43'

const outcomes = remembered((_c: Case) => new Map<string, Answer<string>>())

function outcome(c: Case, claim: Claim): Answer<string> {
  const known = outcomes(c).get(claim.data.claimId)
  if (known) return known
  const found = outcomeOf(c, claim)
  outcomes(c).set(claim.data.claimId, found)
  return found
}

function outcomeOf(c: Case, claim: Claim): Answer<string> {
  const { by, kind } = claim.data
  if (by === 'provider') return answer(c, question('claim.outcome', providerRule(c), claim), 'recorded')
  if (by === 'third-party') return answer(c, question('claim.outcome', 'OP-23', claim), 'recorded')
  if (kind === 'damages') return ofDamages(c, claim)
  const ground = refusalGround(c, claim)
  return ground
    ? answer(c, question('claim.outcome', ground, claim), 'refused')
    : answer(c, question('claim.outcome', 'OP-24-3', claim), 'recorded')
}

function headsRemoved(c: Case, claim: Claim): readonly Answer<readonly string[]>[] {
  const heads = (claim.data.heads ?? []).map(({ head }) => head).filter((head) => REMOVED.includes(head))
  return heads.length > 0
    ? [answer(c, question('claim.heads-removed', 'OP-20-1', claim), [...new Set(heads)])]
    : []
}

function grounds(c: Case, claim: Claim): readonly Answer<string>[] {
  if (claim.data.by !== 'customer') return []
  const ground = refusalGround(c, claim)
  return ground ? [answer(c, question('claim.refusal-ground', ground, claim), ground)] : []
}

const capsOff = (c: Case, claim: Claim): readonly Answer<boolean>[] => {
  const found = recognized(c, claim)
  return found
    ? [answer(c, question('claim.caps-off', 'OP-21-1', claim, found), found.data.grossNegligence)]
    : []
}

const caps = (c: Case): readonly Answer<Yen>[] =>
  damages(c)
    .filter((claim) => !isGross(c, claim))
    .map((claim) => cap(c).get(claim.data.claimId))
    .filter((each) => each !== undefined)

/** The reduction stands in the bill of its month, a whole amount in which the tax is (OP-21-1, OP-21-2b). */
function lines(c: Case, month: Month): readonly Charge[] {
  if (month > monthOf(today(c))) return []
  return damages(c).flatMap((claim): readonly Charge[] => {
    const amount = payable(c, claim)
    const when = reductionMonth(c, claim)
    if (!amount || valueOf(when) !== month || valueOf(amount) === 0) return []
    const q: Question = {
      ...question('charge.damage-reduction', 'OP-21-1', claim),
      causes: when ? [when] : [],
    }
    return [
      {
        kind: 'damage-reduction',
        item: 'damages',
        ref: claim.data.claimId,
        amount: given(c, q, [amount], (yen) => -yen),
        taxCategory: 'included',
      },
    ]
  })
}

const deadlines = (c: Case): readonly Deadline[] =>
  damages(c).flatMap((claim): readonly Deadline[] => {
    const when = deadline(c, claim)
    if (!isKnown(when)) return []
    const state = on(claim) <= when.value ? 'met' : 'missed'
    return [{ kind: 'damage-claim', ref: claim.data.claimId, who: 'customer', state, when }]
  })

function entry(c: Case, claim: Claim): ClaimEntry {
  const isOfDamages = claim.data.by === 'customer' && claim.data.kind === 'damages'
  const amount = isOfDamages ? payable(c, claim) : undefined
  return {
    claimId: claim.data.claimId,
    by: claim.data.by,
    kind: claim.data.kind,
    damageAt: damageAt(c, claim) ?? null,
    claimDeadline: isOfDamages ? (valueOf(deadline(c, claim)) ?? null) : null,
    outcome: outcome(c, claim),
    cap: isOfDamages && !isGross(c, claim) ? (valueOf(cap(c).get(claim.data.claimId)) ?? null) : null,
    payable: valueOf(amount) ?? null,
    reductionMonth: (isOfDamages ? valueOf(reductionMonth(c, claim)) : undefined) ?? null,
    refusalGround: valueOf(grounds(c, claim)[0]) ?? null,
  }
}

/** 第20条から第22条まで, 第29条第2項・第4項, 第31条, 第43条: damages and other claims. */
export const damageClaims: Subject = {
  acts: {
    ClaimSubmitted: {
      basis: [
        'OP-5-4',
        'OP-20-1',
        'OP-20-2',
        'OP-20-6',
        'OP-20-7',
        'OP-21-2a',
        'OP-22-1',
        'OP-29-2',
        'OP-29-4',
        'OP-31',
        'OP-43',
      ],
    },
    DamageRecognized: { basis: ['OP-21-1', 'OP-21-2b'] },
  },
  answers: {
    'claim.deadline': (c) => damages(c).map((claim) => deadline(c, claim)),
    'claim.outcome': (c) => claims(c).map((claim) => outcome(c, claim)),
    'claim.refusal-ground': (c) => claims(c).flatMap((claim) => grounds(c, claim)),
    'claim.heads-removed': (c) => damages(c).flatMap((claim) => headsRemoved(c, claim)),
    'claim.cap': caps,
    'claim.caps-off': (c) => damages(c).flatMap((claim) => capsOff(c, claim)),
    'claim.payable': (c) =>
      damages(c)
        .map((claim) => payable(c, claim))
        .filter((each) => each !== undefined),
    'claim.reduction-month': (c) =>
      damages(c)
        .map((claim) => reductionMonth(c, claim))
        .filter((each) => each !== undefined),
  },
  charges: lines,
  deadlines,
  claims: (c) => claims(c).map((claim) => entry(c, claim)),
}
