import { existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command } from 'commander'
import { type Config } from '../config.ts'
import { openSqliteStore } from '../eventstore/sqlite.ts'
import { machineClock } from '../ledger/clock.ts'
import { seal } from '../ledger/leaf.ts'
import { verify } from '../ledger/verify.ts'
import { askForBackup } from './backup-socket.ts'
import { openExisting } from './existing.ts'
import { WrongUse } from './faults.ts'
import { progress } from './progress.ts'

type Options = {
  readonly to: string
  readonly keysTo?: string
  readonly data?: string
  readonly verify: boolean
  readonly json?: boolean
}

/** `daicho backup`: a copy of a data directory, also of one that a server has open. */
export const backupCommand = (program: Command, config: Config): Command =>
  program
    .command('backup')
    .description(
      'copy the log of a data directory, also while a server writes to it; the copy is a data directory itself',
    )
    .requiredOption('--to <directory>', 'directory for ledger.sqlite, which must not be there yet')
    .option(
      '--keys-to <directory>',
      'another directory for keys.sqlite, the keys of persons (default: left out)',
    )
    .option('--data <directory>', `data directory (default: ${config.data})`)
    .option('--no-verify', 'do not read the copy and check its hashes')
    .option('--json', 'what was copied as JSON')
    .action(async (options: Options) => {
      const { data = config.data, json } = options
      const files = filesOf(options)
      if (!(await askForBackup(data, files))) await copyHere(config, data, files)
      const events = options.verify ? await verified(files.log) : undefined
      console.log(
        json ? JSON.stringify({ ...files, ...(events !== undefined && { events }) }) : text(files, events),
      )
    })

type Files = { readonly log: string; readonly keys: string | undefined }

/** Where the copies go, by absolute path: another process may write them. */
function filesOf({ to, keysTo }: Options): Files {
  if (keysTo !== undefined && resolve(keysTo) === resolve(to))
    throw new WrongUse(
      '--keys-to: keep the keys apart from the log, or an erasure never reaches the backups of a person',
    )
  const log = fileIn(to, 'ledger.sqlite')
  return { log, keys: keysTo === undefined ? undefined : fileIn(keysTo, 'keys.sqlite') }
}

function fileIn(directory: string, name: string): string {
  const path = resolve(directory, name)
  if (existsSync(path)) throw new WrongUse(`${path} is there already; a backup never overwrites one`)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return path
}

async function copyHere(config: Config, data: string, files: Files): Promise<void> {
  const embedded = await openExisting(config, { data })
  try {
    await embedded.backUp(files)
  } finally {
    await embedded.close()
  }
}

/** Reads the copy through, as a restored ledger would be. */
async function verified(path: string): Promise<number> {
  const store = await openSqliteStore({ path, now: machineClock.now, seal })
  const bar = progress((await store.head()).position, 'events')
  let events = 0
  try {
    const seen = (): void => {
      events++
      bar.add(1)
    }
    for await (const { position, fault } of verify(store, seen))
      throw new Error(`the copy is no good: event ${position}: ${fault}; run daicho verify on the ledger`)
    return events
  } finally {
    bar.stop()
    await store.close()
  }
}

const text = ({ log, keys }: Files, events: number | undefined): string =>
  [
    `${log}: ${events === undefined ? 'not read again' : `${events} events, all as they were written`}`,
    keys ?? "keys.sqlite is left out: what is restored without it has nobody's personal fields",
  ].join('\n')
