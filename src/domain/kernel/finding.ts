/**
 * A finding = what + value + clause + causes. A price, a limit, a date, a refusal and a line of a bill are all this
 * one shape, so each can be opened until one reads the provision and the recorded events it stands on.
 */

/** Id of a rule in the catalogue of the terms: `SC-7-3`, or a common convention `CC-10`. */
export type RuleId = string

/** A provision: the document, its version in force, the article as it is cited, and the rule of the catalogue. */
export type Clause = {
  readonly terms: string
  readonly version: string
  readonly article: string
  readonly rule: RuleId
}

/** A recorded event, by its id. */
export type EventCause = { readonly event: string }
/** Something that was asked or taken as given: the month of a question, a day. */
export type Asked = { readonly what: string; readonly value: unknown }
export type Cause = EventCause | Asked | Answer<unknown>

export type Finding<T> = {
  readonly what: string
  /** What it is about when a contract has several: a pause, an outage, an option; absent = the contract itself. */
  readonly ref?: string
  readonly value: T
  readonly clause: Clause
  readonly causes: readonly Cause[]
}

/** An answer as good as a value: it names what is missing. Never zero, never a guess (CC-13). */
export type Undetermined = {
  readonly what: string
  readonly ref?: string
  /** One name, or several joined by `,` in alphabetical order. */
  readonly undetermined: { readonly missing: string }
  readonly clause: Clause
  readonly causes: readonly Cause[]
}

export type Answer<T> = Finding<T> | Undetermined

export const isKnown = <T>(answer: Answer<T>): answer is Finding<T> => !('undetermined' in answer)
export const isUndetermined = (answer: Answer<unknown>): answer is Undetermined => 'undetermined' in answer
/** The value, or undefined where it is undetermined. */
export const valueOf = <T>(answer: Answer<T> | undefined): T | undefined =>
  answer && isKnown(answer) ? answer.value : undefined

export const isEventCause = (cause: Cause): cause is EventCause => 'event' in cause
export const isAnswer = (cause: Cause): cause is Answer<unknown> => 'clause' in cause

/** All missing names of several answers, each once, in alphabetical order, as one text. */
export const missingOf = (...answers: readonly Answer<unknown>[]): string =>
  [...new Set(answers.filter(isUndetermined).flatMap((a) => a.undetermined.missing.split(',')))]
    .sort()
    .join(',')

/**
 * 原則 and ただし書: the general answer, unless one exception applies; the displaced one stays among the causes.
 * @throws Error when two exceptions apply: a conflict of provisions is never settled by the order of ifs.
 */
export function generally<T>(
  general: Answer<T>,
  ...exceptions: (Answer<T> | false | undefined)[]
): Answer<T> {
  const [exception, ...others] = exceptions.filter((candidate) => !!candidate)
  if (!exception) return general
  if (others.length > 0) {
    const rules = [exception, ...others].map((found) => found.clause.rule).join(' and ')
    throw new Error(`${general.what}: ${rules} both apply and neither yields`)
  }
  return { ...exception, causes: [...exception.causes, general] }
}

/** Ids of the events an answer rests on, at any depth, each once, in the order they are met. */
export function eventsUnder(answer: Answer<unknown>): readonly string[] {
  const ids = new Set<string>()
  const met = new Set<Answer<unknown>>()
  const walk = (node: Answer<unknown>): void => {
    if (met.has(node)) return
    met.add(node)
    for (const cause of node.causes) {
      if (isEventCause(cause)) ids.add(cause.event)
      else if (isAnswer(cause)) walk(cause)
    }
  }
  walk(answer)
  return [...ids]
}

/** Every rule an answer stands on, the deciding one first. Short enough to store with an event. */
export function rulesUnder(answer: Answer<unknown>): readonly RuleId[] {
  const rules = new Set<RuleId>([answer.clause.rule])
  const met = new Set<Answer<unknown>>()
  const walk = (node: Answer<unknown>): void => {
    if (met.has(node)) return
    met.add(node)
    rules.add(node.clause.rule)
    for (const cause of node.causes) if (isAnswer(cause)) walk(cause)
  }
  walk(answer)
  return [...rules]
}
