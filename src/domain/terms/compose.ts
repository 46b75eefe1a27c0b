import { type Case, remembered } from '../contract/case.ts'
import { lateCharges } from '../contract/late-charges.ts'
import { type Fact } from '../contract/timeline.ts'
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
    charges: (c, month) => [
      ...subjects.flatMap((subject) => subject.charges?.(c, month) ?? []),
      ...lateCharges(c, month),
    ],
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

/** All versions of the service terms, oldest first, each with the built-in text it has or repeats. */
export const versionsOf = remembered((c: Case): readonly Version[] => {
  const built = c.terms.versions
  const published = c.reference.facts
    .of('TermsVersionPublished')
    .filter(({ data }) => data.document === 'service-terms')
  if (published.length === 0) return built
  const registered = new Map(published.map((fact) => [fact.data.versionId, fact]))
  const ids = [...new Set([...built.map(({ id }) => id), ...registered.keys()])]
  return ids
    .map((id) => versionOf(built, registered, id))
    .filter((version) => version !== undefined)
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0))
})

type Registered = ReadonlyMap<string, Fact<'TermsVersionPublished'>>

/** A version as it was built in or registered last; undefined where nobody said from when it is in force. */
function versionOf(built: readonly Version[], registered: Registered, id: string): Version | undefined {
  const own = built.find((version) => version.id === id)
  const fact = registered.get(id)
  if (!fact) return own
  const effectiveOn = fact.data.effectiveOn ?? own?.effectiveOn
  if (!effectiveOn) return undefined
  const text = fact.data.textKnown ? textOf(built, registered, id) : undefined
  return { id, effectiveOn, textKnown: text !== undefined, ...(text && { textFrom: text.effectiveOn }), fact }
}

/** The built-in text a version has, or repeats at once or through others. */
function textOf(built: readonly Version[], registered: Registered, id: string): Version | undefined {
  const met = new Set<string>()
  for (
    let at: string | undefined = id;
    at !== undefined && !met.has(at);
    at = registered.get(at)?.data.sameTextAs
  ) {
    met.add(at)
    const text = built.find((version) => version.id === at && version.textKnown)
    if (text) return text
  }
  return undefined
}
