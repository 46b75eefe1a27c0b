import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Month } from '../domain/kernel/calendar.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { preview } from '../ledger/preview.ts'
import { previewed } from '../projections/preview.ts'
import { Renderer } from '../projections/render.ts'
import { toldOf } from './answer.ts'
import { sendDocument } from './problem.ts'
import { StatementParams } from './statements.ts'
import { OF_A_RECORDING, responses } from './responses.ts'
import { Preview } from './schemas/charges.ts'

const TOLD_MAX = 1_000
const Told = z.array(z.record(z.string(), z.unknown())).max(TOLD_MAX).optional()
const PreviewBody = z.strictObject({
  actions: Told.describe('Actions of the contract, as they would be posted'),
  reference: Told.describe('Facts of the provider: tariffs, tax rates'),
  outages: Told.describe('Outages of the whole service'),
})
type PreviewBody = z.infer<typeof PreviewBody>

/** What a bill would be. */
export function previewRoutes(app: FastifyInstance, ledger: Ledger): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/v1/contracts/:contractId/statements/:month/preview',
    {
      schema: {
        summary: 'What the bill of a month would be; records nothing',
        tags: ['billing'],
        params: StatementParams,
        body: PreviewBody.nullish(),
        response: responses({ 200: ['What it would be', Preview] }, ...OF_A_RECORDING),
      },
    },
    (request, reply) => answerPreview(ledger, request.params, request, reply),
  )
}

/** Answers what a bill would be if some things were told; the thing that could not be told is named by its place. */
async function answerPreview(
  ledger: Ledger,
  { contractId, month }: { readonly contractId: string; readonly month: Month },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { actions = [], reference = [], outages = [] } = (request.body ?? {}) as PreviewBody
  const told = [
    ...reference.map((body) => ({ door: 'reference' as const, body })),
    ...outages.map((body) => ({ door: 'outage' as const, body })),
    ...actions.map((body) => ({ door: 'contract' as const, body })),
  ]
  const found = await preview(ledger, { contractId, month, told, actor: request.actor })
  if ('now' in found) return previewed(found.now, found.then, month, new Renderer('events'))
  const { problem } = await toldOf(ledger, found.problem)
  const thing = told[found.index]
  if (!problem) throw new Error(`${contractId}: a problem of a preview has no words`)
  return sendDocument(reply, { ...problem, ...(thing && { told: thing.body }) })
}
