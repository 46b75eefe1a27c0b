import { type Kysely } from 'kysely'
import { type ViewSchema } from './schema.ts'

export type ViewDb = Kysely<ViewSchema>

/**
 * A database that holds what is read across contracts. What is done with it is the same for all of them (`advance.ts`,
 * `work.ts`, `select.ts`), and one suite holds it: `test/readstore/contract.ts`.
 */
export type ReadStore = {
  readonly db: ViewDb
  /** Several processes work on it: whoever takes work locks it. */
  readonly shared: boolean
  /** Reads that all see the same state, whatever is written meanwhile. Writers do not wait for them. */
  readonly snapshot: <T>(work: (db: ViewDb) => Promise<T>) => Promise<T>
  readonly close: () => Promise<void>
}
