import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { type Replayed, replay } from '../ledger/replay.ts'
import { DONE, FOUND_A_FAULT } from './faults.ts'
import { openConfiguredToRead } from './open.ts'
import { progress } from './progress.ts'
import { withViews } from './views.ts'

type Options = { readonly data?: string; readonly json?: boolean }

/** `daicho replay`: builds every view anew and compares. */
export const replayCommand = (program: Command, config: Config): Command =>
  program
    .command('replay')
    .description(
      'build what is read across contracts anew from the first event, beside what is read meanwhile, and compare the two',
    )
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--json', 'the result as JSON')
    .action(async (options: Options) => {
      process.exitCode = await run(config, options)
    })

async function run(config: Config, { data, json }: Options): Promise<number> {
  const faults: string[] = []
  const onFault = (what: string, error: unknown): void => {
    faults.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const opened = await withViews(config, await openConfiguredToRead(config, { data }), onFault)
  let result: Replayed
  try {
    const { position } = await opened.ledger.store.head()
    const bar = progress(position, 'positions')
    let shown = 0
    try {
      result = await replay(opened.tended, (reached) => {
        bar.add(Math.max(0, reached - shown))
        shown = Math.max(shown, reached)
      })
    } finally {
      bar.stop()
    }
  } finally {
    await opened.close()
  }
  console.log(json ? JSON.stringify({ ...result, faults }) : textOf(result, faults))
  return result.differences.length + faults.length === 0 ? DONE : FOUND_A_FAULT
}

function textOf(
  { position, contracts, before, after, differences }: Replayed,
  faults: readonly string[],
): string {
  const lines = [
    `${contracts} contracts up to position ${position}, digest ${after}`,
    differences.length === 0 && before === after
      ? 'what was read says the same; the new build is read from now on'
      : `what was read had digest ${before}; the new build is read from now on`,
    ...differences.map((id) => `  ${id} was said to be otherwise than the log says`),
    ...faults.map((fault) => `  ${fault}`),
  ]
  return lines.join('\n')
}
