import { type Case, answer, clauseOf, factsOf, given, remembered, today } from '../../contract/case.ts'
import { openMeasures } from '../../contract/measures.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type Cause, type Finding, type RuleId } from '../../kernel/finding.ts'
import { type OptionEntry, type State, type Subject } from '../terms.ts'
import { billingStart, billingStartsOn } from './billing.ts'
import { earliest, endByFact, endOfContract, endsByNotice, endsStated, isEnded, isOver } from './ends.ts'

/** 第5条第2項: the only option there is. */
export const OFFERED = 'drm'

/** A DRM option from its application on. */
export type DrmOption = {
  readonly ref: string
  readonly applied: Fact<'OptionApplied'>
  readonly accepted?: Fact<'OptionAccepted'>
  readonly refused?: Fact<'OptionRefused'>
  /** First day of provision: as the acceptance states it, else its day; without one the billing start. */
  readonly startsOn?: Day
}

/** Every DRM option that was applied for, in order. */
export const drmOptions = remembered((c: Case): readonly DrmOption[] =>
  factsOf(c, 'OptionApplied')
    .filter(({ data }) => data.option === OFFERED)
    .map((applied) => optionOf(c, applied)),
)

function optionOf(c: Case, applied: Fact<'OptionApplied'>): DrmOption {
  const { ref } = applied.data
  const accepted = factsOf(c, 'OptionAccepted').findLast(({ data }) => data.ref === ref)
  const refused = factsOf(c, 'OptionRefused').findLast(({ data }) => data.ref === ref)
  const startsOn = accepted
    ? (accepted.data.startsOn ?? on(accepted))
    : billingStart(c, ref)?.data.billingStartsOn
  return {
    ref,
    applied,
    ...(accepted && { accepted }),
    ...(refused && startsOn === undefined && { refused }),
    ...(startsOn !== undefined && { startsOn }),
  }
}

/** Options that were accepted, or whose billing began. */
export const takenOptions = (c: Case): readonly DrmOption[] =>
  drmOptions(c).filter(({ startsOn }) => startsOn !== undefined)

/**
 * `option.ends-on`: the earliest of its own notices (IJ-5-5), of an end told as a fact, and of the end of the contract,
 * which no option outlives (第5条第3項, IJ-Q10).
 */
export function endOfOption(c: Case, { ref }: DrmOption): Answer<Day> | undefined {
  const question = { what: 'option.ends-on', rule: 'IJ-5-5', ref }
  const contract = endOfContract(c)
  return earliest([
    ...endsByNotice(c, question),
    ...factsOf(c, 'OptionEnded')
      .filter(({ data }) => data.ref === ref)
      .map((fact) => endByFact(c, fact, fact.data.endsOn ?? on(fact), question)),
    ...endsStated(c, question),
    ...(contract ? [withContract(c, ref, contract)] : []),
  ])
}

function withContract(c: Case, ref: string, end: Answer<Day>): Answer<Day> {
  const q = { what: 'option.ends-on', ref, on: today(c) }
  const reading = given(c, { ...q, rule: 'IJ-Q10' }, [end], (day) => day)
  return given(c, { ...q, rule: 'IJ-5-3' }, [reading], (day) => day)
}

/** `option.state`; an application that nobody accepted lapses with the contract. */
export function stateOf(c: Case, option: DrmOption): Finding<State> {
  const { ref, applied, accepted, refused, startsOn } = option
  const found = (value: State, rule: RuleId, ...causes: readonly Cause[]): Finding<State> => ({
    what: 'option.state',
    ref,
    value,
    clause: clauseOf(c, rule, today(c)),
    causes,
  })
  if (refused) return found('refused', 'IJ-5-1', cause(applied), cause(refused))
  if (startsOn === undefined)
    return isEnded(c) ? found('lapsed', 'IJ-5-3', cause(applied)) : found('applied', 'IJ-5-1', cause(applied))
  const end = endOfOption(c, option)
  if (end && isOver(c, end)) return found('ended', end.clause.rule, end)
  const told = [applied, accepted, billingStart(c, ref)].filter((fact) => fact !== undefined).map(cause)
  if (today(c) < startsOn) return found('concluded', 'IJ-5-1', ...told)
  const measure = openMeasures(c).find(({ fact }) => isSuspension(fact) && fact.data.ref === ref)
  return measure ? found('suspended', 'IJ-10-1', cause(measure.fact)) : found('active', 'IJ-5-1', ...told)
}

const isSuspension = (fact: Fact): boolean =>
  fact.type === 'ServiceSuspended' && (fact as Fact<'ServiceSuspended'>).data.kind === 'suspension'

function entry(c: Case, option: DrmOption): OptionEntry {
  const { ref, accepted, startsOn } = option
  const endsOn = endOfOption(c, option)
  const q = { what: 'option.starts-on', ref, rule: 'IJ-5-1', on: startsOn ?? today(c), causes: [accepted] }
  return {
    option: OFFERED,
    ref,
    state: stateOf(c, option),
    ...(startsOn !== undefined && { startsOn: answer(c, q, startsOn) }),
    ...(endsOn && { endsOn }),
  }
}

/** 第5条: the DRM option, from the application to its end. */
export const drm: Subject = {
  acts: { OptionRefused: { basis: ['IJ-5-1'] } },
  answers: {
    'option.state': (c) => drmOptions(c).map((option) => stateOf(c, option)),
    'contract.billing-starts-on': (c) => takenOptions(c).map(({ ref }) => billingStartsOn(c, 'IJ-5-4', ref)),
  },
  options: (c) => drmOptions(c).map((option) => entry(c, option)),
}
