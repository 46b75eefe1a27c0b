import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { type Erased, eraseSubject } from '../ledger/erase.ts'
import { openConfigured } from './open.ts'
import { type Served, asked, servedAt } from './served.ts'

type Options = Served & { readonly reason?: string; readonly json?: boolean }

/** `daicho erase PARTY`: forgets a person for good. */
export const eraseCommand = (program: Command, config: Config): Command =>
  program
    .command('erase')
    .description(
      'forget a person for good: throw the key of its personal fields away, and record that in its contracts',
    )
    .argument('<subject>', 'a party, or CONTRACT/EVENT for a person told of there who is not the party')
    .option('--reason <text>', 'why, for the record; name nobody in it')
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--url <url>', 'a running server instead')
    .option('--token <token>', 'its operator token; default: DAICHO_TOKEN')
    .option('--json', 'what was done as JSON')
    .action(async (subject: string, options: Options) => {
      const served = servedAt(config, options)
      const erased = served
        ? ((await asked(served, '/v1/erasures', { subject, reason: options.reason })) as Erased)
        : await eraseHere(config, subject, options)
      console.log(
        options.json
          ? JSON.stringify(erased)
          : `${erased.subject} is forgotten; recorded in ${erased.contracts.join(', ')}`,
      )
    })

async function eraseHere(config: Config, subject: string, { data, reason }: Options): Promise<Erased> {
  const { ledger, close } = await openConfigured(config, { data })
  try {
    return await eraseSubject(ledger, subject, reason)
  } finally {
    await close()
  }
}
