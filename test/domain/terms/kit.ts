import { type Case, asOf as seenFrom } from '../../../src/domain/contract/case.ts'
import { Names, packed } from '../../../src/domain/contract/bulk.ts'
import { judge } from '../../../src/domain/contract/judge.ts'
import { parseAction } from '../../../src/domain/contract/parse-action.ts'
import { Reference } from '../../../src/domain/contract/reference.ts'
import { type Fact, Timeline } from '../../../src/domain/contract/timeline.ts'
import { type EventType, type Service, vocabulary } from '../../../src/domain/contract/vocabulary.ts'
import { type Month, instant, month } from '../../../src/domain/kernel/calendar.ts'
import { type Answer, isUndetermined } from '../../../src/domain/kernel/finding.ts'
import { monthlyCharges } from '../../../src/domain/contract/statement.ts'
import { type Refusal } from '../../../src/domain/terms/terms.ts'
import { termsOf } from '../../../src/domain/terms/registry.ts'

/** A fact as a test tells it: type, when (JST, `+09:00` may be left out), data. */
export type Told = readonly [type: EventType, at: string, data?: Readonly<Record<string, unknown>>]

const END = instant('2199-12-31T23:59:59.999+09:00')
const at = (text: string) =>
  instant(
    /[Z+]/.test(text.slice(10)) ? text : text.length === 10 ? `${text}T12:00:00+09:00` : `${text}+09:00`,
  )

/**
 * The contract after some facts, without a ledger: given(service, facts).at('2026-02-28T23:59:59'). Facts of the
 * reference scope among them are published, the others happen to contract `c-1`. Each is told in the given order.
 */
export function given(service: Service, ...told: readonly (Told | readonly Told[])[]) {
  const facts = told
    .flatMap((each) => (typeof each[0] === 'string' ? [each as Told] : (each as readonly Told[])))
    .map((each, i) => factOf(service, each, i + 1))
  const isReference = (fact: Fact): boolean => vocabulary[fact.type].scope === 'reference'
  const terms = termsOf(service)
  if (!terms) throw new Error(`no 約款 for ${service}`)
  const whole: Case = {
    service,
    contractId: 'c-1',
    partyId: 'p-1',
    asOf: END,
    facts: new Timeline(facts.filter((fact) => !isReference(fact))).until(END),
    reference: new Reference(new Timeline(facts.filter(isReference)).until(END)),
    terms,
  }
  return {
    facts,
    at: (when: string): Case => seenFrom(whole, at(when)),
    /** The refusal an action would meet now, or undefined where it is allowed. */
    refusal: (...[type, when, data]: Told): Refusal | undefined => {
      const act = factOf(service, [type, when, data ?? {}], facts.length + 1)
      const verdict = judge(seenFrom(whole, act.at), act)
      return 'refused' in verdict ? verdict.refused : undefined
    },
  }
}

export function factOf(service: Service, [type, when, data]: Told, position: number): Fact {
  const parsed = parseAction({ type, data: data ?? {} }, service)
  if (!parsed.ok)
    throw new Error(
      `${type} at ${when}: ${parsed.errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
    )
  return {
    id: `e${position}`,
    type,
    at: at(when),
    position,
    recordedAt: at(when),
    stream: 'contract-c-1',
    data: packed(type, parsed.data, new Names()) as Fact['data'],
  }
}

/** The finding of a name (and ref) on a case; throws where the question does not arise. */
export function found(c: Case, what: string, ref?: string): Answer<unknown> {
  const all = (c.terms.answers[what] ?? []).flatMap((ask) => ask(c))
  const one =
    all.find((answer) => answer.ref === ref) ??
    (ref === undefined ? undefined : c.terms.resourceAnswers[what]?.(c, ref, month(c.asOf.slice(0, 7))))
  if (!one)
    throw new Error(
      `${what} ${ref ?? ''} does not arise; there is ${all.map((answer) => answer.ref ?? 'the contract').join(', ')}`,
    )
  return one
}

/** Its value, or `undetermined <missing>`. */
export const value = (c: Case, what: string, ref?: string): unknown => said(found(c, what, ref))
export const said = (answer: Answer<unknown>): unknown =>
  isUndetermined(answer) ? `undetermined ${answer.undetermined.missing}` : answer.value

/** The lines of a month as `kind item amount`, and its gaps as `kind undetermined missing`. */
export const lines = (c: Case, of: string): readonly string[] =>
  c.terms.charges(c, of as Month).map(({ kind, item, amount }) => `${kind} ${item} ${String(said(amount))}`)

/** What a month costs, without tax. */
export const subtotal = (c: Case, of: string): number => monthlyCharges(c, of as Month).subtotal
