import {
  type Case,
  type Question,
  answer,
  clauseOf,
  factsOf,
  remembered,
  today,
} from '../../../contract/case.ts'
import { isInForce } from '../../../contract/in-force.ts'
import { openMeasures } from '../../../contract/measures.ts'
import { type Fact, cause, on } from '../../../contract/timeline.ts'
import { type Day } from '../../../kernel/calendar.ts'
import { type Answer, type Cause, type Finding, isKnown } from '../../../kernel/finding.ts'
import { type Obligation, type OptionEntry, type Permitted, type State, type Subject } from '../../terms.ts'
import { contractEnd, endDeadline, endsOf, firstEnd, hasEnded } from './end.ts'

/** A β service of the base service that the customer uses or used. Those of other options follow their own section. */
export type Beta = {
  readonly enabled: Fact<'OptionEnabled'>
  readonly betaId: string | undefined
  readonly offered: Fact<'BetaOffered'> | undefined
  readonly promoted: Fact<'BetaPromoted'> | undefined
  /** The end, without regard to a promotion. */
  readonly left: Answer<Day> | undefined
  readonly end: Answer<Day> | undefined
}

export const betas = remembered((c: Case): readonly Beta[] =>
  factsOf(c, 'OptionEnabled')
    .filter(({ data }) => data.option === 'beta')
    .filter((enabled) => parentOf(c, enabled) === 'base')
    .map((enabled) => betaOf(c, enabled)),
)

export const offerOf = (c: Case, betaId: string | undefined): Fact<'BetaOffered'> | undefined =>
  c.reference.facts.of('BetaOffered').findLast(({ data }) => data.betaId === betaId)

/** What a β belongs to: as it was offered, else what it hangs on; without a word of either the base service. */
const parentOf = (c: Case, { data }: Fact<'OptionEnabled'>): string =>
  offerOf(c, data.betaId)?.data.parentOption ?? data.parentRef ?? 'base'

function betaOf(c: Case, enabled: Fact<'OptionEnabled'>): Beta {
  const { ref, betaId } = enabled.data
  const promoted = c.reference.facts
    .of('BetaPromoted')
    .findLast(({ data }) => betaId !== undefined && data.betaId === betaId)
  const ending = { what: 'option.ends-on', ref, since: enabled.at, discontinuationRule: 'SC-11-4' }
  const whole = contractEnd(c)
  const left = firstEnd([
    ...endsOf(c, ending),
    ...abolished(c, enabled),
    ...(whole ? [{ ...whole, what: 'option.ends-on', ref }] : []),
  ])
  const promotion = promoted && [promotionEnd(c, enabled, promoted)]
  const end = firstEnd([...(left ? [left] : []), ...(promotion ?? [])])
  return { enabled, betaId, offered: offerOf(c, betaId), promoted, left, end }
}

/** 第11条第4項: a β may be abolished without becoming a formal service. */
const abolished = (c: Case, { data, at }: Fact<'OptionEnabled'>): readonly Answer<Day>[] =>
  factsOf(c, 'ServiceDiscontinued')
    .filter((fact) => fact.data.scope === 'beta' && fact.data.betaId !== undefined)
    .filter((fact) => fact.data.betaId === data.betaId && fact.data.endsOn >= at.slice(0, 10))
    .map((fact) =>
      answer(
        c,
        { what: 'option.ends-on', ref: data.ref, rule: 'SC-11-4', on: on(fact), causes: [fact] },
        fact.data.endsOn,
      ),
    )

const promotionEnd = (
  c: Case,
  { data }: Fact<'OptionEnabled'>,
  promoted: Fact<'BetaPromoted'>,
): Answer<Day> =>
  answer(
    c,
    { what: 'option.ends-on', ref: data.ref, rule: 'SC-11-7', on: on(promoted), causes: [promoted] },
    promoted.data.endsOn,
  )

function stateOf(c: Case, { enabled, end }: Beta): Finding<State> {
  const found = (value: State, causes: readonly Cause[]): Finding<State> => ({
    what: 'option.state',
    ref: enabled.data.ref,
    value,
    clause: clauseOf(c, 'SC-11-1', today(c)),
    causes,
  })
  if (hasEnded(c, end)) return { ...found('ended', [cause(enabled), end]), clause: end.clause }
  const stopped = openMeasures(c).find(
    ({ fact }) =>
      fact.type === 'ServiceSuspended' &&
      (fact.data.ref === undefined ||
        (fact.data.ref === enabled.data.ref &&
          (fact as Fact<'ServiceSuspended'>).data.kind === 'suspension')),
  )
  return stopped
    ? found('suspended', [cause(enabled), cause(stopped.fact)])
    : found('active', [cause(enabled)])
}

const entry = (c: Case, beta: Beta): OptionEntry => ({
  option: 'beta',
  ref: beta.enabled.data.ref,
  state: stateOf(c, beta),
  startsOn: answer(
    c,
    {
      what: 'contract.starts-on',
      ref: beta.enabled.data.ref,
      rule: 'SC-3-1',
      on: on(beta.enabled),
      causes: [beta.enabled],
    },
    on(beta.enabled),
  ),
  ...(beta.end && { endsOn: beta.end }),
})

// ---- 第11条第1項: the mark --------------------------------------------------------------------------------------

/** One answer a β, however often it was switched on. */
const each = (c: Case): readonly Beta[] => [
  ...new Map(betas(c).map((beta) => [beta.betaId ?? beta.enabled.data.ref, beta])).values(),
]

const marks = (c: Case): readonly Answer<boolean>[] =>
  each(c).flatMap(({ betaId, offered }) => {
    if (!offered) return []
    const q: Question = {
      what: 'beta.marked',
      ref: betaId,
      rule: 'SC-11-1',
      on: on(offered),
      causes: [offered],
    }
    return [answer(c, q, offered.data.marked)]
  })

const mustMark = (c: Case): readonly Obligation[] =>
  each(c)
    .filter((beta) => !hasEnded(c, beta.end))
    .flatMap(({ betaId, offered, enabled }) =>
      !offered || offered.data.marked
        ? []
        : [
            {
              who: 'provider',
              duty: 'mark-beta',
              ...(betaId !== undefined && { ref: betaId }),
              since: offered.at,
              clause: clauseOf(c, 'SC-11-1', on(offered)),
              causes: [cause(offered), cause(enabled)],
            },
          ],
    )

// ---- 第11条第4項, 第7項: the end -----------------------------------------------------------------------------------

/** `beta.successor`: carried over for everyone who had not left the β before its end, else a new contract is needed. */
const successors = (c: Case): readonly Answer<string>[] =>
  each(c).flatMap(({ betaId, promoted, left, enabled }) => {
    if (!promoted) return []
    const q: Question = {
      what: 'beta.successor',
      ref: betaId,
      rule: 'SC-11-7',
      on: on(promoted),
      causes: [promoted, enabled, left],
    }
    const hasLeft = left !== undefined && isKnown(left) && left.value <= promoted.data.endsOn
    return [answer(c, q, promoted.data.mode === 'carry-over' && !hasLeft ? 'formal-contract' : 'none')]
  })

/** The provider may abolish a β at any time; notice is a matter of best effort. */
const mayAbolish = (c: Case): readonly Permitted[] =>
  each(c)
    .filter((beta) => !beta.end && isInForce(stateOf(c, beta).value))
    .map(({ betaId, enabled }) => ({
      who: 'provider',
      act: 'discontinue',
      ref: betaId ?? enabled.data.ref,
      since: enabled.at,
      clause: clauseOf(c, 'SC-11-4', on(enabled)),
      causes: [cause(enabled)],
    }))

const ends = (c: Case): readonly Answer<Day>[] => betas(c).flatMap(({ end }) => (end ? [end] : []))

/** 第11条: β services of the base service. */
export const betaServices: Subject = {
  acts: {
    OptionEnabled: { basis: ['SC-11-1'], speaksOf: (_c, act) => act.data.option === 'beta' },
    OptionEnded: { basis: ['SC-6-1'] },
    ServiceDiscontinued: { basis: ['SC-11-4'], speaksOf: (_c, act) => act.data.scope === 'beta' },
    ServiceContentChanged: { basis: ['SC-11-3'], speaksOf: (_c, act) => act.data.area === 'beta' },
    NoticeGiven: { basis: ['SC-11-4'], speaksOf: (_c, act) => act.data.subject === 'beta-end' },
  },
  answers: {
    'beta.marked': marks,
    'beta.successor': successors,
    'option.state': (c) => betas(c).map((beta) => stateOf(c, beta)),
    'option.ends-on': ends,
  },
  obligations: mustMark,
  permitted: mayAbolish,
  options: (c) => betas(c).map((beta) => entry(c, beta)),
  deadlines: (c) => ends(c).flatMap((end) => endDeadline(c, end)),
}
