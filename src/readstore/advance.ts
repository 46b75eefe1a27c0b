import { sql } from 'kysely'
import { chunks } from './chunks.ts'
import { type ReadStore, type ViewDb } from './read-store.ts'

/** A contract that was met for the first time. */
export type Met = {
  readonly contractId: string
  readonly service: string
  readonly partyId: string
  readonly position: number
}

/** What a stretch of the log says to the views, with the positions at which it says so. */
export type Learned = {
  readonly met: readonly Met[]
  /** Contracts whose edition must be made anew: where first and where last something was told that they read. */
  readonly touched: ReadonlyMap<string, Touch>
  /** The same for every contract of a service, or of a party of it. */
  readonly touchedTogether: readonly (Touch & { readonly service: string; readonly partyId?: string })[]
  readonly rules: readonly { readonly rule: string; readonly position: number }[]
}
export type Touch = { readonly first: number; readonly last: number }

/**
 * Adds what was read of the log between two positions, and that it was read, in one transaction. False, and nothing is
 * added, when another process was first.
 */
export async function advance(
  { db }: ReadStore,
  generation: number,
  { from, to }: { readonly from: number; readonly to: number },
  learned: Learned,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('view_generations')
      .set({ position: to })
      .where('generation', '=', generation)
      .where('position', '=', from)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await insertMet(trx, generation, learned.met)
    for (const together of learned.touchedTogether) await markTogether(trx, generation, together)
    await markEach(trx, generation, learned.touched)
    for (const some of chunks(learned.rules))
      await trx
        .insertInto('view_rules')
        .values(some.map((each) => ({ generation, ...each })))
        .onConflict((the) => the.doNothing())
        .execute()
    return true
  })
}

async function insertMet(db: ViewDb, generation: number, met: readonly Met[]): Promise<void> {
  for (const some of chunks(met))
    await db
      .insertInto('view_contracts')
      .values(
        some.map(({ contractId, service, partyId, position }) => ({
          generation,
          contract_id: contractId,
          service,
          party_id: partyId,
          position,
        })),
      )
      .onConflict((the) => the.doNothing())
      .execute()
}

/** In the order of their ids, so that two processes never wait for each other in a ring. */
async function markEach(db: ViewDb, generation: number, touched: ReadonlyMap<string, Touch>): Promise<void> {
  const marks = [...touched].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const some of chunks(marks))
    await db
      .insertInto('view_marks')
      .values(
        some.map(([contractId, { first, last }]) => ({
          generation,
          contract_id: contractId,
          first_position: first,
          last_position: last,
        })),
      )
      .onConflict((the) => the.columns(['generation', 'contract_id']).doUpdateSet(KEPT))
      .execute()
}

async function markTogether(
  db: ViewDb,
  generation: number,
  { service, partyId, first, last }: Learned['touchedTogether'][number],
): Promise<void> {
  await db
    .insertInto('view_marks')
    .columns(['generation', 'contract_id', 'first_position', 'last_position'])
    .expression((the) => {
      const all = the
        .selectFrom('view_contracts')
        .select((each) => [
          'generation',
          'contract_id',
          each.cast<number>(each.val(first), 'bigint').as('first_position'),
          each.cast<number>(each.val(last), 'bigint').as('last_position'),
        ])
        .where('generation', '=', generation)
        .where('service', '=', service)
      return (partyId === undefined ? all : all.where('party_id', '=', partyId)).orderBy('contract_id')
    })
    .onConflict((the) => the.columns(['generation', 'contract_id']).doUpdateSet(KEPT))
    .execute()
}

/** What was told first stays; whoever made an edition meanwhile sees by the last that it does not hold everything. */
const KEPT = {
  first_position: sql<number>`coalesce(view_marks.first_position, excluded.first_position)`,
  last_position: sql<number>`excluded.last_position`,
}

/** Marks the contracts whose editions are to be made anew by now; gives how many were not marked yet. */
export async function markDue({ db }: ReadStore, generation: number, at: string): Promise<number> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('view_marks')
    .columns(['generation', 'contract_id', 'first_position', 'last_position'])
    .expression((the) =>
      the
        .selectFrom('view_editions')
        .select((each) => [
          'generation',
          'contract_id',
          each.cast<number | null>(each.lit(null), 'bigint').as('first_position'),
          'position as last_position',
        ])
        .where('generation', '=', generation)
        .where('due_at', '<=', at)
        .orderBy('contract_id'),
    )
    .onConflict((the) => the.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows ?? 0)
}
