import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { StoreUnavailable } from '../eventstore/event-store.ts'
import { type CopiedKeys, copyKeys } from '../ledger/copy-keys.ts'
import { type Summary } from '../ledger/copy-tally.ts'
import { type Copied, type Watch, copy } from '../ledger/copy.ts'
import { type KeyPlace, type LogPlace, keyPlace, logPlace, openKeysAt, openLogAt } from './copy-places.ts'
import { DONE, FOUND_A_FAULT, WrongUse } from './faults.ts'
import { type Progress, progress } from './progress.ts'

type Options = {
  readonly from: string
  readonly to: string
  readonly fromKeys?: string
  readonly toKeys?: string
  readonly ledger?: string
  readonly json?: boolean
}

/** `daicho copy`: moves a ledger to another store. */
export const copyCommand = (program: Command, config: Config): Command =>
  program
    .command('copy')
    .description(
      'copy a ledger to another store and prove that nothing changed; ended half-way it is run again and goes on',
    )
    .requiredOption(
      '--from <place>',
      'a data directory that no server has open, kurrentdb://…, or kurrentdb: what DAICHO_KURRENTDB and DAICHO_POSTGRES name',
    )
    .requiredOption('--to <place>', 'the same; empty, or left by a run that was ended half-way')
    .option('--from-keys <place>', 'keys of persons: a directory or postgres://…; default: those of the log')
    .option('--to-keys <place>', 'where they go; default: beside the log')
    .option('--ledger <name>', 'name of the ledger in KurrentDB (default: of the environment, or daicho)')
    .option('--json', 'the result as JSON')
    .action(async (options: Options) => {
      process.exitCode = await run(config, options)
    })

async function run(config: Config, options: Options): Promise<number> {
  const { from, to } = placesOf(config, options)
  const began = performance.now()
  const result = await copyBetween(from, to)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const said = { from: from.log.shown, to: to.log.shown, ...result, seconds }
  console.log(options.json ? JSON.stringify(said) : textOf(said))
  return result.equal && !result.grew ? DONE : FOUND_A_FAULT
}

type Place = { readonly log: LogPlace; readonly keys: KeyPlace }

function placesOf(config: Config, options: Options): { readonly from: Place; readonly to: Place } {
  const placeOf = (text: string): LogPlace => logPlace(config, text, options.ledger)
  const [from, to] = [placeOf(options.from), placeOf(options.to)]
  if (isSame(from, to)) throw new WrongUse('--from and --to are the same place')
  return {
    from: { log: from, keys: keyPlace(config, options.fromKeys, from, '--from-keys') },
    to: { log: to, keys: keyPlace(config, options.toKeys, to, '--to-keys') },
  }
}

/** However they are written. */
const isSame = (a: LogPlace, b: LogPlace): boolean =>
  JSON.stringify({ ...a, shown: '' }) === JSON.stringify({ ...b, shown: '' })

type Result = Copied & { readonly keys: CopiedKeys }

async function copyBetween(from: Place, to: Place): Promise<Result> {
  const opened: { close(): Promise<void> }[] = []
  const open = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const one = await opening
    opened.push(one)
    return one
  }
  const bars = new Bars()
  try {
    const source = await open(openLogAt(from.log, false))
    const sourceKeys = await open(openKeysAt(from.keys, false))
    const target = await open(openLogAt(to.log, true))
    let keys: CopiedKeys = { keys: 0, erased: 0, written: 0 }
    // Keys first: no event may lie in the target whose personal fields cannot be opened there.
    const prepare = async (): Promise<void> => {
      if (JSON.stringify(from.keys) === JSON.stringify(to.keys)) return
      keys = await copyKeys(sourceKeys, await open(openKeysAt(to.keys, true)))
    }
    return { ...(await copy(source, target, { watch: bars.watch, prepare })), keys }
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    const why = error.cause instanceof Error ? error.cause.message : error.message
    throw new Error(`cut off, a store does not answer (${why}); run the same command again, and it goes on`, {
      cause: error,
    })
  } finally {
    bars.stop()
    await Promise.allSettled(opened.map((each) => each.close()))
  }
}

/** One bar after another. */
class Bars {
  #bar: Progress | undefined

  readonly watch: Watch = (part, end) => {
    this.stop()
    const bar = progress(end, `positions ${part}`)
    this.#bar = bar
    let at = 0
    return (position) => {
      bar.add(position - at)
      at = position
    }
  }

  stop(): void {
    this.#bar?.stop()
    this.#bar = undefined
  }
}

type Said = Result & { readonly from: string; readonly to: string; readonly seconds: number }

const textOf = (said: Said): string =>
  [
    `${said.events} events and ${said.receipts} receipts copied, ${said.before} events were there; ${said.seconds} s`,
    `${said.keys.keys} keys of persons, ${said.keys.erased} erased; ${said.keys.written} written`,
    `from ${said.from}`,
    ...linesOf(said.source),
    `to ${said.to}`,
    ...linesOf(said.target),
    ...said.differing.map((stream) => `${stream} does not end with the same event`),
    said.equal ? 'equal: nothing changed on the way' : 'NOT EQUAL: the copy is not to be used',
    ...(said.grew ? ['the source was written to meanwhile: stop its writers and run this again'] : []),
  ].join('\n')

const linesOf = (summary: Summary): readonly string[] => [
  `  ${summary.events} events   ${summary.hashes}`,
  `  ${summary.streams} streams  ${summary.heads}`,
  `  ${summary.receipts} receipts ${summary.receiptHashes}`,
]
