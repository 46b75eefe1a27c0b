import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Instant } from '../domain/kernel/calendar.ts'
import { TestClock } from '../ledger/clock.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { PROBLEMS, type ProblemType, problems, sendProblem } from './problem.ts'
import { NoQuery } from './query.ts'
import { ALWAYS, responses } from './responses.ts'

const Ready = z.strictObject({ status: z.literal('ready'), position: z.int() })
const Meaning = z.strictObject({ type: z.string(), status: z.int(), title: z.string(), meaning: z.string() })

/** Health, readiness, what problem types mean, and the test clock. */
export function systemRoutes(app: FastifyInstance, ledger: Ledger): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/v1/health',
    {
      schema: {
        summary: 'Does the process live?',
        tags: ['system'],
        security: [],
        querystring: NoQuery,
        response: responses({ 200: ['It does', z.strictObject({ status: z.literal('ok') })] }),
      },
    },
    async () => ({ status: 'ok' }),
  )
  routes.get(
    '/v1/ready',
    {
      schema: {
        summary: 'Can it read its log?',
        tags: ['system'],
        security: [],
        querystring: NoQuery,
        response: responses({ 200: ['It can, up to this position', Ready] }),
      },
    },
    async () => ({ status: 'ready', position: (await ledger.store.head()).position }),
  )
  routes.get(
    `${PROBLEMS}/:type`,
    {
      schema: {
        summary: 'What a problem type means',
        tags: ['system'],
        security: [],
        params: z.object({ type: z.enum(Object.keys(problems) as ProblemType[]) }),
        querystring: NoQuery,
        response: responses({ 200: ['What it means', Meaning] }, 'malformed'),
      },
    },
    async ({ params: { type } }) => ({ type: `${PROBLEMS}/${type}`, ...problems[type] }),
  )
  if (ledger.clock instanceof TestClock) clockRoute(app, ledger.clock)
}

function clockRoute(app: FastifyInstance, clock: TestClock): void {
  app.withTypeProvider<ZodTypeProvider>().put(
    '/v1/test-clock',
    {
      schema: {
        summary: 'Set what the ledger takes for now',
        tags: ['system'],
        body: z.strictObject({ now: Instant }),
        querystring: NoQuery,
        response: responses(
          { 200: ['Where it stands', z.strictObject({ now: z.string() })] },
          ...ALWAYS,
          'conflict',
        ),
      },
    },
    async (request, reply) => {
      if (clock.set(request.body.now)) return { now: clock.now() }
      return sendProblem(reply, {
        type: 'conflict',
        status: 409,
        detail: `the test clock stands at ${clock.now()} and moves forward only`,
      })
    },
  )
}
