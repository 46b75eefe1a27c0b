import { openPostgres } from '../sql/postgres.ts'
import { migrate } from './migrations.ts'
import { type ReadStore } from './read-store.ts'
import { type ViewSchema } from './schema.ts'

/** Views in PostgreSQL, for any number of processes. */
export async function openPostgresViews(url: string, schema?: string): Promise<ReadStore> {
  const { db, close } = openPostgres<ViewSchema>(url, schema === undefined ? {} : { schema })
  try {
    await migrate(db, 'postgres')
  } catch (error) {
    await close()
    throw error
  }
  return {
    db,
    shared: true,
    snapshot: (work) =>
      db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
    close,
  }
}
