import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { DONE, FOUND_A_FAULT, WrongUse } from './faults.ts'
import { type Imported, importLines } from './journal-lines.ts'
import { openConfigured } from './open.ts'
import { patiently } from './patience.ts'
import { type Progress, progress } from './progress.ts'
import { type Recorder, intoLedger, intoServer } from './recorders.ts'
import { type Served, servedAt } from './served.ts'

type Options = Served & { readonly json?: boolean }

/** `daicho import FILE`: a journal of actions, one a line. */
export const importCommand = (program: Command, config: Config): Command =>
  program
    .command('import')
    .description(
      'record a journal: one action a line (NDJSON), of a contract with contractId, of a provider without; run again it records nothing',
    )
    .argument('<file>', 'the journal; - is standard input')
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--url <url>', 'a running server instead')
    .option('--token <token>', 'its operator token; default: DAICHO_TOKEN')
    .option('--json', 'the result as JSON')
    .action(async (file: string, options: Options) => {
      process.exitCode = await importFile(config, file, options)
    })

async function importFile(config: Config, file: string, options: Options): Promise<number> {
  const size = file === '-' ? 0 : await sizeOf(file)
  const { recorder: eager, close } = await target(config, options)
  const recorder = patiently(eager, {
    onWait: (why) => console.error(`daicho: ${why}; the import waits for it`),
  })
  const bar = progress(size, 'bytes')
  const result = new Result()
  try {
    const bytes = file === '-' ? process.stdin : createReadStream(file)
    for await (const done of importLines(counted(bytes, bar), recorder)) result.add(done)
  } finally {
    bar.stop()
    await close()
  }
  console.log(options.json ? JSON.stringify(result.json()) : result.text())
  return result.isSound() ? DONE : FOUND_A_FAULT
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    throw new WrongUse(`there is no file ${file}`)
  }
}

export async function target(
  config: Config,
  options: Served,
): Promise<{ readonly recorder: Recorder; readonly close: () => Promise<void> }> {
  const server = servedAt(config, options)
  if (server) return { recorder: intoServer(server), close: async () => undefined }
  const { ledger, close } = await openConfigured(config, { data: options.data })
  return { recorder: intoLedger(ledger, config.cluster !== undefined), close }
}

async function* counted(chunks: AsyncIterable<Buffer>, bar: Progress): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk
    bar.add(chunk.length)
  }
}

/** Lines to name one by one; a journal of another format would fill the screen. */
const NAMED_MAX = 1_000
type Named = { readonly line: number; readonly status: number; readonly detail: string }

/** Counts what became of the lines of a journal. */
class Result {
  lines = 0
  recorded = 0
  same = 0
  refused = 0
  malformed = 0
  /** What could not be recorded for another reason: an unknown contract, an id used for another thing. */
  failed = 0
  readonly named: Named[] = []

  add({ line, status, replayed, problem }: Imported): void {
    this.lines++
    if (status === 201 && !replayed) this.recorded++
    else if (status === 200 || status === 201) this.same++
    else if (problem?.type === 'refused') this.refused++
    else if (status === 400 || status === 413) this.malformed++
    else this.failed++
    if (problem && this.named.length < NAMED_MAX) this.named.push({ line, status, detail: problem.detail })
  }

  isSound(): boolean {
    return this.malformed + this.failed === 0
  }

  json(): Record<string, unknown> {
    const { lines, recorded, same, refused, malformed, failed, named } = this
    return { lines, recorded, same, refused, malformed, failed, problems: named }
  }

  text(): string {
    const { lines, recorded, same, refused, malformed, failed, named } = this
    const more = refused + malformed + failed - named.length
    return [
      ...named.map(({ line, status, detail }) => `line ${line}: ${status} ${detail}`),
      ...(more > 0 ? [`… and ${more} lines more`] : []),
      `${lines} lines: ${recorded} recorded, ${same} same, ${refused} refused, ${malformed} malformed, ${failed} failed`,
    ].join('\n')
  }
}
