import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbedded } from '../src/cli/embedded.ts'
import { eraseSubject } from '../src/ledger/erase.ts'
import { leafHash } from '../src/ledger/leaf.ts'
import { eventAnswer } from '../src/ledger/ledger.ts'
import { personalFields } from '../src/domain/contract/parse-action.ts'
import { isEventType } from '../src/domain/contract/vocabulary.ts'
import { serving } from './serving.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const AS_OF = 'asOf=2026-02-15T12:00:00%2B09:00'
const directory = mkdtempSync(join(tmpdir(), 'daicho-demo-'))
const CONFIG = { token: 't', testClock: false, data: directory }
let contracts: readonly { readonly id: string; readonly partyId: string }[] = []

beforeAll(async () => {
  execFileSync(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    MAIN,
    'demo',
    '--data',
    directory,
    '--json',
  ])
  const { ledger, close } = await openEmbedded(CONFIG, {})
  contracts = [...ledger.directory.contracts()]
    .map(({ id, partyId }) => ({ id, partyId }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  await close()
}, 120_000)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Every answer about every contract, by its path, as the bytes a server of its own process sends. */
async function answers(
  env: Readonly<Record<string, string>>,
  clock?: string,
): Promise<ReadonlyMap<string, string>> {
  const server = await serving(
    ['--data', directory],
    clock === undefined ? env : { ...env, DAICHO_TEST_CLOCK: '1' },
  )
  const headers = { authorization: `Bearer ${server.token}` }
  const found = new Map<string, string>()
  try {
    if (clock !== undefined)
      await fetch(`${server.url}/v1/test-clock`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ now: clock }),
      })
    for (const { id } of contracts) {
      const reads = [
        '',
        '/deadlines',
        '/pauses',
        '/credits',
        '/claims',
        '/receivables',
        '/charges',
        '/charges',
        '/history',
      ]
      for (const [i, read] of reads.entries()) {
        const month = read === '/charges' ? `&month=${i === 6 ? '2025-10' : '2026-01'}&trace=full` : ''
        const path = `/v1/contracts/${id}${read}?${read === '/history' ? '' : AS_OF}${month}`
        const answer = await fetch(server.url + path, { headers })
        found.set(
          path,
          `${answer.status} ${createHash('sha256')
            .update(await answer.text())
            .digest('hex')}`,
        )
      }
    }
  } finally {
    await server.stop()
  }
  return found
}

describe('the same ledger', () => {
  test(
    'answers byte for byte the same in New York, in Tokyo, and on a machine a year ahead',
    { timeout: 240_000 },
    async () => {
      expect(contracts.length).toBeGreaterThanOrEqual(20)
      const tokyo = await answers({ TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8' })
      expect([...tokyo.values()].filter((answer) => answer.startsWith('200')).length).toBeGreaterThan(
        contracts.length * 6,
      )
      expect(await answers({ TZ: 'America/New_York', LANG: 'C' })).toEqual(tokyo)
      expect(await answers({ TZ: 'Asia/Tokyo' }, '2028-01-01T00:00:00+09:00')).toEqual(tokyo)
    },
  )
})

describe('the people of the demo', () => {
  const bytes = (): string =>
    readdirSync(directory)
      .map((file) => readFileSync(join(directory, file)).toString('latin1'))
      .join('')

  test(
    'stand in no file as plain text, and once forgotten every read works and every hash verifies',
    { timeout: 120_000 },
    async () => {
      const { ledger, close } = await openEmbedded(CONFIG, {})
      try {
        const told: string[] = []
        for await (const event of ledger.store.readAll(0))
          told.push(...personalTexts(await eventAnswer(ledger, event)))
        expect(told.length).toBeGreaterThan(10)
        const everything = bytes()
        for (const text of told)
          expect(everything.includes(Buffer.from(text).toString('latin1')), text).toBe(false)
        for (const party of new Set(contracts.map(({ partyId }) => partyId)))
          await eraseSubject(ledger, party)
        for await (const event of ledger.store.readAll(0)) {
          const { position: _, hash, ...record } = event
          expect(leafHash(record)).toBe(hash)
          if (event.type === 'ApplicationSubmitted')
            expect(personalTexts(await eventAnswer(ledger, event))).toEqual([])
        }
        for (const { id } of contracts)
          expect((await ledger.loader.material(id))?.own.events.length).toBeGreaterThan(0)
      } finally {
        await close()
      }
    },
  )
})

/** The personal texts of an event as they are read. */
function personalTexts(event: Readonly<Record<string, unknown>>): readonly string[] {
  const outer = event['data'] as Readonly<Record<string, unknown>>
  const refused = event['type'] === 'ActionRefused'
  const type = String(refused ? outer['type'] : event['type'])
  const data = (refused ? outer['data'] : outer) as Readonly<Record<string, unknown>>
  return isEventType(type)
    ? personalFields(type)
        .map((field) => data[field])
        .filter((text) => typeof text === 'string')
    : []
}
