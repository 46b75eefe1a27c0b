import { type Case } from '../domain/contract/case.ts'
import { type ClosedStatement } from '../domain/contract/closed-statement.ts'
import { type LineRecord, recordOf } from '../domain/contract/line.ts'
import { type Bill, closedBill, monthlyCharges } from '../domain/contract/statement.ts'
import { type Month } from '../domain/kernel/calendar.ts'
import { statementOf } from './charges.ts'
import { Renderer } from './render.ts'

/** A bill in a list of them: whose it is, and what it says. */
export type Listed = { readonly whose: Whose; readonly bill: Bill }
type Whose = Pick<Case, 'contractId' | 'service' | 'partyId'>

export const closedOf = (whose: Whose, closed: ClosedStatement): Listed => ({
  whose,
  bill: closedBill(closed),
})
export const openOf = (c: Case, month: Month): Listed => ({ whose: c, bill: monthlyCharges(c, month) })

/** Is the month closed, or is there anything to bill? */
export const isOwed = ({ bill: { lines, gaps, closed } }: Listed): boolean =>
  closed !== undefined || lines.length + gaps.length > 0

/** A bill as it stands in a list: whose it is, and the statement. */
export const entryOf = ({
  whose: { contractId, service, partyId },
  bill,
}: Listed): Record<string, unknown> => ({
  contractId,
  service,
  partyId,
  ...statementOf(bill, new Renderer('events')),
})

/** Columns of a bill as a table, a row for each line: what every row of a bill repeats, then the line. */
export const BILL_COLUMNS = [
  'contractId', 'service', 'partyId', 'month', 'status', 'number', 'closedAt', 'lineId', 'kind', 'item', 'option',
  'ref', 'quantity', 'unit', 'unitPrice', 'amount', 'taxCategory', 'taxRate', 'tax', 'dueOn', 'occurredOn',
  'adjustedMonth', 'undetermined', 'terms', 'version', 'article', 'rule', 'causes',
] as const // prettier-ignore
export type BillRow = Readonly<Record<(typeof BILL_COLUMNS)[number], string | number | null>>

/** The rows of a bill: its lines, and those that have no amount with what is missing. */
export function rowsOf({ whose, bill: { month, lines, gaps, closed } }: Listed): readonly BillRow[] {
  const { contractId, service, partyId } = whose
  return [...lines, ...gaps].map(recordOf).map((line) => ({
    contractId,
    service,
    partyId,
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
