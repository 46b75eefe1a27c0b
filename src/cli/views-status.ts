import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { type Generation, all, positionOf, waiting } from '../readstore/generations.ts'
import { type Dialect, type Listed, migrationsOf } from '../readstore/migrations.ts'
import { type ReadStore } from '../readstore/read-store.ts'
import { openSqliteViews } from '../readstore/sqlite.ts'
import { WrongUse } from './faults.ts'

type Options = { readonly data?: string; readonly json?: boolean }

/** `daicho views`: how far the views are, and which migrations their tables have had. */
export const viewsCommand = (program: Command, config: Config): Command =>
  program
    .command('views')
    .description('say how far what is read across contracts has come, and how its tables were made')
    .option('--data <directory>', `data directory, which a server may have open (default: ${config.data})`)
    .option('--json', 'the same as JSON')
    .action((options: Options) => run(config, options))

type Build = Generation & { readonly complete: number; readonly waiting: number }

async function run(config: Config, { data = config.data, json }: Options): Promise<void> {
  const { reads, dialect } = await opened(config, data)
  try {
    const builds: Build[] = []
    for (const each of await all(reads.db))
      builds.push({
        ...each,
        complete: await positionOf(reads.db, each),
        waiting: await waiting(reads.db, each),
      })
    const migrations = await migrationsOf(reads.db, dialect)
    console.log(json ? JSON.stringify({ builds, migrations }) : textOf(builds, migrations))
  } finally {
    await reads.close()
  }
}

async function opened(
  { cluster }: Config,
  data: string,
): Promise<{ readonly reads: ReadStore; readonly dialect: Dialect }> {
  if (cluster) {
    const { openPostgresViews } = await import('../readstore/postgres.ts')
    return { reads: await openPostgresViews(cluster.postgres), dialect: 'postgres' }
  }
  const path = join(data, 'views.sqlite')
  if (!existsSync(path)) throw new WrongUse(`there are no views in ${data}; daicho serve makes them`)
  return { reads: await openSqliteViews(path), dialect: 'sqlite' }
}

function textOf(builds: readonly Build[], migrations: readonly Listed[]): string {
  const ofBuild = ({ generation, version, status, position, complete, waiting: left }: Build): string =>
    `build ${generation} (version ${version}), ${status}: the log is read up to ${position}, whole up to ${complete}, ${left} contracts wait`
  const ofMigration = ({ name, executedAt }: Listed): string =>
    `migration ${name}: ${executedAt === undefined ? 'not run' : `run ${new Date(executedAt).toISOString()}`}`
  return [...builds.map(ofBuild), ...migrations.map(ofMigration)].join('\n')
}
