import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Ledger } from '../ledger/ledger.ts'
import { Lists } from '../ledger/lists.ts'
import { tend } from '../ledger/tend.ts'
import { type ReadStore } from '../readstore/read-store.ts'
import { openSqliteViews } from '../readstore/sqlite.ts'
import { type Embedded } from './embedded.ts'

/** What is read across contracts, beside a ledger. */
export type Views = {
  readonly lists: Lists
  /** Begins to keep them caught up. */
  readonly start: () => void
  /** Ends that, when what is under way is done, and closes them. */
  readonly close: () => Promise<void>
}

export type Fault = (what: string, error: unknown) => void

/** The views of a ledger in a read store, which is theirs from now on. */
export function viewsOf(ledger: Ledger, reads: ReadStore, onFault: Fault): Views {
  const lists = new Lists(ledger, reads, () => openSqliteViews(''))
  const ending = new AbortController()
  let work: Promise<void> = Promise.resolve()
  return {
    lists,
    start: () => {
      work = tend({ ledger, loader: ledger.loader, reads, onFault }, ending.signal)
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
export type WithViews = Embedded & { readonly lists: Lists; readonly startViews: () => void }

/** The views of an embedded ledger: in a file beside its log, or in memory as it is itself. */
export async function withViews(embedded: Embedded, onFault: Fault): Promise<WithViews> {
  const { directory, ledger } = embedded
  const reads = directory === undefined ? openSqliteViews(':memory:') : viewsFile(directory, onFault)
  const views = viewsOf(ledger, await reads, onFault)
  return {
    ...embedded,
    lists: views.lists,
    startViews: views.start,
    close: async () => {
      await views.close()
      await embedded.close()
    },
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
