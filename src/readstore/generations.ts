import { type ReadStore, type ViewDb } from './read-store.ts'
import { type ViewSchema } from './schema.ts'

/** Grows when the rows come to say something else: the views are then built anew beside those that are read. */
export const VIEW_VERSION = 1

export type Generation = ViewSchema['view_generations']

const ROWS_OF = ['view_pauses', 'view_deadlines', 'view_editions', 'view_marks', 'view_contracts'] as const
/** Rows of a generation that are removed in one transaction. */
const REMOVED_AT_ONCE = 10_000

/** Every generation, the oldest first. */
export const all = (db: ViewDb): Promise<readonly Generation[]> =>
  db.selectFrom('view_generations').selectAll().orderBy('generation').execute()

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
export async function begin(store: ReadStore, anew = false): Promise<Generation> {
  for (;;) {
    const all = await store.db.selectFrom('view_generations').selectAll().orderBy('generation').execute()
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
    const { numInsertedOrUpdatedRows } = await store.db
      .insertInto('view_generations')
      .values(made)
      .onConflict((the) => the.doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) return made
    // Another process was first; its build is ours too.
  }
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
    while (await removeRules(db, generation)) continue
    await db.deleteFrom('view_generations').where('generation', '=', generation).execute()
  }
}

/** False when it was the rest. */
async function removeSome(db: ViewDb, table: (typeof ROWS_OF)[number], generation: number): Promise<boolean> {
  const next = await db
    .selectFrom(table)
    .select('contract_id')
    .where('generation', '=', generation)
    .orderBy('contract_id')
    .limit(1)
    .offset(REMOVED_AT_ONCE)
    .executeTakeFirst()
  const all = db.deleteFrom(table).where('generation', '=', generation)
  // A contract goes as a whole, so that there is always something to remove.
  await (next ? all.where('contract_id', '<=', next.contract_id) : all).execute()
  return next !== undefined
}

async function removeRules(db: ViewDb, generation: number): Promise<boolean> {
  const next = await db
    .selectFrom('view_rules')
    .select(['rule', 'position'])
    .where('generation', '=', generation)
    .orderBy('rule')
    .orderBy('position')
    .limit(1)
    .offset(REMOVED_AT_ONCE)
    .executeTakeFirst()
  const all = db.deleteFrom('view_rules').where('generation', '=', generation)
  const some = next
    ? all.where((the) => the(the.refTuple('rule', 'position'), '<', the.tuple(next.rule, next.position)))
    : all
  await some.execute()
  return next !== undefined
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

/** How many contracts wait for their edition. */
export async function waiting(db: ViewDb, { generation }: Generation): Promise<number> {
  const { count } = await db
    .selectFrom('view_marks')
    .select((the) => the.fn.countAll<number | string>().as('count'))
    .where('generation', '=', generation)
    .executeTakeFirstOrThrow()
  return Number(count)
}
