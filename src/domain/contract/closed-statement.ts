import { type Instant, type Month } from '../kernel/calendar.ts'
import { type Yen } from '../kernel/money.ts'
import { type StatementClosed } from './events/ledger.ts'
import { type LineRecord } from './line.ts'

/** A bill that was closed: what was billed for a month, for ever. */
export type ClosedStatement = {
  readonly month: Month
  /** The closing: an event of the contract's stream. */
  readonly event: string
  readonly position: number
  /** When it was recorded. */
  readonly closedAt: Instant
  /** The instant up to which facts were taken. */
  readonly asOf: Instant
  /** What was billed, and with `amount: null` what was left out. */
  readonly lines: readonly LineRecord[]
  readonly subtotal: Yen
  /** Absent where the tax was left out; then there is no total either. */
  readonly tax?: Yen
  readonly total?: Yen
  /** Names of what was left out. */
  readonly undetermined: readonly string[]
  readonly number: string
  readonly digest: string
}

/** What a recorded closing says. */
export type Closing = {
  readonly id: string
  readonly type: string
  readonly position: number
  readonly occurredAt: Instant
  readonly recordedAt: Instant
  readonly data: Readonly<Record<string, unknown>>
}

/** The closed statements among some events, by month in order of closing. */
export function closedStatements(events: readonly Closing[]): ReadonlyMap<Month, ClosedStatement> {
  const closed = new Map<Month, ClosedStatement>()
  for (const event of events) {
    if (event.type !== 'StatementClosed') continue
    const statement = closedStatement(event)
    if (!closed.has(statement.month)) closed.set(statement.month, statement)
  }
  return closed
}

function closedStatement({ id, position, occurredAt, recordedAt, data }: Closing): ClosedStatement {
  const said = data as StatementClosed
  const { month, lines, subtotal, tax, total, undetermined, number, digest } = said
  return {
    month,
    event: id,
    position,
    closedAt: recordedAt,
    asOf: occurredAt,
    lines: lines as readonly unknown[] as readonly LineRecord[],
    subtotal,
    ...(tax !== undefined && { tax }),
    ...(total !== undefined && { total }),
    undetermined,
    number,
    digest,
  }
}
