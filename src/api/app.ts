import fastifyHelmet from '@fastify/helmet'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import { ACTION_BYTES_MAX } from '../ledger/journal.ts'
import { parseJson } from '../ledger/json.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { authenticate } from './auth.ts'
import { billRunRoutes } from './bill-run.ts'
import { chargeRoutes } from './charges.ts'
import { contractRoutes } from './contracts.ts'
import { closeConnections } from './ending.ts'
import { answerError } from './errors.ts'
import { eventRoutes } from './events.ts'
import { erasureRoutes } from './erasures.ts'
import { findingRoutes } from './findings.ts'
import { historyRoutes } from './history.ts'
import { limitRate } from './limits.ts'
import { listRoutes } from './lists.ts'
import { careful, logRequests, requestIds } from './log.ts'
import { manyRoutes } from './many.ts'
import { Metrics, countRequests, counted, metricsRoutes } from './metrics.ts'
import { describeInterface } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { type AppOptions } from './options.ts'
import { previewRoutes } from './preview.ts'
import { recordRoutes } from './record.ts'
import { resourceRoutes } from './resources.ts'
import { statementRoutes } from './statements.ts'
import { systemRoutes } from './system.ts'
import { tariffRoutes } from './tariffs.ts'
import { validators } from './validators.ts'

const ROUTES = [
  systemRoutes,
  recordRoutes,
  manyRoutes,
  contractRoutes,
  chargeRoutes,
  statementRoutes,
  previewRoutes,
  billRunRoutes,
  resourceRoutes,
  historyRoutes,
  findingRoutes,
  listRoutes,
  eventRoutes,
  tariffRoutes,
  erasureRoutes,
]

/** The pages come from here alone, and stay as they are where nobody put TLS before the server. */
const POLICY = { upgradeInsecureRequests: null }

/** The HTTP interface of a ledger. It listens to nobody until `listen` is called. */
export async function createApp(ledger: Ledger, options: AppOptions): Promise<FastifyInstance> {
  const { rateLimit, logger = false } = options
  const metrics = new Metrics(ledger.store, options.measures ?? [])
  const measured = { ...ledger, store: counted(ledger.store, metrics) }
  const app = fastify({
    bodyLimit: ACTION_BYTES_MAX,
    logger: careful(logger),
    ...requestIds,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 128 },
  })
  app.setValidatorCompiler(validators)
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer)) // schemas of answers describe; tests hold them
  readJson(app)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, {
      type: 'not-found',
      status: 404,
      detail: `${request.method} ${request.url.split('?')[0]} is no route of this interface; see /docs`,
    }),
  )
  closeConnections(app)
  logRequests(app)
  countRequests(app, metrics)
  await app.register(fastifyHelmet, { contentSecurityPolicy: { directives: POLICY } })
  if (rateLimit !== undefined) await limitRate(app, rateLimit)
  authenticate(app, options)
  if (!options.isWorker) await describeInterface(app)
  metricsRoutes(app, metrics)
  for (const routes of options.isWorker ? [systemRoutes] : ROUTES) routes(app, measured, options)
  return app
}

function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => (body.length === 0 ? undefined : parseJson(body)),
  )
}
