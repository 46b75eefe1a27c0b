import { type FastifyReply } from 'fastify'

/** Problem types are names under this path; `/docs` explains them. */
const TYPES = '/problems'
const TITLES: Readonly<Record<string, string>> = {
  malformed: 'The input is not in order',
  unauthenticated: 'A credential is needed',
  forbidden: 'This credential does not reach that',
  'not-found': 'There is nothing of that name',
  conflict: 'It contradicts what is recorded',
  'precondition-failed': 'The contract has moved',
  'too-large': 'The body is too large',
  'unsupported-media-type': 'The body is of another kind',
  'too-many-requests': 'Too many requests',
  'idempotency-key': 'The key was used for another body',
  refused: 'The terms do not allow it',
  ambiguous: 'Several findings have this name',
  internal: 'Something is broken here',
}

export type ProblemBody = {
  readonly type: string
  readonly status: number
  readonly detail: string
} & Readonly<Record<string, unknown>>

/** Answers with an RFC 9457 problem document. */
export const sendProblem = (
  reply: FastifyReply,
  { type, status, detail, ...more }: ProblemBody,
): FastifyReply =>
  reply
    .code(status)
    .type('application/problem+json')
    .send(problemDocument({ type, status, detail, ...more }))

export const problemDocument = ({ type, status, detail, ...more }: ProblemBody): Record<string, unknown> => ({
  type: `${TYPES}/${type}`,
  title: TITLES[type] ?? type,
  status,
  detail,
  ...more,
})
