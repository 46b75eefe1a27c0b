import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { backupCommand } from './cli/backup.ts'
import { closeCommand } from './cli/close.ts'
import { copyCommand } from './cli/copy.ts'
import { demoCommand } from './cli/demo.ts'
import { eraseCommand } from './cli/erase.ts'
import { exportCommand } from './cli/export.ts'
import { FOUND_A_FAULT, WRONG_USE, WrongUse } from './cli/faults.ts'
import { holidaysCommand } from './cli/holidays.ts'
import { importCommand } from './cli/import.ts'
import { projectCommand } from './cli/project.ts'
import { rejudgeCommand } from './cli/rejudge.ts'
import { replayCommand } from './cli/replay.ts'
import { serveCommand } from './cli/serve.ts'
import { termsCommand } from './cli/terms.ts'
import { verifyCommand } from './cli/verify.ts'
import { viewsCommand } from './cli/views-status.ts'
import { type Config, readConfig } from './config.ts'

const COMMANDS = [
  serveCommand,
  importCommand,
  demoCommand,
  termsCommand,
  closeCommand,
  holidaysCommand,
  eraseCommand,
  verifyCommand,
  backupCommand,
  projectCommand,
  replayCommand,
  viewsCommand,
  rejudgeCommand,
  exportCommand,
  copyCommand,
]

/** Lies beside the folder of this file, in the project as in a package. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const program = new Command('daicho')
  .description('An event-sourced ledger of service contracts')
  .version(version, '--version')
  .showHelpAfterError('(daicho help COMMAND says how)')
  .exitOverride()

try {
  const config = configured()
  for (const command of COMMANDS) command(program, config)
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

/** A wrong environment is wrong use. */
function configured(): Config {
  try {
    return readConfig()
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** 0 done, 1 found a fault, 2 wrong use. What went wrong is said on stderr, in a line. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    const isHelp = error.code === 'commander.helpDisplayed' || error.code === 'commander.version'
    return isHelp ? 0 : WRONG_USE
  }
  process.stderr.write(`daicho: ${error instanceof Error ? error.message : String(error)}\n`)
  return error instanceof WrongUse ? WRONG_USE : FOUND_A_FAULT
}
