import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from './kit.ts'

let server: Awaited<ReturnType<typeof api>>
const READ = '/v1/contracts/c-1/findings/term.minimum-end?asOf=2027-06-01T12:00:00%2B09:00'

beforeAll(async () => {
  server = await api()
  await server.clock('2030-01-01T09:00:00+09:00')
  const told: readonly (readonly [string, object])[] = [
    ['ApplicationSubmitted', { plan: 'basic' }],
    ['ApplicationAccepted', {}],
    ['BillingStarted', { billingStartsOn: '2027-02-01' }],
  ]
  for (const [i, [type, data]] of told.entries()) {
    await server.post('c-1', {
      type,
      service: 'iij-media-sphere',
      partyId: 'p-1',
      occurredAt: `2027-01-1${i}T12:00:00+09:00`,
      data,
    })
  }
})
afterAll(() => server.close())

test('a finding as text: conclusion, provision and recorded facts, in English and Japanese', async () => {
  const english = await server.get(`${READ}&as=text`)
  expect(english.headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(english.text).toContain(
    'term.minimum-end is 2027-02-28\n  by 第2条 (IJ-2-1: Minimum term one month from billing start)',
  )
  expect(english.text).toContain('recorded: BillingStarted 2027-01-12T12:00:00.000+09:00')
  const japanese = await server.get(`${READ}&as=text&lang=ja`)
  expect(japanese.text).toContain(
    'term.minimum-end は 2027-02-28 です\n  根拠 iij-media-sphere 2022-05-01版 第2条（IJ-2-1　最低利用期間1か月）',
  )
})

test('another language or form is refused', async () => {
  expect((await server.get(`${READ}&as=text&lang=fr`)).status).toBe(400)
  expect((await server.get(`${READ}&as=pdf`)).status).toBe(400)
})
