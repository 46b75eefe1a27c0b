import { type FastifyReply } from 'fastify'

/** Problem types are names under this path, where each is explained. */
export const PROBLEMS = '/problems'

type Kind = { readonly status: number; readonly title: string; readonly meaning: string }

/** Every kind of answer that is no success, in the words of RFC 9457. */
export const problems = {
  malformed: {
    status: 400,
    title: 'The input is not in order',
    meaning:
      'Not JSON, an unknown type, an unknown or missing field or parameter, a value of another kind. `errors` names each with its path; nothing was recorded.',
  },
  ambiguous: {
    status: 400,
    title: 'Several findings have this name',
    meaning: '`refs` lists what they are about; narrow the question with `?ref=`.',
  },
  unauthenticated: {
    status: 401,
    title: 'A credential is needed',
    meaning: 'Send the operator token as `Authorization: Bearer …`.',
  },
  forbidden: {
    status: 403,
    title: 'This credential does not reach that',
    meaning: 'The role or the provider of the credential does not cover what was asked.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing of that name',
    meaning: 'Unknown contract, event, party or route; a question that does not arise; nothing was recorded.',
  },
  conflict: {
    status: 409,
    title: 'It contradicts what is recorded',
    meaning:
      'An id is used again for another thing, service or party differ from those of the contract, a correction names what cannot be corrected, or other writers kept moving the contract: read it again.',
  },
  'precondition-failed': {
    status: 412,
    title: 'The contract has moved',
    meaning:
      '`If-Match` does not name the revision at which the contract stands. Read it again and decide anew.',
  },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    meaning: 'An action weighs at most 1 MiB. A body of lines has no limit, each of its lines has.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of another kind',
    meaning: 'Actions are `application/json`, many at once `application/x-ndjson`, neither compressed.',
  },
  'idempotency-key': {
    status: 422,
    title: 'The key was used for another body',
    meaning: 'A new action needs a new `Idempotency-Key`; a retry needs the same body.',
  },
  refused: {
    status: 422,
    title: 'The terms do not allow it',
    meaning:
      'The refusal is recorded as `ActionRefused`: `what` and `clause` say by which provision, `causes` on which events, `event` is the record. What is told later does not revise it; the action may be posted again.',
  },
  'month-open': {
    status: 422,
    title: 'The month is not over',
    meaning: 'A month can be closed when the next one has begun by the clock of the ledger.',
  },
  undetermined: {
    status: 422,
    title: 'The bill has lines without an amount',
    meaning:
      '`undetermined` lists them and says what each is missing. Tell the ledger, or name them in `leaveOut`: they follow as adjustments once they are known.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    meaning: '`Retry-After` says in how many seconds to come back.',
  },
  internal: {
    status: 500,
    title: 'Something is broken here',
    meaning: 'The request was not carried out; the log of the server says why.',
  },
  unavailable: {
    status: 503,
    title: 'The ledger is out of reach for the moment',
    meaning:
      'The log or the database behind this server does not answer; `Retry-After` and `retryAfter` say in how many seconds to come back. Nothing is half-recorded; an action may be recorded although its answer was lost, so send it again with the same `Idempotency-Key`.',
  },
} as const satisfies Readonly<Record<string, Kind>>

export type ProblemType = keyof typeof problems
export type ProblemBody = {
  readonly type: ProblemType
  readonly status: number
  readonly detail: string
} & Readonly<Record<string, unknown>>
export type ProblemDocument = Readonly<Record<string, unknown>> & { readonly status: number }

/** The RFC 9457 document of a problem. */
export const problemDocument = ({ type, status, detail, ...more }: ProblemBody): ProblemDocument => ({
  type: `${PROBLEMS}/${type}`,
  title: problems[type].title,
  status,
  detail,
  ...more,
})

/** Answers with a problem. */
export const sendProblem = (reply: FastifyReply, problem: ProblemBody): FastifyReply =>
  sendDocument(reply, problemDocument(problem))

export const sendDocument = (reply: FastifyReply, document: ProblemDocument): FastifyReply =>
  reply.code(document.status).type('application/problem+json').send(document)
