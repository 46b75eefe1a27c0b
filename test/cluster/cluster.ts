import { randomBytes } from 'node:crypto'
import { openDistributed } from '../../src/cli/distributed.ts'
import { type Opened } from '../../src/cli/open.ts'
import { readConfig } from '../../src/config.ts'
import { type Clock } from '../../src/ledger/clock.ts'
import { SERVER_COMMAND, type Server, singleServer } from '../eventstore/kurrentdb-server.ts'
import { HAS_POSTGRES, type TestServer, startPostgres } from '../postgres.ts'

export const HAS_CLUSTER = SERVER_COMMAND !== '' && HAS_POSTGRES

/** KurrentDB and PostgreSQL for one file of tests. */
export type Cluster = {
  readonly kurrentdb: Server
  readonly postgres: TestServer
  /** The environment of a new ledger. */
  readonly ledger: () => Promise<Env>
  /** Opens a ledger in this process, as one of its nodes; closed at the end. */
  readonly open: (env: Env, clock?: Clock) => Promise<Opened>
  readonly closeAll: () => Promise<void>
  readonly end: () => Promise<void>
}
export type Env = Readonly<
  Record<'DAICHO_KURRENTDB' | 'DAICHO_KURRENTDB_LEDGER' | 'DAICHO_POSTGRES' | 'DAICHO_TOKEN', string>
>

export async function startCluster(): Promise<Cluster> {
  const [kurrentdb, postgres] = await Promise.all([singleServer(), startPostgres()])
  await kurrentdb.start()
  const opened: Opened[] = []
  const closeAll = async (): Promise<void> =>
    void (await Promise.all(opened.splice(0).map(({ close }) => close())))
  return {
    kurrentdb,
    postgres,
    ledger: async () => ({
      DAICHO_KURRENTDB: kurrentdb.url,
      DAICHO_KURRENTDB_LEDGER: `test-${randomBytes(6).toString('hex')}`,
      DAICHO_POSTGRES: await postgres.database(),
      DAICHO_TOKEN: 'token-of-a-test',
    }),
    open: async (env, clock) => {
      const one = await openDistributed(readConfig(env), clock && { clock })
      opened.push(one)
      return one
    },
    closeAll,
    end: async () => {
      await closeAll()
      await Promise.all([kurrentdb.end(), postgres.end()])
    },
  }
}
