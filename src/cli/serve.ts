import { type Command } from 'commander'
import { createApp } from '../api/app.ts'
import { type Config } from '../config.ts'
import { offeringBackups } from './backup-socket.ts'
import { WrongUse } from './faults.ts'
import { LOG_LEVELS, type LogLevel, level, listen, stopWhenTold, whole } from './listening.ts'
import { type Opened, openConfigured } from './open.ts'
import { type Fault, type WithViews, faults, measuresOf, withViews } from './views.ts'

/** Requests a minute from one address, where others than this machine can reach the server. */
const RATE_DEFAULT = 6_000

type Options = {
  readonly port: number
  readonly host: string
  readonly data?: string
  readonly memory?: boolean
  readonly rateLimit?: number
  readonly log: LogLevel
  readonly json?: boolean
  readonly apiOnly?: boolean
}

/** `daicho serve`: the HTTP interface of a ledger. */
export const serveCommand = (program: Command, config: Config): Command =>
  program
    .command('serve')
    .description('serve a ledger over HTTP until it is told to stop')
    .option('--port <n>', 'port; 0 takes a free one', whole(0, 65_535), 3000)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--data <directory>', `data directory (default: ${config.data})`)
    .option('--memory', 'keep nothing: a ledger that ends with the process')
    .option(
      '--rate-limit <n>',
      `requests a minute from one address (default: none on this machine alone, else ${RATE_DEFAULT})`,
      whole(1, 1_000_000),
    )
    .option(
      '--log <level>',
      `how much is logged to stderr, as JSON lines: ${LOG_LEVELS.join(', ')}`,
      level,
      'warn',
    )
    .option('--api-only', 'do not keep the views across contracts caught up: daicho project does, elsewhere')
    .option('--json', 'say where it serves as JSON')
    .action((options: Options) => serve(config, options))

async function serve(config: Config, options: Options): Promise<void> {
  if (options.memory && options.data !== undefined)
    throw new WrongUse('--memory and --data exclude each other')
  if (config.cluster && config.token === undefined)
    throw new WrongUse('DAICHO_TOKEN is needed: all servers of a ledger take the same operator token')
  if (options.apiOnly && !config.cluster)
    throw new WrongUse('--api-only is for a ledger of several machines: no other process reads this one')
  const fault = faults()
  const opened = await openServed(config, options, fault.tell)
  const app = await createApp(opened.ledger, {
    lists: opened.lists,
    measures: measuresOf(opened.lists),
    token: opened.token.value,
    ready: opened.ready,
    metricsToken: config.metricsToken,
    leadTimes: config.leadTimes,
    issuers: config.issuers,
    rateLimit: options.rateLimit ?? (isLoopback(options.host) ? undefined : RATE_DEFAULT),
    logger: { level: options.log, stream: process.stderr },
  })
  fault.to(app.log)
  if (!options.apiOnly) opened.startViews()
  const url = await listen(app, opened.close, options)
  stopWhenTold(app, opened.close)
  announce(options, opened, url)
}

/** A ledger with its views; one in a data directory takes backups for others. */
async function openServed(config: Config, options: Options, onFault: Fault): Promise<WithViews> {
  const opened = await openConfigured(config, options)
  const { place } = opened
  return withViews(
    config,
    'backUp' in opened ? { ...(await offeringBackups(opened)), place } : opened,
    onFault,
  )
}

function announce(options: Options, { token, directory, place }: Opened, url: string): void {
  if (options.json) {
    console.log(JSON.stringify({ url, docs: `${url}/docs`, data: directory ?? null, place }))
    return
  }
  console.log(`Daicho serves ${place}`)
  console.log(`  open     ${url}/docs`)
  if (token.shown) console.log(`  token    ${token.value}`)
  if (token.path !== undefined) console.log(`           kept in ${token.path}`)
  if (directory !== undefined)
    console.log('  try      npx daicho demo, while no server runs: an invented history and three questions')
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')
