import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Instant } from '../domain/kernel/calendar.ts'
import { TestClock } from '../ledger/clock.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { sendProblem } from './problem.ts'

/** Health, readiness and the test clock. */
export function systemRoutes(app: FastifyInstance, ledger: Ledger): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get('/v1/health', { schema: { summary: 'Does the process live?', tags: ['system'] } }, async () => ({
    status: 'ok',
  }))
  routes.get('/v1/ready', { schema: { summary: 'Can it read its log?', tags: ['system'] } }, async () => ({
    status: 'ready',
    position: (await ledger.store.head()).position,
  }))
  const { clock } = ledger
  if (!(clock instanceof TestClock)) return
  routes.put(
    '/v1/test-clock',
    {
      schema: {
        summary: 'Set what the ledger takes for now',
        tags: ['system'],
        body: z.strictObject({ now: Instant }),
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
