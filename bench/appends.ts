import { join } from 'node:path'
import { openSqliteStore } from '../src/eventstore/sqlite.ts'
import { machineClock } from '../src/ledger/clock.ts'
import { recordText, seal } from '../src/ledger/leaf.ts'
import { draft } from './drafts.ts'
import { RawLog, type RawRow } from './raw-log.ts'
import { line, median, perSecond, ratio, timed, title } from './report.ts'

const ROUNDS = 3
const AIM = 0.6
const ZEROS = '0'.repeat(64)

/** Durable appends a second, beside the raw limit on the same disk, in turn. */
export async function appends(directory: string, quick: boolean): Promise<void> {
  title('Durable appends (events a second; each acknowledged append is on disk)')
  for (const callers of [1, 32]) {
    for (const events of [1, 10]) {
      const total = (quick ? 300 : 2_000) * (callers === 1 ? 1 : 8) * events
      await one(directory, callers, events, total)
    }
  }
}

async function one(directory: string, callers: number, events: number, total: number): Promise<void> {
  const rates = { store: [] as number[], raw: [] as number[], bare: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    const path = (kind: string): string => join(directory, `${kind}-${callers}-${events}-${round}.sqlite`)
    rates.bare.push(await rawRate(path('bare'), callers, events, total, true))
    rates.raw.push(await rawRate(path('raw'), callers, events, total, false))
    rates.store.push(await storeRate(path('store'), callers, events, total))
  }
  const [store, raw, bare] = [median(rates.store), median(rates.raw), median(rates.bare)]
  const what = `${callers} caller${callers === 1 ? '' : 's'}, ${events} event${events === 1 ? '' : 's'} an append`
  line(`${what}: store`, perSecond(store), ratio(store, raw, AIM))
  line('  raw SQLite: same pragmas and table, grouped, hash chain', perSecond(raw))
  line(
    '  the same into a table without keys and indexes',
    perSecond(bare),
    `${(store / bare).toFixed(2)} of it`,
  )
}

/** Works through all appends with so many callers, each waiting for its own. */
async function shared(
  callers: number,
  all: number,
  append: (caller: number, n: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const caller = async (who: number): Promise<void> => {
    for (let n = next++; n < all; n = next++) await append(who, n)
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
      const appended = await store.append(`contract-c-${who}`, revisions[who] ?? 0, drafts[n] ?? [])
      if (appended.outcome !== 'appended') throw new Error(`append ended as ${appended.outcome}`)
      revisions[who] = (revisions[who] ?? 0) + events
    }),
  )
  await store.close()
  return (batches * events) / seconds
}

async function rawRate(
  path: string,
  callers: number,
  events: number,
  total: number,
  bare: boolean,
): Promise<number> {
  const log = new RawLog(path, bare)
  const batches = Math.ceil(total / events)
  const rows = Array.from({ length: batches }, (_, n) =>
    Array.from({ length: events }, (_each, i) => rawRow(n * events + i + 1)),
  )
  const seconds = await timed(() => shared(callers, batches, (_who, n) => log.append(rows[n] ?? [])))
  log.close()
  return (batches * events) / seconds
}

/** A row of the weight of the store's; its streams are as many, its revisions never repeat. */
export function rawRow(revision: number): RawRow {
  const stream = `contract-c-${revision % 32}`
  const event = draft('c-1')
  const record = recordText({ ...event, stream, revision, recordedAt: machineClock.now(), prev: ZEROS })
  return [event.id, stream, revision, event.type, record]
}
