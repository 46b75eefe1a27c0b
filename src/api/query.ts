import { z } from 'zod'
import { Instant, Month } from '../domain/kernel/calendar.ts'
import { knownAt } from '../ledger/instants.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Known } from '../ledger/load.ts'
import { Renderer } from '../projections/render.ts'

/** Of a route that takes no parameters: one that was meant is never passed over. */
export const NoQuery = z.strictObject({})

const POSITION = /^@\d{1,15}$/

/** What every read takes (`wire.md` section 3). */
export const ReadQuery = z.strictObject({
  asOf: Instant.optional().describe(
    'Facts that occurred after this instant are left out; default: now. Write the + of an offset as %2B.',
  ),
  knownAt: z
    .union(
      [z.string().regex(POSITION), Instant],
      'an instant with an offset: 2025-11-30T14:00:00+09:00, or @ and a position: @812',
    )
    .optional()
    .describe(
      'Events recorded after this instant, or behind this @position, are left out; default: everything',
    ),
  trace: z.enum(['full'], 'full').optional().describe('Write every finding an answer stands on'),
})
export type ReadQuery = z.infer<typeof ReadQuery>

export const MonthQuery = ReadQuery.extend({ month: Month })

const PAGE = 100
const PAGE_MAX = 1_000
export const PageQuery = z.strictObject({
  cursor: z.string().max(128).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional().describe(`At most so many; default ${PAGE}`),
})
export const pageOf = ({ cursor, limit }: z.infer<typeof PageQuery>) => ({
  cursor: cursor ?? '',
  limit: limit ?? PAGE,
})

/** `knownAt` as the ledger takes it: an instant at or after its now means everything so far. */
export async function knownOf(ledger: Ledger, query: Pick<ReadQuery, 'knownAt'>): Promise<Known> {
  const { knownAt: asked } = query
  if (asked === undefined) return 'everything'
  if (asked.startsWith('@')) return { position: Number(asked.slice(1)) }
  return asked >= ledger.clock.now() ? 'everything' : knownAt(ledger, asked as Instant)
}

export const asOfOf = (ledger: Ledger, { asOf }: Pick<ReadQuery, 'asOf'>): Instant =>
  asOf ?? ledger.clock.now()
export const rendererOf = ({ trace }: Pick<ReadQuery, 'trace'>): Renderer => new Renderer(trace ?? 'events')

/** An object, or a list with its trace where one was asked for. */
export const withTrace = (
  answer: Record<string, unknown> | readonly unknown[],
  render: Renderer,
): unknown => {
  if (render.trace === undefined) return answer
  return Array.isArray(answer) ? { items: answer, trace: render.trace } : { ...answer, trace: render.trace }
}
