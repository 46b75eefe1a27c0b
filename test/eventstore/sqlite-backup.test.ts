import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { backUp } from '../../src/eventstore/sqlite-backup.ts'
import { openLog } from '../../src/eventstore/sqlite-schema.ts'

const directory = mkdtempSync(join(tmpdir(), 'daicho-backup-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const pathOf = (name: string): string => join(directory, name)

const ROWS = 200
/** A log with rows of a size that needs many steps of a copy; `add` commits so many more in one transaction. */
function log(name: string) {
  const db = openLog(pathOf(name))
  const insert = db.prepare(`INSERT INTO events VALUES (?, ?, 'a', ?, 'T', ?, 'h')`)
  let rows = 0
  const add = (n: number): void => {
    db.exec('BEGIN')
    for (let i = 0; i < n; i++) insert.run(++rows, `id-${rows}`, rows, 'x'.repeat(10_000))
    db.exec('COMMIT')
  }
  return { db, add, rows: () => rows }
}
const countOf = (path: string): number => {
  const db = new DatabaseSync(path, { readOnly: true })
  const { n, last } = db.prepare('SELECT count(*) AS n, max(position) AS last FROM events').get() as { n: number; last: number } // prettier-ignore
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.close()
  expect(last).toBe(n)
  return n
}

describe('a copy of an open log', () => {
  test('ends between two transactions, however many there are meanwhile', async () => {
    const { db, add, rows } = log('busy')
    add(ROWS * 30)
    let going = true
    const writer = (async () => {
      while (going) {
        add(ROWS)
        await new Promise((done) => setImmediate(done))
      }
    })()
    const before = rows()
    await backUp(db, pathOf('busy-copy'))
    going = false
    await writer
    const copied = countOf(pathOf('busy-copy'))
    expect(copied).toBeGreaterThanOrEqual(before)
    expect(copied % ROWS).toBe(0)
    expect(rows()).toBeGreaterThan(before)
    db.close()
  })

  test('is its owner’s alone, overwrites nothing, and has its name only once it is complete', async () => {
    const { db, add } = log('kept')
    add(3)
    await backUp(db, pathOf('kept-copy'))
    expect(statSync(pathOf('kept-copy')).mode & 0o777).toBe(0o600)
    const bytes = readFileSync(pathOf('kept-copy'))
    add(3)
    await expect(backUp(db, pathOf('kept-copy'))).rejects.toThrow('there already')
    expect(readFileSync(pathOf('kept-copy')).equals(bytes)).toBe(true)
    writeFileSync(pathOf('other-copy.part'), 'of an attempt that was cut off')
    await backUp(db, pathOf('other-copy'))
    expect(countOf(pathOf('other-copy'))).toBe(6)
    await expect(backUp(db, pathOf('nowhere/copy'))).rejects.toThrow('nowhere')
    expect(readdirSync(directory).filter((name) => /^(kept|other).*\.part$/.test(name))).toEqual([])
    db.close()
  })
})
