import { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { ACTION_BYTES_MAX } from '../ledger/journal.ts'
import { type InputError, malformed } from '../ledger/outcome.ts'
import { sendProblem } from './problem.ts'

/** Errors of the input are the client's and say where; anything else is damage, and is logged, not shown. */
export function answerError(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
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

function inputErrors(error: FastifyError): readonly InputError[] | undefined {
  if (error instanceof SyntaxError) return [{ path: '(body)', message: `not JSON: ${error.message}` }]
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined
  const where = error.validationContext === 'querystring' ? '(query)' : '(path)'
  return error.validation.map(({ instancePath, message }) => ({
    path: instancePath.slice(1).replaceAll('/', '.') || where,
    message: message ?? 'not in order',
  }))
}
