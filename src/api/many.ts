import { createHash } from 'node:crypto'
import { type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { type FastifyInstance, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { AppendTooLarge, StoreUnavailable } from '../eventstore/event-store.ts'
import { ACTION_BYTES_MAX, type Entry, contractEntry } from '../ledger/journal.ts'
import { inLanes } from '../ledger/lanes.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Line, linesOf } from '../ledger/lines.ts'
import { malformed } from '../ledger/outcome.ts'
import { record } from '../ledger/record.ts'
import { toldOf } from './answer.ts'
import { tooLarge, unavailable } from './errors.ts'
import { RecordHeaders, conditionsOf, prefersMinimal } from './headers.ts'
import { type ProblemBody, problemDocument, sendProblem } from './problem.ts'
import { NoQuery } from './query.ts'
import { ALWAYS, responses } from './responses.ts'
import { ActionLine } from './schemas/actions.ts'
import { LineAnswer } from './schemas/events.ts'

export const NDJSON = 'application/x-ndjson'
/** Lines under way at once: as many as share one commit well, and never more bytes than a server has to spare. */
const LINES_MAX = 1_024
const BYTES_MAX = 16 * ACTION_BYTES_MAX
/** Answers kept for a client that sends everything before it reads anything; behind them its lines have to wait. */
const ANSWER_BYTES_MAX = 64 * ACTION_BYTES_MAX

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
          description:
            'A body of any length, read, judged and answered line by line. Lines of one contract keep their order, a bad line stops nothing, blank lines are skipped. Where the log does not answer, the line and those of its contract behind it get 503: send these again. Read the answer while you send.',
          tags: ['record'],
          querystring: NoQuery,
          headers: RecordHeaders,
          consumes: [NDJSON],
          body: ActionLine,
          response: responses(
            { 200: ['One line a line, in their order', { [NDJSON]: LineAnswer }] },
            ...ALWAYS,
            'unsupported-media-type',
          ),
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
        const lines = answers(ledger, request, conditions.key)
        return reply
          .type(NDJSON)
          .send(Readable.from(lines, { objectMode: false, highWaterMark: ANSWER_BYTES_MAX }))
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
  const lines = linesOf(request.body as IncomingMessage, ACTION_BYTES_MAX)
  const cutOff = new Map<string, StoreUnavailable>()
  yield* inLanes(entriesOf(lines), {
    laneOf: ({ told }) => told?.contractId ?? '',
    shareOf: ({ bytes }) => Math.max(1 / LINES_MAX, bytes / BYTES_MAX),
    run: async (entry) =>
      `${JSON.stringify(await answerOf({ ledger, request, key, minimal, cutOff }, entry))}\n`,
  })
}

async function* entriesOf(lines: AsyncIterable<Line>): AsyncGenerator<Entry> {
  for await (const line of lines) yield contractEntry(line)
}

/** What all lines of a body have in common. `cutOff`: contracts of which a line could not be recorded, and why. */
type Body = {
  readonly ledger: Ledger
  readonly request: FastifyRequest
  readonly key: string | undefined
  readonly minimal: boolean
  readonly cutOff: Map<string, StoreUnavailable>
}

async function answerOf(body: Body, entry: Entry): Promise<Record<string, unknown>> {
  const { line, told } = entry
  if (!told) return { line, status: entry.problem.status, problem: problemDocument(entry.problem) }
  const { contractId = '' } = told
  try {
    const lost = body.cutOff.get(contractId)
    if (lost) throw lost // recorded now, it would stand before the line that is sent again
    const { ledger, request, key, minimal } = body
    const outcome = await record(ledger, {
      ...told,
      actor: request.actor,
      ...(key !== undefined && { key: keyOf(key, line) }),
    })
    const { status, events, revision, problem } = await toldOf(ledger, outcome)
    if (problem) return { line, contractId, status, problem }
    return { line, contractId, status, ...(minimal ? revision !== undefined && { revision } : { events }) }
  } catch (error) {
    const problem = problemOf(body, contractId, error)
    return { line, contractId, status: problem.status, problem: problemDocument(problem) }
  }
}

function problemOf({ request, cutOff }: Body, contractId: string, error: unknown): ProblemBody {
  if (error instanceof StoreUnavailable) {
    if (!cutOff.has(contractId)) request.log.warn(error)
    cutOff.set(contractId, new StoreUnavailable(error.message, { ...error, inDoubt: false, cause: error }))
    return unavailable(error)
  }
  if (error instanceof AppendTooLarge) return tooLarge(error)
  request.log.error(error)
  const detail = 'the line was not carried out; the log of the server says why'
  return { type: 'internal', status: 500, detail }
}

/** A key of the whole body gives each of its lines one, so that the body can be sent again after a lost answer. */
const keyOf = (key: string, line: number): string =>
  createHash('sha256').update(`${key}\n${line}`).digest('hex')
