import { join } from 'node:path'
import { live } from '../src/domain/contract/live.ts'
import { Timeline } from '../src/domain/contract/timeline.ts'
import { openSqliteStore } from '../src/eventstore/sqlite.ts'
import { machineClock } from '../src/ledger/clock.ts'
import { seal } from '../src/ledger/leaf.ts'
import { asRecorded } from '../src/ledger/load.ts'
import { rawRow } from './appends.ts'
import { draft } from './drafts.ts'
import { RawLog } from './raw-log.ts'
import { line, perSecond, ratio, timed, title } from './report.ts'

const BATCH = 1_000
const PER_CONTRACT = 200
const AIM = 0.4

/** Reads the whole ledger and folds it into timelines, beside a bare ordered read with JSON.parse. */
export async function replay(directory: string, quick: boolean): Promise<void> {
  const total = quick ? 40_000 : 200_000
  title(`Replay of ${total.toLocaleString('en')} events (read and fold, judge nothing)`)
  const store = await openSqliteStore({ path: join(directory, 'replay.sqlite'), now: machineClock.now, seal })
  const raw = new RawLog(join(directory, 'replay-raw.sqlite'))
  for (let i = 0; i < total / PER_CONTRACT; i++) {
    await store.append(
      `contract-c-${i}`,
      0,
      Array.from({ length: PER_CONTRACT }, () => draft(`c-${i}`)),
    )
  }
  for (let i = 0; i < total / BATCH; i++) {
    await raw.append(Array.from({ length: BATCH }, (_, n) => rawRow(i * BATCH + n + 1)))
  }

  let parsed = 0
  const bare = await timed(() => {
    for (const record of raw.records()) if (JSON.parse(record) !== null) parsed++
  })
  if (parsed !== total) throw new Error(`the bare read met ${parsed} events`)
  let facts = 0
  const ours = await timed(async () => {
    for (let i = 0; i < total / PER_CONTRACT; i++) facts += await fold(store, `contract-c-${i}`)
  })
  if (facts !== total) throw new Error(`the replay met ${facts} facts`)
  let read = 0
  const log = await timed(async () => {
    for await (const event of store.readAll(0)) if (event.position > 0) read++
  })
  if (read !== total) throw new Error(`readAll met ${read} events`)
  line('contract by contract into timelines', perSecond(total / ours), ratio(total / ours, total / bare, AIM))
  line('readAll through the port', perSecond(total / log), `${(bare / log).toFixed(2)} of the limit`)
  line('  bare ordered read with JSON.parse', perSecond(total / bare))
  await store.close()
  raw.close()
}

async function fold(store: Awaited<ReturnType<typeof openSqliteStore>>, stream: string): Promise<number> {
  const events = []
  for await (const event of store.read(stream)) events.push(asRecorded(event))
  return new Timeline(live(events)).length
}
