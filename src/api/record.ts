import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ContractId } from '../domain/contract/envelope.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { caseOf } from '../ledger/load.ts'
import { type Outcome, malformed } from '../ledger/outcome.ts'
import { record } from '../ledger/record.ts'
import { type Request } from '../ledger/request.ts'
import { Renderer } from '../projections/render.ts'
import { toldOf } from './answer.ts'
import { cardOf } from './contracts.ts'
import { conditionsOf, prefersMinimal } from './headers.ts'
import { sendDocument, sendProblem } from './problem.ts'

const DryRun = z.strictObject({ dryRun: z.enum(['true', 'false'], 'true or false').optional() })
type Door = Pick<Request, 'door' | 'contractId'>

/** Doors by which single facts come in (`wire.md` section 2). */
export function recordRoutes(app: FastifyInstance, ledger: Ledger): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/v1/contracts/:contractId/actions',
    {
      schema: {
        summary: 'Record an action of a contract',
        tags: ['record'],
        params: z.object({ contractId: ContractId }),
        querystring: DryRun,
      },
    },
    async (request, reply) => {
      const { contractId } = request.params
      const outcome = await recorded(ledger, { door: 'contract', contractId }, request, reply)
      return outcome && answerContract(ledger, contractId, outcome, request, reply)
    },
  )
  for (const [door, path] of [
    ['reference', '/v1/reference/actions'],
    ['outage', '/v1/outages'],
  ] as const) {
    routes.post(
      path,
      { schema: { summary: `Record a fact of a provider (${door})`, tags: ['record'], querystring: DryRun } },
      async (request, reply) => {
        const outcome = await recorded(ledger, { door }, request, reply)
        if (!outcome) return reply
        const { status, events, revision } = toldOf(ledger, outcome)
        if (revision !== undefined) reply.header('etag', `"${revision}"`)
        return reply.code(status).send({ events })
      },
    )
  }
}

/** Records what a request asks for; undefined where it was answered with a problem. */
async function recorded(
  ledger: Ledger,
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Outcome | undefined> {
  const conditions = conditionsOf(request.headers)
  if ('length' in conditions) {
    sendProblem(reply, malformed(conditions))
    return undefined
  }
  const { dryRun } = request.query as z.infer<typeof DryRun>
  const { body, actor } = request
  const outcome = await record(ledger, { ...door, ...conditions, body, actor, dryRun: dryRun === 'true' })
  if (outcome.kind !== 'problem') return outcome
  const { problem, revision } = toldOf(ledger, outcome)
  if (revision !== undefined) reply.header('etag', `"${revision}"`)
  if (problem) sendDocument(reply, problem)
  return undefined
}

async function answerContract(
  ledger: Ledger,
  contractId: string,
  outcome: Outcome,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { status, events, revision } = toldOf(ledger, outcome)
  if (prefersMinimal(headers)) {
    const now = revision ?? (await ledger.store.head(`contract-${contractId}`)).revision
    reply.header('preference-applied', 'return=minimal').header('etag', `"${now}"`)
    return reply.code(status).send({ events, revision: now })
  }
  const imagined = outcome.kind === 'recorded' ? outcome.after : undefined
  const material = imagined ?? (await ledger.loader.material(contractId))
  if (!material) throw new Error(`contract ${contractId} was recorded and cannot be read`)
  const c = caseOf(material, ledger.clock.now())
  const contract = cardOf({ material, c, render: new Renderer('events'), knownAt: null })
  return reply.code(status).header('etag', `"${material.own.revision}"`).send({ events, contract })
}
