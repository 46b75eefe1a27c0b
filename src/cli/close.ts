import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { SERVICES, Service } from '../domain/contract/vocabulary.ts'
import { Month, monthOf } from '../domain/kernel/calendar.ts'
import { type Done, type RunOptions, contractsOf } from '../ledger/close-run.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { closings } from './close-threads.ts'
import { openEmbedded } from './embedded.ts'
import { DONE, FOUND_A_FAULT, WrongUse } from './faults.ts'
import { progress } from './progress.ts'

type Options = {
  readonly month: string
  readonly service: readonly string[]
  readonly leaveOut: readonly string[]
  readonly workers: string
  readonly data?: string
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
    .option('--workers <n>', 'threads that compute beside the one that reads and writes; 1 = none', '1')
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--json', 'the result as JSON')
    .action(async (options: Options) => {
      process.exitCode = await close(config, options)
    })

async function close(config: Config, options: Options): Promise<number> {
  const run = runOf(options)
  const workers = workersOf(options)
  const { ledger, close: end } = await openEmbedded(config, { data: options.data })
  try {
    if (run.month >= monthOf(ledger.clock.now())) throw new WrongUse(`${run.month} is not over yet`)
    const result = await closeAll(ledger, run, workers)
    console.log(options.json ? JSON.stringify(result.json()) : result.text())
    return result.problems === 0 ? DONE : FOUND_A_FAULT
  } finally {
    await end()
  }
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

function workersOf({ workers }: Options): number {
  const n = /^\d{1,2}$/.test(workers) ? Number(workers) : 0
  if (n < 1 || n > WORKERS_MAX) throw new WrongUse(`--workers ${workers}: a number from 1 to ${WORKERS_MAX}`)
  return n
}

/** Closes a month of all contracts of a ledger. */
export async function closeAll(ledger: Ledger, run: RunOptions, workers: number): Promise<Result> {
  const contracts = contractsOf(ledger.directory.contracts(), run)
  const bar = progress(contracts.length, 'contracts')
  const result = new Result(run.month)
  try {
    for await (const done of closings(ledger, contracts, run, workers)) {
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
