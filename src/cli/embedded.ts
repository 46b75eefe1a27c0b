import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config } from '../config.ts'
import { openSqliteStore } from '../eventstore/sqlite.ts'
import { type Clock, TestClock, machineClock } from '../ledger/clock.ts'
import { seal } from '../ledger/leaf.ts'
import { type Ledger, openLedger } from '../ledger/ledger.ts'
import { openKeysBeside } from './embedded-keys.ts'

/** The operator's token. `shown`: it may be printed, for it is the ledger's own; one from the environment never is. */
export type Token = { readonly value: string; readonly shown: boolean; readonly path?: string }

export type Embedded = {
  readonly ledger: Ledger
  /** Undefined for a ledger in memory. */
  readonly directory: string | undefined
  readonly token: Token
  /** Copies the log, and then the keys where a path is given for them. */
  readonly backUp: (to: BackupPaths) => Promise<void>
  readonly close: () => Promise<void>
}

/** Files that are not there yet. In this order: no event of the copied log then lacks a key that it has here. */
export type BackupPaths = { readonly log: string; readonly keys?: string | undefined }

type Options = {
  readonly data?: string | undefined
  readonly memory?: boolean
  readonly clock?: Clock
  /** Without the keys of persons and the token: to look at a log that may lie alone. */
  readonly keyless?: boolean
}

/** Opens the ledger of a data directory, which this process then owns, or one that lives in memory only. */
export async function openEmbedded(
  config: Pick<Config, 'token' | 'testClock' | 'data'>,
  options: Options,
): Promise<Embedded> {
  const clock = options.clock ?? (config.testClock ? new TestClock() : machineClock)
  const directory = options.memory ? undefined : (options.data ?? config.data)
  if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 })
  const fileOf = (name: string): string => (directory === undefined ? ':memory:' : join(directory, name))
  const store = await openSqliteStore({ path: fileOf('ledger.sqlite'), now: clock.now.bind(clock), seal })
  const keys = await openKeysBeside(store, options.keyless ? ':memory:' : fileOf('keys.sqlite')).catch(
    async (error: unknown) => {
      await store.close()
      throw error
    },
  )
  const ledger = await openLedger({ store, keys, clock })
  return {
    ledger,
    directory,
    token: tokenOf(config, options.keyless ? undefined : directory),
    backUp: async (to) => {
      await store.backUp(to.log)
      if (to.keys !== undefined) await keys.backUp(to.keys)
    },
    close: async () => {
      await store.close()
      keys.close()
    },
  }
}

/** From the environment, else that of the data directory, made on first use and readable by its owner only. */
function tokenOf({ token }: Pick<Config, 'token'>, directory: string | undefined): Token {
  if (token !== undefined) return { value: token, shown: false }
  const made = randomBytes(32).toString('base64url')
  if (directory === undefined) return { value: made, shown: true }
  const path = join(directory, 'operator.token')
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  if (kept === '') writeFileSync(path, `${made}\n`, { mode: 0o600 })
  chmodSync(path, 0o600)
  return { value: kept === '' ? made : kept, shown: true, path }
}
