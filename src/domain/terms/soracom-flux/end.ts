import {
  type Case,
  type Question,
  answer,
  factsOf,
  firstOf,
  missing,
  remembered,
  today,
} from '../../contract/case.ts'
import { latestOf, presetFor } from '../../contract/preset.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type Day, type Instant, endOf } from '../../kernel/calendar.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { routeAt } from './immediate-route.ts'

type TerminationNotice = Fact<'TerminationNoticeSubmitted'>

/** An end of the contract: its last day, the instant from which it is over, and what says so. */
export type End = {
  readonly day: Day
  /** 24:00 of the last day, or the instant of an immediate rescission. */
  readonly over: Instant
  readonly rule: RuleId
  readonly fact: Fact
  readonly facts: readonly Fact[]
}

const onDay = (day: Day, rule: RuleId, fact: Fact, ...others: readonly Fact[]): End => ({
  day,
  over: endOf(day),
  rule,
  fact,
  facts: [fact, ...others],
})

/** The form the provider prescribed (第6.1条第1項); the immediate route asks for none. */
export const isInForm = ({ data }: TerminationNotice): boolean => data.form !== 'other'

/** Notices of the whole contract; before the acceptance there was none to end. */
export const terminationNotices = remembered((c: Case): readonly TerminationNotice[] =>
  factsOf(c, 'TerminationNoticeSubmitted').filter(
    ({ data, at }) => data.ref === undefined && isConcludedBy(c, at),
  ),
)

const isConcludedBy = (c: Case, at: Instant): boolean => {
  const accepted = firstOf(c, 'ApplicationAccepted')
  return accepted !== undefined && accepted.at <= at
}

/** A notice ends the contract on the day it arrives (SF-6.1-2), else on the later of preset and asked day (SF-6.1-1). */
function byNotice(c: Case, notice: TerminationNotice): End | 'no-preset' | undefined {
  const measure = notice.data.route === 'unusable' ? routeAt(c, notice.at) : undefined
  if (measure) return onDay(on(notice), 'SF-6.1-2', notice, measure.fact)
  if (!isInForm(notice)) return undefined
  const preset = presetFor(c, notice)
  if (!preset) return 'no-preset'
  return onDay(latestOf(preset.day, notice.data.requestedOn, on(notice)), 'SF-6.1-1', notice, preset.preset)
}

/** 第6.2条第1項 and 第16.3条第3項: who may rescind on a ground, under which provision. */
const RESCISSIONS: Readonly<Record<string, { readonly by: 'provider' | 'either'; readonly rule: RuleId }>> = {
  'cause-not-removed': { by: 'provider', rule: 'SF-6.2-1' },
  'serious-disturbance': { by: 'provider', rule: 'SF-6.2-1' },
  'core-service-ended': { by: 'provider', rule: 'SF-6.2-1' },
  antisocial: { by: 'either', rule: 'SF-16.3-3' },
  agreement: { by: 'either', rule: 'SF-6.1-1' },
}

/** The provision of a rescission of the whole contract; undefined where the terms give the party no such right. */
export function rescissionRule({ data }: Fact<'ContractRescinded'>): RuleId | undefined {
  const right = RESCISSIONS[data.ground]
  return right && (right.by === 'either' || right.by === data.by) ? right.rule : undefined
}

export const wholeRescissions = (c: Case): readonly Fact<'ContractRescinded'>[] =>
  factsOf(c, 'ContractRescinded').filter(
    ({ data, at }) => data.part !== 'part' && data.ref === undefined && isConcludedBy(c, at),
  )

function byRescission(fact: Fact<'ContractRescinded'>): readonly End[] {
  const rule = rescissionRule(fact)
  if (rule === undefined) return []
  if (rule === 'SF-16.3-3') return [{ day: on(fact), over: fact.at, rule, fact, facts: [fact] }]
  return [onDay(fact.data.endsOn ?? on(fact), rule, fact)]
}

/** Abolition of the whole service (SF-6.2-2), and ends told from outside the terms. */
const told = (c: Case): readonly End[] => [
  ...factsOf(c, 'ServiceDiscontinued')
    .filter(({ data }) => data.scope === 'all')
    .map((fact) => onDay(fact.data.endsOn, 'SF-6.2-2', fact)),
  ...factsOf(c, 'ContractEnded')
    .filter(({ data }) => data.ref === undefined)
    .slice(-1)
    .map((fact) => onDay(fact.data.endsOn, 'SF-6.1-1', fact)),
]

/** The earliest end there is; an end that lies in the future stands until an earlier one takes its place. */
export const end = remembered((c: Case): End | undefined => {
  const noticed = terminationNotices(c).flatMap((notice): readonly End[] => {
    const found = byNotice(c, notice)
    return found === undefined || found === 'no-preset' ? [] : [found]
  })
  const ends = [
    ...noticed,
    ...wholeRescissions(c).flatMap(byRescission),
    ...(isConcludedBy(c, c.asOf) ? told(c) : []),
  ]
  return ends.reduce<End | undefined>(
    (first, next) => (!first || next.over < first.over ? next : first),
    undefined,
  )
})

export const isOver = (c: Case): boolean => {
  const over = end(c)?.over
  return over !== undefined && over <= c.asOf
}

/** A notice whose effect nobody can tell yet, and which may be earlier than every end that is known. */
const undecided = (c: Case): TerminationNotice | undefined => {
  const known = end(c)
  return terminationNotices(c).find((notice) => {
    const earliest = latestOf(on(notice), notice.data.requestedOn)
    return byNotice(c, notice) === 'no-preset' && (!known || earliest < known.day)
  })
}

/** `termination.effective-on`: the contract is in force to 24:00 of it; without a preset day undetermined (SF-Q13). */
export function effectiveOn(c: Case): readonly Answer<Day>[] {
  const known = end(c)
  const open = isOver(c) ? undefined : undecided(c)
  const q = (rule: RuleId, day: Day, causes: Question['causes']): Question => ({
    what: 'termination.effective-on',
    rule,
    on: day,
    causes: causes ?? [],
  })
  if (open) return [missing(c, q('SF-6.1-1', on(open), [open]), 'preset:cancellation-date')]
  if (!known) return []
  return [
    answer(c, q(known.rule, today(c) < on(known.fact) ? today(c) : on(known.fact), known.facts), known.day),
  ]
}
