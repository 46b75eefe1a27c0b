import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eraseSubject } from '../ledger/erase.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { sendProblem } from './problem.ts'
import { NoQuery } from './query.ts'
import { OF_A_READ, responses } from './responses.ts'

const ID = '[A-Za-z0-9._-]{1,64}'
const Erasure = z.strictObject({
  subject: z
    .string()
    .regex(
      new RegExp(`^${ID}(/${ID})?$`),
      'a partyId, or contractId/eventId for a person who is not the party',
    )
    .describe('A partyId, or contractId/eventId for a person told of in that event who is not the party'),
  reason: z.string().regex(/\S/).max(10_000).optional().describe('Why, for the record; name nobody in it'),
})

const Erased = z.strictObject({ subject: z.string(), contracts: z.array(z.string()) })

/** Forgetting a person (`ledger.md` section 6). */
export function erasureRoutes(app: FastifyInstance, ledger: Ledger): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/v1/erasures',
    {
      schema: {
        summary: 'Forget a person for good',
        tags: ['people'],
        querystring: NoQuery,
        body: Erasure,
        response: responses({ 201: ['Forgotten, and recorded in these contracts', Erased] }, ...OF_A_READ),
      },
    },
    async (request, reply) => {
      const { subject, reason } = request.body
      try {
        return await reply.code(201).send(await eraseSubject(ledger, subject, reason))
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        return sendProblem(reply, { type: 'not-found', status: 404, detail: error.message })
      }
    },
  )
}
