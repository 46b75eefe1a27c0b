import { type Case } from '../domain/contract/case.ts'
import { type LineRecord, recordOf } from '../domain/contract/line.ts'
import { monthlyCharges } from '../domain/contract/statement.ts'
import { type Month } from '../domain/kernel/calendar.ts'
import { statement } from './charges.ts'
import { Renderer } from './render.ts'

/** Which contracts a bill run lists: those that owe something, or those whose month is closed. */
export type Listed = 'owed' | 'closed'

/** Does a bill run list the contract? */
export function isListed(c: Case, month: Month, listed: Listed): boolean {
  const { lines, gaps, closed } = monthlyCharges(c, month)
  return closed !== undefined || (listed === 'owed' && lines.length + gaps.length > 0)
}

/** A bill as it stands in a list: whose it is, and the statement. */
export const bill = (c: Case, month: Month): Record<string, unknown> => ({
  contractId: c.contractId,
  service: c.service,
  partyId: c.partyId,
  ...statement(c, month, new Renderer('events')),
})

/** Columns of a bill as a table, a row for each line: what every row of a bill repeats, then the line. */
export const BILL_COLUMNS = [
  'contractId', 'service', 'partyId', 'month', 'status', 'number', 'closedAt', 'lineId', 'kind', 'item', 'option',
  'ref', 'quantity', 'unit', 'unitPrice', 'amount', 'taxCategory', 'taxRate', 'tax', 'dueOn', 'occurredOn',
  'adjustedMonth', 'undetermined', 'terms', 'version', 'article', 'rule', 'causes',
] as const // prettier-ignore
export type BillRow = Readonly<Record<(typeof BILL_COLUMNS)[number], string | number | null>>

/** The rows of a bill: its lines, and those that have no amount with what is missing. */
export function billRows(c: Case, month: Month): readonly BillRow[] {
  const { lines, gaps, closed } = monthlyCharges(c, month)
  return [...lines, ...gaps].map(recordOf).map((line) => ({
    contractId: c.contractId,
    service: c.service,
    partyId: c.partyId,
    month,
    status: closed ? 'closed' : 'open',
    number: closed?.number ?? null,
    closedAt: closed?.closedAt ?? null,
    ...lineRow(line),
  }))
}

type LineRow = Omit<
  BillRow,
  'contractId' | 'service' | 'partyId' | 'month' | 'status' | 'number' | 'closedAt'
>
const lineRow = ({ id, clause, causes, adjusts, undetermined, ...line }: LineRecord): LineRow => ({
  ...line,
  lineId: id,
  adjustedMonth: adjusts?.month ?? null,
  undetermined: undetermined?.missing ?? null,
  ...clause,
  causes: causes.map(({ event }) => event).join(' '),
})
