import { type Case } from '../../../src/domain/contract/case.ts'
import { type ClosedStatement, closedStatements } from '../../../src/domain/contract/closed-statement.ts'
import { toClose } from '../../../src/domain/contract/closing.ts'
import { type Line, recordOf } from '../../../src/domain/contract/line.ts'
import { monthlyCharges } from '../../../src/domain/contract/statement.ts'
import { taxesOf } from '../../../src/domain/contract/tax.ts'
import { type Month } from '../../../src/domain/kernel/calendar.ts'
import { isKnown, valueOf } from '../../../src/domain/kernel/finding.ts'

export type Closed = ReadonlyMap<Month, ClosedStatement>
export const NOTHING: Closed = new Map()

/** The case as it is once some months were closed. */
export const after = (c: Case, closed: Closed): Case => ({ ...c, closed })

/** What is closed after a month is closed too, by what the case knows; throws where the bill has a gap that stays. */
export function closing(c: Case, closed: Closed, of: string, leaveOut: readonly string[] = []): Closed {
  const month = of as Month
  const ready = toClose(after(c, closed), month, leaveOut)
  if ('undetermined' in ready)
    throw new Error(`${of}: ${ready.undetermined.map(({ what }) => what).join(', ')} is undetermined`)
  const position = 1_000 + closed.size
  const event = {
    id: `closing-${of}`,
    type: 'StatementClosed',
    position,
    occurredAt: c.asOf,
    recordedAt: c.asOf,
    data: { ...ready.closable, number: `n-${position}`, digest: 'none' },
  }
  return new Map([...closed, ...closedStatements([event])])
}

/** The adjustments of a month as `month kind/item amount tax`. */
export const adjusted = (c: Case, closed: Closed, of: string): readonly string[] =>
  monthlyCharges(after(c, closed), of as Month)
    .lines.filter(({ kind }) => kind === 'adjustment')
    .map(({ adjusts, amount, tax }) => `${adjusts?.line ?? ''} ${String(valueOf(amount))} ${String(tax)}`)

const sum = (figures: readonly number[]): number => figures.reduce((total, each) => total + each, 0)
const withTax = (lines: readonly Line[]): number =>
  sum(lines.map(({ amount, tax }) => (valueOf(amount) ?? 0) + (tax ?? 0)))

/** Everything that was billed for closed months, and what the bills to come will still adjust of them. */
export function billed(c: Case, closed: Closed): number {
  const open = new Set<string>()
  const last = c.asOf.slice(0, 7)
  for (let month = '2023-12'; month <= last; month = next(month))
    if (!closed.has(month as Month)) open.add(month)
  const pending = [...open].flatMap((month) =>
    monthlyCharges(after(c, closed), month as Month).lines.filter(({ adjusts }) => adjusts !== undefined),
  )
  return (
    sum([...closed.values()].map(({ subtotal, tax, total }) => total ?? subtotal + (tax ?? 0))) +
    withTax(pending)
  )
}

/** What the closed months would be billed if no bill had been made before. */
export const anew = (c: Case, closed: Closed): number =>
  sum(
    [...closed.keys()].map((month) => {
      const { subtotal, tax } = monthlyCharges(after(c, NOTHING), month)
      return subtotal + (isKnown(tax) ? tax.value : 0)
    }),
  )

export const next = (month: string): string => {
  const [year = 0, of = 0] = month.split('-').map(Number)
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, '0')}`
}

/** Each sum a bill states is the sum of its lines. */
export function holdsTogether(statement: ClosedStatement): boolean {
  const lines = statement.lines.filter(({ amount }) => amount !== null)
  return (
    statement.subtotal === sum(lines.map(({ amount }) => amount ?? 0)) &&
    (statement.tax === undefined || statement.tax === sum(lines.map(({ tax }) => tax ?? 0))) &&
    (statement.tax === undefined || statement.total === statement.subtotal + statement.tax)
  )
}
export { recordOf, taxesOf }
