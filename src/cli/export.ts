import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { SERVICES, Service } from '../domain/contract/vocabulary.ts'
import { type ExportOptions, exported } from '../ledger/export.ts'
import { type Ledger } from '../ledger/ledger.ts'
import { DONE, WrongUse } from './faults.ts'
import { type Poured, intoFile, intoPipe } from './pour.ts'
import { openConfiguredToRead } from './open.ts'
import { progress } from './progress.ts'

type Options = {
  readonly to?: string
  readonly open?: boolean
  readonly service?: string
  readonly contract?: string
  readonly after: string
  readonly data?: string
  readonly json?: boolean
}

/** `daicho export`: the log as text. */
export const exportCommand = (program: Command, config: Config): Command =>
  program
    .command('export')
    .description('write the log, one event a line in ledger order (NDJSON), to standard output or a file')
    .option('--to <file>', 'a file, which is there in whole or not at all')
    .option('--open', 'events as clients see them, personal fields readable; else as they are stored')
    .option('--service <service>', `events of this service only: ${SERVICES.join(', ')}`)
    .option('--contract <id>', 'events of this contract only')
    .option('--after <position>', 'events behind this position only', '0')
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--json', 'with --to: what was written, as JSON (what goes to standard output is JSON anyway)')
    .action(async (options: Options) => {
      process.exitCode = await run(config, options)
    })

async function run(config: Config, options: Options): Promise<number> {
  const wanted = wantedBy(options)
  const { ledger, close } = await openConfiguredToRead(config, options)
  try {
    if (options.contract !== undefined && (await isUnknown(ledger, options.contract)))
      throw new WrongUse(`there is no contract ${options.contract}`)
    const { position } = await ledger.store.head()
    const poured = await pour(ledger, wanted, position, options.to)
    if (poured === undefined || options.to === undefined) return DONE
    const { lines, bytes, sha256 } = poured
    const said = { file: options.to, events: lines, position, bytes, sha256 }
    console.log(options.json ? JSON.stringify(said) : textOf(said))
    return DONE
  } finally {
    await close()
  }
}

async function isUnknown({ directory }: Ledger, contractId: string): Promise<boolean> {
  await directory.catchUp()
  return directory.contract(contractId) === undefined
}

function wantedBy({ service, contract: contractId, after, open }: Options): ExportOptions {
  const known = Service.safeParse(service)
  if (service !== undefined && !known.success)
    throw new WrongUse(`--service ${service}: one of ${SERVICES.join(', ')}`)
  const position = /^\d{1,15}$/.test(after) ? Number(after) : -1
  if (position < 0) throw new WrongUse(`--after ${after}: a position is a whole number`)
  return { service: known.data, contractId, after: position, open: open === true }
}

/** Undefined where whoever read the pipe had enough. */
async function pour(
  ledger: Ledger,
  wanted: ExportOptions,
  end: number,
  file: string | undefined,
): Promise<Poured | undefined> {
  let at = wanted.after
  const bar = progress(wanted.contractId === undefined ? Math.max(0, end - at) : 0, 'events')
  const met = (position: number): void => {
    bar.add(position - at)
    at = position
  }
  try {
    const lines = exported(ledger, wanted, met)
    return await (file === undefined ? intoPipe(lines, process.stdout) : intoFile(lines, file))
  } finally {
    bar.stop()
  }
}

type Said = {
  readonly file: string
  readonly events: number
  readonly position: number
  readonly sha256: string
}
const textOf = ({ file, events, position, sha256 }: Said): string =>
  `${events} events up to position ${position} in ${file}, SHA-256 ${sha256}`
