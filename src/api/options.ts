import { type FastifyServerOptions } from 'fastify'
import { type Lists } from '../ledger/lists.ts'
import { type Measure } from './metrics.ts'
import { type Issuers } from '../projections/paper.ts'
import { type LeadTimes } from '../projections/deadlines.ts'

/** How the HTTP interface is set up. */
export type AppOptions = {
  /** The operator's token. */
  readonly token: string
  /** A token that opens what is measured, and nothing else. */
  readonly metricsToken?: string | undefined
  /** Requests a minute from one address; absent = no limit. */
  readonly rateLimit?: number | undefined
  /** Days before a deadline at which the operator wants to be reminded (CC-20). */
  readonly leadTimes?: LeadTimes | undefined
  /** In whose name bills are printed, by service. */
  readonly issuers?: Issuers | undefined
  /** Answers when what the server needs beside the log does, and throws when that is away. */
  readonly ready?: (() => Promise<void>) | undefined
  /** Lists across contracts; absent = they are not served. */
  readonly lists?: Lists | undefined
  /** What is told beside requests and events to whoever watches the server. */
  readonly measures?: readonly Measure[] | undefined
  /** A process that only works: it answers whether it lives and is ready, and what it counts. */
  readonly isWorker?: boolean
  readonly logger?: FastifyServerOptions['logger']
}
