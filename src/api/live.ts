import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type StoredEvent } from '../eventstore/event-store.ts'
import { eventsFrom } from '../ledger/events.ts'
import { type Ledger, eventAnswer } from '../ledger/ledger.ts'
import { EventsQuery, filterOf } from './events.ts'
import { body } from './formats.ts'
import { ALWAYS, responses } from './responses.ts'

/** Between two signs of life on a quiet line, so that nobody between cuts it. */
const SIGN_OF_LIFE_MS = 15_000
const AGAIN_MS = 2_000
/** What a client is given to take the rest when the server ends. */
const ENDING_MS = 500

const POSITION = /^\d{1,15}$/

/** Events as they are recorded, as Server-Sent Events; the id of each is its position in the ledger. */
export function liveRoute(app: FastifyInstance, ledger: Ledger): void {
  const listening = new Set<AbortController>()
  app.addHook('preClose', async () => listening.forEach((each) => each.abort()))
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/events/live',
    {
      schema: {
        summary: 'Events as they are recorded; goes on behind `Last-Event-ID`, else with the next one',
        tags: ['across'],
        querystring: EventsQuery,
        headers: z.looseObject({
          'last-event-id': z.string().regex(POSITION, 'the id of an event of this stream').optional(),
        }),
        response: responses(
          { 200: ['Events, each with its position as id', { 'text/event-stream': z.string() }] },
          ...ALWAYS,
          'unavailable',
        ),
      },
    },
    async (request, reply) => {
      const after =
        request.headers['last-event-id'] ?? request.query.after ?? (await ledger.store.head()).position
      const ending = new AbortController()
      const { signal } = ending
      const out = body()
      listening.add(ending)
      out.stream.once('close', () => {
        ending.abort()
        listening.delete(ending)
      })
      signal.addEventListener('abort', () => setTimeout(() => out.stream.destroy(), ENDING_MS).unref())
      const tell = async (): Promise<void> => {
        await out.write(`retry: ${AGAIN_MS}\n\n`)
        let told = performance.now()
        for await (const event of eventsFrom(ledger, Number(after), filterOf(request.query), signal)) {
          if (!event && performance.now() - told < SIGN_OF_LIFE_MS) continue
          told = performance.now()
          if (!(await out.write(event ? await message(ledger, event) : ': still here\n\n'))) return
        }
        out.stream.end()
      }
      tell().catch((error: unknown) => {
        request.log.error(error)
        out.stream.destroy() // the client comes back with the id of the last event it got
      })
      // Its line is of no use to another request, and a server that ends would wait for it.
      reply.header('connection', 'close').header('x-accel-buffering', 'no')
      return reply.type('text/event-stream').send(out.stream)
    },
  )
}

const message = async (ledger: Ledger, event: StoredEvent): Promise<string> =>
  `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(await eventAnswer(ledger, event))}\n\n`
