import { type Case } from '../domain/contract/case.ts'
import { type Line, shown } from '../domain/contract/line.ts'
import { type Bill, monthlyCharges } from '../domain/contract/statement.ts'
import { taxesOf } from '../domain/contract/tax.ts'
import { type Month } from '../domain/kernel/calendar.ts'
import { valueOf } from '../domain/kernel/finding.ts'
import { type Yen } from '../domain/kernel/money.ts'
import { type ChargeDetail } from '../domain/terms/terms.ts'
import { type Renderer } from './render.ts'

/** The charges of a month: lines, what is undetermined, tax and total (`wire.md` section 3). */
export const charges = (c: Case, month: Month, render: Renderer): Record<string, unknown> =>
  chargesOf(monthlyCharges(c, month), render)

export function chargesOf(bill: Bill, render: Renderer): Record<string, unknown> {
  const { month, lines, undetermined, subtotal, tax, total, closed } = bill
  const said = (yen: typeof tax): Yen | null =>
    undetermined.length > 0 || !yen ? null : (valueOf(yen) ?? null)
  return {
    month,
    lines: lines.map((each) => ({ ...shown(each), causes: render.on(each.amount) })),
    undetermined: undetermined.map((gap) => render.finding(gap)),
    subtotal,
    taxes: taxesOf(lines),
    tax: closed ? (closed.tax ?? null) : said(tax),
    total: closed ? (closed.total ?? null) : said(total),
    status: closed ? 'closed' : 'open',
  }
}

/** The bill of a month: its charges, and once it is closed its number, when, and the digest of what was closed. */
export const statement = (c: Case, month: Month, render: Renderer): Record<string, unknown> =>
  statementOf(monthlyCharges(c, month), render)

export function statementOf(bill: Bill, render: Renderer): Record<string, unknown> {
  const { closed } = bill
  return {
    ...chargesOf(bill, render),
    number: closed?.number ?? null,
    closedAt: closed?.closedAt ?? null,
    digest: closed?.digest ?? null,
  }
}

/** The things behind the lines of one kind, in order of their ids: a page of them, and where the next one begins. */
export function chargeDetail(
  c: Case,
  month: Month,
  kind: string,
  cursor: string,
  limit: number,
  render: Renderer,
): Record<string, unknown> {
  const behind = monthlyCharges(c, month)
    .lines.filter((each) => each.kind === kind)
    .flatMap((each) => first(each.detail?.(cursor) ?? [itself(each)], cursor, limit + 1))
    .sort((a, b) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0))
  const last = behind[limit - 1]?.ref // what shares the ref of the last one is not cut off from it
  const items = behind.filter(({ ref }, i) => i < limit || ref === last)
  return {
    items: items.map(({ ref, quantity, amount, clause, causes }) => ({
      ref,
      quantity,
      amount,
      clause,
      causes: render.below({ causes }),
    })),
    next: behind.length > items.length ? (items.at(-1)?.ref ?? null) : null,
  }
}

/** The first so many of a list behind a cursor; the rest of it is never made. */
function first(all: Iterable<ChargeDetail>, cursor: string, limit: number): readonly ChargeDetail[] {
  const found: ChargeDetail[] = []
  for (const each of all) {
    if (each.ref <= cursor) continue
    found.push(each)
    if (found.length === limit) break
  }
  return found
}

/** A line that stands for one thing is its own detail. */
const itself = ({ ref, item, quantity, amount }: Line): ChargeDetail => ({
  ref: ref ?? item,
  quantity: quantity ?? '1',
  amount: valueOf(amount) ?? 0,
  clause: amount.clause,
  causes: amount.causes,
})
