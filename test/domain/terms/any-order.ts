import fc from 'fast-check'
import { type Case } from '../../../src/domain/contract/case.ts'
import { parseAction } from '../../../src/domain/contract/parse-action.ts'
import { receivables } from '../../../src/domain/contract/receivables.ts'
import { type EventType, type Service } from '../../../src/domain/contract/vocabulary.ts'
import { addDays, day, fromEpochMs, month } from '../../../src/domain/kernel/calendar.ts'
import { type Answer } from '../../../src/domain/kernel/finding.ts'
import {
  type SpecField,
  type SpecFields,
  SPEC,
  entryOf,
  isAllowed,
  isList,
  isNeeded,
} from '../contract/examples.ts'
import { type Told, said } from './kit.ts'

/** 2025-01-01 00:00 JST, and how long after it facts happen. */
const START_MS = Date.UTC(2024, 11, 31, 15)
const SPAN_MS = 500 * 86_400_000

/** Good values of a type, from pools so small that facts speak of each other. */
const GOOD: Readonly<Record<string, (name: string) => fc.Arbitrary<unknown>>> = {
  id: (name) => fc.constantFrom(`${name}-1`, `${name}-2`),
  boolean: () => fc.boolean(),
  yen: () => fc.nat(60_000),
  integer: () => fc.integer({ min: 1, max: 12 }),
  decimal: () => fc.constantFrom('0.1', '0.145', '0.5', '1'),
  day: () => fc.nat(500).map((n) => addDays(day('2025-01-01'), n)),
  month: () => fc.constantFrom('2025-01', '2025-03', '2025-06', '2025-12'),
  instant: () => fc.nat(SPAN_MS).map((ms) => fromEpochMs(START_MS + ms)),
  string: () => fc.constantFrom('11.1-3', 'monthly-base', 'late-interest'),
  text: () => fc.constant('words'),
}

function valueOf(name: string, field: SpecField, service: Service): fc.Arbitrary<unknown> {
  if (isList(field)) return fc.array(valueOf(name, entryOf(field), service), { minLength: 1, maxLength: 2 })
  const values = field.valuesByService?.[service] ?? field.values
  if (values) return fc.constantFrom(...values)
  if (field.type === 'object') return dataOf(field.fields ?? {}, service)
  const good = GOOD[field.type]
  if (!good) throw new Error(`no example of ${name}: ${field.type}`)
  return good(name)
}

function dataOf(fields: SpecFields, service: Service): fc.Arbitrary<Record<string, unknown>> {
  const allowed = Object.entries(fields).filter(([, field]) => isAllowed(field, service))
  const model = Object.fromEntries(allowed.map(([name, field]) => [name, valueOf(name, field, service)]))
  const requiredKeys = allowed.filter(([, field]) => isNeeded(field, service)).map(([name]) => name)
  return fc.record(model, { requiredKeys })
}

/** A fact of a service that the ledger would take, at some instant. */
function fact(service: Service): fc.Arbitrary<Told> {
  const types = Object.entries(SPEC).filter(
    ([, { scope, services }]) => scope !== 'system' && services.includes(service),
  )
  const each = types.map(([type, { data }]) =>
    fc
      .tuple(fc.nat(SPAN_MS), dataOf(data, service))
      .map(([ms, told]): Told => [type as EventType, fromEpochMs(START_MS + ms), told]),
  )
  return fc.oneof(...each).filter(([type, , data]) => parseAction({ type, data }, service).ok)
}

/** Facts of one contract, no two at one instant, and the same in another order of telling. */
export const factsInTwoOrders = (
  service: Service,
): fc.Arbitrary<readonly [readonly Told[], readonly Told[]]> =>
  fc
    .uniqueArray(fact(service), { minLength: 5, maxLength: 40, selector: ([, at]) => at })
    .chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length })))

const finding = (answer: Answer<unknown>) => [
  answer.what,
  withoutIds(answer.ref),
  said(answer),
  answer.clause.rule,
  answer.clause.version,
]
/** Ids of events depend on the order of telling here; in a ledger they do not. */
const withoutIds = (ref: string | undefined): string | undefined =>
  ref && /^e\d+$/.test(ref) ? 'event' : ref

/** Everything the terms say of a contract, without the causes. */
export function picture(c: Case): unknown {
  const { terms } = c
  const months = ['2025-01', '2025-02', '2025-03', '2025-06', '2025-12', '2026-01'].map((of) => month(of))
  return {
    state: finding(terms.state(c)),
    answers: Object.values(terms.answers).map((asks) => asks.flatMap((ask) => ask(c)).map(finding)),
    deadlines: terms.deadlines(c).map(({ kind, ref, state, when }) => [kind, ref, state, when.value]),
    permitted: terms.permitted(c).map(({ who, act, ref, since }) => [who, act, withoutIds(ref), since]),
    obligations: terms.obligations(c).map(({ who, duty, ref, since }) => [who, duty, withoutIds(ref), since]),
    options: terms.options(c).map(({ ref, state }) => [ref, state.value]),
    credits: terms.credits(c).map(({ outcome, ...entry }) => [said(outcome), entry]),
    claims: terms.claims(c).map(({ outcome, ...entry }) => [said(outcome), entry]),
    charges: months.map((of) =>
      terms.charges(c, of).map(({ kind, item, ref, amount }) => [kind, item, ref, said(amount)]),
    ),
    due: months.map((of) => said(terms.settlement.dueOn(c, of))),
    receivables: receivables(c).map((debt) => [
      debt.paid,
      debt.open,
      said(debt.delinquentFrom),
      said(debt.lateInterest),
    ]),
  }
}
