import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Ledger } from '../ledger/ledger.ts'
import { resourcePage } from '../projections/resources.ts'
import { PageQuery, ReadQuery, pageOf, withTrace } from './query.ts'
import { ContractParams, reading } from './read.ts'
import { OF_A_READ, responses } from './responses.ts'
import { ResourcePage } from './schemas/lists.ts'

const KINDS = ['sims', 'gateways', 'mono-projects', 'devices', 'certificates'] as const
const Params = ContractParams.extend({ kind: z.enum(KINDS, `one of ${KINDS.join(', ')}`) })

/** SIMs, gateways, devices and the like, page by page. */
export function resourceRoutes(app: FastifyInstance, ledger: Ledger): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/contracts/:contractId/resources/:kind',
    {
      schema: {
        summary: 'Resources of a kind, page by page in order of their ids',
        tags: ['contract'],
        params: Params,
        querystring: ReadQuery.extend(PageQuery.shape),
        response: responses({ 200: ['A page', ResourcePage] }, ...OF_A_READ),
      },
    },
    async (request, reply) => {
      const found = await reading(ledger, request.params.contractId, request.query, reply)
      if (!found) return reply
      const { cursor, limit } = pageOf(request.query)
      return withTrace(resourcePage(found.c, request.params.kind, cursor, limit), found.render)
    },
  )
}
