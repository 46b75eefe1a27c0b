import { type Case, factsOf } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day, day, dayOf } from '../../kernel/calendar.ts'
import { type RuleId, valueOf } from '../../kernel/finding.ts'
import { immune } from './discontinuation.ts'
import { isConvenience, isImmediate, rescissions } from './rescission.ts'

export type Claim = Fact<'ClaimSubmitted'>

/** 附則（2023年12月1日実施）第2項: 第20条第7項から第9項まで apply to facts from this day on (OP-S2). */
export const EXCLUSIONS_FROM = day('2024-02-20')

/** The day of the fact complained of: as stated, else that of the damage, else of the claim. */
export const causeDay = (claim: Claim): Day => {
  const { causeOn, damageAt } = claim.data
  return causeOn ?? (damageAt === undefined ? on(claim) : dayOf(damageAt))
}

/** 第20条第7項 obtained information, 第8項 attacks, 第9項 vulnerabilities. */
const LATER_EXCLUDED: readonly string[] = ['obtained-information', 'attack', 'vulnerability']
/** What the customer may not ask for at all (第20条第2項, 第22条): beyond damages there is no liability. */
const BEYOND_DAMAGES: Readonly<Record<string, RuleId>> = {
  restoration: 'OP-20-2',
  exchange: 'OP-20-2',
  indemnity: 'OP-20-2',
  recourse: 'OP-20-2',
  warranty: 'OP-22-1',
}

/** 第29条第4項 for a rescission by the provider, 第5条第4項 for an end of the service that was notified or could not wait. */
function ofTermination(c: Case): RuleId | undefined {
  if (rescissions(c).some((fact) => isConvenience(fact) || isImmediate(fact))) return 'OP-29-4'
  const ended = factsOf(c, 'ServiceDiscontinued')
  return ended.some((decided) => valueOf(immune(c, decided)) === true) ? 'OP-5-4' : undefined
}

/** `claim.refusal-ground`: the exclusion a customer's claim meets, by what it is about; none where 第21条 takes it. */
export function refusalGround(c: Case, claim: Claim): RuleId | undefined {
  const { area = 'service', kind } = claim.data
  if (LATER_EXCLUDED.includes(area)) return causeDay(claim) >= EXCLUSIONS_FROM ? 'OP-20-7' : undefined
  if (area === 'content') return 'OP-31'
  if (area === 'enquiry') return 'OP-22-1'
  if (area === 'measure') return 'OP-20-6'
  if (area === 'termination') {
    const ground = ofTermination(c)
    if (ground) return ground
  }
  return BEYOND_DAMAGES[kind]
}
