import { z } from 'zod'
import { Month } from '../../kernel/calendar.ts'
import { Id, Line, Text, list } from './fields.ts'

/** An earlier event was withdrawn. The named event of the same stream stops counting from recordedAt. */
export const ActionVoided = z.strictObject({ eventId: Id, reason: Text })
export type ActionVoided = z.infer<typeof ActionVoided>

/** An action the terms do not allow. `what` = a refusal name of findings.md. */
export const ActionRefused = z.strictObject({
  type: Line,
  data: z.record(z.string(), z.unknown()),
  what: Line,
  rule: Line,
})
export type ActionRefused = z.infer<typeof ActionRefused>

/**
 * The keys of a person were thrown away (`ledger.md` section 6). Recorded in the contracts of that subject.
 */
export const SubjectErased = z.strictObject({ subject: Line, reason: Text.optional() })
export type SubjectErased = z.infer<typeof SubjectErased>

/** A sum of a statement: credits may leave it below zero. */
const Sum = z.int('whole yen')

/** A month was closed with its lines. Posted by `POST …/statements/{month}/close` only. */
export const StatementClosed = z.strictObject({
  month: Month,
  lines: list(z.record(z.string(), z.unknown())),
  subtotal: Sum,
  tax: Sum.optional(),
  total: Sum.optional(),
  undetermined: list(Line),
  number: Line,
  digest: Line,
})
export type StatementClosed = z.infer<typeof StatementClosed>
