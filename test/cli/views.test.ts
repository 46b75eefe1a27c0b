import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { type Serving, inherited, serving } from '../serving.ts'
import { daicho } from './running.ts'

const BIN = fileURLToPath(new URL('../../bin/daicho.js', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'daicho-viewed-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const data = join(directory, 'data')

const headers = ({ token }: Serving) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
})
async function open(served: Serving, contractId: string): Promise<void> {
  const answer = await fetch(`${served.url}/v1/contracts/${contractId}/actions`, {
    method: 'POST',
    headers: headers(served),
    body: JSON.stringify({
      type: 'ApplicationSubmitted',
      service: 'iij-media-sphere',
      partyId: 'p-1',
      occurredAt: '2025-01-10T10:00:00+09:00',
      data: { plan: 'basic' },
    }),
  })
  expect(answer.status).toBe(201)
}
async function listed(served: Serving): Promise<readonly string[]> {
  const answer = await fetch(`${served.url}/v1/contracts?consistent=true`, { headers: headers(served) })
  expect(answer.status).toBe(200)
  const { items } = (await answer.json()) as { items: readonly { readonly contractId: string }[] }
  return items.map(({ contractId }) => contractId)
}

test('what was just recorded is listed, also after the server was killed and its views were damaged', async () => {
  const first = await serving(['--data', data])
  await open(first, 'c-1')
  expect(await listed(first)).toEqual(['c-1'])
  await open(first, 'c-2')
  await first.kill()

  const second = await serving(['--data', data])
  expect(await listed(second)).toEqual(['c-1', 'c-2'])
  await second.stop()

  for (const file of ['views.sqlite', 'views.sqlite-wal'])
    writeFileSync(join(data, file), 'no database at all '.repeat(300))
  const third = await serving(['--data', data])
  expect(await listed(third)).toEqual(['c-1', 'c-2'])
  await third.stop()
}, 60_000)

test('replay builds them anew, and finds what was changed beside the log', async () => {
  const run = async () => {
    const { code, stdout } = await daicho(['replay', '--data', data, '--json'])
    return [code, JSON.parse(stdout)] as const
  }
  expect(await run()).toMatchObject([0, { contracts: 2, differences: [], faults: [] }])
  const db = new DatabaseSync(join(data, 'views.sqlite'))
  db.exec(`UPDATE view_editions SET body = '{"contractId":"c-2"}' WHERE contract_id = 'c-2'`)
  db.close()
  expect(await run()).toMatchObject([1, { contracts: 2, differences: ['c-2'], faults: [] }])
  expect(await run()).toMatchObject([0, { contracts: 2, differences: [], faults: [] }])
}, 60_000)

test('views says how far they are and how their tables were made', async () => {
  const { code, stdout } = await daicho(['views', '--data', data, '--json'])
  const { builds, migrations } = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(builds).toMatchObject([{ status: 'current', position: 2, complete: 2, waiting: 0 }])
  expect(migrations).toMatchObject([{ name: '0001-views', executedAt: expect.stringMatching(/^\d{4}-/) }])
  const missing = await daicho(['views', '--data', join(directory, 'none')])
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('there are no views')])
}, 60_000)

test('a server that starts says nothing on stderr, its thread neither', async () => {
  const child = spawn(process.execPath, [BIN, 'serve', '--port', '0', '--data', data], {
    env: inherited(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  await once(child.stdout, 'data')
  await sleep(1_000) // the thread is there by then
  child.kill('SIGTERM')
  const [code] = await once(child, 'close')
  expect([code, stderr]).toEqual([0, ''])
}, 60_000)
