import { createHash } from 'node:crypto'
import { type ViewDb } from './read-store.ts'
import { positionsAll } from './select.ts'

/** What a generation says of one contract, as one text, and how far in the log it goes. */
export type Said = { readonly contractId: string; readonly position: number; readonly text: string }

const CONTRACTS_AT_ONCE = 200

/** What a generation says of its contracts, in the order of their ids. When it was computed is no part of it. */
export async function* said(db: ViewDb, generation: number): AsyncGenerator<Said, void, undefined> {
  for (let after = ''; ;) {
    const editions = await db
      .selectFrom('view_editions')
      .selectAll()
      .where('generation', '=', generation)
      .where('contract_id', '>', after)
      .orderBy('contract_id')
      .limit(CONTRACTS_AT_ONCE)
      .execute()
    const ids = editions.map(({ contract_id }) => contract_id)
    const last = ids.at(-1)
    if (last === undefined) return
    const below = await rowsBelow(db, generation, ids)
    for (const { contract_id, position, state, party_id, first_party_id, words, body } of editions)
      yield {
        contractId: contract_id,
        position,
        text: JSON.stringify([state, party_id, first_party_id, words, body, below.get(contract_id) ?? []]),
      }
    after = last
  }
}

async function rowsBelow(
  db: ViewDb,
  generation: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const deadlines = await db
    .selectFrom('view_deadlines')
    .selectAll()
    .where('generation', '=', generation)
    .where('contract_id', 'in', ids)
    .orderBy('contract_id')
    .orderBy('n')
    .execute()
  const pauses = await db
    .selectFrom('view_pauses')
    .selectAll()
    .where('generation', '=', generation)
    .where('contract_id', 'in', ids)
    .orderBy('contract_id')
    .orderBy('n')
    .execute()
  const below = new Map<string, unknown[]>(ids.map((id) => [id, []]))
  for (const { contract_id, kind, state, due, body } of deadlines)
    below.get(contract_id)?.push([kind, state, due, body])
  for (const { contract_id, over_limit, body } of pauses) below.get(contract_id)?.push([over_limit, body])
  return below
}

/** Hex SHA-256 over all that a generation says: of contracts, and of rules and the events under them. */
export async function digestOf(db: ViewDb, generation: number): Promise<string> {
  const hash = createHash('sha256')
  for await (const { contractId, text } of said(db, generation)) hash.update(`${contractId} ${text}\n`)
  for await (const { rule, position } of positionsAll(db, generation)) hash.update(`${rule} ${position}\n`)
  return hash.digest('hex')
}
