import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../src/api/app.ts'
import { Card } from '../../src/api/schemas/card.ts'
import { Bills, ChargeDetails, Charges, Statement } from '../../src/api/schemas/charges.ts'
import { HistoryEntry } from '../../src/api/schemas/events.ts'
import { FindingAnswer, tracedList } from '../../src/api/schemas/findings.ts'
import {
  Claims,
  Credits,
  Deadlines,
  Pauses,
  Receivables,
  ResourcePage,
  Tariffs,
} from '../../src/api/schemas/lists.ts'
import { history } from '../../src/cli/demo.ts'
import { SceneClock, play } from '../../src/cli/demo/play.ts'
import { at } from '../../src/cli/demo/scene.ts'
import { openEmbedded } from '../../src/cli/embedded.ts'

const clock = new SceneClock(at('2024-09-01T09:00'))
const demo = await openEmbedded({ token: 't', testClock: false, data: '' }, { memory: true, clock })
const app = await createApp(demo.ledger, { token: 't' })

beforeAll(async () => {
  await play(demo.ledger, clock, history(), () => undefined)
}, 60_000)
afterAll(async () => {
  await app.close()
  await demo.close()
})

const get = async (url: string): Promise<unknown> => {
  const answer = await app.inject({ url, headers: { authorization: 'Bearer t' } })
  expect([url, answer.statusCode]).toEqual([url, 200])
  return answer.json()
}
/** The answer has every member that is described and no other. */
async function holds(schema: z.ZodType, url: string): Promise<void> {
  const parsed = schema.safeParse(await get(url))
  expect(parsed.success ? '' : `${url}\n${z.prettifyError(parsed.error)}`).toBe('')
}

const AS_OF = `asOf=${encodeURIComponent('2026-03-31T12:00:00+09:00')}`
const READS: readonly (readonly [string, z.ZodType])[] = [
  ['', Card],
  ['/deadlines', Deadlines],
  ['/pauses', Pauses],
  ['/credits', Credits],
  ['/claims', Claims],
  ['/receivables', Receivables],
  ['/charges?month=2025-07', Charges],
  ['/charges?month=2025-12', Charges],
  ['/charges?month=2025-12&detail=sim-base', ChargeDetails],
  ['/statements/2025-07', Statement],
  ['/resources/sims?limit=3', ResourcePage],
  ['/resources/gateways', ResourcePage],
  ['/history', tracedList(HistoryEntry)],
  ['/history?leaf=true', tracedList(HistoryEntry)],
]

describe('answers are what the interface says of them', () => {
  test.each(READS)('…%s of every contract of the demo, with its trace and without', async (path, schema) => {
    const contracts = [...demo.ledger.directory.contracts()]
    expect(contracts).toHaveLength(20)
    for (const { id } of contracts)
      for (const trace of ['', '&trace=full'])
        await holds(schema, `/v1/contracts/${id}${path}${path.includes('?') ? '&' : '?'}${AS_OF}${trace}`)
  })

  test('a finding on a card can be asked for, with all it stands on', async () => {
    for (const id of ['ms-1', 'ms-5', 'sc-2', 'sc-6']) {
      const { findings } = Card.parse(await get(`/v1/contracts/${id}?${AS_OF}`))
      for (const { what, ref } of findings)
        await holds(FindingAnswer, `/v1/contracts/${id}/findings/${what}?${AS_OF}${ref === undefined ? '' : `&ref=${ref}`}`) // prettier-ignore
    }
  })

  test('prices and bills', async () => {
    for (const service of ['iij-media-sphere', 'sakura-cloud'])
      await holds(Tariffs, `/v1/tariffs?service=${service}&on=2025-11-01`)
    await holds(Bills, `/v1/charges?month=2025-11&${AS_OF}&limit=5`)
  })
})
