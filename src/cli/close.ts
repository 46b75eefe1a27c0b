import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { SERVICES, Service } from '../domain/contract/vocabulary.ts'
import { Month, monthOf } from '../domain/kernel/calendar.ts'
import { type Done, type RunOptions, contractsOf } from '../ledger/close-run.ts'
import { closedAt } from './close-served.ts'
import { closings } from './close-threads.ts'
import { DONE, FOUND_A_FAULT, WrongUse } from './faults.ts'
import { openConfigured } from './open.ts'
import { progress } from './progress.ts'
import { type Served, servedAt } from './served.ts'

type Options = Served & {
  readonly month: string
  readonly service: readonly string[]
  readonly leaveOut: readonly string[]
  readonly workers?: string
  readonly json?: boolean
}

const WORKERS_MAX = 64

/** `daicho close`: a bill for every contract that owes something in a month. */
export const closeCommand = (program: Command, config: Config): Command =>
  program
    .command('close')
    .description(
      'close a month: a bill for every contract that owes something; ended half-way it is run again and goes on',
    )
    .requiredOption('--month <YYYY-MM>', 'the month, which is over')
    .option('--service <service...>', `contracts of these services only: ${SERVICES.join(', ')}`, [])
    .option('--leave-out <what...>', 'names of undetermined lines that bills may leave out', [])
    .option('--workers <n>', 'threads that compute beside the one that reads and writes (default: 1, none)')
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--url <url>', 'a running server instead, which closes beside whatever else it does')
    .option('--token <token>', 'its operator token; default: DAICHO_TOKEN')
    .option('--json', 'the result as JSON')
    .action(async (options: Options) => {
      process.exitCode = await close(config, options)
    })

async function close(config: Config, options: Options): Promise<number> {
  const run = runOf(options)
  const server = servedAt(config, options)
  const result = server
    ? await counted(run, 0, closedAt(server, aloneThere(options, run)))
    : await closeHere(config, options, run)
  console.log(options.json ? JSON.stringify(result.json()) : result.text())
  return result.problems === 0 ? DONE : FOUND_A_FAULT
}

async function closeHere(config: Config, options: Options, run: RunOptions): Promise<Result> {
  const workers = workersOf(options)
  const { ledger, close: end } = await openConfigured(config, { data: options.data })
  try {
    if (run.month >= monthOf(ledger.clock.now())) throw new WrongUse(`${run.month} is not over yet`)
    const contracts = contractsOf(ledger.directory.contracts(), run)
    return await counted(run, contracts.length, closings(ledger, contracts, run, workers))
  } finally {
    await end()
  }
}

function aloneThere({ workers }: Options, run: RunOptions): RunOptions {
  if (workers !== undefined) throw new WrongUse('--workers and --url exclude each other')
  return run
}

function runOf({ month, service, leaveOut }: Options): RunOptions {
  const of = Month.safeParse(month)
  if (!of.success) throw new WrongUse(`--month ${month}: a month is written YYYY-MM`)
  const services = service.map((each) => {
    const known = Service.safeParse(each)
    if (!known.success) throw new WrongUse(`--service ${each}: one of ${SERVICES.join(', ')}`)
    return known.data
  })
  return { month: of.data, services: services.length > 0 ? services : undefined, leaveOut }
}

function workersOf({ workers = '1' }: Options): number {
  const n = /^\d{1,2}$/.test(workers) ? Number(workers) : 0
  if (n < 1 || n > WORKERS_MAX) throw new WrongUse(`--workers ${workers}: a number from 1 to ${WORKERS_MAX}`)
  return n
}

/** Counts what became of contracts as they come; of how many, where that is known. */
async function counted(
  { month }: RunOptions,
  contracts: number,
  closed: AsyncIterable<readonly Done[]>,
): Promise<Result> {
  const bar = progress(contracts, 'contracts')
  const result = new Result(month)
  try {
    for await (const done of closed) {
      result.add(done)
      bar.add(1)
    }
  } finally {
    bar.stop()
  }
  return result
}

/** Bills to name one by one. */
const NAMED_MAX = 1_000

/** Counts what became of the months of contracts. */
export class Result {
  contracts = 0
  closed = 0
  /** Closed bills of months before the one asked for. */
  earlier = 0
  already = 0
  nothing = 0
  problems = 0
  readonly named: Done[] = []
  readonly month: Month
  readonly #from = performance.now()

  constructor(month: Month) {
    this.month = month
  }

  add(done: readonly Done[]): void {
    this.contracts++
    for (const each of done) {
      if (each.outcome === 'problem') this.problems++
      else this[each.outcome]++
      if (each.outcome === 'closed' && each.month < this.month) this.earlier++
      if (each.problem && this.named.length < NAMED_MAX) this.named.push(each)
    }
  }

  json(): Record<string, unknown> {
    const { month, contracts, closed, earlier, already, nothing, problems, named } = this
    const seconds = this.#seconds()
    return {
      month,
      contracts,
      closed,
      earlier,
      already,
      nothing,
      notClosed: problems,
      seconds,
      problems: named,
    }
  }

  text(): string {
    const { month, contracts, closed, earlier, already, nothing, problems, named } = this
    const more = problems - named.length
    return [
      ...named.map(({ problem }) => problem?.detail ?? ''),
      ...(more > 0 ? [`… and ${more} bills more`] : []),
      `${month}: ${contracts} contracts, ${closed} bills closed${earlier > 0 ? ` (${earlier} of earlier months)` : ''}, ` +
        `${already} were closed, ${nothing} owe nothing, ${problems} not closed; ${this.#seconds()} s`,
    ].join('\n')
  }

  #seconds(): number {
    return Math.round((performance.now() - this.#from) / 100) / 10
  }
}
