import { type Instant } from '../domain/kernel/calendar.ts'
import { type Edition } from '../projections/views/edition.ts'
import { chunks } from './chunks.ts'
import { type ReadStore, type ViewDb } from './read-store.ts'

/** A contract whose edition is to be made anew. */
export type Mark = { readonly contract_id: string; readonly last_position: number }

/** The editions of a contract, one after another, with the last position of the log that they know. */
export type Made = {
  readonly editions: readonly [Edition, ...Edition[]]
  readonly position: number
  /** When they are to be made anew, if nothing is told until then. */
  readonly dueAt: Instant
}

/** Marked because something was told, or because time has passed. */
export type Why = 'told' | 'due'

/**
 * Takes some marked contracts, those first that wait longest, has their editions made and puts them in the place of the
 * old ones. Where several processes work, each takes others, and what a process had taken when it died is taken by the
 * next one at once: the database itself lets go of it. Gives how many were taken.
 */
export async function workOff(
  store: ReadStore,
  generation: number,
  { why, count }: { readonly why: Why; readonly count: number },
  make: (contractId: string) => Promise<Made>,
): Promise<number> {
  const work = async (db: ViewDb): Promise<number> => {
    const marks = await take(db, generation, why, count, store.shared)
    const made: Made[] = []
    for (const { contract_id } of marks) made.push(await make(contract_id))
    const write = (trx: ViewDb) => replace(trx, generation, marks, made)
    await (store.shared ? write(db) : db.transaction().execute(write))
    return marks.length
  }
  return store.shared ? store.db.transaction().execute(work) : work(store.db)
}

async function take(
  db: ViewDb,
  generation: number,
  why: Why,
  count: number,
  lock: boolean,
): Promise<readonly Mark[]> {
  const marks = db
    .selectFrom('view_marks')
    .select(['contract_id', 'last_position'])
    .where('generation', '=', generation)
    .where('first_position', why === 'told' ? 'is not' : 'is', null)
    .orderBy('first_position')
    .orderBy('contract_id')
    .limit(count)
  return (lock ? marks.forUpdate().skipLocked() : marks).execute()
}

async function replace(
  db: ViewDb,
  generation: number,
  marks: readonly Mark[],
  made: readonly Made[],
): Promise<void> {
  if (marks.length === 0) return
  await write(db, generation, made)
  for (const { contract_id, last_position } of marks) {
    // A mark that was moved meanwhile stays: something was told that the edition may not know.
    await db
      .deleteFrom('view_marks')
      .where('generation', '=', generation)
      .where('contract_id', '=', contract_id)
      .where('last_position', '=', last_position)
      .execute()
  }
}

/** Puts editions in the place of the old ones of their contracts. */
export async function write(db: ViewDb, generation: number, made: readonly Made[]): Promise<void> {
  const ids = made.map(({ editions: [first] }) => first.contractId)
  if (ids.length === 0) return
  for (const table of ['view_deadlines', 'view_pauses', 'view_editions'] as const)
    await db.deleteFrom(table).where('generation', '=', generation).where('contract_id', 'in', ids).execute()
  const all = made.flatMap(({ editions }) => editions)
  for (const some of chunks(made.flatMap((each) => editionRows(generation, each))))
    await db.insertInto('view_editions').values(some).execute()
  for (const some of chunks(all.flatMap((each) => deadlineRows(generation, each))))
    await db.insertInto('view_deadlines').values(some).execute()
  for (const some of chunks(all.flatMap((each) => pauseRows(generation, each))))
    await db.insertInto('view_pauses').values(some).execute()
}

const editionRows = (generation: number, { editions, position, dueAt }: Made) =>
  editions.map(({ contractId, contract, from, to }) => {
    const { service, partyId, firstPartyId, state, words, body } = contract ?? IN_NO_LIST
    return {
      generation,
      contract_id: contractId,
      service,
      party_id: partyId,
      first_party_id: firstPartyId,
      state,
      words,
      from_at: from,
      to_at: to,
      cover_from: editions[0].from,
      cover_to: editions.at(-1)?.to ?? to,
      due_at: dueAt,
      position,
      body: JSON.stringify(body),
    }
  })
const IN_NO_LIST = { service: '', partyId: '', firstPartyId: '', state: null, words: '', body: null }

const deadlineRows = (generation: number, { contractId, contract, from, deadlines }: Edition) =>
  deadlines.map(({ kind, state, due, body }, n) => ({
    generation,
    contract_id: contractId,
    from_at: from,
    n,
    service: contract?.service ?? '',
    kind,
    state,
    due,
    body: JSON.stringify(body),
  }))

const pauseRows = (generation: number, { contractId, contract, from, pauses }: Edition) =>
  pauses.map(({ overLimit, body }, n) => ({
    generation,
    contract_id: contractId,
    from_at: from,
    n,
    service: contract?.service ?? '',
    over_limit: overLimit ? 1 : 0,
    body: JSON.stringify(body),
  }))
