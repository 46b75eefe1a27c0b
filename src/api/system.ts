import { setTimeout as sleep } from 'node:timers/promises'
import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Instant } from '../domain/kernel/calendar.ts'
import { StoreUnavailable } from '../eventstore/event-store.ts'
import { TestClock } from '../ledger/clock.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type AppOptions } from './options.ts'
import { PROBLEMS, type ProblemType, problems, sendProblem } from './problem.ts'
import { NoQuery } from './query.ts'
import { ALWAYS, responses } from './responses.ts'

const Ready = z.strictObject({ status: z.literal('ready'), position: z.int() })
const Meaning = z.strictObject({ type: z.string(), status: z.int(), title: z.string(), meaning: z.string() })

/** How long the answer to "ready?" may take: who asks it every few seconds must not wait for a server that hangs. */
const READY_MS = 3_000

/** Health, readiness, what problem types mean, and the test clock. */
export function systemRoutes(app: FastifyInstance, ledger: Ledger, { ready }: AppOptions): void {
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
        summary: 'Do its log and its database answer?',
        tags: ['system'],
        security: [],
        querystring: NoQuery,
        response: responses({ 200: ['They do; the log goes up to this position', Ready] }),
      },
    },
    async () => {
      const [{ position }] = await inTime(Promise.all([ledger.store.head(), ready?.()]))
      return { status: 'ready', position }
    },
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

async function inTime<T>(work: Promise<T>): Promise<T> {
  const done = new AbortController()
  const late = sleep(READY_MS, undefined, { signal: done.signal }).then(() => {
    const message = `no answer within ${READY_MS} ms`
    throw new StoreUnavailable(message, { retryAfter: 1, inDoubt: false, cause: undefined })
  })
  try {
    return await Promise.race([work, late])
  } finally {
    done.abort()
    late.catch(() => undefined)
  }
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
