import { type Command, InvalidArgumentError } from 'commander'
import { type FastifyInstance } from 'fastify'
import { createApp } from '../api/app.ts'
import { type Config } from '../config.ts'
import { openPostgresViews } from '../readstore/postgres.ts'
import { offeringBackups } from './backup-socket.ts'
import { DONE, FOUND_A_FAULT, WrongUse } from './faults.ts'
import { type Opened, openConfigured } from './open.ts'
import { type Fault, type WithViews, viewsOf, withViews } from './views.ts'

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
/** Requests a minute from one address, where others than this machine can reach the server. */
const RATE_DEFAULT = 6_000
const STOP_MS_MAX = 10_000
const AGAIN_MS_MIN = 500

type Options = {
  readonly port: number
  readonly host: string
  readonly data?: string
  readonly memory?: boolean
  readonly rateLimit?: number
  readonly log: (typeof LOG_LEVELS)[number]
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
  const opened = await openServed(config, options, (what, error) => app.log.error(error, what))
  const app = await createApp(opened.ledger, {
    lists: opened.lists,
    token: opened.token.value,
    ready: opened.ready,
    metricsToken: config.metricsToken,
    leadTimes: config.leadTimes,
    issuers: config.issuers,
    rateLimit: options.rateLimit ?? (isLoopback(options.host) ? undefined : RATE_DEFAULT),
    logger: { level: options.log, stream: process.stderr },
  })
  if (!options.apiOnly) opened.startViews()
  const url = await listen(app, opened, options)
  stopWhenTold(app, opened)
  announce(options, opened, url)
}

type Served = Opened & Pick<WithViews, 'lists' | 'startViews'>

/** A ledger with its views: in its data directory, or in the database that it shares with other processes. */
async function openServed(config: Config, options: Options, onFault: Fault): Promise<Served> {
  const opened = await openConfigured(config, options)
  if ('backUp' in opened) {
    const { place } = opened
    return { ...(await withViews(await offeringBackups(opened), onFault)), place }
  }
  try {
    const reads = await openPostgresViews(config.cluster?.postgres ?? '')
    const { lists, start, close } = viewsOf(opened.ledger, reads, onFault)
    return { ...opened, lists, startViews: start, close: () => close().finally(opened.close) }
  } catch (error) {
    await opened.close()
    throw error
  }
}

async function listen(app: FastifyInstance, { close }: Opened, { port, host }: Options): Promise<string> {
  try {
    return await app.listen({ port, host })
  } catch (error) {
    await close()
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Error(`port ${port} of ${host} is in use; --port N takes another one`, { cause: error })
    if (code === 'EADDRNOTAVAIL') throw new WrongUse(`${host} is no address of this machine`)
    throw error
  }
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

/**
 * Ends in order: no new request, the running ones answered, the log closed. Told again later it ends at once; a second
 * signal at the same time is the same one, which a terminal sends to every process of a command.
 */
function stopWhenTold(app: FastifyInstance, { close }: Opened): void {
  let since: number | undefined
  const stop = async (): Promise<void> => {
    if (since !== undefined && performance.now() - since > AGAIN_MS_MIN) process.exit(FOUND_A_FAULT)
    if (since !== undefined) return
    since = performance.now()
    setTimeout(() => process.exit(FOUND_A_FAULT), STOP_MS_MAX).unref()
    await app.close()
    await close()
    process.exit(DONE)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN
    if (number >= min && number <= max) return number
    throw new InvalidArgumentError(`wanted: a whole number from ${min} to ${max}.`)
  }

function level(text: string): Options['log'] {
  const known = LOG_LEVELS.find((each) => each === text)
  if (known) return known
  throw new InvalidArgumentError(`wanted: one of ${LOG_LEVELS.join(', ')}.`)
}
