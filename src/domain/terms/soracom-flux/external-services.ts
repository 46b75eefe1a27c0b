import { type Case, type Question, answer, clauseOf, factsOf, today } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, dayOf } from '../../kernel/calendar.ts'
import { type Answer, type Finding, type RuleId } from '../../kernel/finding.ts'
import { type Act, type OptionEntry, type Refusal, type State, type Subject } from '../terms.ts'
import { end } from './end.ts'

type Enabled = Fact<'OptionEnabled'>
type OptionEnd = { readonly day: Day; readonly rule: RuleId; readonly fact: Fact }

/** Last day of an option: switched off, abolished with its kind or alone, or over with the contract. */
function endOf(c: Case, { at, data: { ref, option } }: Enabled): OptionEnd | undefined {
  const ended = factsOf(c, 'OptionEnded').find((fact) => fact.data.ref === ref && fact.at >= at)
  const abolished = factsOf(c, 'ServiceDiscontinued').find(
    ({ data }) =>
      data.scope === 'option' && (data.ref === ref || (data.ref === undefined && data.option === option)),
  )
  const whole = end(c)
  const ends: OptionEnd[] = [
    ...(ended ? [{ day: ended.data.endsOn ?? on(ended), rule: 'SF-17.2', fact: ended }] : []),
    ...(abolished ? [{ day: abolished.data.endsOn, rule: 'SF-5.3', fact: abolished }] : []),
    ...(whole ? [{ day: whole.day, rule: whole.rule, fact: whole.fact }] : []),
  ]
  return ends.reduce<OptionEnd | undefined>(
    (first, next) => (!first || next.day < first.day ? next : first),
    undefined,
  )
}

/** An option of the same name switched on again is a new one: the last counts. */
const enabled = (c: Case): readonly Enabled[] => [
  ...new Map(factsOf(c, 'OptionEnabled').map((fact) => [fact.data.ref, fact])).values(),
]

function entry(c: Case, fact: Enabled): OptionEntry {
  const over = endOf(c, fact)
  const isEnded = over !== undefined && today(c) > over.day
  const state: Finding<State> = {
    what: 'option.state',
    ref: fact.data.ref,
    value: isEnded ? 'ended' : 'active',
    clause: clauseOf(c, isEnded ? over.rule : 'SF-17.2', today(c)),
    causes: [cause(fact), ...(over ? [cause(over.fact)] : [])],
  }
  const q = (what: string): Question => ({
    what,
    ref: fact.data.ref,
    rule: 'SF-17.2',
    on: on(fact),
    causes: [fact],
  })
  return {
    option: fact.data.option,
    ref: fact.data.ref,
    state,
    startsOn: answer(c, q('contract.starts-on'), on(fact)),
    ...(over && {
      endsOn: answer(c, { ...q('option.ends-on'), rule: over.rule, causes: [fact, over.fact] }, over.day),
    }),
  }
}

const options = (c: Case): readonly OptionEntry[] => enabled(c).map((fact) => entry(c, fact))

/** `consent.external-service` (SF-17.2): switching it on is the instruction to hand over what it needs. */
const consents = (c: Case): readonly Answer<string>[] =>
  enabled(c)
    .filter(({ data }) => data.option === 'external-service')
    .map((fact) => {
      const q: Question = {
        what: 'consent.external-service',
        ref: fact.data.ref,
        rule: 'SF-17.2',
        on: on(fact),
        causes: [fact],
      }
      return answer(c, q, fact.at)
    })

/** Nothing is switched on in a contract that has ended. */
function refuseEnabling(c: Case, { at }: Act<'OptionEnabled'>): Refusal | undefined {
  const whole = end(c)
  if (!whole || at < whole.over) return undefined
  const causes = whole.facts.map(cause)
  return { what: 'refusal.not-in-force', clause: clauseOf(c, whole.rule, dayOf(at)), causes }
}

/** What has ended is not switched off again. */
function refuseEnding(c: Case, { at, data }: Act<'OptionEnded'>): Refusal | undefined {
  const option = enabled(c).find((fact) => fact.data.ref === data.ref)
  const over = option && endOf(c, option)
  if (!over || dayOf(at) <= over.day) return undefined
  return {
    what: 'refusal.not-in-force',
    clause: clauseOf(c, over.rule, dayOf(at)),
    causes: [cause(over.fact)],
  }
}

export const externalServices: Subject = {
  acts: {
    OptionEnabled: { basis: ['SF-17.2'], refuse: refuseEnabling },
    OptionEnded: { basis: ['SF-17.2'], refuse: refuseEnding },
  },
  answers: {
    'option.state': (c) => options(c).map(({ state }) => state),
    'option.ends-on': (c) => options(c).flatMap(({ endsOn }) => (endsOn ? [endsOn] : [])),
    'consent.external-service': consents,
  },
  options,
}
