import { type Case, type Question, answer, clauseOf, today } from '../../contract/case.ts'
import { type Measure, measures } from '../../contract/measures.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Answer, type RuleId } from '../../kernel/finding.ts'
import { type Permitted, type Subject } from '../terms.ts'
import { isEnded } from './ends.ts'

type Restricted = Fact<'ServiceRestricted'>['data']
type Limit = Restricted['measures'][number]

/** 第10条: each paragraph with the grounds it names and what may be done on them. */
const PARAGRAPHS: readonly { rule: RuleId; grounds: readonly string[]; limits: readonly Limit[] }[] = [
  {
    rule: 'IJ-10-1',
    grounds: ['prohibited-act', 'complaint', 'operation-risk'],
    limits: ['use-limited', 'negotiation-demanded', 'deletion-demanded', 'data-deleted', 'data-hidden'],
  },
  { rule: 'IJ-10-2', grounds: ['operation-risk'], limits: ['access-limited'] },
  { rule: 'IJ-10-3', grounds: ['stability'], limits: ['sessions-limited', 'throttled', 'access-limited'] },
]
/** 第10条第1項第1号: suspension under the general rules, on a ground of the paragraph or on one of theirs. */
const SUSPENSION_GROUNDS: readonly string[] = ['prohibited-act', 'general-rules']

/** The paragraph that allows a measure on a ground. */
const paragraphOf = (ground: string, limit: Limit): RuleId | undefined =>
  PARAGRAPHS.find(({ grounds, limits }) => grounds.includes(ground) && limits.includes(limit))?.rule

/** The paragraph that speaks of a ground at all: it is cited where the measure goes beyond it. */
const nearest = (ground: string): RuleId =>
  PARAGRAPHS.find(({ grounds }) => grounds.includes(ground))?.rule ?? 'IJ-10-1'

/** `measure.lawful`: taken on a ground the article knows, and of a kind it allows on that ground; none needs a notice. */
function lawful(c: Case, { id, fact }: Measure): Answer<boolean> {
  const q = (rule: RuleId): Question => ({
    what: 'measure.lawful',
    ref: id,
    rule,
    on: on(fact),
    causes: [fact],
  })
  if (fact.type === 'ServiceSuspended')
    return answer(c, q('IJ-10-1'), SUSPENSION_GROUNDS.includes(fact.data.ground))
  const { ground, measures: limits } = fact.data as Restricted
  const rules = limits.map((limit) => paragraphOf(ground, limit))
  return answer(
    c,
    q(rules.find((rule) => rule !== undefined) ?? nearest(ground)),
    rules.every((rule) => rule !== undefined),
  )
}

// ---- what the provider may do -----------------------------------------------------------------------------------------

/** A ground that was found: it allows, and does not order (CC-19). */
type Ground = { readonly ref: string; readonly ground: string; readonly fact: Fact }

function grounds(c: Case): readonly Ground[] {
  const found = c.facts.of('RestrictionGroundFound').map((fact) => ({
    ref: fact.data.groundId,
    ground: fact.data.ground,
    fact,
  }))
  const acts = c.facts
    .of('ProhibitedActReported')
    .filter(({ data }) => data.actor !== 'third-party')
    .map((fact) => ({ ref: fact.data.actId, ground: 'prohibited-act', fact }))
  const disputes = c.facts
    .of('ThirdPartyDisputeReported')
    .filter(({ data }) => data.measureNeeded === true)
    .map((fact) => ({ ref: fact.data.disputeId, ground: 'complaint', fact }))
  return [...found, ...acts, ...disputes]
}

/** Each act with the measures that are it. */
const ACTS: readonly { act: string; rules: readonly RuleId[]; limits: readonly Limit[] }[] = [
  { act: 'suspend', rules: ['IJ-10-1'], limits: [] },
  {
    act: 'restrict',
    rules: ['IJ-10-1', 'IJ-10-2', 'IJ-10-3'],
    limits: ['use-limited', 'access-limited', 'sessions-limited', 'throttled'],
  },
  { act: 'require-negotiation', rules: ['IJ-10-1'], limits: ['negotiation-demanded'] },
  { act: 'require-deletion', rules: ['IJ-10-1'], limits: ['deletion-demanded'] },
  { act: 'delete-or-hide-data', rules: ['IJ-10-1'], limits: ['data-deleted', 'data-hidden'] },
]

/** The last paragraph that allows an act on a ground: 第2項 and 第3項 speak of limits to access more closely than 第1項. */
const allows = (ground: string, rules: readonly RuleId[]): RuleId | undefined =>
  PARAGRAPHS.findLast((paragraph) => rules.includes(paragraph.rule) && paragraph.grounds.includes(ground))
    ?.rule

/** Was the act taken since the ground was found? */
const isTaken = (c: Case, { fact: ground }: Ground, act: string, limits: readonly Limit[]): boolean =>
  measures(c).some(({ fact }) => {
    if (fact.at < ground.at) return false
    return fact.type === 'ServiceSuspended'
      ? act === 'suspend'
      : (fact.data as Restricted).measures.some((limit) => limits.includes(limit))
  })

const permitted = (c: Case): readonly Permitted[] =>
  isEnded(c)
    ? []
    : grounds(c).flatMap((ground) =>
        ACTS.flatMap(({ act, rules, limits }): readonly Permitted[] => {
          const rule = allows(ground.ground, rules)
          if (rule === undefined || isTaken(c, ground, act, limits)) return []
          const { fact, ref } = ground
          const clause = clauseOf(c, rule, today(c))
          return [{ who: 'provider', act, ref, since: fact.at, clause, causes: [cause(fact)] }]
        }),
      )

/** 第10条: suspension, demands and limits. */
export const restrictions: Subject = {
  acts: {
    RestrictionGroundFound: { basis: ['IJ-10-1', 'IJ-10-2', 'IJ-10-3'] },
    ProhibitedActReported: { basis: ['IJ-10-1'] },
    ServiceSuspended: { basis: ['IJ-10-1'] },
    ServiceRestricted: { basis: ['IJ-10-1', 'IJ-10-2', 'IJ-10-3'] },
  },
  answers: { 'measure.lawful': (c) => measures(c).map((measure) => lawful(c, measure)) },
  permitted,
}
