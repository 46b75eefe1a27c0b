import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Config } from '../config.ts'
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
/** Where its keys lie; those in PostgreSQL belong to the ledger of that name. */
export type KeyPlace =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly ledger: string }

/** Instead of an address that holds a secret: the ledger that the environment names. */
const OF_ENVIRONMENT = 'kurrentdb'
const KURRENT = /^(kurrentdb|kdb|kurrent|esdb)(\+discover)?:\/\//
const POSTGRES = /^postgres(ql)?:\/\//
const OTHER = /^[a-z][a-z0-9+]*:\/\//i
const LEDGER = 'daicho'
const LEDGER_NAME = /^[a-z][a-z0-9-]{0,31}$/

/** @param ledger name of the ledger in KurrentDB; undefined for the one of the environment, or the usual one */
export function logPlace(config: Config, text: string, ledger: string | undefined): LogPlace {
  if (ledger !== undefined && !LEDGER_NAME.test(ledger))
    throw new WrongUse(`--ledger ${ledger}: up to 32 small letters, digits and hyphens, a letter first`)
  if (text === OF_ENVIRONMENT) return ofEnvironment(config, ledger)
  if (KURRENT.test(text)) return kurrentPlace(text, ledger ?? LEDGER)
  return { kind: 'directory', path: directoryOf(text), shown: text }
}

function ofEnvironment({ cluster }: Config, ledger: string | undefined): LogPlace {
  if (cluster) return kurrentPlace(cluster.kurrentdb, ledger ?? cluster.ledger)
  throw new WrongUse('kurrentdb without an address is the ledger of DAICHO_KURRENTDB, which is not set')
}

function kurrentPlace(url: string, ledger: string): LogPlace {
  const [address = ''] = url.split('?', 1)
  return { kind: 'kurrentdb', url, ledger, shown: `${address.replace(/\/\/[^/]*@/, '//')} ${ledger}` }
}

/** Where the keys of a log are: beside it in its directory, or in DAICHO_POSTGRES, unless another place is named. */
export function keyPlace(
  { cluster }: Config,
  text: string | undefined,
  log: LogPlace,
  option: string,
): KeyPlace {
  if (text === undefined && log.kind === 'directory') return { kind: 'directory', path: log.path }
  const ofLog = log.kind === 'kurrentdb' && log.url === cluster?.kurrentdb ? cluster.postgres : undefined
  const place = text ?? ofLog
  if (place === undefined)
    throw new WrongUse(`${option}: name the place of the keys of persons, a directory or postgres://…`)
  return POSTGRES.test(place)
    ? { kind: 'postgres', url: place, ledger: log.kind === 'kurrentdb' ? log.ledger : LEDGER }
    : { kind: 'directory', path: directoryOf(place) }
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
  if (place.kind === 'postgres') return postgresKeys(place)
  const path = join(place.path, 'keys.sqlite')
  // An empty file says that the keys are lost, which is acted on when a ledger is opened with it.
  const isThere = existsSync(path) && statSync(path).size > 0
  if (!mayMake && !isThere) throw new WrongUse(`there are no keys of persons in ${place.path}`)
  mkdirSync(place.path, { recursive: true, mode: 0o700 })
  return openSqliteWholeKeys(path)
}

async function postgresKeys({ url, ledger }: KeyPlace & { kind: 'postgres' }): Promise<WholeKeys> {
  const { openPostgres } = await import('../sql/postgres.ts')
  const { claim } = await import('../sql/claim.ts')
  const { openPostgresWholeKeys } = await import('../eventstore/postgres-keys-restore.ts')
  const { db, close } = openPostgres<KeyTables>(url)
  try {
    await claim(db, ledger)
    return { ...(await openPostgresWholeKeys(db)), close }
  } catch (error) {
    await close()
    throw error
  }
}
