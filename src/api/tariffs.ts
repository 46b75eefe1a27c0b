import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { Service } from '../domain/contract/vocabulary.ts'
import { Day, dayOf } from '../domain/kernel/calendar.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { tariffs } from '../projections/tariffs.ts'
import { ReadQuery, asOfOf, knownOf } from './query.ts'
import { ALWAYS, responses } from './responses.ts'
import { Tariffs } from './schemas/lists.ts'

const Query = ReadQuery.omit({ trace: true }).extend({
  service: Service,
  on: Day.optional().describe('The day the prices are for; default: the day of `asOf`'),
})

/** Prices and tax rates as they were published. */
export function tariffRoutes(app: FastifyInstance, ledger: Ledger): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/tariffs',
    {
      schema: {
        summary: 'Prices and tax rates in force on a day',
        tags: ['reference'],
        querystring: Query,
        response: responses({ 200: ['Key by key, each with its source', Tariffs] }, ...ALWAYS),
      },
    },
    async ({ query }) => {
      const asOf = asOfOf(ledger, query)
      const on = query.on ?? dayOf(asOf)
      const reference = await ledger.loader.published(query.service, await knownOf(ledger, query))
      return {
        service: query.service,
        on,
        asOf,
        knownAt: query.knownAt ?? null,
        ...tariffs(reference.until(asOf), on),
      }
    },
  )
}
