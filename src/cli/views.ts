import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Measure } from '../api/metrics.ts'
import { type Config } from '../config.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { Lists } from '../ledger/lists.ts'
import { type Tended, tend } from '../ledger/tend.ts'
import { type ReadStore } from '../readstore/read-store.ts'
import { openSqliteViews } from '../readstore/sqlite.ts'
import { type Opened } from './open.ts'

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

/** The views of a ledger in a read store, which is theirs from now on. */
export function viewsOf(ledger: Ledger, reads: ReadStore, onFault: Fault): Views {
  const lists = new Lists(ledger, reads, () => openSqliteViews(''))
  const tended = { ledger, loader: ledger.loader, reads, onFault }
  const ending = new AbortController()
  let work: Promise<void> = Promise.resolve()
  return {
    lists,
    tended,
    start: () => {
      work = tend(tended, ending.signal)
    },
    close: async () => {
      ending.abort()
      await work
      lists.close()
      await reads.close()
    },
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
  try {
    const { lists, tended, start, close } = viewsOf(opened.ledger, await readStore(), onFault)
    return { ...opened, lists, tended, startViews: start, close: () => close().finally(opened.close) }
  } catch (error) {
    await opened.close()
    throw error
  }

  async function readStore(): Promise<ReadStore> {
    if (cluster) return (await import('../readstore/postgres.ts')).openPostgresViews(cluster.postgres)
    return opened.directory === undefined ? openSqliteViews(':memory:') : viewsFile(opened.directory, onFault)
  }
}

/** They can be made anew from the log at any time, so a damaged file is thrown away. */
async function viewsFile(directory: string, onFault: Fault): Promise<ReadStore> {
  const path = join(directory, 'views.sqlite')
  try {
    return await openSqliteViews(path)
  } catch (error) {
    onFault(`${path} cannot be read and is made anew from the log`, error)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
    return openSqliteViews(path)
  }
}
