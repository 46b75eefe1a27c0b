import { Readable } from 'node:stream'
import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Service } from '../domain/contract/vocabulary.ts'
import { Month, monthOf } from '../domain/kernel/calendar.ts'
import { type RunOptions, closeContract, contractsOf, sideBySide } from '../ledger/close-run.ts'
import { type Contract } from '../ledger/directory.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { Loader } from '../ledger/load.ts'
import { WALK_EVENTS } from '../ledger/walk.ts'
import { NDJSON } from './many.ts'
import { sendProblem } from './problem.ts'
import { NoQuery } from './query.ts'
import { ALWAYS, responses } from './responses.ts'

const Body = z
  .strictObject({
    services: z.array(Service).min(1).optional().describe('Contracts of these services only'),
    leaveOut: z
      .array(z.string().min(1).max(64))
      .max(100)
      .optional()
      .describe('Names of undetermined lines that bills leave out'),
  })
  .nullish()

const Bills = z.strictObject({
  contractId: z.string(),
  bills: z.array(
    z.strictObject({
      month: z.string(),
      outcome: z.enum(['closed', 'already', 'nothing', 'problem']),
      problem: z.strictObject({ type: z.string(), detail: z.string() }).optional(),
    }),
  ),
})
const Line = z.union([Bills, z.strictObject({ contracts: z.int() })])

/** Contracts closed side by side beside whatever else the server does: few, so that nobody waits long for a turn. */
const BESIDE = 8

/** Closes a month of every contract that owes something, as `daicho close` does, while the server serves. */
export function closeRunRoutes(app: FastifyInstance, ledger: Ledger): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/v1/statements/:month/close',
    {
      schema: {
        summary: 'Close the bills of a month',
        description:
          'A line for each contract as it is done, with its bill and those of earlier months that had nothing to bill before; at the end a line with the number of contracts. Whoever misses that line asks again: what is closed stays closed.',
        tags: ['billing'],
        params: z.strictObject({ month: Month }),
        querystring: NoQuery,
        body: Body,
        response: responses(
          { 200: ['One line a contract, and one at the end', { [NDJSON]: Line }] },
          ...ALWAYS,
          'month-open',
        ),
      },
    },
    async (request, reply) => {
      const { month } = request.params
      const now = ledger.clock.now()
      if (month >= monthOf(now)) {
        const detail = `${month} is not over at ${now}; close it when the next month has begun`
        return sendProblem(reply, { type: 'month-open', status: 422, detail })
      }
      const { services, leaveOut = [] } = request.body ?? {}
      const run = { month, services, leaveOut, reportedBy: request.actor.id }
      return reply.type(NDJSON).send(Readable.from(lines(ledger, run)))
    },
  )
}

async function* lines(ledger: Ledger, run: RunOptions): AsyncGenerator<string> {
  await ledger.directory.catchUp()
  const closer = { ...ledger, loader: new Loader(ledger.store, ledger.directory, WALK_EVENTS) }
  const all = contractsOf(ledger.directory.contracts(), run)
  const closed = async (each: Contract): Promise<z.infer<typeof Bills>> => {
    const done = await closeContract(closer, each, run)
    return { contractId: each.id, bills: done.map(({ contractId: _, ...bill }) => bill) }
  }
  for await (const bills of sideBySide(all, BESIDE, closed)) yield `${JSON.stringify(bills)}\n`
  yield `${JSON.stringify({ contracts: all.length })}\n`
}
