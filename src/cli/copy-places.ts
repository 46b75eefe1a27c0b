import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type WholeLog } from '../eventstore/event-store.ts'
import { type KeyTables } from '../eventstore/postgres-keys.ts'
import { openSqliteWholeKeys } from '../eventstore/sqlite-keys-restore.ts'
import { openSqliteWhole } from '../eventstore/sqlite-restore.ts'
import { type WholeKeys } from '../ledger/copy-keys.ts'
import { WrongUse } from './faults.ts'

/** Where a log lies, and under which name it may be printed: without its secrets. */
export type LogPlace =
  | { readonly kind: 'directory'; readonly path: string; readonly shown: string }
  | { readonly kind: 'kurrentdb'; readonly url: string; readonly ledger: string; readonly shown: string }
/** Where its keys lie. */
export type KeyPlace =
  { readonly kind: 'directory'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }

const KURRENT = /^(kurrentdb|kdb|kurrent|esdb)(\+discover)?:\/\//
const POSTGRES = /^postgres(ql)?:\/\//
const OTHER = /^[a-z][a-z0-9+]*:\/\//i

export function logPlace(text: string, ledger: string): LogPlace {
  if (!KURRENT.test(text)) return { kind: 'directory', path: directoryOf(text), shown: text }
  const [address = ''] = text.split('?', 1)
  return { kind: 'kurrentdb', url: text, ledger, shown: `${address.replace(/\/\/[^/]*@/, '//')} ${ledger}` }
}

/** Where the keys of a log are: beside it in its directory, unless another place is named. */
export function keyPlace(text: string | undefined, log: LogPlace, option: string): KeyPlace {
  if (text === undefined && log.kind === 'directory') return { kind: 'directory', path: log.path }
  if (text === undefined)
    throw new WrongUse(`${option}: name the place of the keys of persons, a directory or postgres://…`)
  return POSTGRES.test(text)
    ? { kind: 'postgres', url: text }
    : { kind: 'directory', path: directoryOf(text) }
}

function directoryOf(text: string): string {
  if (OTHER.test(text))
    throw new WrongUse(`${text.split(':', 1)[0]}://… is no place for this: a directory, or another address`)
  return resolve(text)
}

/** @throws WrongUse where there is no log and none may be made */
export async function openLogAt(place: LogPlace, mayMake: boolean): Promise<WholeLog> {
  if (place.kind === 'kurrentdb') {
    // Loaded where it is used: it is half of the start of a command.
    const { openKurrentWhole } = await import('../eventstore/kurrentdb-restore.ts')
    return openKurrentWhole(place)
  }
  const path = join(place.path, 'ledger.sqlite')
  if (!mayMake && !existsSync(path)) throw new WrongUse(`there is no ledger in ${place.shown}`)
  mkdirSync(place.path, { recursive: true, mode: 0o700 })
  return openSqliteWhole(path)
}

/** @throws WrongUse where there are no keys and none may be made */
export async function openKeysAt(place: KeyPlace, mayMake: boolean): Promise<WholeKeys> {
  if (place.kind === 'postgres') return postgresKeys(place.url)
  const path = join(place.path, 'keys.sqlite')
  // An empty file says that the keys are lost, which is acted on when a ledger is opened with it.
  const isThere = existsSync(path) && statSync(path).size > 0
  if (!mayMake && !isThere) throw new WrongUse(`there are no keys of persons in ${place.path}`)
  mkdirSync(place.path, { recursive: true, mode: 0o700 })
  return openSqliteWholeKeys(path)
}

async function postgresKeys(url: string): Promise<WholeKeys> {
  const { openPostgres } = await import('../sql/postgres.ts')
  const { openPostgresWholeKeys } = await import('../eventstore/postgres-keys-restore.ts')
  const { db, close } = openPostgres<KeyTables>(url)
  try {
    return { ...(await openPostgresWholeKeys(db)), close }
  } catch (error) {
    await close()
    throw error
  }
}
