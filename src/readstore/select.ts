import { type ExpressionBuilder, sql } from 'kysely'
import { type ViewDb } from './read-store.ts'
import { type ViewSchema } from './schema.ts'

/** What a list is read as of: an instant, and where it must not know more, a position of the log. */
export type At = { readonly asOf: string; readonly known?: number | undefined }

export type ContractFilter = {
  readonly service?: string | undefined
  readonly state?: string | undefined
  readonly partyId?: string | undefined
  /** Part of an id, a party or a plan, in any case. */
  readonly q?: string | undefined
}
export type DeadlineFilter = {
  readonly service?: string | undefined
  readonly kind?: string | undefined
  readonly state?: string | undefined
  /** First day, and the first day that is too late. */
  readonly from?: string | undefined
  readonly before?: string | undefined
}
export type PauseFilter = {
  readonly service?: string | undefined
  readonly overLimit?: boolean | undefined
}

/** A row of a list: its place in the order of the list, and the entry as JSON. */
export type Row = { readonly contractId: string; readonly place: Place; readonly body: string }
/** What rows of a list are ordered by. */
export type Place = readonly (string | number)[]

/** A list: some rows behind a place, in its order. */
export type List<Filter> = (
  db: ViewDb,
  generation: number,
  at: At,
  filter: Filter,
  after: Place | undefined,
  limit: number,
) => Promise<readonly Row[]>

type Editions = Pick<ViewSchema, 'view_editions' | 'view_marks'> & { e: ViewSchema['view_editions'] }

/** Is an edition what is to be said at this instant, and of this knowledge? */
const holds =
  ({ asOf, known }: At) =>
  (the: ExpressionBuilder<Editions, 'e'>) => {
    const inTime = the.and([the('e.from_at', '<=', asOf), the('e.to_at', '>', asOf)])
    if (known === undefined) return inTime
    const waits = the
      .selectFrom('view_marks as m')
      .select('m.contract_id')
      .whereRef('m.generation', '=', 'e.generation')
      .whereRef('m.contract_id', '=', 'e.contract_id')
      .where('m.first_position', '<=', known)
    // The plus keeps SQLite from going by position, which nearly every edition fulfils, and sorting what it finds.
    const position = sql<number>`+${the.ref('e.position')}`
    return the.and([inTime, the(position, '<=', known), the.not(the.exists(waits))])
  }

/** Contracts in the order of their ids. */
export const contractRows: List<ContractFilter> = async (db, generation, at, filter, after, limit) => {
  const { service, state, partyId, q } = filter
  let rows = db
    .selectFrom('view_editions as e')
    .select(['e.contract_id', 'e.body'])
    .where('e.generation', '=', generation)
    .where('e.state', 'is not', null)
    .where(holds(at) as never)
  if (service !== undefined) rows = rows.where('e.service', '=', service)
  if (state !== undefined) rows = rows.where('e.state', '=', state)
  if (partyId !== undefined)
    rows = rows
      .where('e.contract_id', 'in', ofParty(db, generation, partyId))
      .where((the) => the.or([the('e.party_id', '=', partyId), the('e.first_party_id', '=', partyId)]))
  if (q !== undefined)
    rows = rows.where(
      (the) => sql<boolean>`${the.ref('e.words')} like ${`%${escaped(q.toLowerCase())}%`} escape '\\'`,
    )
  if (after) rows = rows.where('e.contract_id', '>', String(after[0]))
  const found = await rows.orderBy('e.contract_id').limit(limit).execute()
  return found.map(({ contract_id, body }) => ({ contractId: contract_id, place: [contract_id], body }))
}

/** Contracts that a party holds in some edition, or that were opened for it, each found by an index of its own. */
function ofParty(db: ViewDb, generation: number, partyId: string) {
  const editions = db.selectFrom('view_editions').select('contract_id').where('generation', '=', generation)
  return editions.where('party_id', '=', partyId).union(editions.where('first_party_id', '=', partyId))
}

/** Deadlines, the earliest first. */
export const deadlineRows: List<DeadlineFilter> = async (db, generation, at, filter, after, limit) => {
  const { service, kind, state, from, before } = filter
  let rows = db
    .selectFrom('view_deadlines as d')
    .innerJoin('view_editions as e', (join) =>
      join
        .onRef('e.generation', '=', 'd.generation')
        .onRef('e.contract_id', '=', 'd.contract_id')
        .onRef('e.from_at', '=', 'd.from_at'),
    )
    .select(['d.due', 'd.contract_id', 'd.n', 'd.body'])
    .where('d.generation', '=', generation)
    .where(holds(at) as never)
  if (service !== undefined) rows = rows.where('d.service', '=', service)
  if (kind !== undefined) rows = rows.where('d.kind', '=', kind)
  if (state !== undefined) rows = rows.where('d.state', '=', state)
  if (from !== undefined) rows = rows.where('d.due', '>=', from)
  if (before !== undefined) rows = rows.where('d.due', '<', before)
  if (after) {
    const [due, contractId, n] = after as [string, string, number]
    rows = rows.where((the) =>
      the(the.refTuple('d.due', 'd.contract_id', 'd.n'), '>', the.tuple(due, contractId, n)),
    )
  }
  const found = await rows.orderBy('d.due').orderBy('d.contract_id').orderBy('d.n').limit(limit).execute()
  return found.map(({ due, contract_id, n, body }) => ({
    contractId: contract_id,
    place: [due, contract_id, n],
    body,
  }))
}

/** Pauses in the order of their contracts. */
export const pauseRows: List<PauseFilter> = async (db, generation, at, filter, after, limit) => {
  const { service, overLimit } = filter
  let rows = db
    .selectFrom('view_pauses as p')
    .innerJoin('view_editions as e', (join) =>
      join
        .onRef('e.generation', '=', 'p.generation')
        .onRef('e.contract_id', '=', 'p.contract_id')
        .onRef('e.from_at', '=', 'p.from_at'),
    )
    .select(['p.contract_id', 'p.n', 'p.body'])
    .where('p.generation', '=', generation)
    .where(holds(at) as never)
  if (service !== undefined) rows = rows.where('p.service', '=', service)
  if (overLimit !== undefined) rows = rows.where('p.over_limit', '=', overLimit ? 1 : 0)
  if (after) {
    const [contractId, n] = after as [string, number]
    rows = rows
      .where((the) => the(the.refTuple('p.contract_id', 'p.n'), '>', the.tuple(contractId, n)))
      .where('e.contract_id', '>=', contractId) // PostgreSQL would go through all editions before it otherwise
  }
  const found = await rows.orderBy('p.contract_id').orderBy('p.n').limit(limit).execute()
  return found.map(({ contract_id, n, body }) => ({ contractId: contract_id, place: [contract_id, n], body }))
}

/**
 * Contracts whose edition does not say what is to be said at this instant, and of this knowledge: they must be computed.
 * Where the knowledge is not bound, those that were never computed are left out.
 */
export async function notHeld(db: ViewDb, generation: number, at: At): Promise<readonly string[]> {
  const { asOf, known } = at
  const editions = db.selectFrom('view_editions').select('contract_id').where('generation', '=', generation)
  const late = editions.where('cover_to', '<=', asOf)
  const early = editions.where('cover_from', '>', asOf)
  const inTime = late.union(early)
  if (known === undefined) return (await inTime.execute()).map(({ contract_id }) => contract_id)
  const marked = db
    .selectFrom('view_marks')
    .select('contract_id')
    .where('generation', '=', generation)
    .where('first_position', '<=', known)
  const further = editions.where('position', '>', known)
  const found = await inTime.union(further).union(marked).execute()
  return found.map(({ contract_id }) => contract_id)
}

/** Positions of events that were recorded under a rule, or refused by it. */
export async function positionsUnder(
  db: ViewDb,
  generation: number,
  rule: string,
  after: number,
  limit: number,
): Promise<readonly number[]> {
  const found = await db
    .selectFrom('view_rules')
    .select('position')
    .where('generation', '=', generation)
    .where('rule', '=', rule)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute()
  return found.map(({ position }) => position)
}

/** All rules with the positions of the events under them, in order. */
export async function* positionsAll(
  db: ViewDb,
  generation: number,
): AsyncGenerator<{ readonly rule: string; readonly position: number }, void, undefined> {
  for (let after = { rule: '', position: 0 }; ;) {
    const some = await db
      .selectFrom('view_rules')
      .select(['rule', 'position'])
      .where('generation', '=', generation)
      .where((the) => the(the.refTuple('rule', 'position'), '>', the.tuple(after.rule, after.position)))
      .orderBy('rule')
      .orderBy('position')
      .limit(POSITIONS_AT_ONCE)
      .execute()
    yield* some
    const last = some.at(-1)
    if (!last) return
    after = last
  }
}
const POSITIONS_AT_ONCE = 5_000

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
