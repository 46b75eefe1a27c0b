import { type Case, type Question, answer, remembered, today } from '../../contract/case.ts'
import { type Fact, on } from '../../contract/timeline.ts'
import { type DataOf } from '../../contract/vocabulary.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer } from '../../kernel/finding.ts'
import { type Subject } from '../terms.ts'
import { application } from './application.ts'
import { changes } from './changes.ts'
import { start } from './start.ts'

/** What is provided: managed plan, its components, Windows among them, and the storage plan of the tariff. */
export type Content = Pick<DataOf<'ApplicationSubmitted'>, 'plan' | 'components' | 'windows' | 'storagePlan'>
/** Content from a day on, and the facts that say so. `ref` names the change: its id, else that of its event. */
export type Step = {
  readonly from: Day
  readonly ref: string
  readonly content: Content
  readonly facts: readonly Fact[]
}

type Named = {
  readonly from: Day
  readonly ref: string
  readonly fact: Fact
  readonly facts: readonly Fact[]
  readonly change: (before: Content) => Content
}

const named = (data: Content): Content => ({
  ...(data.plan !== undefined && { plan: data.plan }),
  ...(data.components !== undefined && { components: data.components }),
  ...(data.windows !== undefined && { windows: data.windows }),
  ...(data.storagePlan !== undefined && { storagePlan: data.storagePlan }),
})

/** Only what a change names changes. A request to add components names how many come on top. */
const apply =
  (data: Content, isAddition: boolean) =>
  (before: Content): Content => ({
    ...before,
    ...named(data),
    ...(isAddition &&
      data.components !== undefined && { components: (before.components ?? 0) + data.components }),
  })

function told(c: Case): readonly Named[] {
  const requested = changes(c).flatMap(({ id, request, accepted }): readonly Named[] => {
    if (!accepted) return []
    const from = accepted.data.effectiveOn ?? on(accepted)
    const change = apply(request.data, request.data.action === 'add')
    return [{ from, ref: id, fact: accepted, facts: [request, accepted], change }]
  })
  const stated = c.facts.of('PlanChanged').map((fact): Named => {
    const from = fact.data.effectiveOn ?? on(fact)
    return { from, ref: fact.id, fact, facts: [fact], change: apply(fact.data, false) }
  })
  return [...requested, ...stated].sort((a, b) =>
    a.from !== b.from ? (a.from < b.from ? -1 : 1) : inOrder(a.fact, b.fact),
  )
}

const inOrder = (a: Fact, b: Fact): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.position - b.position)

/**
 * The content over time, the first step from the start date on; what changed up to the start is part of it. Changes
 * that take effect on one day are one step.
 */
export const steps = remembered((c: Case): readonly Step[] => {
  const applied = application(c)
  const started = start(c)
  if (!applied || !started) return []
  const first: Step = { from: started.day, ref: applied.id, content: named(applied.data), facts: [applied] }
  return told(c).reduce<readonly Step[]>(
    (all, { from, ref, facts, change }) => {
      const last = all.at(-1) ?? first
      const content = change(last.content)
      if (from <= last.from)
        return [
          ...all.slice(0, -1),
          { ...last, ref: all.length > 1 ? ref : last.ref, content, facts: [...last.facts, ...facts] },
        ]
      return [...all, { from, ref, content, facts }]
    },
    [first],
  )
})

/** The step in force on a day; before the start the first one. */
export const stepOn = (c: Case, day: Day): Step | undefined =>
  steps(c).findLast(({ from }) => from <= day) ?? steps(c)[0]

/** What the contract was or will be concluded for, before it started. */
const described = (c: Case): Step | undefined => {
  const applied = application(c)
  return (
    stepOn(c, today(c)) ??
    (applied && { from: on(applied), ref: applied.id, content: named(applied.data), facts: [applied] })
  )
}

/** `contract.plan` and `contract.components`: the managed plan and how many components it covers (OP-A2-1). */
function contentAnswer<K extends 'plan' | 'components'>(c: Case, key: K): readonly Answer<Content[K]>[] {
  const step = described(c)
  const value = step?.content[key]
  if (!step || value === undefined) return []
  const q: Question = { what: `contract.${key}`, rule: 'OP-A2-1', on: today(c), causes: step.facts }
  return [answer(c, q, value)]
}

/** 第7条, 第12条: the content that was applied for and what changed in it. */
export const contents: Subject = {
  answers: {
    'contract.plan': (c) => contentAnswer(c, 'plan'),
    'contract.components': (c) => contentAnswer(c, 'components'),
  },
}
