import { randomUUID } from 'node:crypto'
import { type FastifyInstance, type FastifyRequest, type FastifyServerOptions } from 'fastify'

type Brief = {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: Brief
}

/**
 * An error as it is logged: what it is called, says and where it arose. What others hang on theirs is left out, for a
 * database repeats the row that it did not like.
 */
function brief(error: unknown): Brief {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { name, message, stack, cause } = error
  const code = (error as NodeJS.ErrnoException).code
  return {
    type: name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(stack !== undefined && { stack }),
    ...(cause !== undefined && { cause: brief(cause) }),
  }
}

/** The route as it is declared, never what was filled in. */
const routeOf = (request: FastifyRequest): string | null => request.routeOptions?.url ?? null

type Logger = NonNullable<FastifyServerOptions['logger']>

/** Settings of a logger with what may be written of errors and requests. */
export const careful = (logger: Logger): Logger =>
  typeof logger !== 'object'
    ? logger
    : {
        ...logger,
        serializers: {
          err: brief as never,
          req: (request: FastifyRequest) => ({ method: request.method, route: routeOf(request) }) as never,
        },
      }

/** Ids that no two nodes give, and that a client cannot choose: it could write a name into the log. */
export const requestIds: Pick<FastifyServerOptions, 'genReqId' | 'requestIdHeader'> = {
  genReqId: () => randomUUID(),
  requestIdHeader: false,
}

/**
 * One line a request, at `info`: its id, the route as it is declared, status and milliseconds; never what was filled
 * in, sent or answered. The answer carries the id, so that whoever asks can be told what went wrong.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: routeOf(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    )
  })
}
