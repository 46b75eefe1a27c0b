import { type FastifyInstance, type FastifyReply } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { removes } from '../domain/contract/live.ts'
import { Month } from '../domain/kernel/calendar.ts'
import { type CloseProblem, close } from '../ledger/close.ts'
import { type Ledger, eventAnswer } from '../ledger/ledger.ts'
import { type Stream, caseOf } from '../ledger/load.ts'
import { opened } from '../ledger/personal.ts'
import { statement } from '../projections/charges.ts'
import { paper } from '../projections/paper.ts'
import { Renderer } from '../projections/render.ts'
import { sendProblem } from './problem.ts'
import { type AppOptions } from './options.ts'
import { ReadQuery, withTrace } from './query.ts'
import { ContractParams, reading } from './read.ts'
import { OF_A_READ, responses } from './responses.ts'
import { Statement } from './schemas/charges.ts'
import { Event } from './schemas/events.ts'

export const StatementParams = ContractParams.extend({ month: Month })

const Query = ReadQuery.extend({
  as: z.enum(['json', 'html'], 'json or html').optional().describe('html: a page to print, in Japanese'),
})

const CloseBody = z
  .strictObject({
    leaveOut: z
      .array(z.string().min(1).max(64))
      .max(100)
      .optional()
      .describe('Names of undetermined lines that the bill leaves out'),
  })
  .nullish()

const Closed = z.strictObject({ event: Event, statement: Statement })

/** Bills: as they stand, as they were closed, and the act of closing them (`wire.md` section 3). */
export function statementRoutes(app: FastifyInstance, ledger: Ledger, { issuers = {} }: AppOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/v1/contracts/:contractId/statements/:month',
    {
      schema: {
        summary: 'The bill of a month',
        tags: ['billing'],
        params: StatementParams,
        querystring: Query,
        response: responses(
          {
            200: ['The bill, or a page to print', { 'application/json': Statement, 'text/html': z.string() }],
          },
          ...OF_A_READ,
        ),
      },
    },
    async (request, reply) => {
      const { contractId, month } = request.params
      const { as, ...query } = request.query
      const found = await reading(ledger, contractId, query, reply)
      if (!found) return reply
      if (as === 'html') {
        const { service } = found.c
        const name = await registeredName(ledger, found.material.own)
        return reply
          .type('text/html; charset=utf-8')
          .send(paper(found.c, month, issuers[service] ?? {}, name))
      }
      return withTrace(statement(found.c, month, found.render), found.render)
    },
  )
  routes.post(
    '/v1/contracts/:contractId/statements/:month/close',
    {
      schema: {
        summary: 'Close the bill of a month',
        tags: ['billing'],
        params: StatementParams,
        body: CloseBody,
        response: responses(
          { 201: ['Closed', Closed], 200: ['Closed before', Closed] },
          ...OF_A_READ,
          'conflict',
          'month-open',
          'undetermined',
        ),
      },
    },
    async (request, reply) => {
      const { contractId, month } = request.params
      const leaveOut = request.body?.leaveOut ?? []
      const outcome = await close(ledger, { contractId, month, leaveOut, reportedBy: request.actor.id })
      if (outcome.kind === 'problem') return sendCloseProblem(reply, outcome.problem)
      if (outcome.kind === 'nothing')
        throw new Error(`${month} of ${contractId} was asked for and not closed`)
      return closed(ledger, reply, contractId, month, outcome)
    },
  )
}

/** The name under which the customer is registered, as long as it was not erased. */
async function registeredName(ledger: Ledger, { events }: Stream): Promise<string | undefined> {
  const gone = new Set(events.map(removes))
  const named = events.findLast(
    ({ id, type, data }) =>
      !gone.has(id) &&
      ((type === 'ApplicationSubmitted' && 'applicantName' in data) ||
        (type === 'CustomerInfoChanged' && data['field'] === 'name')),
  )
  const told = named && (await opened(ledger.keys, named))
  const name = told?.['applicantName'] ?? told?.['value']
  return typeof name === 'string' ? name : undefined
}

async function closed(
  ledger: Ledger,
  reply: FastifyReply,
  contractId: string,
  month: Month,
  { kind, event: id }: { readonly kind: 'closed' | 'already'; readonly event: string },
): Promise<unknown> {
  const material = await ledger.loader.material(contractId)
  const event = material?.own.events.find((each) => each.id === id)
  if (!material || !event) throw new Error(`closing ${id} of ${contractId} was recorded and cannot be read`)
  return reply
    .code(kind === 'closed' ? 201 : 200)
    .header('etag', `"${material.own.revision}"`)
    .send({
      event: await eventAnswer(ledger, event),
      statement: statement(caseOf(material, ledger.clock.now()), month, new Renderer('events')),
    })
}

const sendCloseProblem = (reply: FastifyReply, problem: CloseProblem): FastifyReply => {
  if (problem.type !== 'undetermined') return sendProblem(reply, problem)
  const render = new Renderer('events')
  return sendProblem(reply, {
    ...problem,
    undetermined: problem.undetermined.map((gap) => render.finding(gap)),
  })
}
