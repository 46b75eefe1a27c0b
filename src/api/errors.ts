import { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppendTooLarge, StoreUnavailable } from '../eventstore/event-store.ts'
import { ACTION_BYTES_MAX } from '../ledger/journal.ts'
import { type InputError, malformed } from '../ledger/outcome.ts'
import { type ProblemBody, sendProblem } from './problem.ts'

/** Errors of the input are the client's and say where; anything else is damage, and is logged, not shown. */
export function answerError(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof StoreUnavailable) return answerUnavailable(error, reply)
  if (error instanceof AppendTooLarge) return sendProblem(reply, tooLarge(error))
  const wrong = inputErrors(error)
  if (wrong) return sendProblem(reply, malformed(wrong))
  const status = error.statusCode ?? 500
  switch (status) {
    case 413:
      return sendProblem(reply, {
        type: 'too-large',
        status,
        detail: `an action weighs at most ${ACTION_BYTES_MAX} bytes`,
      })
    case 415:
      return sendProblem(reply, {
        type: 'unsupported-media-type',
        status,
        detail: `${reply.request.headers['content-type'] ?? 'a body without a Content-Type'} is not what is read here`,
      })
    case 429:
      return sendProblem(reply, { type: 'too-many-requests', status, detail: error.message })
  }
  if (status < 500) return sendProblem(reply, malformed([{ path: '(request)', message: error.message }]))
  reply.log.error(error)
  return sendProblem(reply, {
    type: 'internal',
    status: 500,
    detail: 'the request was not carried out; the log of the server says why',
  })
}

/** The log or the database is away: which one, and why, is for the log of the server. */
export function answerUnavailable(error: StoreUnavailable, reply: FastifyReply): FastifyReply {
  reply.log.warn(error)
  reply.header('retry-after', error.retryAfter)
  return sendProblem(reply, unavailable(error))
}

/** What was under way may be recorded all the same, whole: also where only the answer to it could not be read. */
export const unavailable = ({ retryAfter, inDoubt }: StoreUnavailable): ProblemBody => ({
  type: 'unavailable',
  status: 503,
  detail: `the log or the database does not answer; come back in ${retryAfter} s. ${
    inDoubt ? 'An action that was sent may be recorded' : 'Nothing is half-recorded'
  }; sent again with the same Idempotency-Key it is recorded once`,
  retryAfter,
})

export const tooLarge = ({ message }: AppendTooLarge): ProblemBody => ({
  type: 'too-large',
  status: 413,
  detail: message,
})

function inputErrors(error: FastifyError): readonly InputError[] | undefined {
  if (error instanceof SyntaxError) return [{ path: '(body)', message: `not JSON: ${error.message}` }]
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined
  const where = error.validationContext === 'querystring' ? '(query)' : '(path)'
  return error.validation.map(({ instancePath, message }) => ({
    path: instancePath.slice(1).replaceAll('/', '.') || where,
    message: message ?? 'not in order',
  }))
}
