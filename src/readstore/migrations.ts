import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { type ViewDb } from './read-store.ts'

export type Dialect = 'sqlite' | 'postgres'

const NAMES = { migrationTableName: 'view_migrations', migrationLockTableName: 'view_migrations_lock' }

/** A migration that was run, and when; or one that waits. */
export type Listed = { readonly name: string; readonly executedAt?: Date }

/** Brings the tables of the views to what this program needs; processes that start at once wait for each other. */
export async function migrate(db: ViewDb, dialect: Dialect): Promise<void> {
  const { error } = await migratorOf(db, dialect).migrateToLatest()
  if (error !== undefined) throw error
}

export const migrationsOf = (db: ViewDb, dialect: Dialect): Promise<readonly Listed[]> =>
  migratorOf(db, dialect).getMigrations()

const migratorOf = (db: ViewDb, dialect: Dialect): Migrator =>
  new Migrator({
    db,
    provider: { getMigrations: async () => ({ '0001-views': { up: (each) => views(each, dialect) } }) },
    ...NAMES,
  })

/** Names, types and keys of the tables; `text!` must be there, `text?` may be null. */
type Columns = Readonly<Record<string, 'text!' | 'text?' | 'integer!' | 'bigint!' | 'bigint?'>>

const TABLES: Readonly<Record<string, { readonly columns: Columns; readonly key: readonly string[] }>> = {
  view_generations: {
    columns: { version: 'integer!', position: 'bigint!', status: 'text!' },
    key: ['generation'],
  },
  view_contracts: {
    columns: { contract_id: 'text!', service: 'text!', party_id: 'text!', position: 'bigint!' },
    key: ['generation', 'contract_id'],
  },
  view_marks: {
    columns: { contract_id: 'text!', first_position: 'bigint?', last_position: 'bigint!' },
    key: ['generation', 'contract_id'],
  },
  view_editions: {
    columns: {
      contract_id: 'text!',
      service: 'text!',
      party_id: 'text!',
      first_party_id: 'text!',
      state: 'text?',
      words: 'text!',
      from_at: 'text!',
      to_at: 'text!',
      cover_from: 'text!',
      cover_to: 'text!',
      due_at: 'text!',
      position: 'bigint!',
      body: 'text!',
    },
    key: ['generation', 'contract_id', 'from_at'],
  },
  view_deadlines: {
    columns: {
      contract_id: 'text!',
      from_at: 'text!',
      n: 'integer!',
      service: 'text!',
      kind: 'text!',
      state: 'text!',
      due: 'text!',
      body: 'text!',
    },
    key: ['generation', 'contract_id', 'from_at', 'n'],
  },
  view_pauses: {
    columns: {
      contract_id: 'text!',
      from_at: 'text!',
      n: 'integer!',
      service: 'text!',
      over_limit: 'integer!',
      body: 'text!',
    },
    key: ['generation', 'contract_id', 'from_at', 'n'],
  },
  view_rules: {
    columns: { rule: 'text!', position: 'bigint!' },
    key: ['generation', 'rule', 'position'],
  },
}

const INDEXES: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['view_contracts', ['generation', 'service', 'party_id']],
  ['view_contracts', ['generation', 'position']],
  ['view_marks', ['generation', 'first_position']],
  ['view_editions', ['generation', 'due_at']],
  ['view_editions', ['generation', 'cover_to']],
  ['view_editions', ['generation', 'cover_from']],
  ['view_editions', ['generation', 'position']],
  ['view_editions', ['generation', 'party_id']],
  ['view_editions', ['generation', 'first_party_id']],
  ['view_deadlines', ['generation', 'due', 'contract_id', 'n']],
  ['view_deadlines', ['generation', 'kind', 'due', 'contract_id', 'n']],
  ['view_pauses', ['generation', 'over_limit', 'contract_id', 'n']],
]

async function views(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  // Texts sort by their bytes wherever they lie, as they do in the program.
  const text = dialect === 'postgres' ? sql`text collate "C"` : sql`text`
  for (const [name, { columns, key }] of Object.entries(TABLES)) {
    let table = db.schema.createTable(name).addColumn('generation', 'integer', (column) => column.notNull())
    for (const [column, type] of Object.entries(columns)) {
      const plain = type.slice(0, -1) as 'text' | 'integer' | 'bigint'
      table = table.addColumn(column, plain === 'text' ? text : plain, (built) =>
        type.endsWith('!') ? built.notNull() : built,
      )
    }
    await table.addPrimaryKeyConstraint(`${name}_key`, key as never).execute()
  }
  for (const [table, columns] of INDEXES) {
    const name = `${table}_by_${columns.slice(1).join('_')}`
    await db.schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
      .execute()
  }
}
