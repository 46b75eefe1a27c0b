import { type Command } from 'commander'
import { createApp } from '../api/app.ts'
import { type Config } from '../config.ts'
import { WrongUse } from './faults.ts'
import { LOG_LEVELS, type LogLevel, level, listen, stopWhenTold, whole } from './listening.ts'
import { openConfigured } from './open.ts'
import { faults, measuresOf, withViews } from './views.ts'

type Options = {
  readonly port: number
  readonly host: string
  readonly log: LogLevel
  readonly json?: boolean
}

/** `daicho project`: keeps the views across contracts of a ledger of several machines caught up. */
export const projectCommand = (program: Command, config: Config): Command =>
  program
    .command('project')
    .description(
      'keep what is read across contracts caught up; several share the work of one ledger, and one that dies is stood in for',
    )
    .option(
      '--port <n>',
      'port for /v1/health, /v1/ready and /v1/metrics; 0 takes a free one',
      whole(0, 65_535),
      3000,
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--log <level>',
      `how much is logged to stderr, as JSON lines: ${LOG_LEVELS.join(', ')}`,
      level,
      'warn',
    )
    .option('--json', 'say where it answers as JSON')
    .action((options: Options) => project(config, options))

async function project(config: Config, options: Options): Promise<void> {
  if (!config.cluster)
    throw new WrongUse(
      'DAICHO_KURRENTDB and DAICHO_POSTGRES name the ledger whose views are kept; one in a data directory is kept by daicho serve itself',
    )
  const fault = faults()
  const opened = await withViews(config, await openConfigured(config, {}), fault.tell)
  const app = await createApp(opened.ledger, {
    isWorker: true,
    measures: measuresOf(opened.lists),
    token: opened.token.value,
    metricsToken: config.metricsToken,
    ready: opened.ready,
    logger: { level: options.log, stream: process.stderr },
  })
  fault.to(app.log)
  opened.startViews()
  const url = await listen(app, opened.close, options)
  stopWhenTold(app, opened.close)
  console.log(
    options.json
      ? JSON.stringify({ url, place: opened.place })
      : `Daicho keeps the views of ${opened.place}\n  answers  ${url}/v1/ready`,
  )
}
