import fastifyRateLimit from '@fastify/rate-limit'
import { type FastifyInstance } from 'fastify'

/** At most so many requests a minute from one address, credential or not. */
export async function limitRate(app: FastifyInstance, perMinute: number): Promise<void> {
  await app.register(fastifyRateLimit, { global: false })
  app.addHook(
    'onRequest',
    app.rateLimit({ max: perMinute, timeWindow: '1 minute', allowList: ({ url }) => url === '/v1/health' }),
  )
}
