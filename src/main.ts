import { Command } from 'commander'
import { serve } from './cli/serve.ts'
import { readConfig } from './config.ts'

const config = readConfig()
const program = new Command('daicho').description('An event-sourced ledger of service contracts')

program
  .command('serve')
  .description('serve a ledger over HTTP')
  .option('--port <n>', 'port', (text) => Number(text), 3000)
  .option('--host <address>', 'address', '127.0.0.1')
  .option('--data <directory>', 'data directory')
  .option('--memory', 'keep nothing: a ledger that ends with the process', false)
  .action(async (options: { port: number; host: string; data?: string; memory: boolean }) =>
    serve(config, { ...options, data: options.data }),
  )

await program.parseAsync()
