import { join } from 'node:path'
import { openSqliteStore } from '../src/eventstore/sqlite.ts'
import { machineClock } from '../src/ledger/clock.ts'
import { recordText, seal } from '../src/ledger/leaf.ts'
import { draft } from './drafts.ts'
import { RawLog } from './raw-log.ts'
import { line, median, perSecond, ratio, timed, title } from './report.ts'

const ROUNDS = 3
const AIM = 0.6

/** Durable appends a second, beside the raw limit on the same disk, in turn. */
export async function appends(directory: string, quick: boolean): Promise<void> {
  title('Durable appends (events a second; each acknowledged append is on disk)')
  for (const callers of [1, 32]) {
    for (const events of [1, 10])
      await one(directory, callers, events, Math.ceil((quick ? 300 : 2_000) * (callers === 1 ? 1 : 8)))
  }
}

async function one(directory: string, callers: number, events: number, total: number): Promise<void> {
  const ours: number[] = []
  const limits: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const name = `${callers}-${events}-${round}`
    limits.push(await rawRate(join(directory, `raw-${name}.sqlite`), callers, events, total))
    ours.push(await storeRate(join(directory, `store-${name}.sqlite`), callers, events, total))
  }
  line(
    `${callers} caller${callers === 1 ? '' : 's'}, ${events} event${events === 1 ? '' : 's'} an append: store`,
    perSecond(median(ours)),
    ratio(median(ours), median(limits), AIM),
  )
  line('  raw SQLite, same pragmas, grouped, hash chain', perSecond(median(limits)))
}

const shared = async (
  callers: number,
  appendsInAll: number,
  append: (caller: number, n: number) => Promise<unknown>,
): Promise<void> => {
  let next = 0
  const caller = async (who: number): Promise<void> => {
    for (let n = next++; n < appendsInAll; n = next++) await append(who, n)
  }
  await Promise.all(Array.from({ length: callers }, (_, who) => caller(who)))
}

async function storeRate(path: string, callers: number, events: number, total: number): Promise<number> {
  const store = await openSqliteStore({ path, now: machineClock.now, seal })
  const revisions = new Array<number>(callers).fill(0)
  const batches = Math.ceil(total / events)
  const drafts = Array.from({ length: batches }, () => Array.from({ length: events }, () => draft('c-1')))
  const seconds = await timed(() =>
    shared(callers, batches, async (who, n) => {
      const stream = `contract-c-${who}`
      const appended = await store.append(stream, revisions[who] ?? 0, drafts[n] ?? [])
      if (appended.outcome !== 'appended') throw new Error(`append ended as ${appended.outcome}`)
      revisions[who] = (revisions[who] ?? 0) + events
    }),
  )
  await store.close()
  return (batches * events) / seconds
}

async function rawRate(path: string, callers: number, events: number, total: number): Promise<number> {
  const log = new RawLog(path)
  const text = recordText({
    ...draft('c-1'),
    stream: 'contract-c-1',
    revision: 1,
    recordedAt: machineClock.now(),
    prev: '0'.repeat(64),
  })
  const batches = Math.ceil(total / events)
  const seconds = await timed(() =>
    shared(callers, batches, () => log.append(Array.from({ length: events }, () => text))),
  )
  log.close()
  return (batches * events) / seconds
}
