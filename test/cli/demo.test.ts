import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, serving } from '../serving.ts'
import { daicho, temporary } from './running.ts'

const directory = temporary()
const data = directory.path('demo')
let said = ''
let server: Serving
beforeAll(async () => {
  const { code, stdout } = await daicho(['demo', '--data', data])
  expect(code).toBe(0)
  said = stdout
}, 120_000)
afterAll(async () => {
  await server.stop()
  directory.remove()
})

describe('daicho demo', () => {
  test('fills an empty ledger with twenty contracts, and only once', async () => {
    expect(said).toMatch(/^20 contracts, (\d{3}) events from October 2024 to March 2026/)
    const again = await daicho(['demo', '--data', data])
    expect([again.code, again.stdout]).toEqual([0, said])
  })

  test('prints three questions with the curl that answers each', async () => {
    server = await serving(['--data', data])
    const asked = [
      ...said.matchAll(
        /^ {2}curl -sH "Authorization: Bearer (\S+ \S+)" 'http:\/\/127\.0\.0\.1:3000(\S+)'$/gm,
      ),
    ]
    expect(asked.map(([, token]) => token)).toEqual(new Array(3).fill(`$(cat ${data}/operator.token)`))
    const answers = await Promise.all(
      asked.map(async ([, , path = '']) => {
        const answer = await fetch(server.url + path, {
          headers: { authorization: `Bearer ${server.token}` },
        })
        expect([path, answer.status]).toEqual([path, 200])
        return answer.text()
      }),
    )
    expect(answers[0]).toMatch(/pause\.limit \[pause-2\] is 2026-02-28\n.*SC-7-3/)
    const { lines } = JSON.parse(answers[1] ?? '') as { lines: readonly Record<string, unknown>[] }
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'outage-credit', amount: -13_333 }))
    expect(JSON.parse(answers[2] ?? '')).toMatchObject({ month: '2025-08', total: 271_920 })
    const now = (asked[2]?.[2] ?? '').replace(/&knownAt=.*/, '')
    const today = await fetch(server.url + now, { headers: { authorization: `Bearer ${server.token}` } })
    expect(await today.json()).toMatchObject({ total: 118_272 })
  })

  test('never mixes with another history', async () => {
    const other = directory.path('other')
    const line = JSON.stringify({ contractId: 'c-1', type: 'ApplicationSubmitted', service: 'iij-media-sphere', partyId: 'p-1', occurredAt: '2025-01-10T10:00:00+09:00', data: { plan: 'basic' } }) // prettier-ignore
    await daicho(['import', '-', '--data', other], {}, line)
    const { code, stderr } = await daicho(['demo', '--data', other])
    expect([code, stderr]).toEqual([1, expect.stringContaining('holds other events')])
  })
})
