import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { asClosed } from '../ledger/as-closed.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { chargeDetail, charges } from '../projections/charges.ts'
import { MonthQuery, PageQuery, pageOf, withTrace } from './query.ts'
import { ContractParams, reading } from './read.ts'
import { OF_A_READ, responses } from './responses.ts'
import { ChargeDetails, Charges } from './schemas/charges.ts'

const Query = MonthQuery.extend({
  detail: z.string().max(64).optional().describe('A kind of line: list the things behind it'),
  ...PageQuery.shape,
})

/** Charges of a month, and what stands behind a line of many. */
export function chargeRoutes(app: FastifyInstance, ledger: Ledger): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/contracts/:contractId/charges',
    {
      schema: {
        summary: 'Lines of a month',
        tags: ['contract'],
        params: ContractParams,
        querystring: Query,
        response: responses(
          { 200: ['The lines, or with `detail` what stands behind them', z.union([Charges, ChargeDetails])] },
          ...OF_A_READ,
        ),
      },
    },
    async (request, reply) => {
      const { month, detail } = request.query
      const found = await reading(ledger, request.params.contractId, request.query, reply)
      if (!found) return reply
      const { c, render } = found
      if (detail === undefined) return withTrace(charges(c, month, render), render)
      const closed = c.closed?.get(month)
      const behind = closed ? await asClosed(ledger, c.contractId, closed) : c
      const { cursor, limit } = pageOf(request.query)
      return withTrace(chargeDetail(behind, month, detail, cursor, limit, render), render)
    },
  )
}
