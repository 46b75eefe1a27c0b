import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  remembered,
  today,
} from '../../contract/case.ts'
import { isInForce } from '../../contract/in-force.ts'
import { openMeasures } from '../../contract/measures.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, type Month, monthOf } from '../../kernel/calendar.ts'
import { type Answer, type Cause, type Finding, type RuleId, valueOf } from '../../kernel/finding.ts'
import { type ActRules, type OptionEntry, type Refusal, type State, type Subject } from '../terms.ts'
import { type Ending, endDeadline, endsOf, firstEnd, hasEnded } from './base/end.ts'

export type Kind = Fact<'OptionApplied'>['data']['option']

/** An option that is applied for and accepted. */
export type Option = {
  readonly kind: Kind
  readonly ref: string
  /** The resource it hangs on, where one was named. */
  readonly parentRef: string | undefined
  readonly applied: Fact<'OptionApplied'>
  readonly accepted: Fact<'OptionAccepted'> | undefined
  readonly refused: Fact<'OptionRefused'> | undefined
  /** Start of provision: as accepted, else the day of the acceptance. */
  readonly startsOn: Day | undefined
  readonly end: Answer<Day> | undefined
}

/** What a section of chapter 2 says of its option, beside chapter 1, which holds for options as well (第1条第1項). */
export type Section = {
  readonly kind: Kind
  /** The rule on which it stands, for its state. */
  readonly rule: RuleId
  /** Rule of a cancellation by notice, where it is not 第6条第1項. */
  readonly noticeRule?: RuleId
  /** When a notice takes effect, where that is not the day on which it arrives. */
  readonly noticeEnd?: Ending['noticeEnd']
  /** Rule of an abolition, where it is not that of the base terms. */
  readonly discontinuationRule?: RuleId
  /** Ends by themselves, of the section's own. */
  readonly ends?: (c: Case, option: Omit<Option, 'end'>) => readonly Answer<Day>[]
}

/** The options of a section, in the order of their applications. */
export const optionsOf = (section: Section): ((c: Case) => readonly Option[]) =>
  remembered((c: Case) =>
    factsOf(c, 'OptionApplied')
      .filter(({ data }) => data.option === section.kind)
      .map((applied) => optionOf(c, section, applied)),
  )

function optionOf(c: Case, section: Section, applied: Fact<'OptionApplied'>): Option {
  const { ref, parentRef, option: kind } = applied.data
  const word = c.facts.ofAny('OptionAccepted', 'OptionRefused').filter(({ data }) => data.ref === ref)
  const accepted = word.find(({ type }) => type === 'OptionAccepted') as Fact<'OptionAccepted'> | undefined
  const refused = accepted ? undefined : (word[0] as Fact<'OptionRefused'> | undefined)
  const startsOn = accepted && (accepted.data.startsOn ?? on(accepted))
  const option = { kind, ref, parentRef, applied, accepted, refused, startsOn }
  return { ...option, end: accepted && firstEnd(endsOfOption(c, section, option, accepted)) }
}

function endsOfOption(
  c: Case,
  section: Section,
  option: Omit<Option, 'end'>,
  { at: since }: Fact<'OptionAccepted'>,
): readonly Answer<Day>[] {
  const { ref } = option
  const { noticeRule = 'SC-6-1', discontinuationRule = 'SC-1-2', noticeEnd } = section
  const rules = { noticeRule, discontinuationRule, ...(noticeEnd && { noticeEnd }) }
  const ending: Ending = { what: 'option.ends-on', ref, since, ...rules }
  return [...endsOf(c, ending), ...abolitions(c, section, option), ...(section.ends?.(c, option) ?? [])]
}

/** An abolition names one option, or every contract's option of its kind. */
export const abolitions = (
  c: Case,
  { kind, discontinuationRule = 'SC-1-2' }: Section,
  { ref }: Pick<Option, 'ref'>,
  what = 'option.ends-on',
): readonly Answer<Day>[] =>
  factsOf(c, 'ServiceDiscontinued')
    .filter(({ data }) => data.scope === 'option' && data.option === kind && data.ref === undefined)
    .map((fact) => {
      const q: Question = { what, ref, rule: discontinuationRule, on: on(fact), causes: [fact] }
      return answer(c, q, fact.data.endsOn)
    })

/** `option.state`. */
export function stateOf(c: Case, { rule }: Section, option: Option): Finding<State> {
  const { ref, applied, accepted, refused, startsOn, end } = option
  const found = (value: State, ...causes: readonly Cause[]): Finding<State> => ({
    what: 'option.state',
    ref,
    value,
    clause: clauseOf(c, rule, today(c)),
    causes: [cause(applied), ...causes],
  })
  if (!accepted || startsOn === undefined)
    return refused ? found('refused', cause(refused)) : found('applied')
  if (hasEnded(c, end)) return { ...found('ended', cause(accepted), end), clause: end.clause }
  const measure = openMeasures(c).find(
    ({ fact }) =>
      fact.type === 'ServiceSuspended' &&
      (fact as Fact<'ServiceSuspended'>).data.kind === 'suspension' &&
      fact.data.ref === ref,
  )
  if (measure) return found('suspended', cause(accepted), cause(measure.fact))
  return found(today(c) < startsOn ? 'concluded' : 'active', cause(accepted))
}

export const isActive = (c: Case, section: Section, option: Option): boolean =>
  stateOf(c, section, option).value === 'active'

/** `contract.starts-on` of an option. */
export const startOf = (c: Case, { ref, accepted, startsOn }: Option): readonly Answer<Day>[] =>
  accepted && startsOn !== undefined
    ? [
        answer(
          c,
          { what: 'contract.starts-on', ref, rule: 'SC-3-1', on: on(accepted), causes: [accepted] },
          startsOn,
        ),
      ]
    : []

/** Months in which an option that began is in force, its first and its last one included (CC-18). */
export function isInMonth(c: Case, { startsOn, end }: Option, month: Month): boolean {
  if (startsOn === undefined || startsOn > today(c) || month > monthOf(c.asOf)) return false
  const ends = valueOf(end)
  if (ends !== undefined && ends < startsOn) return false
  return monthOf(startsOn) <= month && (ends === undefined || month <= monthOf(ends))
}

export const isEndMonth = ({ end }: Option, month: Month): boolean => {
  const ends = valueOf(end)
  return ends !== undefined && monthOf(ends) === month
}

const entry = (c: Case, section: Section, option: Option): OptionEntry => {
  const [startsOn] = startOf(c, option)
  return {
    option: option.kind,
    ref: option.ref,
    state: stateOf(c, section, option),
    ...(startsOn && { startsOn }),
    ...(option.end && { endsOn: option.end }),
  }
}

/** Rules of a section hold for actions on its own option alone. */
export const ofKind = (kind: Kind, basis: readonly RuleId[]): ActRules => ({
  OptionApplied: { basis, speaksOf: (_c, act) => act.data.option === kind },
  OptionAccepted: { basis, speaksOf: (c, act) => isOfKind(c, act.data.ref, kind) },
})

/** The option of that name was applied for as one of this kind. */
export const isOfKind = (c: Case, ref: string | undefined, kind: Kind): boolean =>
  ref !== undefined &&
  factsOf(c, 'OptionApplied').some(({ data }) => data.ref === ref && data.option === kind)

/** State, start and end of the options of a section. */
export const lifecycleOf = (section: Section, options: (c: Case) => readonly Option[]): Subject => {
  const ends = (c: Case): readonly Answer<Day>[] => options(c).flatMap(({ end }) => (end ? [end] : []))
  return {
    answers: {
      'option.state': (c) => options(c).map((option) => stateOf(c, section, option)),
      'option.ends-on': ends,
      'contract.starts-on': (c) => options(c).flatMap((option) => startOf(c, option)),
    },
    options: (c) => options(c).map((option) => entry(c, section, option)),
    deadlines: (c) => ends(c).flatMap((end) => endDeadline(c, end)),
  }
}

/** In force at `asOf`, accepted and not ended, whether or not it may be used. */
export const isOptionInForce = (c: Case, section: Section, option: Option): boolean =>
  isInForce(stateOf(c, section, option).value)

/** Use of an option that has ended, refused under the rule of its end. */
export function optionEnded(
  c: Case,
  options: readonly Option[],
  ref: string | undefined,
): Refusal | undefined {
  const end = options.find((option) => option.ref === ref)?.end
  if (!hasEnded(c, end)) return undefined
  return { what: 'refusal.not-in-force', clause: end.clause, causes: [end] }
}
