import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config } from '../config.ts'
import { openSqliteKeys } from '../eventstore/sqlite-keys.ts'
import { openSqliteStore } from '../eventstore/sqlite.ts'
import { type Clock, TestClock, machineClock } from '../ledger/clock.ts'
import { seal } from '../ledger/leaf.ts'
import { type Ledger, openLedger } from '../ledger/ledger.ts'

/** The operator's token. `shown`: it may be printed, for it is the ledger's own; one from the environment never is. */
export type Token = { readonly value: string; readonly shown: boolean; readonly path?: string }

export type Embedded = {
  readonly ledger: Ledger
  /** Undefined for a ledger in memory. */
  readonly directory: string | undefined
  readonly token: Token
  readonly close: () => Promise<void>
}

/** Opens the ledger of a data directory, which this process then owns, or one that lives in memory only. */
export async function openEmbedded(
  config: Pick<Config, 'token' | 'testClock' | 'data'>,
  options: { readonly data?: string | undefined; readonly memory?: boolean; readonly clock?: Clock },
): Promise<Embedded> {
  const clock = options.clock ?? (config.testClock ? new TestClock() : machineClock)
  const directory = options.memory ? undefined : (options.data ?? config.data)
  if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 })
  const fileOf = (name: string): string => (directory === undefined ? ':memory:' : join(directory, name))
  const store = await openSqliteStore({ path: fileOf('ledger.sqlite'), now: clock.now.bind(clock), seal })
  const keys = openSqliteKeys(fileOf('keys.sqlite'))
  const ledger = await openLedger({ store, keys, clock })
  return {
    ledger,
    directory,
    token: tokenOf(config, directory),
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
