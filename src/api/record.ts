import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ContractId } from '../domain/contract/envelope.ts'
import { type Ledger, eventAnswer } from '../ledger/ledger.ts'
import { caseOf } from '../ledger/load.ts'
import { type Outcome } from '../ledger/outcome.ts'
import { record } from '../ledger/record.ts'
import { type Request } from '../ledger/request.ts'
import { Renderer } from '../projections/render.ts'
import { type Credential } from './auth.ts'
import { cardOf } from './contracts.ts'
import { problemDocument, sendProblem } from './problem.ts'

const DryRun = z.object({ dryRun: z.enum(['true', 'false']).optional() })

/** Doors by which facts come in (`wire.md` section 2). */
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
      const dryRun = request.query.dryRun === 'true'
      const outcome = await record(ledger, { door: 'contract', contractId, dryRun, ...asked(request) })
      return answerContract(ledger, contractId, outcome, request, reply)
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
        const outcome = await record(ledger, {
          door,
          dryRun: request.query.dryRun === 'true',
          ...asked(request),
        })
        if (outcome.kind === 'problem') return sendProblem(reply, problemOf(ledger, outcome))
        return reply.code(outcome.kind === 'same' ? 200 : 201).send({ events: eventsOf(ledger, outcome) })
      },
    )
  }
}

/** What a request says beside its path: who, under which key, on which revision. */
function asked(request: FastifyRequest): Pick<Request, 'body' | 'actor' | 'key' | 'ifMatch'> {
  const key = request.headers['idempotency-key']
  const match = request.headers['if-match']
  const { actor } = request as FastifyRequest & { actor: Credential }
  return {
    body: request.body,
    actor,
    ...(typeof key === 'string' && { key }),
    ...(match !== undefined && { ifMatch: Number(match.replaceAll('"', '').replace(/^W\//, '')) }),
  }
}

const eventsOf = (ledger: Ledger, outcome: Outcome): readonly Record<string, unknown>[] =>
  outcome.kind === 'recorded' ? outcome.events.map((event) => eventAnswer(ledger, event)) : []

const problemOf = (ledger: Ledger, outcome: Extract<Outcome, { kind: 'problem' }>) => {
  const { problem, event } = outcome
  const below =
    'causes' in problem ? { causes: new Renderer('events').below({ causes: problem.causes }) } : {}
  return { ...problem, ...below, ...(event && { event: eventAnswer(ledger, event) }) }
}

async function answerContract(
  ledger: Ledger,
  contractId: string,
  outcome: Outcome,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (outcome.kind === 'problem') return sendProblem(reply, problemOf(ledger, outcome))
  const events = eventsOf(ledger, outcome)
  const after = outcome.kind === 'recorded' ? outcome.after : undefined
  if (/(^|[,;\s])return=minimal/.test(String(request.headers['prefer'] ?? '')) && !after) {
    const { revision } =
      outcome.kind === 'recorded' ? outcome : await ledger.store.head(`contract-${contractId}`)
    return reply
      .code(outcome.kind === 'same' ? 200 : 201)
      .header('preference-applied', 'return=minimal')
      .header('etag', `"${revision}"`)
      .send({ events, revision })
  }
  const material = after ?? (await ledger.loader.material(contractId))
  if (!material) throw new Error(`contract ${contractId} was recorded and cannot be read`)
  const contract = cardOf({
    material,
    c: caseOf(material, ledger.clock.now()),
    render: new Renderer('events'),
    knownAt: null,
  })
  return reply
    .code(outcome.kind === 'same' ? 200 : 201)
    .header('etag', `"${material.own.revision}"`)
    .send({ events, contract })
}

export { problemDocument, problemOf, eventsOf }
