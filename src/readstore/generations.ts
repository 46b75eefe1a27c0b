import { type ReadStore, type ViewDb } from './read-store.ts'
import { type ViewSchema } from './schema.ts'

/** Grows when the rows come to say something else: the views are then built anew beside those that are read. */
export const VIEW_VERSION = 1

export type Generation = ViewSchema['view_generations']

const ROWS_OF = [
  'view_rules',
  'view_pauses',
  'view_deadlines',
  'view_editions',
  'view_marks',
  'view_contracts',
] as const
/** Rows of a generation that are removed in one transaction. */
const REMOVED_AT_ONCE = 10_000

/** The generation that is read. */
export const current = (db: ViewDb): Promise<Generation | undefined> =>
  db.selectFrom('view_generations').selectAll().where('status', '=', 'current').executeTakeFirst()

/** The generations that this program keeps caught up: those made of rows as it makes them. */
export const tended = (db: ViewDb): Promise<readonly Generation[]> =>
  db
    .selectFrom('view_generations')
    .selectAll()
    .where('version', '=', VIEW_VERSION)
    .where('status', 'in', ['current', 'building'])
    .orderBy('generation')
    .execute()

/**
 * Begins a build unless one of this version is there already: of the views that are read, where there are none yet, else
 * beside them. `anew` begins one even so.
 */
export async function begin({ db }: ReadStore, anew = false): Promise<Generation> {
  return db.transaction().execute(async (trx) => {
    const all = await trx.selectFrom('view_generations').selectAll().orderBy('generation').execute()
    const building = all.find(({ status, version }) => status === 'building' && version === VIEW_VERSION)
    const read = all.find(({ status }) => status === 'current')
    if (building) return building
    if (read?.version === VIEW_VERSION && !anew) return read
    const made: Generation = {
      generation: (all.at(-1)?.generation ?? 0) + 1,
      version: VIEW_VERSION,
      position: 0,
      status: read ? 'building' : 'current',
    }
    await trx.insertInto('view_generations').values(made).execute()
    return made
  })
}

/** From now on a build is read in the place of the one before. */
export async function switchTo({ db }: ReadStore, generation: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const set = (status: Generation['status']) => trx.updateTable('view_generations').set({ status })
    await set('old').where('status', '=', 'current').where('generation', '!=', generation).execute()
    await set('current').where('generation', '=', generation).execute()
  })
}

/** Removes what nobody reads any more, a little at a time. */
export async function removeOld({ db }: ReadStore): Promise<void> {
  const old = await db.selectFrom('view_generations').selectAll().where('status', '=', 'old').execute()
  for (const { generation } of old) {
    for (const table of ROWS_OF) while (await removeSome(db, table, generation)) continue
    await db.deleteFrom('view_generations').where('generation', '=', generation).execute()
  }
}

async function removeSome(db: ViewDb, table: (typeof ROWS_OF)[number], generation: number): Promise<boolean> {
  const column = table === 'view_rules' ? 'position' : 'contract_id'
  const some = await db
    .selectFrom(table as 'view_marks')
    .select(column as 'contract_id')
    .where('generation', '=', generation)
    .orderBy(column as 'contract_id')
    .offset(REMOVED_AT_ONCE)
    .executeTakeFirst()
  let removal = db.deleteFrom(table as 'view_marks').where('generation', '=', generation)
  const last = some && Object.values(some)[0]
  if (last !== undefined) removal = removal.where(column as 'contract_id', '<', last)
  await removal.execute()
  return last !== undefined
}

/** Up to where everything in the log stands in the rows of a generation. */
export async function positionOf(db: ViewDb, { generation, position }: Generation): Promise<number> {
  const { first } = await db
    .selectFrom('view_marks')
    .select((the) => the.fn.min('first_position').as('first'))
    .where('generation', '=', generation)
    .executeTakeFirstOrThrow()
  return first === null ? position : Math.min(position, Number(first) - 1)
}
