import { type Command } from 'commander'
import { type Config } from '../config.ts'
import {
  type ClosingDifference,
  type Difference,
  type Judgement,
  type Rejudged,
  rejudge,
} from '../ledger/rejudge.ts'
import { DONE, FOUND_A_FAULT, WrongUse } from './faults.ts'
import { openConfiguredToRead } from './open.ts'
import { progress } from './progress.ts'

type Options = { readonly contract?: string; readonly data?: string; readonly json?: boolean }

/** Differences to name one by one; a changed rule has one a contract. */
const NAMED_MAX = 1_000

/** `daicho rejudge`: would the ledger be judged today as it was? */
export const rejudgeCommand = (program: Command, config: Config): Command =>
  program
    .command('rejudge')
    .description(
      'judge every recorded action and every closed bill again, on what was known then, and name what comes out otherwise',
    )
    .option('--contract <id>', 'the actions of this contract only')
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--json', 'the result as JSON')
    .action(async (options: Options) => {
      process.exitCode = await run(config, options)
    })

async function run(config: Config, { contract: contractId, data, json }: Options): Promise<number> {
  const { ledger, close } = await openConfiguredToRead(config, { data })
  const result = new Result()
  try {
    await ledger.directory.catchUp()
    if (contractId !== undefined && !ledger.directory.contract(contractId))
      throw new WrongUse(`there is no contract ${contractId}`)
    const { position } = await ledger.store.head()
    const bar = progress(contractId === undefined ? position : 0, 'events')
    try {
      for await (const one of rejudge(ledger, { contractId })) {
        result.add(one)
        bar.add(1)
      }
    } finally {
      bar.stop()
    }
  } finally {
    await close()
  }
  console.log(json ? JSON.stringify(result.json()) : result.text())
  return result.different === 0 ? DONE : FOUND_A_FAULT
}

/** Counts what came of the events of a ledger. */
class Result {
  same = 0
  /** Records of the ledger's own, which nobody judged. */
  own = 0
  erased = 0
  different = 0
  readonly named: (Difference | ClosingDifference)[] = []

  add(one: Rejudged): void {
    this[one.outcome]++
    if (one.outcome === 'different' && this.named.length < NAMED_MAX) this.named.push(one.difference)
  }

  json(): Record<string, unknown> {
    const { same, own, erased, different, named } = this
    return { events: same + own + erased + different, same, own, erased, different, differences: named }
  }

  text(): string {
    const { same, own, erased, different, named } = this
    const judged = same + erased + different
    return [
      ...named.map(lineOf),
      ...(different > named.length ? [`… and ${different - named.length} more`] : []),
      `${judged} actions and bills judged again, ${different === 0 ? 'none' : different} otherwise than then` +
        `${erased > 0 ? `; ${erased} as far as an erased address lets it be told` : ''}` +
        `${own > 0 ? `; ${own} records of the ledger's own` : ''}`,
    ].join('\n')
  }
}

const lineOf = (found: Difference | ClosingDifference): string =>
  `event ${found.event}, ${found.contractId === null ? found.stream : `contract ${found.contractId}`} revision ` +
  `${found.revision}, ${found.type} of ${found.occurredAt}: ` +
  ('then' in found ? `${told(found.then)} then, ${told(found.now)} now` : billOf(found))

const billOf = ({ number, month, lines, undetermined }: ClosingDifference): string =>
  undetermined.length > 0
    ? `bill ${number} of ${month} could not be closed now: ${undetermined.join(', ')}`
    : `bill ${number} of ${month}: ` +
      (lines.map(({ line, then, now }) => `${line} ${yen(then)} then, ${yen(now)} now`).join('; ') ||
        'the same lines, on other rules or with other sums')

const yen = (amount: number | null): string => (amount === null ? 'nothing' : String(amount))

const told = (judgement: Judgement): string => {
  if (judgement.allowed) return `allowed (${judgement.basis.join(', ') || 'on no rule'})`
  const { terms, version, article, rule } = judgement.clause
  return `refused as ${judgement.what} by ${terms} ${version} ${article} (${rule})`
}
