import fastifyHelmet from '@fastify/helmet'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { type Ledger } from '../ledger/ledger.ts'
import { authenticate } from './auth.ts'
import { contractRoutes } from './contracts.ts'
import { sendProblem } from './problem.ts'
import { recordRoutes } from './record.ts'
import { systemRoutes } from './system.ts'

/** An action may weigh this much; what comes line by line has no limit beyond it. */
const ACTION_BYTES_MAX = 1_048_576

export type AppOptions = { readonly token: string; readonly logger?: boolean }

/** The HTTP interface of a ledger. It listens to nobody until `listen` is called. */
export async function createApp(
  ledger: Ledger,
  { token, logger = false }: AppOptions,
): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: ACTION_BYTES_MAX, logger, routerOptions: { maxParamLength: 128 } })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply))
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, {
      type: 'not-found',
      status: 404,
      detail: `${request.method} ${request.url.split('?')[0]} is no route of this interface; see /docs`,
    }),
  )
  await app.register(fastifyHelmet, { global: true })
  authenticate(app, token)
  systemRoutes(app, ledger)
  recordRoutes(app, ledger)
  contractRoutes(app, ledger)
  return app
}

/** Errors of the input are the client's and say where; anything else is damage, and is logged, not shown. */
function answerError(error: FastifyError, reply: Parameters<typeof sendProblem>[0]): unknown {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.slice(1).replaceAll('/', '.') || error.validationContext || 'body',
      message: message ?? 'not in order',
    }))
    return sendProblem(reply, {
      type: 'malformed',
      status: 400,
      detail: errors.map(({ path, message }) => `${path}: ${message}`).join('; '),
      errors,
    })
  }
  const status = error.statusCode ?? 500
  if (status === 413)
    return sendProblem(reply, {
      type: 'too-large',
      status,
      detail: `an action weighs at most ${ACTION_BYTES_MAX} bytes`,
    })
  if (status === 415)
    return sendProblem(reply, { type: 'unsupported-media-type', status, detail: 'send application/json' })
  if (status === 429) return sendProblem(reply, { type: 'too-many-requests', status, detail: error.message })
  if (status < 500)
    return sendProblem(reply, {
      type: 'malformed',
      status: 400,
      detail: error.message,
      errors: [{ path: 'body', message: error.message }],
    })
  reply.log.error(error)
  return sendProblem(reply, {
    type: 'internal',
    status: 500,
    detail: 'the request was not carried out; the log of the server says why',
  })
}
