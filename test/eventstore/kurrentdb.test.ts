import { randomUUID } from 'node:crypto'
import { type Instant } from '../../src/domain/kernel/calendar.ts'
import { openKurrentStore } from '../../src/eventstore/kurrentdb.ts'
import { seal } from '../../src/ledger/leaf.ts'
import { eventStoreContract } from './contract.ts'
import { wallClock } from './drafts.ts'

const url = process.env['DAICHO_KURRENTDB'] ?? ''
const newLedger = (): string => `test-${randomUUID()}`
const open = (ledger: string, now: () => Instant = wallClock) => openKurrentStore({ url, ledger, now, seal })

eventStoreContract(
  'KurrentDB',
  async (now) => {
    const ledger = newLedger()
    const store = await open(ledger, now)
    const reopen = async () => {
      await store.close()
      return open(ledger, now)
    }
    return { store, reopen }
  },
  { durable: true, recordedAt: 'stream', volume: 20_000 },
)
