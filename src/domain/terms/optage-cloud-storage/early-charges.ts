import {
  type Case,
  type Question,
  answer,
  given,
  missing,
  remembered,
  restated,
  today,
} from '../../contract/case.ts'
import { type Fact } from '../../contract/timeline.ts'
import {
  type Day,
  type Month,
  addDays,
  addMonths,
  firstDayOf,
  monthOf,
  monthsBetween,
} from '../../kernel/calendar.ts'
import { type Answer, isKnown, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { type Step, stepOn, steps } from './content.ts'
import { type End, end } from './ending.ts'
import { fees, monthWithTax } from './monthly-fee.ts'
import { type Relaxation, relaxations, relaxationsOn } from './relaxations.ts'
import { isImmediate } from './rescission.ts'
import { minimumEnd } from './term.ts'

/** The month with tax for a content, at the prices of a day. */
function monthly(c: Case, step: Step, options: readonly Relaxation[], on: Day, rule: string): Answer<Yen> {
  const q: Question = { what: 'charge.month-with-tax', rule, on }
  return monthWithTax(c, q, fees(c, { step, relaxations: options, on }))
}

// ---- an end within the minimum term ---------------------------------------------------------------------------------

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

/** An end within the minimum term that is not the provider's alone; running out at a term's end is none. */
const earlyEnd = remembered((c: Case): { readonly over: End; readonly minimum: Answer<Day> } | undefined => {
  const over = end(c)
  const minimum = minimumEnd(c)
  if (!over || !minimum || over.kind === 'non-renewal' || whoPays(over) === 'free') return undefined
  const last = valueOf(minimum)
  return last !== undefined && over.day > last ? undefined : { over, minimum }
})

/** `term.remaining-months` of an early end (OP-11-2): the calendar months behind it, with the one of the minimum term's end (OP-Q6). */
function remainingOnEnd(c: Case): Answer<number> | undefined {
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
    const month = monthly(c, step, relaxationsOn(c, over.day), over.day, 'OP-11-2')
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

// ---- a cheaper content within the minimum term ------------------------------------------------------------------------

/** A change of the content, before and after it, from the day it takes effect on. */
type Turn = {
  readonly ref: string
  readonly on: Day
  readonly facts: readonly Fact[]
  readonly before: Answer<Yen>
  readonly after: Answer<Yen>
}

function contentTurns(c: Case): readonly Turn[] {
  return steps(c).flatMap((step, i, all): readonly Turn[] => {
    const old = all[i - 1]
    if (!old) return []
    const month = (of: Step): Answer<Yen> => monthly(c, of, relaxationsOn(c, step.from), step.from, 'OP-11-3')
    return [{ ref: step.ref, on: step.from, facts: step.facts, before: month(old), after: month(step) }]
  })
}

/** An option that was ended is a content that became less; it is in force to 24:00 of its last day. */
function optionTurns(c: Case): readonly Turn[] {
  return relaxations(c).flatMap(({ ref, to, ended }): readonly Turn[] => {
    if (to === undefined || !ended) return []
    const on = addDays(to, 1)
    const step = stepOn(c, on)
    if (!step) return []
    const running = relaxationsOn(c, to)
    const month = (options: readonly Relaxation[]): Answer<Yen> => monthly(c, step, options, on, 'OP-11-3')
    return [
      {
        ref,
        on,
        facts: [ended],
        before: month(running),
        after: month(running.filter((each) => each.ref !== ref)),
      },
    ]
  })
}

/** `change.effective-month` (OP-11-3, OP-Q7): that of the day where it is the first of its month, else the next. */
const effectiveMonth = (c: Case, { ref, on, facts }: Omit<Turn, 'before' | 'after'>): Answer<Month> => {
  const month = monthOf(on)
  const q: Question = { what: 'change.effective-month', ref, rule: 'OP-11-3', on, causes: facts }
  return answer(c, q, on === firstDayOf(month) ? month : addMonths(month, 1))
}

/** Changes within the minimum term and before the end of the contract. */
const turns = remembered((c: Case): readonly Turn[] => {
  const last = valueOf(minimumEnd(c))
  const over = end(c)
  return [...contentTurns(c), ...optionTurns(c)].filter(
    ({ on }) => (last === undefined || on <= last) && (!over || on <= over.day),
  )
})

/** It became cheaper, or nobody can say yet; a dearer content owes nothing (第11条第3項なお書). */
const isCheaper = ({ before, after }: Turn): boolean => {
  const [old, next] = [valueOf(before), valueOf(after)]
  return old === undefined || next === undefined || next < old
}

/** `term.remaining-months` of a change (OP-11-3): the months billed at the new charge through that of the minimum term's end. */
function remainingOnTurn(c: Case, turn: Turn): Answer<number> {
  const q: Question = {
    what: 'term.remaining-months',
    ref: turn.ref,
    rule: 'OP-11-3',
    on: turn.on,
    causes: turn.facts,
  }
  const minimum = minimumEnd(c)
  const from = effectiveMonth(c, turn)
  if (!minimum) return restated(c, q, missing(c, q, 'fact:start-date'))
  return given(c, q, [from, minimum], (month, last) => Math.max(0, monthsBetween(month, monthOf(last)) + 1))
}

/** `charge.downgrade-difference` (OP-11-3): the old month less the new one, both with tax, for every month left. */
function difference(c: Case, turn: Turn): Answer<Yen> {
  const q: Question = {
    what: 'charge.downgrade-difference',
    ref: turn.ref,
    rule: 'OP-11-3',
    on: turn.on,
    causes: turn.facts,
  }
  return given(
    c,
    q,
    [remainingOnTurn(c, turn), turn.before, turn.after],
    (months, old, next) => months * (old - next),
  )
}

const downgrades = (c: Case): readonly Turn[] => turns(c).filter(isCheaper)

function differenceLines(c: Case, of: Month): readonly Charge[] {
  return downgrades(c)
    .filter((turn) => monthOf(turn.on) === of && turn.on <= today(c))
    .map((turn): Charge => {
      const months = valueOf(remainingOnTurn(c, turn))
      return {
        kind: 'downgrade-difference',
        item: 'remaining-term',
        ref: turn.ref,
        ...(months !== undefined && { quantity: String(months) }),
        unit: 'month',
        amount: difference(c, turn),
        taxCategory: 'included',
        occurredOn: turn.on,
      }
    })
    .filter(({ amount }) => valueOf(amount) !== 0)
}

/** All changes of the contract, the last one standing for the contract as well. */
function effectiveMonths(c: Case): readonly Answer<Month>[] {
  const all = [
    ...steps(c)
      .slice(1)
      .map(({ ref, from, facts }) => ({ ref, on: from, facts })),
    ...relaxations(c).flatMap(({ ref, to, ended }) =>
      to !== undefined && ended ? [{ ref, on: addDays(to, 1), facts: [ended] }] : [],
    ),
  ]
  return all.map((turn) => effectiveMonth(c, turn))
}

/** 第11条第2項・第3項: what an early end and a cheaper content within the minimum term cost. */
export const earlyCharges: Subject = {
  answers: {
    'term.remaining-months': (c) => [
      ...[remainingOnEnd(c)].filter((each) => each !== undefined),
      ...downgrades(c).map((turn) => remainingOnTurn(c, turn)),
    ],
    'change.effective-month': effectiveMonths,
    'charge.early-termination': (c) => {
      const found = onEnd(c)
      return found && today(c) >= found.over.day ? [found.amount] : []
    },
    'charge.downgrade-difference': (c) =>
      downgrades(c)
        .filter(({ on }) => on <= today(c))
        .map((turn) => difference(c, turn)),
  },
  charges: (c, month) => [...earlyLine(c, month), ...differenceLines(c, month)],
}
