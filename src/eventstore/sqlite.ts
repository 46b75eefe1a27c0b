import { type EventStore } from './event-store.ts'
import { groupCommit } from './group-commit.ts'
import { backUp } from './sqlite-backup.ts'
import { type Append, appender, type Sealing } from './sqlite-append.ts'
import { reader } from './sqlite-read.ts'
import { openLog } from './sqlite-schema.ts'

/** Events of one transaction; what is more waits for the next one, so that others get their turn. */
const GROUP = 5_000

/** The log of one machine, which can be copied while it is used. */
export type SqliteStore = EventStore & { readonly backUp: (path: string) => Promise<void> }

/**
 * The embedded log: one SQLite file, owned by one process, one fsync for all appends that come together. A read sees
 * what was there when its iteration began, and nothing that is appended meanwhile.
 * @param options.path the file, whose directory must exist; `:memory:` keeps nothing
 * @throws Error when another process owns the file, or it is no log of this schema
 */
export async function openSqliteStore(options: Sealing & { readonly path: string }): Promise<SqliteStore> {
  const db = openLog(options.path)
  const group = groupCommit(appender(db, options), (append: Append) => append.events.length, GROUP)
  let closed = false
  return {
    ...reader(db),
    append: async (stream, expected, events, receipt) => {
      if (closed) throw new Error('the event store is closed')
      return group.submit({ stream, expected, events, receipt })
    },
    backUp: (path) => backUp(db, path),
    close: async () => {
      if (closed) return
      closed = true
      await group.idle()
      db.close()
    },
  }
}
