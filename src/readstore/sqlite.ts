import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from './migrations.ts'
import { type ReadStore, type ViewDb } from './read-store.ts'

const CONNECTIONS_MAX = 8
/** How long a thread waits for another one that writes. */
const BUSY_MS = 10_000

/**
 * Views in a file of SQLite, for one process. Losing its last moments costs nothing but reading them in the log again,
 * so it does not wait for the disk.
 * @param path `:memory:`, and an empty one for a file that nobody else sees and that goes when it is closed
 */
export async function openSqliteViews(path: string): Promise<ReadStore> {
  const db = connect(
    path,
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000',
  )
  await migrate(db, 'sqlite')
  if (path === ':memory:' || path === '') {
    // There is one connection, so whoever reads a snapshot has it for himself.
    return { db, shared: false, snapshot: (work) => within(db, work), close: () => db.destroy() }
  }
  const readers = pool(() => connect(path, 'PRAGMA query_only = ON'))
  return {
    db,
    shared: false,
    snapshot: (work) => readers.use((reader) => within(reader, work)),
    close: async () => {
      await readers.close()
      await db.destroy()
    },
  }
}

const within = <T>(db: ViewDb, work: (db: ViewDb) => Promise<T>): Promise<T> => db.transaction().execute(work)

function connect(path: string, pragmas: string): ViewDb {
  const db = new DatabaseSync(path, { timeout: BUSY_MS })
  db.exec(pragmas)
  return new Kysely({
    dialect: new SqliteDialect({
      database: {
        close: () => db.close(),
        prepare: (text) => {
          // A full disk has undone the transaction already; the error that says so must not be hidden by this one.
          if (text === 'rollback' && !db.isTransaction) return NOTHING_TO_DO
          const statement = db.prepare(text)
          const given = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...given(parameters)),
            run: (parameters) => statement.run(...given(parameters)),
            iterate: (parameters) => statement.iterate(...given(parameters)),
          }
        },
      },
    }),
  })
}

const NOTHING_TO_DO = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
}

/** Connections for readers: made when they are needed, kept for the next one. */
function pool(make: () => ViewDb) {
  const idle: ViewDb[] = []
  const busy = new Set<ViewDb>()
  const waiting: (() => void)[] = []
  return {
    use: async <T>(work: (db: ViewDb) => Promise<T>): Promise<T> => {
      while (idle.length === 0 && busy.size >= CONNECTIONS_MAX)
        await new Promise<void>((free) => waiting.push(free))
      const db = idle.pop() ?? make()
      busy.add(db)
      try {
        return await work(db)
      } finally {
        busy.delete(db)
        idle.push(db)
        waiting.shift()?.()
      }
    },
    close: async (): Promise<void> => {
      await Promise.all([...idle, ...busy].map((db) => db.destroy()))
    },
  }
}
