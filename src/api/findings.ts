import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { explain, type Names } from '../domain/kernel/explain.ts'
import { Month } from '../domain/kernel/calendar.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { findOne } from '../projections/finding.ts'
import { sendProblem } from './problem.ts'
import { ReadQuery, withTrace } from './query.ts'
import { ContractParams, type Read, reading } from './read.ts'
import { OF_A_READ, responses } from './responses.ts'
import { FindingAnswer } from './schemas/findings.ts'

const Params = ContractParams.extend({ what: z.string().min(1).max(64) })
const Query = ReadQuery.extend({
  ref: z.string().max(128).optional().describe('What it is about, when a contract has several'),
  month: Month.optional().describe('Of findings that are asked a month'),
  as: z.enum(['json', 'text']).optional().describe('text: as people read it'),
  lang: z.enum(['en', 'ja']).optional().describe('Language of the text; default en'),
})

/** One finding with all it stands on. */
export function findingRoutes(app: FastifyInstance, ledger: Ledger): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/contracts/:contractId/findings/:what',
    {
      schema: {
        summary: 'Why is this so? One finding with its full trace',
        tags: ['contract'],
        params: Params,
        querystring: Query,
        response: responses(
          { 200: ['The finding', { 'application/json': FindingAnswer, 'text/plain': z.string() }] },
          ...OF_A_READ,
          'ambiguous',
        ),
      },
    },
    async (request, reply) => {
      const { contractId, what } = request.params
      const { ref, month } = request.query
      const found = await reading(ledger, contractId, { ...request.query, trace: 'full' }, reply)
      if (!found) return reply
      const answer = findOne(found.c, found.material.own.name, what, ref, month)
      if ('ambiguous' in answer)
        return sendProblem(reply, {
          type: 'ambiguous',
          status: 400,
          detail: `${what} is found of several things; say which with ?ref=`,
          refs: answer.ambiguous,
        })
      if ('none' in answer)
        return sendProblem(reply, {
          type: 'not-found',
          status: 404,
          detail: `${what}${ref === undefined ? '' : ` of ${ref}`}: the question does not arise in contract ${contractId} at ${found.c.asOf}`,
        })
      if (request.query.as === 'text') {
        const text = explain(answer.one, request.query.lang ?? 'en', namesOf(found))
        return reply.type('text/plain; charset=utf-8').send(text)
      }
      return withTrace(found.render.finding(answer.one), found.render)
    },
  )
}

/** Words for rules from their registry, for events from what the case has seen. */
function namesOf({ c }: Read): Names {
  const events = new Map<string, string>()
  for (const facts of [c.facts, c.reference.facts]) {
    for (const { id, type, at } of facts.all()) events.set(id, `${type} ${at}`)
  }
  return {
    rule: (rule, language) => c.terms.rules[rule]?.[language] ?? c.terms.readings[rule]?.adopted,
    event: (id) => events.get(id),
  }
}
