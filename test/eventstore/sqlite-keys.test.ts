import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteKeys } from '../../src/eventstore/sqlite-keys.ts'
import { type SubjectKeys } from '../../src/ledger/subjects.ts'

const root = mkdtempSync(join(tmpdir(), 'daicho-keys-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let directory = root
let path = ''
beforeEach(() => {
  directory = mkdtempSync(join(root, 'case-'))
  path = join(directory, 'keys.sqlite')
})

/** Whether any file of the data directory holds these bytes. */
const lingers = (key: Uint8Array): boolean =>
  readdirSync(directory).some((file) => readFileSync(join(directory, file)).includes(Buffer.from(key)))

describe.each(['file', ':memory:'])('keys of subjects: %s', (kind) => {
  const open = () => openSqliteKeys(kind === 'file' ? path : kind)

  test('a key is made once and only when asked for', () => {
    const keys = open() satisfies SubjectKeys
    expect(keys.keyOf('p-1', false)).toBeUndefined()
    const key = keys.keyOf('p-1', true)
    expect(key).toHaveLength(32)
    expect(keys.keyOf('p-1', true)).toEqual(key)
    expect(keys.keyOf('p-1', false)).toEqual(key)
    expect(keys.keyOf('p-2', true)).not.toEqual(key)
    keys.close()
  })

  test('an erased subject has no key and gets none again; others keep theirs', () => {
    const keys = open()
    const other = keys.keyOf('p-2', true)
    keys.keyOf('p-1', true)
    keys.erase('p-1')
    keys.erase('p-1')
    keys.erase('p-3')
    expect(keys.keyOf('p-1', false)).toBeUndefined()
    expect(keys.keyOf('p-1', true)).toBeUndefined()
    expect(keys.keyOf('p-3', true)).toBeUndefined()
    expect(keys.keyOf('p-2', true)).toEqual(other)
    keys.close()
  })
})

describe('the file of keys', () => {
  test('keeps keys and erasures, readable by its owner only', () => {
    const keys = openSqliteKeys(path)
    const key = keys.keyOf('p-1', true)
    keys.erase('p-2')
    expect(readdirSync(directory).map((file) => statSync(join(directory, file)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ])
    keys.close()
    const again = openSqliteKeys(path)
    expect(again.keyOf('p-1', false)).toEqual(key)
    expect(again.keyOf('p-2', true)).toBeUndefined()
    again.close()
  })

  test('no byte of an erased key lingers in any file, while the store is open or after it is closed', () => {
    const keys = openSqliteKeys(path)
    const all = Array.from({ length: 300 }, (_, i) => keys.keyOf(`p-${i}`, true) ?? new Uint8Array())
    expect(all.filter(lingers)).toHaveLength(300)
    const gone = all.filter((_, i) => i % 3 !== 0)
    for (const [i] of all.entries()) if (i % 3 !== 0) keys.erase(`p-${i}`)
    expect(gone.filter(lingers)).toEqual([])
    // A part of a key would do for a search: its first half must be gone as well.
    expect(gone.filter((key) => lingers(key.subarray(0, 16)))).toEqual([])
    expect(all.filter(lingers)).toHaveLength(100)
    keys.close()
    expect(gone.filter((key) => lingers(key.subarray(16)))).toEqual([])
    expect(all.filter(lingers)).toHaveLength(100)
  })

  test('one process owns it', () => {
    const keys = openSqliteKeys(path)
    expect(() => openSqliteKeys(path)).toThrow(/locked/)
    keys.close()
  })
})
