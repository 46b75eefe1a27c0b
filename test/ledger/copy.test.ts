import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Kept, type Moved, type Receipt, type WholeLog } from '../../src/eventstore/event-store.ts'
import { openSqliteWholeKeys } from '../../src/eventstore/sqlite-keys-restore.ts'
import { openSqliteKeys } from '../../src/eventstore/sqlite-keys.ts'
import { openSqliteWhole } from '../../src/eventstore/sqlite-restore.ts'
import { type CopyOptions, NoCopy, copy } from '../../src/ledger/copy.ts'
import { copyKeys } from '../../src/ledger/copy-keys.ts'
import { temporary } from '../cli/running.ts'
import { appendTo, fillDirectory, receipt, rowsOf, tamper } from './copying.ts'

const directory = temporary()
const source = directory.path('source')
const ROUNDS = 60
beforeAll(() => fillDirectory(source, ROUNDS))
afterAll(directory.remove)

let targets = 0
const fresh = (): string => {
  const path = directory.path(`target-${++targets}`)
  openSqliteKeys(directory.path(`unused-${targets}`)).close()
  return path
}
const log = (path: string): WholeLog => openSqliteWhole(path)

/** Copies one file into another; `over` changes what the target does. */
async function copied(
  from: string,
  to: string,
  options: CopyOptions = {},
  over: (log: WholeLog) => WholeLog = (one) => one,
) {
  const [a, b] = [log(from), log(to)]
  try {
    return await copy(a, over(b), options)
  } finally {
    await Promise.all([a.close(), b.close()])
  }
}
const file = (path: string): string => join(path, 'ledger.sqlite')

describe('a log copied as it is stored', () => {
  test('is the same, row by row, and the proof says so', async () => {
    const to = fresh()
    const result = await copied(file(source), to, { batch: 7 })
    const rows = rowsOf(source)
    expect(result).toMatchObject({
      before: 0,
      events: rows['events']?.length,
      receipts: rows['receipts']?.length,
      equal: true,
      grew: false,
      differing: [],
    })
    expect(result.source).toEqual(result.target)
    expect(result.source).toMatchObject({
      streams: 8,
      events: rows['events']?.length,
      receipts: rows['receipts']?.length,
    })
    expect(tableOf(to, 'events', 'position')).toEqual(rows['events'])
    expect(tableOf(to, 'receipts', 'credential, door, key')).toEqual(rows['receipts'])
  })

  test('again: nothing is written, the same is proved', async () => {
    const to = fresh()
    const first = await copied(file(source), to)
    const second = await copied(file(source), to, {}, (target) => ({
      ...target,
      restore: () => Promise.reject(new Error('written')),
    }))
    expect(second).toMatchObject({
      before: first.events,
      events: 0,
      receipts: 0,
      equal: true,
      target: first.target,
    })
  })

  test('what came since follows', async () => {
    const grown = directory.path('grown')
    cpSync(source, grown, { recursive: true })
    const to = fresh()
    await copied(file(grown), to)
    await appendTo(grown, 'contract-new', 0)
    expect(await copied(file(grown), to)).toMatchObject({ events: 1, receipts: 1, equal: true })
  })

  test('cut off at any batch, it goes on from there', async () => {
    const to = fresh()
    let cuts = 0
    for (let done = false; !done;) {
      let batches = 0
      const cut = (target: WholeLog): WholeLog => ({
        ...target,
        restore: async (items) => {
          if (++batches > 2) throw new Error('cut off')
          await target.restore(items)
        },
      })
      done = await copied(file(source), to, { batch: 9 }, cut).then(
        ({ equal }) => equal,
        () => false,
      )
      if (++cuts > 100) throw new Error('it never ends')
    }
    expect(cuts).toBeGreaterThan(5)
    expect(tableOf(to, 'events', 'position')).toEqual(rowsOf(source)['events'])
    expect(tableOf(to, 'receipts', 'credential, door, key')).toEqual(rowsOf(source)['receipts'])
  })

  test('what is to be there before the events is done once, and before the first of them', async () => {
    const done: string[] = []
    const noting = (target: WholeLog): WholeLog => ({
      ...target,
      restore: async (items) => {
        done.push('restored')
        await target.restore(items)
      },
    })
    const to = fresh()
    const prepare = async (): Promise<void> => void done.push('prepared')
    await copied(file(source), to, { batch: 40, prepare }, noting)
    expect(done.length).toBeGreaterThan(3)
    expect(done.lastIndexOf('prepared')).toBe(0)
    await copied(file(source), to, { prepare: async () => void done.push('prepared again') })
    expect(done.at(-1)).toBe('prepared again')
  })

  test('a batch goes in whole or not at all', async () => {
    const to = log(fresh())
    const items: Moved[] = []
    const from = log(file(source))
    for await (const { event, receipt: kept } of from.kept())
      if (event) items.push({ event, receipt: kept, text: JSON.stringify(event) })
    await from.close()
    const [first] = items
    const gap = items.find(({ event }) => event?.stream === first?.event?.stream && event?.revision === 3)
    if (!first || !gap) throw new Error('too few')
    await expect(to.restore([first, gap])).rejects.toThrow('does not continue it')
    expect(await to.end()).toBe(0)
    await to.close()
  })
})

describe('a target that is no beginning of the source is refused before anything is written', () => {
  const refused = async (from: string, to: string, why: string): Promise<void> => {
    const before = [tableOf(to, 'events', 'position'), tableOf(to, 'receipts', 'key')]
    let prepared = false
    const attempt = copied(from, to, { batch: 5, prepare: async () => void (prepared = true) })
    await expect(attempt).rejects.toThrow(NoCopy)
    await expect(copied(from, to)).rejects.toThrow(why)
    expect(prepared).toBe(false)
    expect([tableOf(to, 'events', 'position'), tableOf(to, 'receipts', 'key')]).toEqual(before)
  }
  /** A target with all of the source but what some statements changed. */
  const changed = async (...statements: readonly string[]): Promise<string> => {
    const to = fresh()
    await copied(file(source), to)
    tamper(to, ...statements)
    return to
  }
  const CUT =
    "DELETE FROM events WHERE position > 20; DELETE FROM receipts WHERE NOT EXISTS (SELECT 1 FROM events WHERE id = json_extract(event_ids, '$[0]'))"

  test('another ledger', async () => {
    const other = directory.path('other')
    await fillDirectory(other, 3)
    await refused(file(source), file(other), 'copy into an empty place')
  })

  test('the same events in another order', async () => {
    const swap = (a: number, b: number): string => `UPDATE events SET position = ${b} WHERE position = ${a}`
    const other = await changed(CUT)
    const [first, second] = swappable(other)
    tamper(other, swap(first, -1), swap(second, first), swap(-1, second))
    await refused(file(source), other, 'in another order')
  })

  test('more than the source', async () => {
    const to = directory.path('more')
    cpSync(source, to, { recursive: true })
    await appendTo(to, 'contract-more', 0)
    await refused(file(source), file(to), 'holds 1 events more')
  })

  test('another answer under a key, and a key without its answer', async () => {
    const other = await changed(CUT, `UPDATE receipts SET status = 299 WHERE key = 'k-0'`)
    await refused(file(source), other, 'answered key k-0 otherwise')
    const lacking = await changed(CUT, `DELETE FROM receipts WHERE key = 'k-0'`)
    await refused(file(source), lacking, 'does not know key k-0')
  })

  test('an answer it has, and the source has not, is found by the proof', async () => {
    const other = await changed(`INSERT INTO receipts VALUES ('x', 'x', 'x', 'x', 200, '[]', NULL)`)
    expect(await copied(file(source), other)).toMatchObject({ equal: false, differing: [] })
  })

  test.each(['source', 'target'])('a %s that is not as it was written', async (which) => {
    const bent = await changed(`UPDATE events SET record = replace(record, '"scope"', '"score"'), hash = hash WHERE position = 9`, `UPDATE events SET record = replace(record, 'list', 'lost') WHERE position = 9`) // prettier-ignore
    const [from, to] = which === 'source' ? [bent, fresh()] : [file(source), bent]
    await expect(copied(from, to)).rejects.toThrow(/position 9 is not as it was written/)
  })
})

describe('what the source says is taken as it is', () => {
  const first = receipt('k')
  const events = async (): Promise<readonly Kept[]> => {
    const from = log(file(source))
    const items: Kept[] = []
    for await (const item of from.kept())
      if (item.event) items.push({ event: item.event, receipt: undefined })
    await from.close()
    return items
  }
  const saying = (items: readonly Kept[], end = (): number => 1): WholeLog => ({
    kept: async function* () {
      yield* items
    },
    restore: () => Promise.reject(new Error('the source is written to')),
    end: async () => end(),
    close: async () => undefined,
  })
  const withIds = (over: Partial<Receipt> = {}): Receipt => ({ ...first, eventIds: [], ...over })

  test('of two answers under one key the first one counts, wherever they stand', async () => {
    const [a, b, ...rest] = await events()
    if (!a?.event || !b?.event) throw new Error('too few')
    const doubled = [
      { receipt: withIds() },
      { ...a, receipt: withIds({ status: 299 }) },
      b,
      { receipt: withIds({ status: 298 }) },
      ...rest,
    ]
    const to = log(fresh())
    const result = await copy(saying(doubled), to, { batch: 3 })
    expect(result).toMatchObject({ equal: true, receipts: 1, target: { receipts: 1 } })
    const kept: Kept[] = []
    for await (const item of to.kept()) kept.push(item)
    expect(kept.flatMap(({ receipt: one }) => one?.status ?? [])).toEqual([201])
    await to.close()
  })

  test('a source that is written to meanwhile is told', async () => {
    let end = 10
    const to = log(fresh())
    expect(
      await copy(
        saying(await events(), () => end++),
        to,
      ),
    ).toMatchObject({ grew: true, equal: true })
    await to.close()
  })
})

describe('keys of persons', () => {
  const keysIn = (path: string) => openSqliteWholeKeys(path)
  const both = async (from: string, to: string) => {
    const [a, b] = [keysIn(from), keysIn(to)]
    try {
      return await copyKeys(a, b)
    } finally {
      await Promise.all([a.close(), b.close()])
    }
  }

  test('go along, what was erased as erased, and twice is once', async () => {
    const to = directory.path('keys-1')
    expect(await both(join(source, 'keys.sqlite'), to)).toEqual({ keys: 3, erased: 2, written: 5 })
    expect(await both(join(source, 'keys.sqlite'), to)).toEqual({ keys: 3, erased: 2, written: 0 })
    const [from, there] = [openSqliteKeys(join(source, 'keys.sqlite')), openSqliteKeys(to)]
    const subjects = ['/ledger', 'p-1', 'p-2', 'p-gone', 'p-never']
    expect(await there.keysOf(subjects)).toEqual(await from.keysOf(subjects))
    expect((await there.keysOf(subjects)).size).toBe(3)
    expect(await there.keyFor('p-gone')).toBeUndefined()
    from.close()
    there.close()
  })

  test('what either side erased stays erased', async () => {
    const [from, to] = [directory.path('keys-2'), directory.path('keys-3')]
    const old = openSqliteKeys(from)
    for (const subject of ['a', 'b', 'c']) await old.keyFor(subject)
    old.close()
    await both(from, to)
    const [left, right] = [openSqliteKeys(from), openSqliteKeys(to)]
    await left.erase(['a'])
    await right.erase(['b'])
    left.close()
    right.close()
    expect(await both(from, to)).toEqual({ keys: 2, erased: 1, written: 1 })
    const after = openSqliteKeys(to)
    expect([...(await after.keysOf(['a', 'b', 'c'])).keys()]).toEqual(['c'])
    expect([await after.keyFor('a'), await after.keyFor('b')]).toEqual([undefined, undefined])
    after.close()
  })

  test('another key for the same person is refused', async () => {
    const [from, to] = [directory.path('keys-4'), directory.path('keys-5')]
    for (const path of [from, to]) {
      const keys = openSqliteKeys(path)
      await keys.keyFor('p-1')
      keys.close()
    }
    await expect(both(from, to)).rejects.toThrow('another key for p-1')
  })

  test('more than fit in a page', async () => {
    const [from, to] = [directory.path('keys-6'), directory.path('keys-7')]
    const many = keysIn(from)
    const all = Array.from({ length: 2_500 }, (_, n) => ({
      subject: `p-${n}`,
      key: n % 10 === 0 ? null : new Uint8Array(32).fill(n % 251),
    }))
    await many.restore(all)
    await many.close()
    expect(await both(from, to)).toEqual({ keys: 2_250, erased: 250, written: 2_500 })
    const there = keysIn(to)
    const found = []
    for await (const { subject, key } of there.kept())
      found.push({ subject, key: key && new Uint8Array(key) })
    expect(found).toEqual([...all].sort((a, b) => (a.subject < b.subject ? -1 : 1)))
    await there.close()
  })
})

function tableOf(path: string, table: string, order: string): readonly unknown[] {
  const db = new DatabaseSync(path, { readOnly: true })
  const rows = db.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all()
  db.close()
  return rows
}

/** Two neighbours of different streams: they can change places, and every stream is still whole. */
function swappable(path: string): readonly [number, number] {
  const rows = tableOf(path, 'events', 'position') as readonly { position: number; stream: string }[]
  const at = rows.findIndex(({ stream }, i) => i > 0 && rows[i - 1]?.stream !== stream)
  return [at, at + 1]
}
