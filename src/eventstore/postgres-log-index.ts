import { type Kysely, type RawBuilder, sql } from 'kysely'
import { makeTables } from '../sql/tables.ts'
import { type Receipt } from './event-store.ts'
import {
  type Entry,
  type Learned,
  type LogIndex,
  MILESTONE,
  type Place,
  type Scan,
} from './kurrentdb-index.ts'

const TABLES = [
  sql`CREATE TABLE IF NOT EXISTS log_places (
    id text PRIMARY KEY, stream text NOT NULL, revision bigint NOT NULL, position bigint NOT NULL UNIQUE)`,
  sql`CREATE TABLE IF NOT EXISTS log_receipts (
    credential text, door text, key text, receipt text NOT NULL, PRIMARY KEY (credential, door, key))`,
  sql`CREATE TABLE IF NOT EXISTS log_milestones (position bigint PRIMARY KEY, newest text COLLATE "C" NOT NULL)`,
  sql`CREATE TABLE IF NOT EXISTS log_progress (
    one int PRIMARY KEY CHECK (one = 1), scanned bigint NOT NULL, newest text NOT NULL)`,
  sql`INSERT INTO log_progress VALUES (1, 0, '') ON CONFLICT DO NOTHING`,
]

/** Nothing was scanned: no progress is ever below it. */
const NO_SCAN: Scan = { from: 0, to: -1, newest: '' }

/**
 * The index of all processes of a ledger in PostgreSQL. Several may read the same page of the log at once: it says the
 * same to each, so that whoever is first has told it.
 * @param db closed by whoever opened it
 * @throws StoreUnavailable here and in every method, when the database does not answer
 */
export async function postgresLogIndex<Schema>(db: Kysely<Schema>): Promise<LogIndex> {
  await makeTables(db, TABLES)
  const first = async <Row>(query: RawBuilder<Row>): Promise<Row | undefined> =>
    (await query.execute(db)).rows[0]
  return {
    progress: async () =>
      (await first(
        sql<Awaited<ReturnType<LogIndex['progress']>>>`SELECT scanned, newest FROM log_progress`,
      )) ?? {
        scanned: 0,
        newest: '',
      },
    learn: async (learned, scan) => void (await learning(learned, scan ?? NO_SCAN).execute(db)),
    known: async (ids) => {
      const rows = await sql<{
        id: string
      }>`SELECT id FROM log_places WHERE id = ANY(${[...ids]}::text[])`.execute(db)
      const known = new Set(rows.rows.map(({ id }) => id))
      return ids.find((id) => known.has(id))
    },
    byId: (id) => first(sql<Place>`SELECT stream, revision FROM log_places WHERE id = ${id}`),
    byPosition: (position) =>
      first(sql<Place>`SELECT stream, revision FROM log_places WHERE position = ${position}`),
    lastUpTo: (position) =>
      first(
        sql<Entry>`SELECT * FROM log_places WHERE position <= ${position} ORDER BY position DESC LIMIT 1`,
      ),
    receipt: async (credential, door, key) => {
      const row = await first(
        sql<{ receipt: string }>`
          SELECT receipt FROM log_receipts WHERE credential = ${credential} AND door = ${door} AND key = ${key}`,
      )
      return row && (JSON.parse(row.receipt) as Receipt)
    },
    milestone: async (at) => {
      const row = await first(
        sql<{ position: number }>`
          SELECT position FROM log_milestones WHERE newest <= ${at} ORDER BY position DESC LIMIT 1`,
      )
      return row?.position ?? 0
    },
    clear: () => forget(db),
    close: async () => undefined,
  }
}

/** One statement, which is one transaction and one way to the database and back. */
const learning = ({ entries, receipts }: Learned, { from, to, newest }: Scan) => sql`
  WITH advanced AS (
    UPDATE log_progress SET scanned = ${to}, newest = ${newest} WHERE scanned >= ${from} AND scanned < ${to}
    RETURNING scanned
  ), places AS (
    INSERT INTO log_places SELECT * FROM unnest(
      ${entries.map(({ id }) => id)}::text[], ${entries.map(({ stream }) => stream)}::text[],
      ${entries.map(({ revision }) => revision)}::bigint[], ${entries.map(({ position }) => position)}::bigint[])
    ON CONFLICT DO NOTHING
  ), receipts AS (
    INSERT INTO log_receipts SELECT * FROM unnest(
      ${receipts.map(({ credential }) => credential)}::text[], ${receipts.map(({ door }) => door)}::text[],
      ${receipts.map(({ key }) => key)}::text[], ${receipts.map((each) => JSON.stringify(each))}::text[])
    ON CONFLICT DO NOTHING
  )
  INSERT INTO log_milestones SELECT scanned, ${newest} FROM advanced
  WHERE NOT EXISTS (SELECT 1 FROM log_milestones WHERE position > ${to - MILESTONE}) ON CONFLICT DO NOTHING`

const forget = <Schema>(db: Kysely<Schema>): Promise<void> =>
  db.transaction().execute(async (trx) => {
    await sql`UPDATE log_progress SET scanned = 0, newest = ''`.execute(trx)
    await sql`TRUNCATE log_places, log_receipts, log_milestones`.execute(trx)
  })
