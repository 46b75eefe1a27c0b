import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { type Fault, verify } from '../ledger/verify.ts'
import { DONE, FOUND_A_FAULT } from './faults.ts'
import { openConfiguredToVerify } from './open.ts'
import { progress } from './progress.ts'

/** Faults to name one by one; a log that was rewritten has one an event. */
const NAMED_MAX = 100

/** `daicho verify`: is the log as it was written? */
export const verifyCommand = (program: Command, config: Config): Command =>
  program
    .command('verify')
    .description('check every hash of the log and that nothing is missing from it')
    .option('--data <directory>', `data directory that no server has open (default: ${config.data})`)
    .option('--json', 'the result as JSON')
    .action(async (options: { data?: string; json?: boolean }) => {
      const { ledger, close } = await openConfiguredToVerify(config, options)
      const { position } = await ledger.store.head()
      const bar = progress(position, 'events')
      const faults: Fault[] = []
      let events = 0
      try {
        const seen = (): void => {
          events++
          bar.add(1)
        }
        for await (const fault of verify(ledger.store, seen)) faults.push(fault)
      } finally {
        bar.stop()
        await close()
      }
      console.log(options.json ? JSON.stringify({ events, faults }) : text(events, faults))
      process.exitCode = faults.length > 0 ? FOUND_A_FAULT : DONE
    })

const text = (events: number, faults: readonly Fault[]): string =>
  [
    ...faults
      .slice(0, NAMED_MAX)
      .map(({ position, stream, fault }) => `event ${position} of ${stream}: ${fault}`),
    `${events} events, ${faults.length === 0 ? 'all as they were written' : `${faults.length} faults`}`,
  ].join('\n')
