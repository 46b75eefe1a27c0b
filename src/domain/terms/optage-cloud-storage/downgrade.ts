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
import { type Answer, valueOf } from '../../kernel/finding.ts'
import { type Yen } from '../../kernel/money.ts'
import { type Charge, type Subject } from '../terms.ts'
import { type Step, stepOn, steps } from './content.ts'
import { remainingOnEnd } from './early-end.ts'
import { end } from './ending.ts'
import { type MonthPrice, monthPrice } from './month-price.ts'
import { type Relaxation, relaxations, relaxationsOn } from './relaxations.ts'
import { minimumEnd } from './term.ts'

/** A change of the content, before and after it, from the day it takes effect on. */
type Turn = {
  readonly ref: string
  readonly on: Day
  readonly facts: readonly Fact[]
  readonly before: MonthPrice
  readonly after: MonthPrice
}

function contentTurns(c: Case): readonly Turn[] {
  return steps(c).flatMap((step, i, all): readonly Turn[] => {
    const old = all[i - 1]
    if (!old) return []
    const month = (of: Step): MonthPrice =>
      monthPrice(c, of, relaxationsOn(c, step.from), step.from, 'OP-11-3')
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
    const month = (options: readonly Relaxation[]): MonthPrice => monthPrice(c, step, options, on, 'OP-11-3')
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

/**
 * It became cheaper, or nobody can say yet; a dearer content owes nothing (第11条第3項なお書). Where the tax is not known
 * the stated prices tell.
 */
function isCheaper({ before, after }: Turn): boolean {
  const [old, next] = [before, after].map(({ withTax, stated }) => valueOf(withTax) ?? valueOf(stated))
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
    [remainingOnTurn(c, turn), turn.before.withTax, turn.after.withTax],
    (months, old, next) => months * (old - next),
  )
}

const cheaper = (c: Case): readonly Turn[] => turns(c).filter(isCheaper)

function differenceLines(c: Case, of: Month): readonly Charge[] {
  return cheaper(c)
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

/** The last of several changes stands for the contract as well, without a ref. */
const withLast = <T>(all: readonly Answer<T>[]): readonly Answer<T>[] => {
  const last = all.at(-1)
  if (!last) return []
  const { ref: _ref, ...own } = last
  return [own, ...all]
}

/** Of the contract itself these are the months of its early end, where there is one. */
function remainingMonths(c: Case): readonly Answer<number>[] {
  const all = cheaper(c).map((turn) => remainingOnTurn(c, turn))
  return remainingOnEnd(c) ? all : withLast(all)
}

/** 第11条第3項: what a cheaper content within the minimum term costs. */
export const downgrades: Subject = {
  answers: {
    'change.effective-month': (c) => withLast(effectiveMonths(c)),
    'term.remaining-months': remainingMonths,
    'charge.downgrade-difference': (c) =>
      cheaper(c)
        .filter(({ on }) => on <= today(c))
        .map((turn) => difference(c, turn)),
  },
  charges: differenceLines,
}
