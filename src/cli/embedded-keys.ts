import { existsSync, statSync } from 'node:fs'
import { type SqliteKeys, openSqliteKeys } from '../eventstore/sqlite-keys.ts'
import { type EventStore } from '../eventstore/event-store.ts'
import { forgetKeyless } from '../ledger/erasures.ts'

/**
 * The keys of persons beside a log. A log without them was copied or restored alone: going on with new keys would make
 * of every name told so far what nobody can open and nobody erased, so that has to be asked for by an empty file.
 * @throws Error when the log holds events and there is no file of keys
 */
export async function openKeysBeside(store: EventStore, path: string): Promise<SqliteKeys> {
  if (path === ':memory:') return openSqliteKeys(path)
  const { position } = await store.head()
  if (position > 0 && !existsSync(path))
    throw new Error(
      `${path} is missing: the keys of the persons in this log. Restore it from its own backup; where it is lost for ` +
        'good, put an empty file there, and every person told of so far is treated as erased',
    )
  const areLost = position > 0 && statSync(path).size === 0
  const keys = openSqliteKeys(path)
  if (areLost) await forgetKeyless(store, keys)
  return keys
}
