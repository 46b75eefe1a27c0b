import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { type z } from 'zod'
import { type Ledger } from '../ledger/ledger.ts'
import { card } from '../projections/card.ts'
import { deadlines } from '../projections/deadlines.ts'
import { claims, credits, pauses, receivables } from '../projections/lists.ts'
import { type AppOptions } from './options.ts'
import { ReadQuery, withTrace } from './query.ts'
import { ContractParams, type Read, reading } from './read.ts'
import { OF_A_READ, responses } from './responses.ts'
import { Card } from './schemas/card.ts'
import { Claims, Credits, Deadlines, Pauses, Receivables } from './schemas/lists.ts'

/** Reads of one contract that take nothing but an instant and a knowledge (`wire.md` section 3). */
export function contractRoutes(app: FastifyInstance, ledger: Ledger, { leadTimes }: AppOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()

  const view = (
    path: string,
    summary: string,
    answer: z.ZodType,
    project: (read: Read) => Record<string, unknown> | readonly unknown[],
  ): void => {
    routes.get(
      `/v1/contracts/:contractId${path}`,
      {
        schema: {
          summary,
          tags: ['contract'],
          params: ContractParams,
          querystring: ReadQuery,
          response: responses({ 200: [summary, answer] }, ...OF_A_READ),
        },
      },
      async (request, reply) => {
        const found = await reading(ledger, request.params.contractId, request.query, reply)
        return found ? withTrace(project(found), found.render) : reply
      },
    )
  }

  view('', 'The card: the contract at an instant, as far as is known', Card, (found) => cardOf(found))
  view('/deadlines', 'Dates somebody must keep, the earliest first', Deadlines, ({ c, render }) =>
    deadlines(c, render, leadTimes),
  )
  view('/pauses', 'Pauses with their limits and notices', Pauses, ({ c, render }) => pauses(c, render))
  view('/credits', 'Outages and the credits that follow', Credits, ({ c, render }) => credits(c, render))
  view('/claims', 'Damages and other claims', Claims, ({ c, render }) => claims(c, render))
  view('/receivables', 'What is owed, paid and late', Receivables, ({ c, render }) => receivables(c, render))
}

export const cardOf = ({ material, c, render, knownAt }: Read): Record<string, unknown> =>
  card(c, { revision: material.own.revision, knownAt, stream: material.own.name }, render)
