import { type Case } from '../domain/contract/case.ts'
import { type Line, monthlyCharges } from '../domain/contract/statement.ts'
import { type Month } from '../domain/kernel/calendar.ts'
import { valueOf } from '../domain/kernel/finding.ts'
import { type ChargeDetail } from '../domain/terms/terms.ts'
import { type Renderer } from './render.ts'

/** The charges of a month: lines, what is undetermined, tax and total (`wire.md` section 3). */
export function charges(c: Case, month: Month, render: Renderer): Record<string, unknown> {
  const { lines, undetermined, subtotal, tax, total } = monthlyCharges(c, month)
  return {
    month,
    lines: lines.map((each) => line(each, render)),
    undetermined: undetermined.map((gap) => render.finding(gap)),
    subtotal,
    tax: undetermined.length > 0 ? null : (valueOf(tax) ?? null),
    total: valueOf(total) ?? null,
    status: 'open',
  }
}

const line = (each: Line, render: Renderer): Record<string, unknown> => ({
  id: each.id,
  kind: each.kind,
  item: each.item,
  option: each.option ?? null,
  ref: each.ref ?? null,
  quantity: each.quantity ?? '1',
  unit: each.unit ?? null,
  unitPrice: each.unitPrice ?? null,
  amount: valueOf(each.amount),
  taxCategory: each.taxCategory,
  dueOn: valueOf(each.due) ?? null,
  occurredOn: each.occurredOn ?? null,
  clause: each.amount.clause,
  causes: render.on(each.amount),
})

/** The things behind the lines of one kind, in order of their ids: a page of them, and where the next one begins. */
export function chargeDetail(
  c: Case,
  month: Month,
  kind: string,
  cursor: string,
  limit: number,
  render: Renderer,
): Record<string, unknown> {
  const items: Record<string, unknown>[] = []
  const lines = monthlyCharges(c, month).lines.filter((each) => each.kind === kind)
  const all = lines
    .flatMap((each) => [...(each.detail?.() ?? [itself(each)])])
    .sort((a, b) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0))
  for (const detail of all) {
    if (detail.ref <= cursor) continue
    if (items.length === limit) return { items, next: String(items.at(-1)?.['ref'] ?? '') }
    items.push({
      ref: detail.ref,
      quantity: detail.quantity,
      amount: detail.amount,
      clause: detail.clause,
      causes: render.below({ causes: detail.causes }),
    })
  }
  return { items, next: null }
}

/** A line that stands for one thing is its own detail. */
const itself = ({ ref, item, quantity, amount }: Line): ChargeDetail => ({
  ref: ref ?? item,
  quantity: quantity ?? '1',
  amount: valueOf(amount) ?? 0,
  clause: amount.clause,
  causes: amount.causes,
})
