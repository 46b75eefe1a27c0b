import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { openSqliteKeys } from '../eventstore/sqlite-keys.ts'
import { keyless } from '../ledger/erasures.ts'
import { type Fault, verify } from '../ledger/verify.ts'
import { DONE, FOUND_A_FAULT } from './faults.ts'
import { type Opened, openConfiguredToVerify } from './open.ts'
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
      const opened = await openConfiguredToVerify(config, options)
      const { ledger, close } = opened
      const { position } = await ledger.store.head()
      const bar = progress(position, 'events')
      const faults: Fault[] = []
      let events = 0
      let unkeyed: readonly string[] = []
      try {
        const seen = (): void => {
          events++
          bar.add(1)
        }
        for await (const fault of verify(ledger.store, seen)) faults.push(fault)
        unkeyed = await unkeyedIn(opened)
      } finally {
        bar.stop()
        await close()
      }
      console.log(options.json ? JSON.stringify({ events, faults, unkeyed }) : text(events, faults, unkeyed))
      process.exitCode = faults.length > 0 ? FOUND_A_FAULT : DONE
    })

/** Who has no key where keys are at hand: a log may lie alone, and then nobody can say. */
async function unkeyedIn({ ledger, directory }: Opened): Promise<readonly string[]> {
  if (directory === undefined) return keyless(ledger.store, ledger.keys)
  const path = join(directory, 'keys.sqlite')
  if (!existsSync(path) || statSync(path).size === 0) return []
  const keys = openSqliteKeys(path)
  try {
    return await keyless(ledger.store, keys)
  } finally {
    keys.close()
  }
}

const text = (events: number, faults: readonly Fault[], unkeyed: readonly string[]): string =>
  [
    ...faults
      .slice(0, NAMED_MAX)
      .map(({ position, stream, fault }) => `event ${position} of ${stream}: ${fault}`),
    ...(unkeyed.length === 0
      ? []
      : [
          `no key for ${unkeyed.length} persons whom nobody erased; daicho erase closes their fields for good: ` +
            [...unkeyed.slice(0, NAMED_MAX), ...(unkeyed.length > NAMED_MAX ? ['…'] : [])].join(' '),
        ]),
    `${events} events, ${faults.length === 0 ? 'all as they were written' : `${faults.length} faults`}`,
  ].join('\n')
