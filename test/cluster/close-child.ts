import { closings } from '../../src/cli/close-threads.ts'
import { openDistributed } from '../../src/cli/distributed.ts'
import { readConfig } from '../../src/config.ts'
import { month } from '../../src/domain/kernel/calendar.ts'
import { contractsOf } from '../../src/ledger/close-run.ts'
import { setClock } from '../ledger/billing.ts'

/** Closes a month of the configured ledger as `daicho close` does and says each contract that is done, until it is killed. */
const [of = '', workers = '1', now = ''] = process.argv.slice(2)
const { ledger, close } = await openDistributed({ ...readConfig(), testClock: true })
setClock(ledger, now)
const run = { month: month(of), leaveOut: [] }
const contracts = contractsOf(ledger.directory.contracts(), run)
for await (const done of closings(ledger, contracts, run, Number(workers)))
  process.stdout.write(
    `${done.map(({ contractId, outcome, problem }) => `${contractId} ${outcome} ${problem?.detail ?? ''}`).join(' ')}\n`,
  )
await close()
