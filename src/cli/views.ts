import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type FastifyBaseLogger } from 'fastify'
import { type Measure } from '../api/metrics.ts'
import { type Cluster, type Config } from '../config.ts'
import { machineClock } from '../ledger/clock.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { Lists } from '../ledger/lists.ts'
import { type Tended, tend } from '../ledger/tend.ts'
import { begin } from '../readstore/generations.ts'
import { type ReadStore } from '../readstore/read-store.ts'
import { openSqliteViews } from '../readstore/sqlite.ts'
import { type Opened } from './open.ts'
import { tendInThread } from './views-thread.ts'

/** What is read across contracts, beside a ledger. */
export type Views = {
  readonly lists: Lists
  /** What keeps them caught up, to be done by hand. */
  readonly tended: Tended
  /** Begins to keep them caught up. */
  readonly start: () => void
  /** Ends that, when what is under way is done, and closes them. */
  readonly close: () => Promise<void>
}

/** What is measured of views: how far they are behind, and how much waits. */
export const measuresOf = (lists: Lists): readonly Measure[] => [
  {
    name: 'daicho_views_position',
    help: 'Position of the log up to which the views hold everything',
    read: async () => (await lists.lag()).position,
  },
  {
    name: 'daicho_views_lag_positions',
    help: 'Positions of the log that the views do not hold yet: events, or bytes in KurrentDB',
    read: async () => lists.lag().then(({ head, position }) => head - position),
  },
  {
    name: 'daicho_views_waiting_contracts',
    help: 'Contracts that wait to be computed anew',
    read: async () => (await lists.lag()).waiting,
  },
]

export type Fault = (what: string, error: unknown) => void

/** Tells faults to the log of a server, and to stderr while there is none yet. */
export function faults(): { readonly tell: Fault; readonly to: (log: FastifyBaseLogger) => void } {
  let log: FastifyBaseLogger | undefined
  return {
    tell: (what, error) => {
      if (log) log.error(error, what)
      else
        process.stderr.write(`daicho: ${what}: ${error instanceof Error ? error.message : String(error)}\n`)
    },
    to: (given) => (log = given),
  }
}

/**
 * The views of a ledger in a read store, which is theirs from now on.
 * @param file where they lie when a thread of its own is to keep them caught up
 */
export function viewsOf(ledger: Ledger, reads: ReadStore, onFault: Fault, file?: string): Views {
  const lists = new Lists(ledger, reads, () => openSqliteViews(''))
  const tended = { ledger, loader: ledger.loader, reads, onFault }
  let end = async (): Promise<void> => undefined
  return {
    lists,
    tended,
    start: () => {
      end = file === undefined ? tendHere(tended) : tendInThread(ledger.store, file, onFault)
    },
    close: async () => {
      await end()
      lists.close()
      await reads.close()
    },
  }
}

function tendHere(tended: Tended): () => Promise<void> {
  const ending = new AbortController()
  const work = tend(tended, ending.signal)
  return () => {
    ending.abort()
    return work
  }
}

/** A ledger with its views; closing it closes both. */
export type WithViews = Opened & Pick<Views, 'lists' | 'tended'> & { readonly startViews: () => void }

/**
 * The views of a ledger: of one of several machines in the database these share, of an embedded one in a file beside
 * its log, or in memory as it is itself. When they cannot be opened, the ledger is closed.
 */
export async function withViews(
  { cluster }: Pick<Config, 'cluster'>,
  opened: Opened,
  onFault: Fault,
): Promise<WithViews> {
  const { ledger, directory } = opened
  const file = cluster || directory === undefined ? undefined : join(directory, 'views.sqlite')
  // A clock that is set by hand is set in this thread alone.
  const ofThread = ledger.clock === machineClock ? file : undefined
  try {
    const reads = cluster
      ? await shared(cluster)
      : file === undefined
        ? await openSqliteViews(':memory:')
        : await viewsFile(file, onFault)
    await begin(reads) // so that lists are answered from the first request on, however little they hold
    const { lists, tended, start, close } = viewsOf(ledger, reads, onFault, ofThread)
    return { ...opened, lists, tended, startViews: start, close: () => close().finally(opened.close) }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Its client is loaded only by whom has such a database. */
const shared = async ({ postgres }: Cluster): Promise<ReadStore> =>
  (await import('../readstore/postgres.ts')).openPostgresViews(postgres)

/** They can be made anew from the log at any time, so a damaged file is thrown away. */
async function viewsFile(path: string, onFault: Fault): Promise<ReadStore> {
  try {
    return await openSqliteViews(path)
  } catch (error) {
    onFault(`${path} cannot be read and is made anew from the log`, error)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
    return openSqliteViews(path)
  }
}
