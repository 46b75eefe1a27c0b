import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, acceptance, api, application, drmApplication } from './kit.ts'

let ledger: Api
const at = (instant: string): string => encodeURIComponent(instant)
const LATER = at('2025-05-01T12:00:00+09:00')

const tariff = (tariffId: string, effectiveOn: string, keys: object) => ({
  type: 'TariffPublished',
  service: 'iij-media-sphere',
  occurredAt: '2024-12-01T12:00:00+09:00',
  data: { tariffId, effectiveOn, ...keys },
})

beforeAll(async () => {
  ledger = await api()
  await ledger.clock('2025-06-01T09:00:00+09:00')
  await ledger.reference(
    tariff('t-1', '2025-01-01', {
      taxTreatment: 'exclusive',
      oneTimeFees: [{ item: 'data-transfer', amount: 30000 }],
    }),
  )
  await ledger.post('c-1', application())
  await ledger.clock('2025-06-02T09:00:00+09:00')
  await ledger.post('c-1', drmApplication)
  await ledger.post('c-1', acceptance)
  await ledger.clock('2025-06-03T09:00:00+09:00')
  await ledger.post('c-1', { type: 'BillingStarted', occurredAt: '2025-02-01T12:00:00+09:00', data: { billingStartsOn: '2025-02-01' } }) // prettier-ignore
  await ledger.reference(
    tariff('t-2', '2025-04-01', { oneTimeFees: [{ item: 'data-transfer', amount: 35000 }] }),
  )
})
afterAll(() => ledger.close())

const VIEWS = ['', '/deadlines', '/pauses', '/credits', '/claims', '/receivables', '/charges?month=2025-03', '/resources/sims'] // prettier-ignore
const and = (path: string): string => (path.includes('?') ? '&' : '?')

describe('asOf and knownAt', () => {
  test.each(VIEWS)('…%s: the same question has the same bytes, whatever is told afterwards', async (path) => {
    const url = `/v1/contracts/c-1${path}${and(path)}asOf=${LATER}&knownAt=${at('2025-06-03T09:00:00+09:00')}&trace=full`
    const before = await ledger.get(url)
    expect(before.status).toBe(200)
    await ledger.clock('2025-06-04T09:00:00+09:00')
    await ledger.post('c-1', { type: 'OneTimeFactOccurred', occurredAt: '2025-03-02T12:00:00+09:00', data: { item: 'data-transfer' } }, { 'idempotency-key': `k${path}` }) // prettier-ignore
    expect((await ledger.get(url)).text).toBe(before.text)
  })

  test('what was not known yet is not there: at an instant, and at a position', async () => {
    const card = async (query: string) => (await ledger.get(`/v1/contracts/c-1?asOf=${LATER}&${query}`)).json
    expect(await card(`knownAt=${at('2025-06-01T09:00:00+09:00')}`)).toMatchObject({
      state: 'applied',
      revision: 1,
    })
    expect(await card(`knownAt=${at('2025-06-02T09:00:00+09:00')}`)).toMatchObject({
      state: 'concluded',
      revision: 3,
    })
    expect(await card('knownAt=@2')).toMatchObject({ revision: 1, knownAt: '@2' })
    expect(await card('knownAt=@4')).toMatchObject({ revision: 3 })
    expect((await ledger.get('/v1/contracts/c-1?knownAt=@1')).status).toBe(404)
  })

  test('facts behind asOf are left out; before the first there is no contract', async () => {
    const on = (day: string) => ledger.get(`/v1/contracts/c-1?asOf=${at(`${day}T12:00:00+09:00`)}`)
    expect((await on('2025-01-11')).json).toMatchObject({ state: 'applied' })
    expect((await on('2025-01-12')).json).toMatchObject({ state: 'concluded' })
    const early = await on('2025-01-09')
    expect([early.status, early.json.detail]).toEqual([
      404,
      expect.stringContaining('nothing has happened in contract c-1'),
    ])
  })

  test('an instant of another zone is the same instant', async () => {
    const tokyo = await ledger.get(`/v1/contracts/c-1?asOf=${at('2025-05-01T12:00:00+09:00')}`)
    expect((await ledger.get('/v1/contracts/c-1?asOf=2025-05-01T03:00:00Z')).text).toBe(tokyo.text)
    expect(tokyo.json.asOf).toBe('2025-05-01T12:00:00.000+09:00')
  })

  test.each([
    'asOf=2025-05-01', 'asOf=2025-05-01T12:00:00', 'asOf=yesterday', 'asOf=', 'asOf=2025-13-01T00:00:00%2B09:00',
    'asOf=2025-05-01T12:00:00+09:00', 'knownAt=2025-05-01', 'knownAt=@', 'knownAt=@-1', 'knownAt=12', 'trace=yes',
    'asof=2025-05-01T12:00:00Z', 'asOf=2025-05-01T03:00:00Z&asOf=2025-05-01T03:00:00Z',
  ])('%s: 400', async (query) => {
    for (const path of ['', '/deadlines', '/history', '/findings/contract.plan']) {
      const { status, json } = await ledger.get(`/v1/contracts/c-1${path}?${query}`)
      expect([path, status, json.type]).toEqual([path, 400, '/problems/malformed'])
      expect(json.errors[0]).toEqual({ path: expect.any(String), message: expect.any(String) })
    }
  }) // prettier-ignore

  test.each(['month=2025-3', 'month=2025-13', 'month=', '', 'month=2025-03&limit=0', 'month=2025-03&limit=1001', 'month=2025-03&limit=x'])(
    'charges?%s: 400', async (query) => expect((await ledger.get(`/v1/contracts/c-1/charges?${query}`)).status).toBe(400),
  ) // prettier-ignore
})

describe('trace=full', () => {
  test('writes every finding below once; a list becomes items with its trace', async () => {
    const { json } = await ledger.get(`/v1/contracts/c-1/deadlines?asOf=${LATER}&trace=full`)
    expect(Object.keys(json)).toEqual(['items', 'trace'])
    const named = [...JSON.stringify(json).matchAll(/\{"finding":"(f\d+)"\}/g)].map(([, id]) => id)
    expect(named.length).toBeGreaterThan(0)
    for (const id of named) expect(json.trace[id ?? '']).toMatchObject({ what: expect.any(String) })
    const plain = await ledger.get(`/v1/contracts/c-1/deadlines?asOf=${LATER}`)
    expect(Array.isArray(plain.json)).toBe(true)
    expect(plain.json[0].causes[0]).toEqual({ event: expect.any(String) })
  })

  test('a finding comes with its trace; unknown ones are not found', async () => {
    const { status, json } = await ledger.get(`/v1/contracts/c-1/findings/term.minimum-end?asOf=${LATER}`)
    expect([status, json.value, json.clause.rule]).toEqual([200, '2025-02-28', 'IJ-2-1'])
    expect(json.trace).toBeDefined()
    for (const path of ['findings/nothing', 'findings/term.minimum-end?ref=x'])
      expect((await ledger.get(`/v1/contracts/c-1/${path}`)).status).toBe(404)
  })
})

describe('the history', () => {
  test('has refusals, needs no asOf, and respects knownAt', async () => {
    const types = async (query: string) =>
      (await ledger.get(`/v1/contracts/c-1/history?${query}`)).json.map(({ type }: { type: string }) => type)
    expect((await types('')).slice(0, 4)).toEqual(['ApplicationSubmitted', 'ActionRefused', 'ApplicationAccepted', 'BillingStarted']) // prettier-ignore
    expect(await types('knownAt=@3')).toEqual(['ApplicationSubmitted', 'ActionRefused'])
    expect(await types(`asOf=${at('2025-01-11T12:00:00+09:00')}&knownAt=@3`)).toHaveLength(2)
  })

  test('with the leaf, everybody can compute every hash and follow the chain', async () => {
    const { json } = await ledger.get('/v1/contracts/c-1/history?leaf=true')
    let prev: string | null = null
    for (const { leaf, hash, id, type } of json as {
      leaf: string
      hash: string
      id: string
      type: string
    }[]) {
      const bytes = Buffer.from(leaf, 'base64')
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
      expect(bytes[0]).toBe(0)
      expect(JSON.parse(bytes.subarray(1).toString())).toMatchObject({ id, type, prev })
      prev = hash
    }
    expect((await ledger.get('/v1/contracts/c-1/history?leaf=true&knownAt=@3')).json).toHaveLength(2)
    expect((await ledger.get('/v1/contracts/c-1/history?leaf=1')).status).toBe(400)
  })

  test('names what replaced an event', async () => {
    const [first] = (await ledger.get('/v1/contracts/c-1/history')).json
    await ledger.post('c-2', application())
    const [told] = (await ledger.get('/v1/contracts/c-2/history')).json
    const again = await ledger.post('c-2', application({ data: { plan: 'premium' }, corrects: told.id }))
    const trail = (await ledger.get('/v1/contracts/c-2/history')).json
    expect(trail[0].correctedBy).toBe(again.json.events[0].id)
    expect(trail[1]).toMatchObject({ corrects: told.id, correctedBy: null })
    expect(first.correctedBy).toBeNull()
  })
})

describe('GET /v1/tariffs', () => {
  const values = async (query: string) =>
    (await ledger.get(`/v1/tariffs?service=iij-media-sphere&${query}`)).json

  test('gives each key as it is in force on the day, with the tariff and event it comes from', async () => {
    const { items, taxRates, on } = await values('on=2025-04-01')
    expect(on).toBe('2025-04-01')
    expect(items).toEqual([
      { key: 'oneTimeFees', value: [{ item: 'data-transfer', amount: 35000 }], termsVersion: null, tariffId: 't-2', effectiveOn: '2025-04-01', event: expect.any(String) },
      { key: 'taxTreatment', value: 'exclusive', termsVersion: null, tariffId: 't-1', effectiveOn: '2025-01-01', event: expect.any(String) },
    ]) // prettier-ignore
    expect(taxRates).toEqual([])
    expect((await values('on=2025-03-31')).items[0].tariffId).toBe('t-1')
    expect((await values('on=2024-12-31')).items).toEqual([])
  })

  test('as far as was known, and published by asOf', async () => {
    expect((await values('on=2025-04-01&knownAt=@1')).items[0].tariffId).toBe('t-1')
    expect((await values(`on=2025-04-01&asOf=${at('2024-11-30T00:00:00+09:00')}`)).items).toEqual([])
  })

  test.each([
    '',
    'service=sakura',
    'service=iij-media-sphere&on=2025-02-30',
    'service=iij-media-sphere&when=now',
  ])('?%s: 400', async (query) => expect((await ledger.get(`/v1/tariffs?${query}`)).status).toBe(400))
})

test('a contract of no name is malformed, one nobody knows is not found', async () => {
  expect((await ledger.get('/v1/contracts/c%20x')).status).toBe(400)
  expect((await ledger.get('/v1/contracts/c-77')).json).toMatchObject({ type: '/problems/not-found' })
  expect((await ledger.get('/v1/contracts/c-1/resources/lamps')).status).toBe(400)
})
