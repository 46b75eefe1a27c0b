import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ContractId } from '../domain/contract/envelope.ts'
import { contractStream } from '../ledger/directory.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { type Material, caseOf } from '../ledger/load.ts'
import { malformed } from '../ledger/outcome.ts'
import { record } from '../ledger/record.ts'
import { type Request } from '../ledger/request.ts'
import { Renderer } from '../projections/render.ts'
import { type Told, toldOf } from './answer.ts'
import { cardOf } from './contracts.ts'
import { RecordHeaders, conditionsOf, prefersMinimal } from './headers.ts'
import { sendDocument, sendProblem } from './problem.ts'
import { OF_A_RECORDING, responses } from './responses.ts'
import { ContractAction, OutageAction, ReferenceAction } from './schemas/actions.ts'
import { Recorded, RecordedFact, RecordedMinimal } from './schemas/events.ts'

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
        headers: RecordHeaders,
        body: ContractAction,
        response: responses(
          {
            201: ['Recorded; in a dry run: what would be', z.union([Recorded, RecordedMinimal])],
            200: ['Recorded before: nothing new was', z.union([Recorded, RecordedMinimal])],
          },
          ...OF_A_RECORDING,
        ),
      },
    },
    async (request, reply) => {
      const { contractId } = request.params
      const recorded = await recording(ledger, { door: 'contract', contractId }, request, reply)
      return recorded ? answerContract(ledger, contractId, recorded, request, reply) : reply
    },
  )
  for (const [door, path, summary, body] of [
    ['reference', '/v1/reference/actions', 'Record what a provider published', ReferenceAction],
    ['outage', '/v1/outages', 'Record what happened to a whole service', OutageAction],
  ] as const) {
    routes.post(
      path,
      {
        schema: {
          summary,
          tags: ['record'],
          querystring: DryRun,
          headers: RecordHeaders,
          body,
          response: responses(
            { 201: ['Recorded', RecordedFact], 200: ['Recorded before: nothing new was', RecordedFact] },
            ...OF_A_RECORDING,
          ),
        },
      },
      async (request, reply) => {
        const recorded = await recording(ledger, { door }, request, reply)
        return recorded ? reply.code(recorded.told.status).send({ events: recorded.told.events }) : reply
      },
    )
  }
}

/** What became of an action that was no problem. */
type Outcome = { readonly told: Told; readonly after: Material | undefined }

/** Records what a request asks for; undefined where it was answered with a problem. */
async function recording(
  ledger: Ledger,
  door: Door,
  { headers, query, body, actor }: FastifyRequest,
  reply: FastifyReply,
): Promise<Outcome | undefined> {
  const conditions = conditionsOf(headers)
  if ('length' in conditions) {
    sendProblem(reply, malformed(conditions))
    return undefined
  }
  const dryRun = (query as z.infer<typeof DryRun>).dryRun === 'true'
  const outcome = await record(ledger, { ...door, ...conditions, body, actor, dryRun })
  const told = await toldOf(ledger, outcome)
  if (told.revision !== undefined) reply.header('etag', `"${told.revision}"`)
  if (told.replayed) reply.header('idempotent-replayed', 'true')
  if (told.problem) {
    sendDocument(reply, told.problem)
    return undefined
  }
  return { told, after: outcome.kind === 'recorded' ? outcome.after : undefined }
}

async function answerContract(
  ledger: Ledger,
  contractId: string,
  { told: { status, events, revision }, after }: Outcome,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (prefersMinimal(headers)) {
    const now = revision ?? (await ledger.store.head(contractStream(contractId))).revision
    reply.header('preference-applied', 'return=minimal').header('etag', `"${now}"`)
    return reply.code(status).send({ events, revision: now })
  }
  const material = after ?? (await ledger.loader.material(contractId))
  if (!material) throw new Error(`contract ${contractId} was recorded and cannot be read`)
  const c = caseOf(material, ledger.clock.now())
  const contract = cardOf({ material, c, render: new Renderer('events'), knownAt: null })
  return reply.code(status).header('etag', `"${material.own.revision}"`).send({ events, contract })
}
