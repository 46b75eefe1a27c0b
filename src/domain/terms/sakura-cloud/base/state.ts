import { type Case, answer, clauseOf, remembered, today } from '../../../contract/case.ts'
import { isInForce } from '../../../contract/in-force.ts'
import { suspension } from '../../../contract/measures.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type EventType } from '../../../contract/vocabulary.ts'
import { type Day } from '../../../kernel/calendar.ts'
import { type Answer, type Cause, type Finding, type RuleId } from '../../../kernel/finding.ts'
import { type State, type Subject } from '../../terms.ts'
import { application } from './application.ts'
import { changes, isProvisional } from './change.ts'
import { contractEnd, hasEnded } from './end.ts'
import { basePause } from './pause.ts'

type Seen = { readonly value: State; readonly rule: RuleId; readonly causes: readonly (Cause | Fact)[] }

/** The contract at `asOf`. Where nothing but an option contract was formed, the stream lives as long as one of those. */
export const state = remembered((c: Case): Finding<State> => {
  const end = contractEnd(c)
  if (hasEnded(c, end)) return { what: 'contract.state', value: 'ended', clause: end.clause, causes: [end] }
  const { value, rule, causes } = seen(c)
  return {
    what: 'contract.state',
    value,
    clause: clauseOf(c, rule, today(c)),
    causes: causes.map((each) => ('recordedAt' in each ? cause(each) : each)),
  }
})

function seen(c: Case): Seen {
  const { submitted, accepted, refused } = application(c)
  if (!submitted && !accepted) return ofOptions(c)
  if (accepted) return inForceAs(c, accepted)
  const causes = [submitted, refused].filter((fact) => fact !== undefined)
  if (refused)
    return { value: 'refused', rule: refused.data.ground === 'sanctions' ? 'SC-9-1' : 'SC-1-2', causes }
  const provisional = changes(c).find(isProvisional)
  return provisional
    ? { value: 'provisional', rule: 'SC-3-2a', causes: [...causes, provisional.request] }
    : { value: 'applied', rule: 'SC-3-1', causes }
}

/** A measure of the provider shows before a pause of the customer: resuming would not lift it. */
function inForceAs(c: Case, accepted: Fact): Seen {
  const measure = suspension(c)
  if (measure) return { value: 'suspended', rule: 'SC-1-2', causes: [accepted, measure.fact] }
  const pause = basePause(c)
  if (pause) return { value: 'paused', rule: 'SC-7-1', causes: [accepted, pause.paused] }
  return { value: 'active', rule: 'SC-3-1', causes: [accepted] }
}

/** Facts by which an option contract forms without an application (第36条, 第55条, 第88条). */
export const FORMING: readonly EventType[] = [
  'SimRegistered',
  'MobileGatewayCreated',
  'MonoProjectCreated',
  'ContainerImageRegistered',
]

function ofOptions(c: Case): Seen {
  const options = c.terms.options(c)
  const first = c.facts.ofAny(...FORMING)[0]
  if (!first) return { value: 'applied', rule: 'SC-3-1', causes: [] }
  const last = options.at(-1)?.state
  if (last && !options.some((option) => isInForce(option.state.value)))
    return { value: 'ended', rule: last.clause.rule, causes: [last] }
  return { value: 'active', rule: 'SC-1-1', causes: [first] }
}

/** `contract.starts-on`, `contract.effective-on`: the day of the conclusion, whether or not anything was paid (第3条第1項). */
function startsOn(c: Case, what: string): readonly Answer<Day>[] {
  const { accepted } = application(c)
  return accepted
    ? [answer(c, { what, rule: 'SC-3-1', on: on(accepted), causes: [accepted] }, on(accepted))]
    : []
}

/** `term.minimum-end`: there is no minimum term (第5条第1項). */
function minimumEnd(c: Case): readonly Answer<'none'>[] {
  const { accepted } = application(c)
  if (!accepted) return []
  return [
    answer(c, { what: 'term.minimum-end', rule: 'SC-5-1', on: on(accepted), causes: [accepted] }, 'none'),
  ]
}

/** 第3条第1項, 第5条: the start, and no minimum term. */
export const lifecycle: Subject = {
  acts: { ApplicationAccepted: { basis: ['SC-3-1', 'SC-5-1'] } },
  answers: {
    'contract.effective-on': (c) => startsOn(c, 'contract.effective-on'),
    'contract.starts-on': (c) => startsOn(c, 'contract.starts-on'),
    'term.minimum-end': minimumEnd,
  },
}
