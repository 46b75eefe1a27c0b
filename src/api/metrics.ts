import { setTimeout as sleep } from 'node:timers/promises'
import { type FastifyInstance } from 'fastify'
import { type ZodTypeProvider } from 'fastify-type-provider-zod'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { z } from 'zod'
import { type EventDraft, type EventStore } from '../eventstore/event-store.ts'
import { NoQuery } from './query.ts'
import { ALWAYS, responses } from './responses.ts'

/** A number that whoever set the server up can tell when it is looked at. */
export type Measure = {
  /** In the manner of Prometheus: `daicho_…`, with its unit at the end. */
  readonly name: `daicho_${string}`
  readonly help: string
  /** Undefined, rejected, or not there in time: it cannot be told just now, and is left out. */
  readonly read: () => Promise<number | undefined> | number | undefined
}

/** Where this is served, and all that `DAICHO_METRICS_TOKEN` opens. */
export const METRICS = '/v1/metrics'
/** From a read in memory to the close of a large contract. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** A log or database that hangs must not keep everything else from being seen. */
const READ_MS = 2_000

/** Memory, processor time and how late the event loop is: one for all servers of a process. */
let ofProcess: Registry | undefined
function processRegistry(): Registry {
  if (ofProcess) return ofProcess
  ofProcess = new Registry()
  collectDefaultMetrics({ register: ofProcess })
  return ofProcess
}

const told = async (read: Measure['read']): Promise<number | undefined> => {
  try {
    return await Promise.race([read(), sleep(READ_MS, undefined, { ref: false })])
  } catch {
    return undefined
  }
}

/** What is counted of one server. Labels are routes, statuses and services: never an id of a contract or a person. */
export class Metrics {
  readonly #own = new Registry()
  readonly #seconds = new Histogram({
    name: 'daicho_http_request_duration_seconds',
    help: 'Requests answered, by route as it is declared',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [this.#own],
  })
  readonly #events = new Counter({
    name: 'daicho_events_appended_total',
    help: 'Events this server recorded, refusals included',
    labelNames: ['service'] as const,
    registers: [this.#own],
  })
  readonly #refusals = new Counter({
    name: 'daicho_refusals_total',
    help: 'Actions this server recorded as refused by the terms',
    labelNames: ['service'] as const,
    registers: [this.#own],
  })

  constructor(store: EventStore, measures: readonly Measure[]) {
    processRegistry()
    this.#tell({
      name: 'daicho_log_position',
      help: 'Position of the last event of the log',
      read: async () => (await store.head()).position,
    })
    for (const measure of measures) this.#tell(measure)
  }

  #tell({ name, help, read }: Measure): void {
    new Gauge({
      name,
      help,
      registers: [this.#own],
      async collect() {
        this.remove()
        const value = await told(read)
        if (value !== undefined) this.set(value)
      },
    })
  }

  request(method: string, route: string, status: number, ms: number): void {
    this.#seconds.observe({ method, route, status }, ms / 1_000)
  }

  appended(events: readonly Pick<EventDraft, 'service' | 'type'>[]): void {
    for (const { service, type } of events) {
      this.#events.inc({ service })
      if (type === 'ActionRefused') this.#refusals.inc({ service })
    }
  }

  text(): Promise<string> {
    return Registry.merge([this.#own, processRegistry()]).metrics()
  }

  get contentType(): string {
    return this.#own.contentType
  }
}

/** The same log; what is appended through it is counted. */
export function counted(store: EventStore, metrics: Metrics): EventStore {
  const append: EventStore['append'] = async (...asked) => {
    const appended = await store.append(...asked)
    if (appended.outcome === 'appended') metrics.appended(appended.events)
    return appended
  }
  return new Proxy(store, {
    get: (target, member) => (member === 'append' ? append : Reflect.get(target, member)),
  })
}

export function countRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    metrics.request(method, routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime)
  })
}

/** Serves what is counted for Prometheus. */
export function metricsRoutes(app: FastifyInstance, metrics: Metrics): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    METRICS,
    {
      schema: {
        summary: 'What is counted and measured, for Prometheus',
        description:
          'Requests by route, events and refusals by service, the position of the log and of the projections, memory and event loop. No id of a contract or a person is in it. Takes the operator token, or `DAICHO_METRICS_TOKEN`, which opens nothing else.',
        tags: ['system'],
        querystring: NoQuery,
        response: responses({ 200: ['It, as text', { 'text/plain': z.string() }] }, ...ALWAYS),
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  )
}
