import { type Case, clauseOf, factsOf, remembered, today } from '../../contract/case.ts'
import { receivables } from '../../contract/receivables.ts'
import { type Fact, cause, on } from '../../contract/timeline.ts'
import { type Day, type Instant, endOf, lastDayOf } from '../../kernel/calendar.ts'
import { type Finding, type RuleId, valueOf } from '../../kernel/finding.ts'
import { type Debt, type Permitted, type Subject } from '../terms.ts'

/** A ground of acceleration of the customer, from its instant until it is resolved. */
type Ground = {
  readonly fact: Fact<'AccelerationGroundArose'>
  readonly resolved?: Fact<'AccelerationGroundResolved'>
}

const grounds = remembered((c: Case): readonly Ground[] =>
  factsOf(c, 'AccelerationGroundArose').map((fact) => {
    const resolved = factsOf(c, 'AccelerationGroundResolved').find(
      ({ data, at }) => data.groundId === fact.data.groundId && at >= fact.at,
    )
    return { fact, ...(resolved && { resolved }) }
  }),
)

/** The ground that persists at an instant, of several the first. */
const persistingAt = (c: Case, at: Instant): Ground | undefined =>
  grounds(c).find(({ fact, resolved }) => fact.at <= at && (!resolved || at < resolved.at))

/** When a debt arose: the fee of a month with its close, unless it was billed before; anything else with its invoice. */
const aroseAt = ({ invoice, months }: Pick<Debt, 'invoice' | 'months'>): Instant => {
  const last = months.at(-1)
  const closed = last && endOf(lastDayOf(last))
  return closed !== undefined && closed < invoice.at ? closed : invoice.at
}

/** All debts fall due at once with a ground that finds them open (第12.4条前段). */
const byGround = (c: Case, debt: Debt): Fact | undefined =>
  grounds(c).find(
    ({ fact }) => aroseAt(debt) <= fact.at && (debt.settledAt === null || debt.settledAt > fact.at),
  )?.fact

/** A debt that arose while a ground persists is due when it is demanded while one does (第12.4条後段). */
function byDemand(c: Case, debt: Debt): readonly Fact[] {
  const arose = persistingAt(c, aroseAt(debt))
  if (!arose) return []
  const demand = factsOf(c, 'PaymentDemanded').find(
    ({ data, at }) =>
      data.invoiceId === debt.invoice.data.invoiceId &&
      at >= debt.invoice.at &&
      persistingAt(c, at) !== undefined &&
      (debt.settledAt === null || debt.settledAt > at),
  )
  return demand ? [demand, arose.fact] : []
}

/** `payment.accelerated-to`: the earlier day on which a debt fell due; undefined where it kept its own. */
export function acceleratedTo(c: Case, debt: Debt): Finding<Day> | undefined {
  const ground = byGround(c, debt)
  const [demand, ...others] = byDemand(c, debt)
  const days: readonly (readonly [Day, RuleId, readonly Fact[]])[] = [
    ...(ground ? [[on(ground), 'SF-12.4-1', [ground]] as const] : []),
    ...(demand ? [[on(demand), 'SF-12.4-2', [demand, ...others]] as const] : []),
  ]
  const [first] = [...days].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const printed = valueOf(debt.dueOn)
  if (!first || (printed !== undefined && printed <= first[0])) return undefined
  const [value, rule, facts] = first
  return {
    what: 'payment.accelerated-to',
    ref: debt.invoice.data.invoiceId,
    value,
    clause: clauseOf(c, rule, value),
    causes: [...facts.map(cause), debt.dueOn],
  }
}

const accelerated = (c: Case): readonly Finding<Day>[] =>
  receivables(c).flatMap((debt) => (debt.acceleratedTo ? [debt.acceleratedTo] : []))

/** Later debts that are open, not yet due and not yet demanded may be demanded while the ground persists. */
function permitted(c: Case): readonly Permitted[] {
  const now = persistingAt(c, c.asOf)
  if (!now) return []
  return receivables(c)
    .filter((debt) => {
      const due = valueOf(debt.dueOn)
      const isOpen = debt.settledAt === null && !debt.acceleratedTo && (due === undefined || due > today(c))
      return isOpen && persistingAt(c, aroseAt(debt)) !== undefined
    })
    .map((debt) => ({
      who: 'provider',
      act: 'demand-payment',
      ref: debt.invoice.data.invoiceId,
      since: debt.invoice.at > now.fact.at ? debt.invoice.at : now.fact.at,
      clause: clauseOf(c, 'SF-12.4-2', today(c)),
      causes: [cause(now.fact), cause(debt.invoice)],
    }))
}

export const acceleration: Subject = {
  acts: {
    AccelerationGroundArose: { basis: ['SF-12.4-1'] },
    AccelerationGroundResolved: { basis: ['SF-12.4-1', 'SF-12.4-2'] },
    InvoiceIssued: { basis: ['SF-12.2', 'SF-12.3'] },
    PaymentReceived: { basis: ['SF-12.3'] },
    PaymentDemanded: { basis: ['SF-12.4-2'] },
  },
  answers: { 'payment.accelerated-to': accelerated },
  permitted,
}
