import { z } from 'zod'
import { type ProblemType, problems } from './problem.ts'
import { Ambiguous, Malformed, NotDetermined, ProblemAnswer, Refused } from './schemas/problems.ts'

/** Problems with members of their own. */
const SHAPES: Partial<Readonly<Record<ProblemType, z.ZodType>>> = {
  malformed: Malformed,
  ambiguous: Ambiguous,
  refused: Refused,
  undetermined: NotDetermined,
}

type Response = {
  readonly description: string
  readonly content?: Readonly<Record<string, { readonly schema: z.ZodType }>>
}
/** JSON of a schema, or one for each media type. */
type Content = z.ZodType | Readonly<Record<string, z.ZodType>>
type Answers = Readonly<Record<number, readonly [description: string, content: Content]>>

/** What a route answers: what it is asked for by status, and the problems it may answer instead. */
export function responses(answers: Answers, ...types: readonly ProblemType[]): Record<string, unknown> {
  const all: Record<string, Response> = {}
  for (const [status, [description, content]] of Object.entries(answers)) {
    const byType = content instanceof z.ZodType ? { 'application/json': content } : content
    const schemas = Object.entries(byType).map(([type, schema]) => [type, { schema }] as const)
    all[status] = { description, content: Object.fromEntries(schemas) }
  }
  const byStatus = Map.groupBy(
    [...types, 'internal', 'unavailable'] as const,
    (type) => problems[type].status,
  )
  for (const [status, same] of byStatus) all[status] = problemResponse(same)
  return all
}

function problemResponse(types: readonly ProblemType[]): Response {
  const description = types.map((type) => `\`${type}\`: ${problems[type].meaning}`).join('\n\n')
  const shapes = [...new Set(types.map((type) => SHAPES[type] ?? ProblemAnswer))]
  const [first = ProblemAnswer, second, ...rest] = shapes
  const schema = second ? z.union([first, second, ...rest]) : first
  return { description, content: { 'application/problem+json': { schema } } }
}

/** Problems of every route that needs the token and takes parameters. */
export const ALWAYS: readonly ProblemType[] = ['malformed', 'unauthenticated', 'too-many-requests']
/** Problems of a read of one contract. */
export const OF_A_READ: readonly ProblemType[] = [...ALWAYS, 'not-found']
/** Problems of a recording. */
export const OF_A_RECORDING: readonly ProblemType[] = [
  ...ALWAYS, 'not-found', 'conflict', 'precondition-failed', 'too-large', 'unsupported-media-type',
  'idempotency-key', 'refused',
] // prettier-ignore
