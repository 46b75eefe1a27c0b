import { type Case, type Question, clauseOf, given } from '../../contract/case.ts'
import { type Fact, cause } from '../../contract/timeline.ts'
import { type Day } from '../../kernel/calendar.ts'
import { type Answer, type Cause, type RuleId, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type ChargeKind } from '../terms.ts'

/** One of many like things that owe the same fee: how often it owes it, the rule that says so, and the facts. */
export type Owing = {
  readonly ref: string
  readonly times: number
  readonly rule: RuleId
  readonly facts: readonly Fact[]
}

/** What many like things owe for a month at one price. */
export type LikeFees = {
  readonly kind: ChargeKind
  readonly item: string
  readonly option: string
  readonly rule: RuleId
  /** Day that decides price and version. */
  readonly on: Day
  readonly price: Answer<Yen>
  /** How many fees there are, over all things. */
  readonly quantity: number
  /** How many things owe them; a line of one thing carries its ref. */
  readonly things: number
  readonly causes: readonly (Cause | Fact | undefined)[]
  /** The things behind the line in order of their ids, from behind `after` on; called when they are asked for. */
  readonly owing: (after: string) => Iterable<Owing>
  readonly dueOn?: Answer<Day>
  readonly occurredOn?: Day
}

/** The one line of many like fees (`quantity` of them); none where nothing owes one. */
export function likeFees(c: Case, fees: LikeFees): readonly Charge[] {
  const { kind, item, option, rule, on, price, quantity, things, causes, owing, dueOn, occurredOn } = fees
  if (quantity === 0) return []
  const ref = things === 1 ? first(owing(''))?.ref : undefined
  const q: Question = { what: `charge.${kind}`, ref, rule, on, causes }
  const unit = valueOf(price)
  return [
    {
      kind,
      item,
      option,
      ...(ref !== undefined && { ref }),
      quantity: String(quantity),
      ...(unit !== undefined && { unitPrice: String(unit) }),
      amount: given(c, q, [price], (each) => each * quantity),
      ...(dueOn && { dueOn }),
      ...(occurredOn && { occurredOn }),
      detail: function* (after = '') {
        for (const { ref: thing, times, rule: own, facts } of owing(after))
          yield {
            ref: thing,
            quantity: String(times),
            amount: (unit ?? 0) * times,
            clause: clauseOf(c, own, on),
            causes: [...facts.map(cause), price],
          }
      },
    },
  ]
}

const first = <T>(all: Iterable<T>): T | undefined => {
  for (const one of all) return one
  return undefined
}
