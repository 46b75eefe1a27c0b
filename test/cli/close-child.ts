import { contractsOf } from '../../src/ledger/close-run.ts'
import { closings } from '../../src/cli/close-threads.ts'
import { month } from '../../src/domain/kernel/calendar.ts'
import { opened } from '../ledger/billing.ts'

/** Closes a month of a data directory as `daicho close` does and says each contract that is done, until it is killed. */
const [data = '', of = '', workers = '1', now = ''] = process.argv.slice(2)
const { ledger, close } = await opened(now, data)
const run = { month: month(of), leaveOut: [] }
for await (const done of closings(
  ledger,
  contractsOf(ledger.directory.contracts(), run),
  run,
  Number(workers),
))
  process.stdout.write(`${done.map(({ contractId, outcome }) => `${contractId} ${outcome}`).join(' ')}\n`)
await close()
