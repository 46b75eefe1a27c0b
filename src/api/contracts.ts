import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Case } from '../domain/contract/case.ts'
import { ContractId } from '../domain/contract/envelope.ts'
import { Month } from '../domain/kernel/calendar.ts'
import { type Ledger, eventAnswer } from '../ledger/ledger.ts'
import { type Material, caseOf } from '../ledger/load.ts'
import { card } from '../projections/card.ts'
import { chargeDetail, charges } from '../projections/charges.ts'
import { deadlines } from '../projections/deadlines.ts'
import { findOne } from '../projections/finding.ts'
import { history } from '../projections/history.ts'
import { claims, credits, pauses, receivables } from '../projections/lists.ts'
import { type Renderer } from '../projections/render.ts'
import { resourcePage } from '../projections/resources.ts'
import { sendProblem } from './problem.ts'
import { MonthQuery, ReadQuery, asOfOf, knownOf, rendererOf, withTrace } from './query.ts'

const Params = z.object({ contractId: ContractId })
const ResourceKind = z.enum(['sims', 'gateways', 'mono-projects', 'devices', 'certificates'])
const PAGE = 100
const PAGE_MAX = 1_000

/** What a read of one contract is made from. */
type Read = {
  readonly material: Material
  readonly c: Case
  readonly render: Renderer
  readonly knownAt: string | null
}

/** Reads of one contract (`wire.md` section 3). */
export function contractRoutes(app: FastifyInstance, ledger: Ledger): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()

  const read = async (id: string, query: ReadQuery, reply: FastifyReply): Promise<Read | undefined> => {
    const material = await ledger.loader.material(id, knownOf(ledger, query))
    if (!material || material.own.events.length === 0) {
      sendProblem(reply, { type: 'not-found', status: 404, detail: `there is no contract ${id}` })
      return undefined
    }
    reply.header('etag', `"${material.own.revision}"`)
    return {
      material,
      c: caseOf(material, asOfOf(ledger, query)),
      render: rendererOf(query),
      knownAt: query.knownAt ?? null,
    }
  }

  /** A read that answers one projection of the contract. */
  const view = (
    path: string,
    summary: string,
    project: (read: Read) => Record<string, unknown> | readonly unknown[],
  ): void => {
    routes.get(
      `/v1/contracts/:contractId${path}`,
      { schema: { summary, tags: ['contract'], params: Params, querystring: ReadQuery } },
      async (request, reply) => {
        const found = await read(request.params.contractId, request.query, reply)
        return found ? withTrace(project(found), found.render) : reply
      },
    )
  }

  view('', 'The card: the contract at an instant, as far as is known', (found) => cardOf(found))
  view('/deadlines', 'Dates somebody must keep, the earliest first', ({ c, render }) => deadlines(c, render))
  view('/pauses', 'Pauses with their limits and notices', ({ c, render }) => pauses(c, render))
  view('/credits', 'Outages and the credits that follow', ({ c, render }) => credits(c, render))
  view('/claims', 'Damages and other claims', ({ c, render }) => claims(c, render))
  view('/receivables', 'What is owed, paid and late', ({ c, render }) => receivables(c, render))
  view('/history', 'The audit trail in ledger order', ({ material }) =>
    history(material.own.events, (event) => eventAnswer(ledger, event)),
  )

  const Charges = MonthQuery.extend({
    detail: z.string().max(64).optional().describe('A kind of line: list the things behind it'),
    cursor: z.string().max(64).optional(),
    limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
  })
  routes.get(
    '/v1/contracts/:contractId/charges',
    { schema: { summary: 'Lines of a month', tags: ['contract'], params: Params, querystring: Charges } },
    async (request, reply) => {
      const { month, detail, cursor, limit } = request.query
      const found = await read(request.params.contractId, readQuery(request), reply)
      if (!found) return reply
      const { c, render } = found
      return withTrace(
        detail === undefined
          ? charges(c, month, render)
          : chargeDetail(c, month, detail, cursor ?? '', limit ?? PAGE, render),
        render,
      )
    },
  )

  const Page = ReadQuery.extend({
    cursor: z.string().max(64).optional(),
    limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
  })
  routes.get(
    '/v1/contracts/:contractId/resources/:kind',
    {
      schema: {
        summary: 'Resources of a kind, page by page in order of their ids',
        tags: ['contract'],
        params: Params.extend({ kind: ResourceKind }),
        querystring: Page,
      },
    },
    async (request, reply) => {
      const { contractId, kind } = request.params
      const found = await read(contractId, readQuery(request), reply)
      const { cursor = '', limit = PAGE } = request.query
      return found ? resourcePage(found.c, kind, cursor, limit) : reply
    },
  )

  const One = ReadQuery.extend({ ref: z.string().max(128).optional(), month: Month.optional() })
  routes.get(
    '/v1/contracts/:contractId/findings/:what',
    {
      schema: {
        summary: 'Why is this so? One finding with its full trace',
        tags: ['contract'],
        params: Params.extend({ what: z.string().max(64) }),
        querystring: One,
      },
    },
    async (request, reply) => {
      const { contractId, what } = request.params
      const found = await read(contractId, { ...readQuery(request), trace: 'full' }, reply)
      if (!found) return reply
      const { ref, month } = request.query
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
      return withTrace(found.render.finding(answer.one), found.render)
    },
  )
}

export const cardOf = ({ material, c, render, knownAt }: Read): Record<string, unknown> =>
  card(c, { revision: material.own.revision, knownAt, stream: material.own.name }, render)

const readQuery = (request: FastifyRequest): ReadQuery => {
  const { asOf, knownAt, trace } = request.query as ReadQuery
  return { asOf, knownAt, trace } as ReadQuery
}
