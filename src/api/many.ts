import { createHash } from 'node:crypto'
import { type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { type FastifyInstance, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ContractId } from '../domain/contract/envelope.ts'
import { parseJson } from '../ledger/json.ts'
import { inLanes } from '../ledger/lanes.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Line, linesOf } from '../ledger/lines.ts'
import { malformed } from '../ledger/outcome.ts'
import { record } from '../ledger/record.ts'
import { toldOf } from './answer.ts'
import { conditionsOf, prefersMinimal } from './headers.ts'
import { ACTION_BYTES_MAX } from './limits.ts'
import { type ProblemBody, problemDocument, sendProblem } from './problem.ts'

export const NDJSON = 'application/x-ndjson'
/** Lines under way at once: as many as share one commit well, and never more bytes than a server has to spare. */
const LINES_MAX = 1_024
const BYTES_MAX = 16 * ACTION_BYTES_MAX

/** A line of a body: an action of a contract, or why it is none. */
type Entry = { readonly line: number; readonly bytes: number } & (
  | { readonly contractId: string; readonly body: Readonly<Record<string, unknown>> }
  | { readonly contractId?: string; readonly problem: ProblemBody }
)

/** Many actions at once (`wire.md` section 2): read, judged and answered line by line, whatever the length. */
export function manyRoutes(app: FastifyInstance, ledger: Ledger): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      [NDJSON, 'application/ndjson'],
      async (_request: unknown, body: unknown) => body,
    )
    scope.withTypeProvider<ZodTypeProvider>().post(
      '/v1/actions',
      {
        schema: {
          summary: 'Record many actions, one a line',
          tags: ['record'],
          querystring: z.strictObject({}),
        },
      },
      async (request, reply) => {
        const conditions = conditionsOf(request.headers)
        if ('length' in conditions) return sendProblem(reply, malformed(conditions))
        if (conditions.ifMatch !== undefined)
          return sendProblem(
            reply,
            malformed([{ path: 'If-Match', message: 'belongs to one contract: post its action alone' }]),
          )
        return reply.type(NDJSON).send(Readable.from(answers(ledger, request, conditions.key)))
      },
    )
  })
}

async function* answers(
  ledger: Ledger,
  request: FastifyRequest,
  key: string | undefined,
): AsyncGenerator<string> {
  const minimal = prefersMinimal(request.headers)
  const entries = entriesOf(linesOf(request.body as IncomingMessage, ACTION_BYTES_MAX))
  yield* inLanes(entries, {
    laneOf: (entry) => entry.contractId ?? '',
    shareOf: ({ bytes }) => Math.max(1 / LINES_MAX, bytes / BYTES_MAX),
    run: async (entry) => `${JSON.stringify(await answerOf(ledger, request, entry, key, minimal))}\n`,
  })
}

async function* entriesOf(lines: AsyncIterable<Line>): AsyncGenerator<Entry> {
  for await (const line of lines) yield entryOf(line)
}

function entryOf({ number: line, bytes }: Line): Entry {
  if (bytes === undefined) {
    const detail = `line ${line} is longer than ${ACTION_BYTES_MAX} bytes`
    return { line, bytes: 0, problem: { type: 'too-large', status: 413, detail } }
  }
  const bad = (path: string, message: string): Entry => ({
    line,
    bytes: bytes.length,
    problem: malformed([{ path, message }]),
  })
  try {
    const action = parseJson(bytes)
    if (typeof action !== 'object' || action === null || Array.isArray(action))
      return bad('(line)', 'wanted: an object, one action')
    const { contractId, ...body } = action as Record<string, unknown>
    const id = ContractId.safeParse(contractId)
    if (!id.success) return bad('contractId', `wanted: an id, ${id.error.issues[0]?.message ?? 'a text'}`)
    return { line, bytes: bytes.length, contractId: id.data, body }
  } catch (error) {
    return bad('(line)', `not JSON: ${(error as Error).message}`)
  }
}

async function answerOf(
  ledger: Ledger,
  request: FastifyRequest,
  entry: Entry,
  key: string | undefined,
  minimal: boolean,
): Promise<Record<string, unknown>> {
  const { line, contractId } = entry
  if ('problem' in entry)
    return { line, status: entry.problem.status, problem: problemDocument(entry.problem) }
  try {
    const { status, events, revision, problem } = toldOf(
      ledger,
      await record(ledger, {
        door: 'contract',
        contractId: entry.contractId,
        body: entry.body,
        actor: request.actor,
        ...(key !== undefined && { key: keyOf(key, line) }),
      }),
    )
    if (problem) return { line, contractId, status, problem }
    return { line, contractId, status, ...(minimal ? revision !== undefined && { revision } : { events }) }
  } catch (error) {
    request.log.error(error)
    const detail = 'the line was not carried out; the log of the server says why'
    return {
      line,
      contractId,
      status: 500,
      problem: problemDocument({ type: 'internal', status: 500, detail }),
    }
  }
}

/** A key of the whole body gives each of its lines one, so that the body can be sent again after a lost answer. */
const keyOf = (key: string, line: number): string =>
  createHash('sha256').update(`${key}\n${line}`).digest('hex')
