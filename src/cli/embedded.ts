import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config } from '../config.ts'
import { openSqliteKeys } from '../eventstore/sqlite-keys.ts'
import { openSqliteStore } from '../eventstore/sqlite.ts'
import { TestClock, machineClock } from '../ledger/clock.ts'
import { seal } from '../ledger/leaf.ts'
import { type Ledger, openLedger } from '../ledger/ledger.ts'

export type Embedded = {
  readonly ledger: Ledger
  /** `shown`: it was made just now, or lies in the data directory; one from the environment is never printed. */
  readonly token: { readonly value: string; readonly shown: boolean }
  readonly close: () => Promise<void>
}

/** Opens the ledger of a data directory, which this process then owns, or one that lives in memory only. */
export async function openEmbedded(
  config: Config,
  options: { readonly data?: string | undefined; readonly memory?: boolean },
): Promise<Embedded> {
  const clock = config.testClock ? new TestClock() : machineClock
  const directory = options.data ?? config.data
  if (!options.memory) mkdirSync(directory, { recursive: true, mode: 0o700 })
  const store = await openSqliteStore({
    path: options.memory ? ':memory:' : join(directory, 'ledger.sqlite'),
    now: clock.now.bind(clock),
    seal,
  })
  const keys = openSqliteKeys(options.memory ? ':memory:' : join(directory, 'keys.sqlite'))
  const ledger = await openLedger({ store, keys, clock })
  return {
    ledger,
    token: tokenOf(config, options.memory ? undefined : directory),
    close: async () => {
      await store.close()
      keys.close()
    },
  }
}

/** The operator token: from the environment, else the one of the data directory, made on first use, mode 600. */
function tokenOf({ token }: Config, directory: string | undefined): Embedded['token'] {
  if (token !== undefined) return { value: token, shown: false }
  if (directory === undefined) return { value: randomBytes(32).toString('base64url'), shown: true }
  const path = join(directory, 'operator.token')
  if (!existsSync(path)) writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  chmodSync(path, 0o600)
  return { value: readFileSync(path, 'utf8').trim(), shown: true }
}
