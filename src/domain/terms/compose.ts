import { type Case } from '../contract/case.ts'
import { type EventType } from '../contract/vocabulary.ts'
import { type Day } from '../kernel/calendar.ts'
import { type ActRule, type ActRules, type Subject, type Terms, type Version } from './terms.ts'

/** What a 約款 says of itself, beside its subjects. `versionOn` absent = by date alone (CC-14). */
export type Outline = Pick<
  Terms,
  'id' | 'provider' | 'rules' | 'readings' | 'versions' | 'state' | 'opening' | 'settlement'
> &
  Partial<Pick<Terms, 'versionOn' | 'replacedBy'>>

/** Reads the subjects of a 約款 as one: lists are joined, questions of one name are asked of all that answer it. */
export function compose(outline: Outline, subjects: readonly Subject[]): Terms {
  const joined =
    <T>(ask: (subject: Subject) => ((c: Case) => readonly T[]) | undefined) =>
    (c: Case): readonly T[] =>
      subjects.flatMap((subject) => ask(subject)?.(c) ?? [])
  return {
    versionOn: versionByDate,
    ...outline,
    acts: actsOf(subjects),
    answers: answersOf(subjects),
    resourceAnswers: Object.assign({}, ...subjects.map((subject) => subject.resourceAnswers ?? {})),
    charges: (c, month) => subjects.flatMap((subject) => subject.charges?.(c, month) ?? []),
    deadlines: joined((subject) => subject.deadlines),
    permitted: joined((subject) => subject.permitted),
    obligations: joined((subject) => subject.obligations),
    options: joined((subject) => subject.options),
    pauses: joined((subject) => subject.pauses),
    credits: joined((subject) => subject.credits),
    claims: joined((subject) => subject.claims),
    resources: joined((subject) => subject.resources),
    unmatched: joined((subject) => subject.unmatched),
  }
}

/** Where several subjects speak of one type of action, it stands on the rules of all, and the first refusal is given. */
function actsOf(subjects: readonly Subject[]): ActRules {
  const acts = new Map<EventType, ActRule<EventType>[]>()
  for (const subject of subjects) {
    for (const [type, rule] of Object.entries(subject.acts ?? {}) as [EventType, ActRule<EventType>][]) {
      acts.set(type, [...(acts.get(type) ?? []), rule])
    }
  }
  return Object.fromEntries([...acts].map(([type, rules]) => [type, together(rules)]))
}

function together(rules: readonly ActRule<EventType>[]): ActRule<EventType> {
  const refusals = rules.flatMap(({ refuse }) => (refuse ? [refuse] : []))
  const basis = [...new Set(rules.flatMap((rule) => rule.basis))]
  const all = rules.every(({ speaksOf }) => !speaksOf) ? { basis } : { basis, basisOf: basisOf(rules) }
  if (refusals.length === 0) return all
  return {
    ...all,
    refuse: (c, act) => {
      for (const refuse of refusals) {
        const refusal = refuse(c, act)
        if (refusal) return refusal
      }
      return undefined
    },
  }
}

const basisOf =
  (rules: readonly ActRule<EventType>[]): NonNullable<ActRule<EventType>['basisOf']> =>
  (c, act) => [
    ...new Set(rules.filter(({ speaksOf }) => speaksOf?.(c, act) ?? true).flatMap(({ basis }) => basis)),
  ]

function answersOf(subjects: readonly Subject[]): Terms['answers'] {
  const answers: Record<string, Terms['answers'][string][number][]> = {}
  for (const subject of subjects) {
    for (const [what, ask] of Object.entries(subject.answers ?? {})) (answers[what] ??= []).push(ask)
  }
  return answers
}

/**
 * The version in force on a day: the built-in ones and those an operator registered, by effective date. A registered
 * version that repeats a known text is known itself. Before the earliest version the earliest is named, unknown.
 */
export function versionByDate(c: Case, on: Day): Version {
  const versions = versionsOf(c)
  const inForce = versions.findLast((version) => version.effectiveOn <= on)
  const earliest = versions[0]
  if (!inForce && !earliest) throw new Error(`${c.service}: no version of its terms is known`)
  return inForce ?? { ...(earliest as Version), textKnown: false }
}

/** All versions of the service terms, oldest first. */
export function versionsOf(c: Case): readonly Version[] {
  const built = c.terms.versions
  const published = c.reference.facts
    .of('TermsVersionPublished')
    .filter(({ data }) => data.document === 'service-terms')
  if (published.length === 0) return built
  const all = new Map(built.map((version) => [version.id, version]))
  for (const fact of published) {
    const { versionId, effectiveOn, textKnown, sameTextAs } = fact.data
    const before = all.get(versionId)
    const known =
      textKnown &&
      (before?.textKnown === true || (sameTextAs !== undefined && all.get(sameTextAs)?.textKnown === true))
    const since = effectiveOn ?? before?.effectiveOn
    if (since) all.set(versionId, { id: versionId, effectiveOn: since, textKnown: known, fact })
  }
  return [...all.values()].sort((a, b) =>
    a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0,
  )
}
