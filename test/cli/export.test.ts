import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leafHash } from '../../src/ledger/leaf.ts'
import { type StoredEvent } from '../../src/eventstore/event-store.ts'
import { daicho, ended, temporary } from './running.ts'

const directory = temporary()
afterAll(directory.remove)
const data = directory.path('data')
const NAME = 'Hoshino Akari Invented'
const CONTRACTS = 40
const BIN = new URL('../../bin/daicho.js', import.meta.url).pathname

const applied = (n: number) => ({
  contractId: `c-${n}`,
  type: 'ApplicationSubmitted',
  service: 'iij-media-sphere',
  partyId: `p-${n}`,
  occurredAt: '2025-01-10T10:00:00+09:00',
  data: { plan: 'basic', applicantName: NAME },
})
const price = {
  type: 'TaxRatePublished',
  service: 'sakura-cloud',
  occurredAt: '2022-04-01T10:00:00+09:00',
  data: { rate: '0.10', effectiveOn: '2019-10-01' },
}
beforeAll(async () => {
  const journal = [price, ...Array.from({ length: CONTRACTS }, (_, n) => applied(n))]
  await daicho(
    ['import', '-', '--data', data],
    {},
    journal.map((each) => `${JSON.stringify(each)}\n`).join(''),
  )
}, 60_000)

const lines = (text: string): readonly StoredEvent[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StoredEvent)
const exported = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await daicho(['export', '--data', data, ...args])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

describe('daicho export', () => {
  test('writes the log as it is stored, in ledger order, hashes and all, and nobody’s name', async () => {
    const text = await exported()
    const events = lines(text)
    expect(events.map(({ position }) => position)).toEqual(
      Array.from({ length: CONTRACTS + 1 }, (_, n) => n + 1),
    )
    for (const event of events) expect(leafHash(event)).toBe(event.hash)
    expect(text).not.toContain(NAME)
    expect(events[1]?.data['applicantName']).toMatchObject({ subject: 'p-0' })
    expect(await exported('--json')).toBe(text)
  })

  test('or as clients see it', async () => {
    const events = lines(await exported('--open', '--contract', 'c-3'))
    expect(events).toMatchObject([{ contractId: 'c-3', data: { applicantName: NAME }, revision: 1 }])
    expect(events[0]).not.toHaveProperty('prev')
  })

  test('a service, a contract, what came later', async () => {
    expect(lines(await exported('--service', 'sakura-cloud')).map(({ type }) => type)).toEqual([
      'TaxRatePublished',
    ])
    expect(lines(await exported('--service', 'iij-media-sphere'))).toHaveLength(CONTRACTS)
    expect(lines(await exported('--after', '39')).map(({ position }) => position)).toEqual([40, 41])
    expect(lines(await exported('--contract', 'c-7')).map(({ contractId }) => contractId)).toEqual(['c-7'])
    expect(await exported('--contract', 'c-7', '--after', '20')).toBe('')
    expect(await exported('--after', '41')).toBe('')
  })

  test('into a file that says what is in it', async () => {
    const file = directory.path('all.ndjson')
    const said = JSON.parse(await exported('--to', file, '--json')) as Record<string, unknown>
    const bytes = readFileSync(file)
    expect(bytes.toString()).toBe(await exported())
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(said).toEqual({ file, events: 41, position: 41, bytes: bytes.length, sha256 })
    expect(await exported('--to', file)).toBe(`41 events up to position 41 in ${file}, SHA-256 ${sha256}\n`)
    expect(readdirSync(directory.path('.')).sort()).toEqual(['all.ndjson', 'data'])
  })

  test('on a full disk leaves what was there, and no half of a file', async () => {
    const file = directory.path('kept/all.ndjson')
    mkdirSync(directory.path('kept'))
    writeFileSync(file, 'as it was')
    // Eight blocks of 512 bytes: more than opening a ledger writes, less than the log.
    const { code, stdout, stderr } = await ended('sh', [
      '-c',
      'ulimit -f 8; exec "$@"',
      'sh',
      process.execPath,
      BIN,
      'export',
      '--data',
      data,
      '--to',
      file,
    ])
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining('is not written: EFBIG')])
    expect(readdirSync(directory.path('kept'))).toEqual(['all.ndjson'])
    expect(readFileSync(file, 'utf8')).toBe('as it was')
  })

  test('says that standard output could not be written, and is quiet when nobody reads it to its end', async () => {
    const shell = (script: string) =>
      ended('bash', [
        '-c',
        `set -o pipefail; ${script}`,
        'bash',
        process.execPath,
        BIN,
        'export',
        '--data',
        data,
      ])
    const full = await shell('"$@" > /dev/full')
    expect([full.code, full.stderr]).toEqual([1, expect.stringContaining('ENOSPC')])
    const closed = await shell('"$@" | head -c 10')
    expect([closed.code, closed.stdout, closed.stderr]).toEqual([0, '{"actor":{', ''])
    const gone = await shell('"$@" | (exec <&-; sleep 1)')
    expect([gone.code, gone.stderr]).toEqual([0, ''])
  })

  test.each([
    [['--service', 'none']],
    [['--after', '-1']],
    [['--after', '1e3']],
    [['--contract', 'c-99']],
    [['--to', directory.path('none/all.ndjson')]],
    [['--to', data]],
    [['--data', directory.path('nowhere')]],
  ])('ends with 2 when it is used wrongly: %j', async (args) => {
    const { code, stdout, stderr } = await daicho(['export', '--data', data, ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).not.toBe('')
  })
})
