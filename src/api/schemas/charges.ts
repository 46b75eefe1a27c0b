import { z } from 'zod'
import { Cause, Clause, Finding, Missing, traced } from './findings.ts'
import { Day, Decimal, Instant, Month, Text, Yen, name } from './words.ts'

const Line = name(
  'Line',
  'A line of a month; many like fees are one line with a quantity',
  z.strictObject({
    id: Text.describe('Stable: month, kind, item and ref'),
    kind: Text,
    item: Text,
    option: Text.nullable(),
    ref: Text.nullable(),
    quantity: Decimal,
    unit: Text.nullable(),
    unitPrice: Decimal.nullable(),
    amount: Yen.nullable(),
    taxCategory: z.enum(['standard', 'reduced', 'none', 'included']),
    taxRate: Decimal.nullable(),
    tax: Yen.nullable().describe('Its part of the tax of its rate'),
    dueOn: Day.nullable(),
    occurredOn: Day.nullable(),
    adjusts: z.strictObject({ month: Month, line: Text }).optional(),
    undetermined: Missing.optional(),
    clause: Clause,
    causes: z.array(Cause),
  }),
)

const shape = {
  month: Month,
  lines: z.array(Line),
  undetermined: z.array(Finding).describe('What stands in the place of a line, and what it lacks'),
  subtotal: Yen.describe('Sum of the lines there are'),
  taxes: z.array(z.strictObject({ category: Text, rate: Decimal, base: Yen, tax: Yen })),
  tax: Yen.nullable().describe('Consumption tax, once per rate; null while something is undetermined'),
  total: Yen.nullable(),
  status: z.enum(['open', 'closed']),
}

export const Charges = name(
  'Charges',
  'What a contract owes for a month, as far as can be said',
  traced(shape),
)

const ChargeDetail = z.strictObject({
  ref: Text,
  quantity: Decimal,
  amount: Yen,
  clause: Clause,
  causes: z.array(Cause),
})
export const ChargeDetails = name(
  'ChargeDetails',
  'With `detail`: the things behind the lines of a kind, page by page',
  traced({ items: z.array(ChargeDetail), next: Text.nullable() }),
)

const bill = { ...shape, number: Text.nullable(), closedAt: Instant.nullable(), digest: Text.nullable() }
export const Statement = name(
  'Statement',
  'The bill of a month: its charges, and once it is closed its number, when, and the digest of what was closed',
  traced(bill),
)

export const Bill = name(
  'Bill',
  'A bill in a list: whose it is, and the statement',
  z.strictObject({ contractId: Text, service: Text, partyId: Text, ...bill }),
)
export const Bills = name(
  'Bills',
  'A page of bills, and the cursor of the next one',
  z.strictObject({ items: z.array(Bill), next: Text.nullable() }),
)

const LineDifference = z.strictObject({
  id: Text,
  kind: Text,
  item: Text,
  option: Text.nullable(),
  ref: Text.nullable(),
  now: Yen.nullable(),
  preview: Yen.nullable(),
  difference: Yen,
})
export const Preview = name(
  'Preview',
  'What a bill would be, what it is, and the difference; of a closed month it would stand in the bill of `adjustedIn`',
  z.strictObject({
    month: Month,
    status: z.enum(['open', 'closed']),
    adjustedIn: Month.nullable(),
    preview: Charges,
    now: Charges,
    difference: z.strictObject({
      lines: z.array(LineDifference),
      subtotal: Yen,
      tax: Yen.nullable(),
      total: Yen.nullable(),
    }),
  }),
)
