import { type Case, clauseOf, factsOf, remembered, today } from '../../contract/case.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type OptionEntry, type Refusal, type State, type Subject } from '../terms.ts'
import { end } from './ending.ts'

/** A metric relaxation of one component; `nth` counts those of the same component, whether they still run or not. */
export type Relaxation = {
  readonly ref: string
  readonly nth: number
  readonly from: Day
  /** Last day; absent while it runs. */
  readonly to?: Day
  readonly enabled: Fact<'OptionEnabled'>
  readonly ended?: Fact<'OptionEnded'>
}

/** 別表2備考: every relaxation in the order in which they were switched on. */
export const relaxations = remembered((c: Case): readonly Relaxation[] => {
  const counts = new Map<string, number>()
  return factsOf(c, 'OptionEnabled')
    .filter(({ data }) => data.option === 'metric-relaxation')
    .map((enabled) => {
      const component = enabled.data.componentId ?? `ref ${enabled.data.ref}`
      const nth = (counts.get(component) ?? 0) + 1
      counts.set(component, nth)
      const ended = factsOf(c, 'OptionEnded').find(({ data }) => data.ref === enabled.data.ref)
      const to = ended && (ended.data.endsOn ?? on(ended))
      return {
        ref: enabled.data.ref,
        nth,
        from: on(enabled),
        enabled,
        ...(ended && { ended }),
        ...(to !== undefined && { to }),
      }
    })
})

/** Those that run on a day. */
export const relaxationsOn = (c: Case, day: Day): readonly Relaxation[] =>
  relaxations(c).filter(({ from, to }) => from <= day && (to === undefined || day <= to))

/** Those that run on some day from `first` to `last`. */
export const relaxationsBetween = (c: Case, first: Day, last: Day): readonly Relaxation[] =>
  relaxations(c).filter(({ from, to }) => from <= last && (to === undefined || first <= to))

function entry(c: Case, { ref, from, to, enabled, ended }: Relaxation): OptionEntry {
  const over = end(c)
  const last = over && (to === undefined || over.day < to) ? over.day : to
  const value: State = last !== undefined && today(c) > last ? 'ended' : 'active'
  const q = { rule: 'OP-A2-4', on: on(enabled) }
  const clause = clauseOf(c, q.rule, q.on)
  const causes = [cause(enabled), ...(ended ? [cause(ended)] : [])]
  return {
    option: 'metric-relaxation',
    ref,
    state: { what: 'option.state', ref, value, clause, causes },
    startsOn: { what: 'contract.starts-on', ref, value: from, clause, causes },
    ...(last !== undefined && { endsOn: { what: 'option.ends-on', ref, value: last, clause, causes } }),
  }
}

/** Nothing is switched on in a contract that has ended. */
function refuse(c: Case): Refusal | undefined {
  const state = c.terms.state(c)
  if (state.value !== 'ended') return undefined
  return { what: 'refusal.not-in-force', clause: state.clause, causes: [state] }
}

/** 別表2備考: relaxations of the metric cap, switched on by the customer. */
export const metricRelaxations: Subject = {
  acts: {
    OptionEnabled: { basis: ['OP-A2-4'], refuse },
    OptionEnded: { basis: ['OP-11-3'] },
  },
  answers: { 'option.state': (c) => relaxations(c).map((each) => entry(c, each).state) },
  options: (c) => relaxations(c).map((each) => entry(c, each)),
}
