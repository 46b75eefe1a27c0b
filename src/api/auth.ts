import { createHash, timingSafeEqual } from 'node:crypto'
import { type FastifyInstance } from 'fastify'
import { type Actor } from '../eventstore/event-store.ts'
import { METRICS } from './metrics.ts'
import { type AppOptions } from './options.ts'
import { sendProblem } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set on every route that is not open. */
    actor: Actor
  }
}

/** What anybody may call: whether it lives, and how to talk to it. */
const OPEN = [/^\/v1\/(health|ready)$/, /^\/docs(\/|$)/, /^\/openapi\.json$/, /^\/problems\/[a-z-]+$/]
const OPERATOR: Actor = { id: 'operator', role: 'operator' }

type Tokens = Pick<AppOptions, 'token' | 'metricsToken'>

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Refuses every call without a token that opens it, and says who calls. */
export function authenticate(app: FastifyInstance, { token, metricsToken }: Tokens): void {
  const wanted = digest(token)
  const watching = metricsToken === undefined ? undefined : digest(metricsToken)
  app.decorateRequest('actor')
  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    if (OPEN.some((open) => open.test(path))) return
    reply.header('cache-control', 'no-store')
    const [scheme, given] = (request.headers.authorization ?? '').split(' ')
    const opens = (each: Buffer | undefined): boolean =>
      each !== undefined && given !== undefined && given !== '' && timingSafeEqual(digest(given), each)
    const isKnown = opens(wanted) || (path === METRICS && opens(watching))
    if (scheme?.toLowerCase() !== 'bearer' || !isKnown) {
      reply.header('www-authenticate', 'Bearer realm="daicho"')
      return sendProblem(reply, {
        type: 'unauthenticated',
        status: 401,
        detail: 'send the operator token as Authorization: Bearer …',
      })
    }
    request.actor = OPERATOR
  })
}
