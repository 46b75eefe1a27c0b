import { type Case } from '../domain/contract/case.ts'
import { type Receivable, receivables } from '../domain/contract/receivables.ts'
import { type Day, type Instant, dayOf, daysBefore, isTimely } from '../domain/kernel/calendar.ts'
import { isKnown } from '../domain/kernel/finding.ts'
import { type Deadline, type DeadlineKind, type DeadlineState } from '../domain/terms/terms.ts'
import { type Renderer } from './render.ts'

/** How many days before a deadline an operator wants to be reminded, by its kind (CC-20). */
export type LeadTimes = Partial<Readonly<Record<DeadlineKind, number>>>

/**
 * Every deadline of the contract, the earliest first; what is met, missed or lapsed stays in it. `remindOn` where the
 * operator has a lead time for its kind.
 */
export function deadlines(
  c: Case,
  render: Renderer,
  leadTimes: LeadTimes = {},
): readonly Record<string, unknown>[] {
  return [...c.terms.deadlines(c), ...receivables(c).flatMap((debt) => payment(c, debt))]
    .sort(byDate)
    .map((each) => entry(each, render, leadTimes))
}

const whenOf = ({ when }: Deadline): string => String(when.value)
const byDate = (a: Deadline, b: Deadline): number => {
  const [x, y] = [`${whenOf(a)}/${a.kind}/${a.ref ?? ''}`, `${whenOf(b)}/${b.kind}/${b.ref ?? ''}`]
  return x < y ? -1 : x > y ? 1 : 0
}

const isInstant = (value: Day | Instant): value is Instant => value.length > 10

function entry(deadline: Deadline, render: Renderer, leadTimes: LeadTimes): Record<string, unknown> {
  const { kind, ref, who, state, when, count } = deadline
  const lead = leadTimes[kind]
  return {
    kind,
    ...(ref !== undefined && { ref }),
    ...(isInstant(when.value) ? { at: when.value } : { on: when.value }),
    who,
    state,
    ...(lead !== undefined && { remindOn: daysBefore(when.value.slice(0, 10) as Day, lead) }),
    ...(count !== undefined && { count }),
    clause: when.clause,
    causes: render.on(when),
  }
}

/** An invoice is to be paid by its due date, or by the day to which it was accelerated. */
function payment(c: Case, debt: Receivable): readonly Deadline[] {
  const when = debt.acceleratedTo ?? debt.dueOn
  if (!isKnown(when)) return []
  const due = when.value
  const state: DeadlineState =
    debt.settledAt !== null && isTimely(debt.settledAt, due)
      ? 'met'
      : dayOf(c.asOf) > due
        ? 'missed'
        : 'upcoming'
  return [{ kind: 'payment', ref: debt.invoice.data.invoiceId, who: 'customer', state, when }]
}
