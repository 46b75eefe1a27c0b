import { type FastifyInstance } from 'fastify'

const LOOK_MS = 50

/**
 * A server that ends sends the answers that are under way. Their connections would then be kept for another request,
 * for more than a minute: they are closed as soon as nothing is under way on them.
 */
export function closeConnections(app: FastifyInstance): void {
  const { server } = app
  app.addHook('preClose', async () => {
    if (!server.listening) return
    const look = setInterval(() => server.closeIdleConnections(), LOOK_MS).unref()
    server.once('close', () => clearInterval(look))
  })
}
