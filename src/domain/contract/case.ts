import { type Day, type Instant, type Month, dayOf, lastDayOf } from '../kernel/calendar.ts'
import {
  type Answer,
  type Cause,
  type Clause,
  type RuleId,
  type Undetermined,
  isKnown,
  isUndetermined,
  missingOf,
} from '../kernel/finding.ts'
import { type Terms } from '../terms/terms.ts'
import { type ClosedStatement } from './closed-statement.ts'
import { Reference, type TariffKey, type TariffValue } from './reference.ts'
import { type Fact, type Facts, cause } from './timeline.ts'
import { type EventType, type Service, vocabulary } from './vocabulary.ts'

/**
 * One contract at one instant of its own time line, as far as is known: all that a rule may look at. Facts behind
 * `asOf` are not in it. Whatever a rule asks within one case is remembered, for a case never changes.
 */
export type Case = {
  readonly service: Service
  readonly contractId: string
  readonly partyId: string
  readonly asOf: Instant
  readonly facts: Facts
  readonly reference: Reference
  readonly terms: Terms
  /**
   * Addresses of an action that accounts of the service use already, normalised; for the one rule that looks beyond
   * its contract (SF-3.5-1). Absent where nothing is judged: personal data is in no fact.
   */
  readonly takenAddresses?: ReadonlySet<string>
  /** What was closed, by month in order of closing. A closing is an act of the ledger: it is here whatever `asOf`. */
  readonly closed?: ReadonlyMap<Month, ClosedStatement>
}

export const today = (c: Case): Day => dayOf(c.asOf)

/** Has anything happened in the contract by now? What its party told of itself in another one opens nothing here. */
export function hasBegun({ facts }: Case): boolean {
  for (const { type } of facts.timeline.first(facts.length))
    if (vocabulary[type].scope !== 'party') return true
  return false
}

/** The same contract seen from an earlier instant. */
export const asOf = (c: Case, earlier: Instant): Case =>
  earlier >= c.asOf
    ? c
    : { ...c, asOf: earlier, facts: c.facts.until(earlier), reference: c.reference.until(earlier) }

/** The same contract seen from an instant, where that is later than this case's own. */
export const notBefore = (c: Case, instant: Instant): Case => {
  if (instant <= c.asOf) return c
  const reference = new Reference(c.reference.facts.timeline.until(instant))
  return { ...c, asOf: instant, facts: c.facts.timeline.until(instant), reference }
}

/** A question whose answer is kept for as long as its case. */
export function remembered<T>(question: (c: Case) => T): (c: Case) => T {
  const answers = new WeakMap<Case, { readonly answer: T }>()
  return (c) => {
    const known = answers.get(c)
    if (known) return known.answer
    const answer = question(c)
    answers.set(c, { answer })
    return answer
  }
}

/** The same for a question that is asked of many things: months, ids. */
export function rememberedBy<K, T>(question: (c: Case, of: K) => T): (c: Case, of: K) => T {
  const answers = remembered((_c: Case) => new Map<K, T>())
  return (c, of) => {
    const known = answers(c)
    if (!known.has(of)) known.set(of, question(c, of))
    return known.get(of) as T
  }
}

// ---- facts -----------------------------------------------------------------------------------------------------

export const factsOf = <T extends EventType>(c: Case, type: T): readonly Fact<T>[] => c.facts.of(type)
export const firstOf = <T extends EventType>(c: Case, type: T): Fact<T> | undefined => c.facts.of(type)[0]
export const lastOf = <T extends EventType>(c: Case, type: T): Fact<T> | undefined => c.facts.of(type).at(-1)

// ---- answers ---------------------------------------------------------------------------------------------------

/** What is asked: its name, what it is about, the rule that answers and the day that decides its version (CC-14). */
export type Question = {
  readonly what: string
  readonly ref?: string | undefined
  readonly rule: RuleId
  /** JST date of the triggering fact: the version of the terms in force on it applies. */
  readonly on: Day
  readonly causes?: readonly (Cause | Fact | undefined)[]
}

const isFact = (item: Cause | Fact): item is Fact => 'recordedAt' in item
const causesOf = (q: Question): readonly Cause[] =>
  (q.causes ?? []).filter((item) => item !== undefined).map((item) => (isFact(item) ? cause(item) : item))

/** The provision of a rule in the version that governs on a day. */
export const clauseOf = (c: Case, rule: RuleId, on: Day): Clause => ({
  terms: c.service,
  version: c.terms.versionOn(c, on, rule).id,
  article: c.terms.rules[rule]?.article ?? rule,
  rule,
})

/** A value with its clause and causes; undetermined where the text of the version in force is not known. */
export function answer<T>(c: Case, q: Question, value: T): Answer<T> {
  const version = c.terms.versionOn(c, q.on, q.rule)
  if (!version.textKnown || replacedBy(c, q)) return missing(c, q, `terms:${version.id}`)
  return {
    what: q.what,
    ...(q.ref !== undefined && { ref: q.ref }),
    value,
    clause: clauseOf(c, q.rule, q.on),
    causes: causesOf(q),
  }
}

/** An answer that says what is missing (CC-13); where individual terms replace the rule, that they are (OP-3-4). */
export function missing(c: Case, q: Question, name: string): Undetermined {
  const individual = replacedBy(c, q)
  return {
    what: q.what,
    ...(q.ref !== undefined && { ref: q.ref }),
    undetermined: { missing: individual ? 'terms:individual' : name },
    clause: clauseOf(c, q.rule, q.on),
    causes: individual ? [...causesOf(q), cause(individual)] : causesOf(q),
  }
}

const replacedBy = (c: Case, { rule, on }: Question): Fact | undefined => c.terms.replacedBy?.(c, rule, on)

type ValuesOf<A extends readonly Answer<unknown>[]> = {
  [I in keyof A]: A[I] extends Answer<infer T> ? T : never
}

/** An answer derived from others, which become causes of it; undetermined when one of them is. */
export function given<const A extends readonly Answer<unknown>[], T>(
  c: Case,
  q: Question,
  from: A,
  derive: (...values: ValuesOf<A>) => T,
): Answer<T> {
  const full: Question = { ...q, causes: [...(q.causes ?? []), ...from] }
  if (from.some(isUndetermined)) return missing(c, full, missingOf(...from))
  const values = from.map((known) => (isKnown(known) ? known.value : undefined)) as ValuesOf<A>
  return answer(c, full, derive(...values))
}

/** An answer under another name or rule: what another finding says, restated where it is needed. */
export const restated = <T>(c: Case, q: Question, from: Answer<T>): Answer<T> =>
  given(c, q, [from], (value) => value as T)

// ---- what was published --------------------------------------------------------------------------------------------

/**
 * The value of a tariff key on a day, or undetermined with `tariff:<key>`. `rule` is the rule that needs it.
 * For a monthly charge the day is the last of the month, for anything else the day of the fact (CC-14).
 */
export function tariff<K extends TariffKey>(c: Case, key: K, on: Day, rule: RuleId): Answer<TariffValue<K>> {
  const q = { what: `tariff.${String(key)}`, rule, on }
  const found = c.reference.tariff(key, on, c.terms.versionOn(c, on).id)
  return found
    ? published(c, { ...q, causes: [found.fact] }, found.value)
    : missing(c, q, `tariff:${String(key)}`)
}

/** A tariff key with a default of an adopted reading: it holds until a tariff says otherwise. */
export function tariffOr<K extends TariffKey>(
  c: Case,
  key: K,
  on: Day,
  reading: RuleId,
  standard: TariffValue<K>,
): Answer<TariffValue<K>> {
  const found = c.reference.tariff(key, on, c.terms.versionOn(c, on).id)
  const q = { what: `tariff.${String(key)}`, rule: reading, on }
  return published(c, found ? { ...q, causes: [found.fact] } : q, found ? found.value : standard)
}

/** Amount of an item of a price list (`monthlyFees`, `initialFees`, `oneTimeFees`); undetermined where it is not in it. */
export function listPrice(
  c: Case,
  key: 'monthlyFees' | 'initialFees' | 'oneTimeFees',
  item: string,
  on: Day,
  rule: RuleId,
): Answer<number> {
  const list = tariff(c, key, on, rule)
  const q = { what: `tariff.${key}.${item}`, rule, on, causes: [list] }
  if (isUndetermined(list)) return list
  const price = list.value.find((line) => line.item === item)
  return price ? published(c, q, price.amount) : missing(c, q, `tariff:${String(key)}`)
}

/** What an operator published, or closed, is a fact of its own: it has a value whatever the version of the terms. */
export const published = <T>(c: Case, q: Question, value: T): Answer<T> => ({
  what: q.what,
  value,
  clause: clauseOf(c, q.rule, q.on),
  causes: causesOf(q),
})

/** Day that decides prices and versions of a monthly charge: the last of the month (CC-14). */
export const closingDay = (of: Month): Day => lastDayOf(of)
