import { createHash } from 'node:crypto'
import { type ViewDb } from './read-store.ts'
import { type ViewSchema } from './schema.ts'
import { positionsAll } from './select.ts'

/** What a generation says of one contract, as one text, and how far in the log it goes. */
export type Said = { readonly contractId: string; readonly position: number; readonly text: string }

const CONTRACTS_AT_ONCE = 200

/** What a generation says of its contracts at an instant, in the order of their ids. When it was computed is no part of it. */
export async function* said(
  db: ViewDb,
  generation: number,
  asOf: string,
): AsyncGenerator<Said, void, undefined> {
  for (let after = ''; ;) {
    const editions = await db
      .selectFrom('view_editions')
      .selectAll()
      .where('generation', '=', generation)
      .where('contract_id', '>', after)
      .where('from_at', '<=', asOf)
      .where('to_at', '>', asOf)
      .orderBy('contract_id')
      .limit(CONTRACTS_AT_ONCE)
      .execute()
    const last = editions.at(-1)
    if (!last) return
    const rows = await rowsOf(
      db,
      generation,
      new Map(editions.map((each) => [each.contract_id, each.from_at])),
    )
    for (const { contract_id, position, state, party_id, first_party_id, words, body } of editions)
      yield {
        contractId: contract_id,
        position,
        text: JSON.stringify([state, party_id, first_party_id, words, body, rows.get(contract_id) ?? []]),
      }
    after = last.contract_id
  }
}

/** Deadlines and pauses of editions, which are known by their contract and their first instant. */
async function rowsOf(
  db: ViewDb,
  generation: number,
  editions: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const rows = new Map<string, unknown[]>([...editions.keys()].map((id) => [id, []]))
  const add = (id: string, from: string, row: readonly unknown[]): void => {
    if (editions.get(id) === from) rows.get(id)?.push(row)
  }
  const of = <T extends 'view_deadlines' | 'view_pauses'>(table: T) =>
    db
      .selectFrom(table as 'view_deadlines' | 'view_pauses')
      .where('generation', '=', generation)
      .where('contract_id', 'in', [...editions.keys()])
      .orderBy('contract_id')
      .orderBy('n')
  const deadlines = of('view_deadlines').selectAll().$castTo<ViewSchema['view_deadlines']>()
  const pauses = of('view_pauses').selectAll().$castTo<ViewSchema['view_pauses']>()
  for (const { contract_id, from_at, kind, state, due, body } of await deadlines.execute())
    add(contract_id, from_at, [kind, state, due, body])
  for (const { contract_id, from_at, over_limit, body } of await pauses.execute())
    add(contract_id, from_at, [over_limit, body])
  return rows
}

/** Hex SHA-256 over all that a generation says at an instant: of contracts, and of rules and the events under them. */
export async function digestOf(db: ViewDb, generation: number, asOf: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const { contractId, text } of said(db, generation, asOf)) hash.update(`${contractId} ${text}\n`)
  for await (const { rule, position } of positionsAll(db, generation)) hash.update(`${rule} ${position}\n`)
  return hash.digest('hex')
}
