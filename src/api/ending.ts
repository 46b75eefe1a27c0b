import { type FastifyInstance } from 'fastify'

const LOOK_MS = 50
/** Less than a process gives itself to end, so that it still closes its log in good order. */
const CUT_MS = 8_000

/**
 * A server that ends sends the answers that are under way. Their connections would then be kept for another request,
 * for more than a minute: they are closed as soon as nothing is under way on them. Who does not take its answer in time,
 * or does not end its request, is cut off.
 */
export function closeConnections(app: FastifyInstance, cutMs = CUT_MS): void {
  const { server } = app
  app.addHook('preClose', async () => {
    if (!server.listening) return
    const look = setInterval(() => server.closeIdleConnections(), LOOK_MS).unref()
    const cut = setTimeout(() => server.closeAllConnections(), cutMs).unref()
    server.once('close', () => {
      clearInterval(look)
      clearTimeout(cut)
    })
  })
}
