import { appliedTo } from '../../../contract/applied.ts'
import {
  type Case,
  type Question,
  answer,
  closingDay,
  factsOf,
  missing,
  remembered,
} from '../../../contract/case.ts'
import { type Outage, outages } from '../../../contract/outages.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Month, monthOf } from '../../../kernel/calendar.ts'
import { type Answer, type RuleId, isKnown, isUndetermined, valueOf } from '../../../kernel/finding.ts'
import { type Yen } from '../../../kernel/money.ts'
import { type Charge, type CreditEntry, type CreditOutcome, type Subject } from '../../terms.ts'
import { betas } from './beta.ts'

/** Causes that the terms themselves take out of the quality guarantee, and by which rule (第11条第2項, 第78条第1項, 第28条第1項). */
const WITHOUT: Partial<Record<NonNullable<Outage['attribution']>, readonly [CreditOutcome, RuleId]>> = {
  beta: ['excluded', 'SC-11-2'],
  sms: ['excluded', 'SC-78-1'],
  'aws-side': ['not-attributable', 'SC-28-1'],
}

/** Outages of an AWS connection give no credit for what arose beyond its connection point (第28条第1項). */
const isBeyondConnection = (c: Case, { ref, attribution }: Outage): boolean =>
  attribution !== undefined &&
  attribution !== 'provider' &&
  attribution !== 'gross-negligence' &&
  factsOf(c, 'OptionApplied').some(({ data }) => data.ref === ref && data.option === 'aws')

/** A β itself has no quality guarantee, whatever made it fail. */
const isOfBeta = (c: Case, { ref }: Outage): boolean =>
  ref !== undefined && betas(c).some(({ enabled }) => enabled.data.ref === ref)

/** Why the terms give no credit whatever the SLA says, if they do not. */
function withoutCredit(c: Case, outage: Outage): readonly [CreditOutcome, RuleId] | undefined {
  if (isOfBeta(c, outage)) return ['excluded', 'SC-11-2']
  const byCause = outage.attribution && WITHOUT[outage.attribution]
  return byCause ?? (isBeyondConnection(c, outage) ? ['not-attributable', 'SC-28-1'] : undefined)
}

const firstFact = (outage: Outage): Fact => {
  const first = outage.recognized ?? outage.began
  if (!first) throw new Error(`outage ${outage.id} has no beginning`)
  return first
}

const question = (what: string, outage: Outage, rule: RuleId): Question => ({
  what,
  ref: outage.id,
  rule,
  on: on(firstFact(outage)),
  causes: [outage.began, outage.recognized, outage.ended, outage.cause],
})

/**
 * `credit.outcome`. What the provider granted or refused is a fact; else a cause without credit; else the SLA decides,
 * which is a document of its own and not in the text (第10条第1項).
 */
const outcomeOf = (c: Case, outage: Outage): Answer<CreditOutcome> => {
  const q = question('credit.outcome', outage, 'SC-10-1')
  const word = lastWord(outage)
  const said: Question = { ...q, causes: [...(q.causes ?? []), word] }
  const without = withoutCredit(c, outage)
  if (word?.type === 'CreditGranted') return answer(c, said, 'granted')
  if (without) return answer(c, { ...q, rule: without[1] }, without[0])
  if (word) return answer(c, said, 'refused')
  return missing(c, { ...q, causes: [...(q.causes ?? []), outage.claims[0]] }, 'terms:sla')
}

/** The provider's last word on a credit. */
function lastWord({ granted, refused }: Outage): Fact<'CreditGranted'> | Fact<'CreditRefused'> | undefined {
  if (!granted || !refused) return granted ?? refused
  const isLater =
    refused.at > granted.at || (refused.at === granted.at && refused.position > granted.position)
  return isLater ? refused : granted
}

/** `credit.outage`: the amount that was granted; nothing where there is no credit; else what the SLA says. */
function amountOf(c: Case, outage: Outage): Answer<Yen> {
  const outcome = outcomeOf(c, outage)
  const q: Question = {
    ...question('credit.outage', outage, outcome.clause.rule),
    causes: [outcome, outage.granted],
  }
  const granted = outage.granted?.data.amount
  if (granted !== undefined && valueOf(outcome) === 'granted') return answer(c, q, granted)
  if (isUndetermined(outcome)) return missing(c, q, outcome.undetermined.missing)
  return outcome.value === 'granted' ? missing(c, q, 'terms:sla') : answer(c, q, 0)
}

/** The month a granted credit belongs to: as it was granted, else that of the outage. */
const monthOfCredit = (outage: Outage): Month => outage.granted?.data.month ?? monthOf(firstFact(outage).at)

const creditOf = (c: Case, outage: Outage): CreditEntry => {
  const amount = amountOf(c, outage)
  const paid = isKnown(amount) ? amount.value : null
  return {
    outageId: outage.id,
    scope: outage.scope ?? null,
    attribution: outage.attribution ?? null,
    recognizedAt: outage.recognized?.at ?? null,
    endedAt: outage.ended?.at ?? null,
    units: null,
    claimableOn: null,
    claimDeadline: null,
    claimedAt: outage.claims[0]?.at ?? null,
    outcome: outcomeOf(c, outage),
    amount: paid,
    appliedTo: appliedTo(
      c,
      outage.id,
      new Map(paid !== null && paid > 0 ? [[monthOfCredit(outage), paid]] : []),
    ),
  }
}

/** A granted credit as a line of its month. */
function line(c: Case, outage: Outage, month: Month): readonly Charge[] {
  if (lastWord(outage)?.type !== 'CreditGranted' || monthOfCredit(outage) !== month) return []
  const credit = amountOf(c, outage)
  const q: Question = {
    what: 'charge.outage-credit',
    ref: outage.id,
    rule: 'SC-10-1',
    on: closingDay(month),
    causes: [credit],
  }
  const amount = isUndetermined(credit)
    ? missing(c, q, credit.undetermined.missing)
    : answer(c, q, -credit.value || 0)
  return [
    {
      kind: 'outage-credit',
      item: 'outage-credit',
      ref: outage.id,
      ...(outage.granted && { occurredOn: on(outage.granted) }),
      amount,
    },
  ]
}

const entries = remembered((c: Case): readonly CreditEntry[] =>
  outages(c).map((outage) => creditOf(c, outage)),
)

/** 第10条, 第11条第2項: the quality guarantee follows a document of its own, and never covers a β. */
export const credits: Subject = {
  acts: {
    OutageBegan: { basis: ['SC-10-1'] },
    OutageRecognized: { basis: ['SC-10-1'] },
    OutageEnded: { basis: ['SC-10-1'] },
    OutageCauseDetermined: { basis: ['SC-11-2'], speaksOf: (_c, act) => act.data.attribution === 'beta' },
    CreditClaimed: { basis: ['SC-10-1'] },
    CreditGranted: { basis: ['SC-10-1'] },
    CreditRefused: { basis: ['SC-10-1'] },
  },
  answers: {
    'credit.outcome': (c) => entries(c).map(({ outcome }) => outcome),
    'credit.outage': (c) => outages(c).map((outage) => amountOf(c, outage)),
  },
  charges: (c, month) => outages(c).flatMap((outage) => line(c, outage, month)),
  credits: entries,
}
