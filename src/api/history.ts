import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { leafBytes } from '../ledger/leaf.ts'
import { type Ledger, eventAnswers } from '../ledger/ledger.ts'
import { type Known, isKnown } from '../ledger/load.ts'
import { history } from '../projections/history.ts'
import { ReadQuery, knownOf, rendererOf, withTrace } from './query.ts'
import { ContractParams, known } from './read.ts'
import { OF_A_READ, responses } from './responses.ts'
import { HistoryEntry } from './schemas/events.ts'
import { tracedList } from './schemas/findings.ts'

const Query = ReadQuery.extend({
  leaf: z
    .enum(['true', 'false'], 'true or false')
    .optional()
    .describe('Add the exact bytes that each hash covers, as base64'),
})

/** The audit trail. It tells what was recorded, so it is narrowed by `knownAt` and not by `asOf`. */
export function historyRoutes(app: FastifyInstance, ledger: Ledger): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/contracts/:contractId/history',
    {
      schema: {
        summary: 'The audit trail in ledger order, refusals included',
        tags: ['contract'],
        params: ContractParams,
        querystring: Query,
        response: responses(
          { 200: ['Every event, in ledger order', tracedList(HistoryEntry)] },
          ...OF_A_READ,
        ),
      },
    },
    async (request, reply) => {
      const { query } = request
      const material = await known(ledger, request.params.contractId, query, reply)
      if (!material) return reply
      const leaf = query.leaf === 'true'
      // The exact bytes are those of the log: what is kept in memory was lifted and packed.
      const events = leaf
        ? await stored(ledger, material.own.name, await knownOf(ledger, query))
        : material.own.events
      const answers = await eventAnswers(ledger, events)
      const trail = history(events, (event, i) => ({
        ...answers[i],
        ...(leaf && { leaf: leafBytes(event).toString('base64') }),
      }))
      return withTrace(trail, rendererOf(query))
    },
  )
}

async function stored(ledger: Ledger, stream: string, upTo: Known): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = []
  for await (const event of ledger.store.read(stream)) if (isKnown(event, upTo)) events.push(event)
  return events
}
