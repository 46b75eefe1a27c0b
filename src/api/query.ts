import { z } from 'zod'
import { Instant, Month } from '../domain/kernel/calendar.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Known } from '../ledger/load.ts'
import { Renderer } from '../projections/render.ts'

/** What every read takes (`wire.md` section 3). */
export const ReadQuery = z.strictObject({
  asOf: Instant.optional().describe('Facts that occurred after this instant are left out; default: now'),
  knownAt: z
    .union([z.string().regex(/^@\d{1,15}$/, '@ and a position'), Instant])
    .optional()
    .describe(
      'Events recorded after this instant, or behind this @position, are left out; default: everything',
    ),
  trace: z.enum(['full']).optional().describe('Write every finding an answer stands on'),
})
export type ReadQuery = z.infer<typeof ReadQuery>

export const MonthQuery = ReadQuery.extend({ month: Month })

/** `knownAt` as the ledger takes it: an instant at or after its now means everything so far. */
export function knownOf(ledger: Ledger, { knownAt }: ReadQuery): Known {
  if (knownAt === undefined) return 'everything'
  if (knownAt.startsWith('@')) return { position: Number(knownAt.slice(1)) }
  return knownAt >= ledger.clock.now() ? 'everything' : { at: knownAt as Instant }
}

export const asOfOf = (ledger: Ledger, { asOf }: ReadQuery): Instant => asOf ?? ledger.clock.now()
export const rendererOf = ({ trace }: ReadQuery): Renderer => new Renderer(trace ?? 'events')

/** An object, or a list with its trace where one was asked for. */
export const withTrace = (
  answer: Record<string, unknown> | readonly unknown[],
  render: Renderer,
): unknown => {
  if (render.trace === undefined) return answer
  return Array.isArray(answer) ? { items: answer, trace: render.trace } : { ...answer, trace: render.trace }
}
