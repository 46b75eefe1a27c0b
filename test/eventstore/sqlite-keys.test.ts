import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteKeys } from '../../src/eventstore/sqlite-keys.ts'
import { subjectKeysContract } from './keys.ts'

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

for (const kind of ['file', ':memory:'])
  subjectKeysContract(
    `SQLite, ${kind}`,
    async () => ({ open: async () => openSqliteKeys(kind === 'file' ? path : kind) }),
    { shared: false },
  )

describe('the file of keys', () => {
  test('keeps keys and erasures, readable by its owner only', async () => {
    const keys = openSqliteKeys(path)
    const key = await keys.keyFor('p-1')
    await keys.erase(['p-2'])
    expect(readdirSync(directory).map((file) => statSync(join(directory, file)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ])
    keys.close()
    const again = openSqliteKeys(path)
    expect(await again.keysOf(['p-1'])).toEqual(new Map([['p-1', key]]))
    expect(await again.keyFor('p-2')).toBeUndefined()
    again.close()
  })

  test('no byte of an erased key lingers in any file, while the store is open or after it is closed', async () => {
    const keys = openSqliteKeys(path)
    const names = Array.from({ length: 300 }, (_, i) => `p-${i}`)
    const all = await Promise.all(names.map(async (name) => (await keys.keyFor(name)) ?? new Uint8Array()))
    expect(all.filter(lingers)).toHaveLength(300)
    const gone = all.filter((_, i) => i % 3 !== 0)
    for (const [i, name] of names.entries()) if (i % 3 !== 0) await keys.erase([name])
    expect(gone.filter(lingers)).toEqual([])
    // A part of a key would do for a search: its first half must be gone as well.
    expect(gone.filter((key) => lingers(key.subarray(0, 16)))).toEqual([])
    expect(all.filter(lingers)).toHaveLength(100)
    keys.close()
    expect(gone.filter((key) => lingers(key.subarray(16)))).toEqual([])
    expect(all.filter(lingers)).toHaveLength(100)
  })

  test('one process owns it', async () => {
    const keys = openSqliteKeys(path)
    expect(() => openSqliteKeys(path)).toThrow(/locked/)
    keys.close()
  })
})
