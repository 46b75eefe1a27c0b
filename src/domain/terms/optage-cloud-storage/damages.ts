import {
  type Case,
  type Question,
  answer,
  factsOf,
  given,
  missing,
  rememberedBy,
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
import { type Answer, type RuleId, isUndetermined, missingOf, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { feesOf } from './billing.ts'
import { type Claim, refusalGround } from './claim-grounds.ts'
import { monthWithTax } from './monthly-fee.ts'

/** 第21条第2項: reported within so many days from the time of the damage. */
const DAYS_TO_REPORT = 30
/** 第21条第2項なお書: 翌々月 of the month in which the provider recognised the damage. */
const MONTHS_TO_REDUCTION = 2

/** Claims for damages of the customer against the provider, which 第21条 is about. */
export const damageClaimsOf = (c: Case): readonly Claim[] =>
  factsOf(c, 'ClaimSubmitted').filter(({ data }) => data.by === 'customer' && data.kind === 'damages')

/** The last word of the provider on a damage. */
export const recognition = (c: Case, { data }: Claim): Fact<'DamageRecognized'> | undefined =>
  factsOf(c, 'DamageRecognized').findLast((fact) => fact.data.claimId === data.claimId)

export const damageAt = (c: Case, claim: Claim): Instant | undefined =>
  claim.data.damageAt ?? recognition(c, claim)?.data.damageAt

/** 第21条第1項: the provider's intent or gross negligence takes the article off, its cap and its time with it. */
export const isGross = (c: Case, claim: Claim): boolean =>
  recognition(c, claim)?.data.grossNegligence === true

export const question = (
  what: string,
  rule: RuleId,
  claim: Claim,
  ...causes: (Fact | undefined)[]
): Question => ({
  what,
  ref: claim.data.claimId,
  rule,
  on: on(claim),
  causes: [claim, ...causes],
})

/** `claim.deadline` (OP-21-2a): the day of the damage is not counted, save at 00:00. */
export function deadline(c: Case, claim: Claim): Answer<Day> {
  const q = question('claim.deadline', 'OP-21-2a', claim, recognition(c, claim))
  const at = damageAt(c, claim)
  return at === undefined
    ? missing(c, q, 'fact:damage-date')
    : answer(c, q, civilEndDays(firstDay(at), DAYS_TO_REPORT))
}

/** `claim.outcome`: an exclusion first, then the thirty days, then what the provider recognised. */
export const outcome = rememberedBy((c: Case, claim: Claim): Answer<string> => {
  const ground = refusalGround(c, claim)
  if (ground) return answer(c, question('claim.outcome', ground, claim), 'refused')
  const found = recognition(c, claim)
  if (isGross(c, claim)) return answer(c, question('claim.outcome', 'OP-21-1', claim, found), 'payable')
  const last = deadline(c, claim)
  const q = question('claim.outcome', 'OP-21-2a', claim)
  if (isUndetermined(last)) return missing(c, { ...q, causes: [claim, last] }, missingOf(last))
  if (on(claim) > last.value) return answer(c, { ...q, causes: [claim, last] }, 'out-of-time')
  return answer(c, { ...q, rule: 'OP-21-1', causes: [claim, found, last] }, found ? 'payable' : 'recorded')
})

/** `claim.cap` (OP-21-1): a month's charges with tax, those of the month in which the damage occurred (OP-Q18). */
export const cap = rememberedBy((c: Case, claim: Claim): Answer<Yen> => {
  const q = question('claim.cap', 'OP-21-1', claim)
  const at = damageAt(c, claim)
  if (at === undefined) return missing(c, q, 'fact:damage-date')
  const month = monthOf(at)
  const asked: Question = { what: 'charge.month-with-tax', rule: 'OP-21-1', on: lastDayOf(month) }
  return given(c, q, [monthWithTax(c, asked, feesOf(c, month))], (yen) => yen)
})

/** `claim.payable` (OP-21-1): what was recognised, special damage left out (第20条第5項), up to the cap. */
export function payable(c: Case, claim: Claim): Answer<Yen> | undefined {
  const found = recognition(c, claim)
  const state = outcome(c, claim)
  if (!found || valueOf(state) === 'refused' || valueOf(state) === 'out-of-time') return undefined
  const amount = found.data.ordinaryAmount ?? found.data.amount
  const q = question('claim.payable', 'OP-21-1', claim, found)
  if (isUndetermined(state)) return missing(c, { ...q, causes: [claim, found, state] }, missingOf(state))
  return isGross(c, claim)
    ? answer(c, q, amount)
    : given(c, q, [cap(c, claim)], (most) => Math.min(amount, most))
}

/** `claim.reduction-month` (OP-21-2b); what is owed for gross negligence is no reduction. */
export function reductionMonth(c: Case, claim: Claim): Answer<Month> | undefined {
  const found = recognition(c, claim)
  if (!found || isGross(c, claim) || payable(c, claim) === undefined) return undefined
  const q = { ...question('claim.reduction-month', 'OP-21-2b', claim, found), on: on(found) }
  return answer(c, q, addMonths(monthOf(found.at), MONTHS_TO_REDUCTION))
}
