import { createHash, timingSafeEqual } from 'node:crypto'
import { type FastifyInstance } from 'fastify'
import { type Actor } from '../eventstore/event-store.ts'
import { sendProblem } from './problem.ts'

export type Credential = Actor

/** What anybody may call: whether it lives, and how to talk to it. */
const OPEN = [/^\/v1\/health$/, /^\/v1\/ready$/, /^\/docs(\/|$)/, /^\/openapi\.json$/]

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Refuses every call without the operator's token, and says who calls. */
export function authenticate(app: FastifyInstance, token: string): void {
  const wanted = digest(token)
  app.decorateRequest('actor', null)
  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    if (OPEN.some((open) => open.test(path))) return
    const [scheme, given] = (request.headers.authorization ?? '').split(' ')
    if (scheme?.toLowerCase() !== 'bearer' || !given || !timingSafeEqual(digest(given), wanted)) {
      reply.header('www-authenticate', 'Bearer realm="daicho"')
      return sendProblem(reply, {
        type: 'unauthenticated',
        status: 401,
        detail: 'send the operator token as Authorization: Bearer …',
      })
    }
    Object.assign(request, { actor: { id: 'operator', role: 'operator' } satisfies Credential })
  })
}
