import { openKeysFile } from './sqlite-keys.ts'

type Kept = { readonly subject: string; readonly key: Uint8Array | null }

/** Rows of one query. */
const PAGE = 1_000

/**
 * The keys of subjects in a file, all of them, to be moved. A subject that was erased has `null` for its key.
 * @param path the file, whose directory must exist; made when it is missing, readable by its owner only
 */
export function openSqliteWholeKeys(path: string) {
  const db = openKeysFile(path)
  const page = db.prepare(`
    SELECT subject, key FROM (SELECT subject, key FROM keys UNION ALL SELECT subject, NULL FROM erased)
    WHERE subject > ? ORDER BY subject LIMIT ${PAGE}`)
  const find = db.prepare(
    'SELECT key FROM keys WHERE subject = ?1 UNION ALL SELECT NULL FROM erased WHERE subject = ?1',
  )
  const insert = db.prepare('INSERT INTO keys VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM keys WHERE subject = ?')
  const list = db.prepare('INSERT INTO erased VALUES (?) ON CONFLICT DO NOTHING')
  const erase = (subject: string): void => {
    remove.run(subject)
    list.run(subject)
  }

  return {
    async *kept(): AsyncGenerator<Kept, void, undefined> {
      for (let after = ''; ;) {
        const rows = page.all(after) as unknown as readonly Kept[]
        yield* rows
        if (rows.length < PAGE) return
        after = rows.at(-1)?.subject ?? ''
      }
    },
    keyOf: async (subjects: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>> => {
      const found = new Map<string, Uint8Array | null>()
      for (const subject of subjects) {
        const row = find.get(subject)
        if (row !== undefined) found.set(subject, row['key'] as Uint8Array | null)
      }
      return found
    },
    restore: async (keys: readonly Kept[]): Promise<void> => {
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const { subject, key } of keys) {
          if (key) insert.run(subject, key)
          else erase(subject)
        }
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    close: async (): Promise<void> => db.close(),
  }
}
