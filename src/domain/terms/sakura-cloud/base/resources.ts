import { type Case, remembered, today } from '../../../contract/case.ts'
import { type Fact, on } from '../../../contract/timeline.ts'
import { type Day, type Instant, dayOf } from '../../../kernel/calendar.ts'
import { type Answer, isKnown } from '../../../kernel/finding.ts'
import { type Refusal } from '../../terms.ts'
import { application } from './application.ts'
import { contractEnd, endsOf, firstEnd } from './end.ts'
import { changes } from './change.ts'

/** What a resource is from a day on: its kind and plan, and the facts that say so. */
export type Content = {
  readonly from: Day
  readonly kind: string | undefined
  readonly plan: string | undefined
  readonly causes: readonly Fact[]
}

/** A resource of the base service: a server, a switch. In force from an instant to 24:00 of its last day. */
export type Resource = {
  readonly ref: string
  readonly startedAt: Instant
  readonly startsOn: Day
  /** In order; the first one is what it was when it began. */
  readonly contents: readonly Content[]
  readonly end: Answer<Day> | undefined
}

/** Name of a thing in a price list: `serviceKind.plan`, or `serviceKind` (events.md section 6). */
export const itemOf = ({ kind, plan }: Pick<Content, 'kind' | 'plan'>): string =>
  [kind, plan].filter((part) => part !== undefined).join('.')

type Start = { readonly ref: string; readonly at: Instant; readonly content: Content }

/**
 * The resources of the contract: those of the application from its conclusion (第3条第1項), those that were added from
 * the instant of the request (第3条第2項). What was withdrawn is none of them.
 */
export const resources = remembered((c: Case): readonly Resource[] => {
  const starts = new Map<string, Start>()
  for (const start of [...applied(c), ...added(c)]) if (!starts.has(start.ref)) starts.set(start.ref, start)
  const steps = stepsOf(c, starts)
  return [...starts.values()].map((start) => resourceOf(c, start, steps.get(start.ref) ?? []))
})

function applied(c: Case): readonly Start[] {
  const { submitted, accepted } = application(c)
  if (!submitted || !accepted) return []
  return (submitted.data.resources ?? []).map(({ ref, serviceKind, plan }) => ({
    ref,
    at: accepted.at,
    content: { from: on(accepted), kind: serviceKind, plan, causes: [submitted, accepted] },
  }))
}

const added = (c: Case): readonly Start[] =>
  changes(c)
    .filter(({ request, refused }) => request.data.action === 'add' && !refused)
    .flatMap(({ request }) => {
      const { ref, serviceKind, plan } = request.data
      if (ref === undefined) return []
      const content = { from: on(request), kind: serviceKind, plan, causes: [request] }
      return [{ ref, at: request.at, content }]
    })

function resourceOf(c: Case, { ref, at, content }: Start, steps: readonly Step[]): Resource {
  const ends = endsOf(c, { what: 'resource.ends-on', ref, since: at })
  const whole = contractEnd(c)
  return {
    ref,
    startedAt: at,
    startsOn: content.from,
    contents: contentsOf(content, steps),
    end: firstEnd(whole ? [...ends, whole] : ends),
  }
}

/** A change of a resource, from its day on. */
type Step = { readonly from: Day; readonly fact: Fact<'PlanChangeRequested'> | Fact<'PlanChanged'> }

/**
 * Changes by resource, in order: a requested one counts from the day of its request, for provisional provision is use;
 * one without a request from its day.
 */
function stepsOf(c: Case, all: ReadonlyMap<string, Start>): ReadonlyMap<string, readonly Step[]> {
  const withdrawn = new Set(changes(c).flatMap(({ request, refused }) => (refused ? [request.id] : [])))
  const steps = new Map<string, Step[]>()
  for (const fact of c.facts.ofAny('PlanChangeRequested', 'PlanChanged') as readonly Step['fact'][]) {
    if (withdrawn.has(fact.id)) continue
    const ref = targetOf(fact, all) ?? ''
    const step = { from: dayOfEffect(fact), fact }
    const before = steps.get(ref)
    if (before) before.push(step)
    else steps.set(ref, [step])
  }
  for (const ofOne of steps.values()) ofOne.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  return steps
}

const dayOfEffect = (fact: Step['fact']): Day =>
  fact.type === 'PlanChanged' ? ((fact as Fact<'PlanChanged'>).data.effectiveOn ?? on(fact)) : on(fact)

function contentsOf(first: Content, steps: readonly Step[]): readonly Content[] {
  const contents = [first]
  for (const { from, fact } of steps) {
    const before = contents.at(-1) ?? first
    const { serviceKind: kind = before.kind, plan = before.plan } = fact.data
    if (from < first.from || (kind === before.kind && plan === before.plan)) continue
    contents.push({ from, kind, plan, causes: [fact] })
  }
  return contents
}

/** The resource a change is about: the one it names, else the only one there is. */
const targetOf = (
  { data }: { readonly data: { readonly ref?: string | undefined } },
  all: ReadonlyMap<string, unknown>,
): string | undefined => data.ref ?? (all.size === 1 ? [...all.keys()][0] : undefined)

// ---- questions about them ----------------------------------------------------------------------------------------

export const resourceNamed = (c: Case, ref: string): Resource | undefined =>
  resources(c).find((resource) => resource.ref === ref)

/** In force at `asOf`: begun, and its last day not over. */
export const isInUse = (c: Case, { startedAt, end }: Resource): boolean =>
  startedAt <= c.asOf && !(end && isKnown(end) && today(c) > end.value)

/** What a resource is on a day. */
export const contentOn = ({ contents }: Resource, day: Day): Content | undefined =>
  contents.findLast(({ from }) => from <= day)

/** Resources in force at `asOf` that are of a kind then. */
export const inUseOfKind = (c: Case, kind: string): readonly Resource[] =>
  resources(c).filter((resource) => isInUse(c, resource) && contentOn(resource, dayOf(c.asOf))?.kind === kind)

/** Use of a resource that has ended, refused under the rule of its end. */
export function resourceEnded(c: Case, ref: string | undefined): Refusal | undefined {
  const end = ref === undefined ? undefined : resourceNamed(c, ref)?.end
  if (!end || !isKnown(end) || today(c) <= end.value) return undefined
  return { what: 'refusal.not-in-force', clause: end.clause, causes: [end] }
}
