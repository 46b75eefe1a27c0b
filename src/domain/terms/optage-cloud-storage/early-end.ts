import { type Case, type Question, given, missing, remembered, today } from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import { type Day, type Month, monthOf, monthsBetween } from '../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { stepOn } from './content.ts'
import { type End, end } from './ending.ts'
import { monthPrice } from './month-price.ts'
import { relaxationsOn } from './relaxations.ts'
import { isImmediate } from './rescission.ts'
import { start } from './start.ts'
import { minimumEnd } from './term.ts'

/** Who answers for the end: `charged`, `free` where the provider alone does, or unknown (第11条第2項, OP-Q9). */
function whoPays({ kind, fact }: End): 'charged' | 'free' | 'unknown' {
  if (kind === 'convenience' || kind === 'discontinuation') return 'free'
  if (kind === 'cancellation') return 'charged'
  const { attribution } = (fact as Fact<'ContractRescinded' | 'ContractEnded'>).data
  if (attribution !== undefined) return attribution === 'provider' ? 'free' : 'charged'
  return fact.type === 'ContractRescinded' && isImmediate(fact as Fact<'ContractRescinded'>)
    ? 'charged'
    : 'unknown'
}

/** An end within the minimum term that is not the provider's alone; running out at a term's end is none, nor one before the start. */
const earlyEnd = remembered((c: Case): { readonly over: End; readonly minimum: Answer<Day> } | undefined => {
  const over = end(c)
  const minimum = minimumEnd(c)
  if (!over || !minimum || over.kind === 'non-renewal' || whoPays(over) === 'free') return undefined
  const last = valueOf(minimum)
  const isBefore = over.day < (start(c)?.day ?? over.day)
  return isBefore || (last !== undefined && over.day > last) ? undefined : { over, minimum }
})

/** `term.remaining-months` of an early end (OP-11-2): the calendar months behind it, with the one of the minimum term's end (OP-Q6). */
export function remainingOnEnd(c: Case): Answer<number> | undefined {
  const early = earlyEnd(c)
  if (!early) return undefined
  const { over, minimum } = early
  const q: Question = { what: 'term.remaining-months', rule: 'OP-11-2', on: over.day, causes: over.facts }
  return given(c, q, [minimum, over.answer], (last, day) =>
    Math.max(0, monthsBetween(monthOf(day), monthOf(last))),
  )
}

/** `charge.early-termination` (OP-11-2): the remaining months at the charge in force at the end, with tax (OP-Q6). */
const onEnd = remembered(
  (
    c: Case,
  ): { readonly amount: Answer<Yen>; readonly month: Answer<Yen>; readonly over: End } | undefined => {
    const early = earlyEnd(c)
    const remaining = remainingOnEnd(c)
    const step = early && stepOn(c, early.over.day)
    if (!early || !remaining || !step) return undefined
    const { over } = early
    const q: Question = {
      what: 'charge.early-termination',
      rule: 'OP-11-2',
      on: over.day,
      causes: over.facts,
    }
    const month = monthPrice(c, step, relaxationsOn(c, over.day), over.day, 'OP-11-2').withTax
    const amount =
      whoPays(over) === 'unknown' && valueOf(remaining) !== 0
        ? missing(c, { ...q, causes: [...over.facts, remaining] }, 'cause:attribution')
        : given(c, q, [remaining, month], (months, yen) => months * yen)
    return { amount, month, over }
  },
)

function earlyLine(c: Case, of: Month): readonly Charge[] {
  const found = onEnd(c)
  if (!found || monthOf(found.over.day) !== of || today(c) < found.over.day || valueOf(found.amount) === 0)
    return []
  const months = remainingOnEnd(c)
  const price = valueOf(found.month)
  return [
    {
      kind: 'early-termination',
      item: 'remaining-term',
      ...(months && isKnown(months) && { quantity: String(months.value) }),
      unit: 'month',
      ...(price !== undefined && { unitPrice: String(price) }),
      amount: found.amount,
      taxCategory: 'included',
      occurredOn: found.over.day,
    },
  ]
}

/** 第11条第2項: what an end within the minimum term costs. */
export const earlyEnds: Subject = {
  answers: {
    'term.remaining-months': (c) => [remainingOnEnd(c)].filter((each) => each !== undefined),
    'charge.early-termination': (c) => {
      const found = onEnd(c)
      return found && today(c) >= found.over.day ? [found.amount] : []
    },
  },
  charges: earlyLine,
}
