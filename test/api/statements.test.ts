import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eventsOf } from '../ledger/billing.ts'
import { type Api, api } from './kit.ts'

const NOW = '2025-04-10T09:00:00+09:00'
const SERVICE = 'iij-media-sphere'
let open: Api

beforeEach(async () => {
  open = await api({
    issuers: {
      [SERVICE]: { name: '架空通信株式会社', registration: 'T1234567890123', address: '東京都千代田区0-0' },
    },
  })
  await open.clock(NOW)
  await reference('TariffPublished', { tariffId: 't-1', effectiveOn: '2022-05-01', taxTreatment: 'exclusive', paymentDueMonths: 1, paymentDueDay: 31 }) // prettier-ignore
  await reference('TaxRatePublished', { rate: '0.10', effectiveOn: '2019-10-01' })
})
afterEach(() => open.close())

const reference = async (type: string, data: object): Promise<void> => {
  const { status, text } = await open.reference({ type, service: SERVICE, occurredAt: '2022-04-01T12:00:00+09:00', data }) // prettier-ignore
  if (status !== 201) throw new Error(text)
}
const tell = async (id: string, type: string, occurredAt: string, data: object = {}): Promise<void> => {
  const body = {
    type,
    occurredAt: `${occurredAt}T12:00:00+09:00`,
    service: SERVICE,
    partyId: `p-${id}`,
    data,
  }
  const { status, text } = await open.post(id, body)
  if (status !== 201) throw new Error(text)
}
const measured = (month: string, hours: string) => ({
  type: 'UsageMeasured',
  occurredAt: `${month}-28T23:00:00+09:00`,
  data: {
    month,
    readings: [
      { meter: 'transcode-hours', quantity: hours },
      { meter: 'storage-gb', quantity: '0' },
      { meter: 'delivery-gb', quantity: '0' },
      { meter: 'live-hours', quantity: '0' },
    ],
  },
})
/** BASIC from January 2025: 100,000 yen a month. */
async function contract(id: string, name = '架空商事株式会社'): Promise<void> {
  await tell(id, 'ApplicationSubmitted', '2024-12-05', {
    plan: 'basic',
    form: 'provider-form',
    applicantName: name,
  })
  await tell(id, 'ApplicationAccepted', '2024-12-10')
  await tell(id, 'BillingStarted', '2024-12-11', { billingStartsOn: '2025-01-01' })
  for (const month of ['2025-01', '2025-02', '2025-03']) await open.post(id, measured(month, '0'))
}
const close = (id: string, month: string, body?: object) =>
  open.call('POST', `/v1/contracts/${id}/statements/${month}/close`, body)
const statement = (id: string, month: string, query = '') =>
  open.get(`/v1/contracts/${id}/statements/${month}${query}`)

describe('POST …/statements/{month}/close', () => {
  test('answers 201 with the event and the statement, then 200 with the same', async () => {
    await contract('c-1')
    const first = await close('c-1', '2025-02')
    expect(first.status).toBe(201)
    expect(first.json).toMatchObject({
      event: {
        type: 'StatementClosed',
        contractId: 'c-1',
        actor: { role: 'system' },
        reportedBy: 'operator',
      },
      statement: {
        month: '2025-02',
        status: 'closed',
        number: 'iij-media-sphere-2025-000001',
        closedAt: '2025-04-10T09:00:00.000+09:00',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        subtotal: 100_000,
        tax: 10_000,
        total: 110_000,
        taxes: [{ category: 'standard', rate: '0.10', base: 100_000, tax: 10_000 }],
        undetermined: [],
      },
    })
    expect(first.headers['etag']).toBe(`"${String(first.json.event.revision)}"`)
    const second = await close('c-1', '2025-02', {})
    expect(second.status).toBe(200)
    expect(second.json).toEqual(first.json)
  })

  test.each([
    ['a month that runs', '2025-04', {}, 422, '/problems/month-open'],
    ['what is no month', '2025-13', {}, 400, '/problems/malformed'],
    ['an unknown field', '2025-02', { leave: [] }, 400, '/problems/malformed'],
  ])('%s is not closed', async (_name, month, body, status, type) => {
    await contract('c-1')
    expect(await close('c-1', month, body)).toMatchObject({ status, json: { type } })
  })

  test('of an unknown contract answers 404', async () => {
    expect(await close('c-none', '2025-02')).toMatchObject({
      status: 404,
      json: { type: '/problems/not-found' },
    })
  })

  test('names the lines without an amount, and leaves out those it is told to', async () => {
    await contract('c-1')
    await tell('c-1', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    expect(await close('c-1', '2025-02')).toMatchObject({
      status: 422,
      json: {
        type: '/problems/undetermined',
        undetermined: [{ what: 'charge.one-time', undetermined: { missing: 'tariff:oneTimeFees' } }],
      },
    })
    const closed = await close('c-1', '2025-02', { leaveOut: ['charge.one-time'] })
    expect(closed).toMatchObject({
      status: 201,
      json: {
        event: { data: { undetermined: ['charge.one-time'] } },
        statement: { total: 110_000, undetermined: [{ what: 'charge.one-time' }] },
      },
    })
  })
})

describe('GET …/statements/{month}', () => {
  test('of a closed month stays, byte for byte, whatever is told afterwards', async () => {
    await contract('c-1')
    await close('c-1', '2025-02')
    const before = await statement('c-1', '2025-02', `?asOf=${encodeURIComponent(NOW)}`)
    await open.post('c-1', measured('2025-02', '300'))
    const after = await statement('c-1', '2025-02', `?asOf=${encodeURIComponent(NOW)}`)
    expect(after.text).toBe(before.text)
    const charges = await open.get('/v1/contracts/c-1/charges?month=2025-02')
    expect(charges.json).toMatchObject({ status: 'closed', total: 110_000 })
    const march = await open.get('/v1/contracts/c-1/charges?month=2025-03')
    expect(march.json.status).toBe('open')
    expect(march.json.lines).toMatchObject([
      { kind: 'monthly-base' },
      {
        id: '2025-03/adjustment/2025-02/overage/transcode-hours/transcode-hours',
        kind: 'adjustment',
        adjusts: { month: '2025-02', line: '2025-02/overage/transcode-hours/transcode-hours' },
        clause: { rule: 'IJ-A1-3' },
      },
    ])
  })

  test('what stands behind a closed line is what it was closed with', async () => {
    await contract('c-1')
    await open.post('c-1', measured('2025-02', '300'))
    const detail = () => open.get('/v1/contracts/c-1/charges?month=2025-02&detail=overage')
    const before = await detail()
    await close('c-1', '2025-02')
    await open.post('c-1', { ...measured('2025-02', '0'), occurredAt: '2025-03-01T12:00:00+09:00' })
    expect((await detail()).json).toEqual(before.json)
    expect(before.json.items).toHaveLength(1)
  })

  test('of an open month is a draft without a number', async () => {
    await contract('c-1')
    expect((await statement('c-1', '2025-02')).json).toMatchObject({
      status: 'open',
      number: null,
      closedAt: null,
      digest: null,
      total: 110_000,
    })
  })

  test('shows a closing by what was known, whatever the asOf', async () => {
    await contract('c-1')
    const { json } = await close('c-1', '2025-02')
    const early = await statement('c-1', '2025-02', '?asOf=2025-01-20T00:00:00%2B09:00')
    expect(early.json).toMatchObject({ status: 'closed', number: 'iij-media-sphere-2025-000001' })
    const before = await statement('c-1', '2025-02', `?knownAt=@${String(json.event.position - 1)}`)
    expect(before.json).toMatchObject({ status: 'open', number: null })
  })
})

describe('GET …/statements/{month}?as=html', () => {
  test('is a page with what a qualified invoice must say', async () => {
    await contract('c-1')
    await close('c-1', '2025-02')
    const { status, text, headers } = await statement('c-1', '2025-02', '?as=html')
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    for (const said of [
      '<html lang="ja">',
      '架空商事株式会社 様',
      '架空通信株式会社',
      '登録番号 T1234567890123',
      'iij-media-sphere-2025-000001',
      '2025年2月1日〜2025年2月28日',
      '2025年3月31日',
      '10%対象',
      '100,000',
      '110,000円',
    ])
      expect(text).toContain(said)
  })

  test('writes nothing into the page that a browser would run', async () => {
    await contract('c-1', '<script>alert("1")</script> & Co')
    const { text } = await statement('c-1', '2025-02', '?as=html')
    expect(text).not.toContain('<script>')
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Co 様')
  })

  test('shows corrections of closed months apart, with their month and sign', async () => {
    await contract('c-1')
    await open.post('c-1', measured('2025-01', '300'))
    await close('c-1', '2025-01')
    await open.post('c-1', { ...measured('2025-01', '0'), occurredAt: '2025-02-01T12:00:00+09:00' })
    const { text } = await statement('c-1', '2025-02', '?as=html')
    expect(text).toContain('締め切り済みの月の訂正')
    expect(text).toContain('2025年1月分の訂正')
    expect(text).toContain('▲')
  })

  test('says that it is no qualified invoice where no registration number is configured', async () => {
    await open.close()
    open = await api()
    await open.clock(NOW)
    await contract('c-1')
    const { text } = await statement('c-1', '2025-02', '?as=html')
    expect(text).toContain('適格請求書ではありません')
    expect(text).toContain('未確定') // no tax was published
  })
})

describe('GET /v1/charges and /v1/statements', () => {
  const ids = (json: { items: readonly { contractId: string }[] }) =>
    json.items.map(({ contractId }) => contractId)

  test('page through the contracts that owe something, and keep what was known when the first page was made', async () => {
    for (const id of ['c-1', 'c-2', 'c-3', 'c-4']) await contract(id)
    await tell('c-none', 'ApplicationSubmitted', '2024-12-05', { plan: 'basic', form: 'provider-form' })
    const first = await open.get(`/v1/charges?month=2025-02&service=${SERVICE}&limit=2`)
    expect(ids(first.json)).toEqual(['c-1', 'c-2'])
    expect(first.json.items[0]).toMatchObject({
      service: SERVICE,
      partyId: 'p-c-1',
      total: 110_000,
      status: 'open',
    })
    expect(Number(first.headers['daicho-position'])).toBeGreaterThan(20)
    await open.post('c-3', measured('2025-02', '300'))
    await contract('c-5')
    const second = await open.get(
      `/v1/charges?month=2025-02&service=${SERVICE}&limit=2&cursor=${first.json.next}`,
    )
    expect(ids(second.json)).toEqual(['c-3', 'c-4'])
    expect(second.json).toMatchObject({ items: [{ total: 110_000 }, {}], next: null })
    expect(ids((await open.get('/v1/charges?month=2025-02')).json)).toEqual([
      'c-1',
      'c-2',
      'c-3',
      'c-4',
      'c-5',
    ])
    expect(ids((await open.get('/v1/charges?month=2025-02&service=imageflux')).json)).toEqual([])
    expect((await open.get('/v1/charges?month=2025-02&cursor=nonsense')).status).toBe(400)
    expect((await open.get('/v1/charges')).status).toBe(400)
  })

  test('statements are the closed ones', async () => {
    for (const id of ['c-1', 'c-2']) await contract(id)
    await close('c-2', '2025-02')
    const { json } = await open.get('/v1/statements?month=2025-02')
    expect(json.items).toMatchObject([
      { contractId: 'c-2', number: 'iij-media-sphere-2025-000001', status: 'closed' },
    ])
  })

  test('statements are what was closed as far as is known, whatever day is asked from', async () => {
    for (const id of ['c-1', 'c-2', 'c-3']) await contract(id)
    await close('c-3', '2025-02')
    await close('c-1', '2025-02')
    const { position: first } = (await open.get('/v1/contracts/c-3/history')).json.at(-1)
    const list = async (query: string) => ids((await open.get(`/v1/statements?month=2025-02${query}`)).json)
    expect(await list('')).toEqual(['c-1', 'c-3'])
    expect(await list(`&knownAt=@${first}`)).toEqual(['c-3'])
    expect(await list(`&knownAt=@${first - 1}`)).toEqual([])
    expect(await list('&asOf=2024-01-01T00:00:00%2B09:00')).toEqual(['c-1', 'c-3'])
    expect(await list('&service=imageflux')).toEqual([])
    const page = (await open.get('/v1/statements?month=2025-02&limit=1')).json
    expect(ids(page)).toEqual(['c-1'])
    expect(await list(`&cursor=${page.next}`)).toEqual(['c-3'])
  })

  test('a bill in a list is the bill of its contract, closed, closed without a line, or open', async () => {
    for (const id of ['c-1', 'c-2', 'c-3']) await contract(id)
    await tell('c-2', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    await close('c-1', '2025-02')
    expect((await close('c-2', '2025-02', { leaveOut: ['charge.one-time'] })).status).toBe(201)
    for (const path of ['charges', 'statements'])
      for (const { contractId, service, partyId, ...bill } of (await open.get(`/v1/${path}?month=2025-02`))
        .json.items) {
        expect([service, partyId]).toEqual([SERVICE, `p-${contractId}`])
        expect(JSON.stringify(bill)).toBe((await statement(contractId, '2025-02')).text)
      }
    const states = (await open.get('/v1/charges?month=2025-02')).json.items as readonly { status: string }[]
    expect(states.map(({ status }) => status)).toEqual(['closed', 'closed', 'open'])
  })

  test('stream as NDJSON, a bill a line', async () => {
    for (const id of ['c-1', 'c-2']) await contract(id)
    const { json, headers } = await open.get('/v1/charges?month=2025-02', { accept: 'application/x-ndjson' })
    expect(headers['content-type']).toContain('application/x-ndjson')
    expect(json).toMatchObject([{ contractId: 'c-1', total: 110_000 }, { contractId: 'c-2' }])
  })

  test('stream whole, also where they are longer than what is sent at once', async () => {
    for (const id of ['c-1', 'c-2']) await contract(id)
    const fee = (contractId: string, n: number) =>
      JSON.stringify({
        contractId,
        type: 'OneTimeFactOccurred',
        occurredAt: `2025-02-10T12:00:00.${String(n).padStart(3, '0')}+09:00`,
        data: { item: 'data-transfer' },
      })
    const fees = Array.from({ length: 360 }, (_, n) => fee(n % 2 === 0 ? 'c-1' : 'c-2', n))
    expect((await open.many(fees.join('\n'))).status).toBe(200)
    const { items } = (await open.get('/v1/charges?month=2025-02')).json
    const streamed = await open.get('/v1/charges?month=2025-02', { accept: 'application/x-ndjson' })
    expect(streamed.text.length).toBeGreaterThan(64 * 1024)
    expect(streamed.json).toEqual(items)
    const table = await open.get('/v1/charges?month=2025-02', { accept: 'text/csv' })
    expect(table.text.split('\r\n')).toHaveLength(1 + 2 * (1 + 180) + 1)
  })

  test('stream as CSV, a line of a bill a row, with a byte order mark where one is wanted', async () => {
    await contract('c-1')
    await tell('c-1', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    const { text, headers } = await open.get('/v1/charges?month=2025-02', { accept: 'text/csv' })
    expect(headers['content-type']).toContain('text/csv')
    const [head = '', base = '', gap = '', rest] = text.split('\r\n')
    const columns = head.split(',')
    expect(columns.slice(0, 5)).toEqual(['contractId', 'service', 'partyId', 'month', 'status'])
    const cell = (row: string, name: string) => row.split(',')[columns.indexOf(name)]
    expect([cell(base, 'kind'), cell(base, 'amount'), cell(base, 'tax'), cell(base, 'rule')]).toEqual([
      'monthly-base',
      '100000',
      '10000',
      'IJ-A1-2a',
    ])
    expect([cell(gap, 'kind'), cell(gap, 'amount'), cell(gap, 'undetermined')]).toEqual([
      'one-time',
      '',
      'tariff:oneTimeFees',
    ])
    expect(rest).toBe('')
    const marked = await open.get('/v1/charges?month=2025-02&bom=true', { accept: 'text/csv' })
    expect(marked.text).toBe(`\uFEFF${text}`)
  })
})

describe('POST /v1/statements/{month}/close', () => {
  const run = (month: string, body?: object) => open.call('POST', `/v1/statements/${month}/close`, body)

  test('closes what is owed contract by contract, says what it could not close, and ends with their number', async () => {
    for (const id of ['c-1', 'c-2', 'c-3']) await contract(id)
    await tell('c-2', 'OneTimeFactOccurred', '2025-02-10', { item: 'data-transfer' })
    await tell('c-none', 'ApplicationSubmitted', '2024-12-05', { plan: 'basic', form: 'provider-form' })
    await close('c-3', '2025-02')
    const first = await run('2025-02')
    expect(first.headers['content-type']).toContain('application/x-ndjson')
    expect(first.json.at(-1)).toEqual({ contracts: 4 })
    const outcomes = (json: readonly { contractId: string; bills: readonly { outcome: string }[] }[]) =>
      Object.fromEntries(
        json.slice(0, -1).map(({ contractId, bills }) => [contractId, bills.map(({ outcome }) => outcome)]),
      )
    expect(outcomes(first.json)).toEqual({
      'c-1': ['closed'],
      'c-2': ['problem'],
      'c-3': ['already'],
      'c-none': ['nothing'],
    })
    expect(first.text).toContain('"type":"undetermined"')
    const second = await run('2025-02', { services: [SERVICE], leaveOut: ['charge.one-time'] })
    expect(outcomes(second.json)).toMatchObject({ 'c-1': ['already'], 'c-2': ['closed'] })
    const closings = await eventsOf(open.ledger, 'StatementClosed')
    expect(closings.map(({ reportedBy }) => reportedBy)).toEqual(['operator', 'operator', 'operator'])
  })

  test('takes the services it is told, and no month that runs', async () => {
    await contract('c-1')
    expect((await run('2025-02', { services: ['imageflux'] })).json).toEqual([{ contracts: 0 }])
    expect((await run('2025-04')).json).toMatchObject({
      status: 422,
      type: expect.stringContaining('month-open'),
    })
    for (const [month, body] of [
      ['2025-13', {}],
      ['2025-02', { services: ['none'] }],
      ['2025-02', { x: 1 }],
    ] as const)
      // prettier-ignore
      expect((await run(month, body)).status).toBe(400)
    expect((await statement('c-1', '2025-02')).json.status).toBe('open')
  })
})

describe('POST …/statements/{month}/preview', () => {
  const preview = (id: string, month: string, body?: object) =>
    open.call('POST', `/v1/contracts/${id}/statements/${month}/preview`, body)

  test('answers the bill as it would be and the difference, and records nothing', async () => {
    await contract('c-1')
    const { position } = await open.ledger.store.head()
    const { status, json } = await preview('c-1', '2025-02', { actions: [measured('2025-02', '300')] })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      status: 'open',
      adjustedIn: null,
      now: { total: 110_000 },
      difference: {
        lines: [{ id: '2025-02/overage/transcode-hours/transcode-hours', kind: 'overage', now: null }],
      },
    })
    const added = json.difference.lines[0].difference as number
    expect(added).toBeGreaterThan(0)
    expect(json.difference).toMatchObject({ subtotal: added, tax: added / 10, total: added + added / 10 })
    expect(json.preview.subtotal).toBe(100_000 + added)
    expect((await open.ledger.store.head()).position).toBe(position)
    expect((await statement('c-1', '2025-02')).json.subtotal).toBe(100_000)
  })

  test('tries tariffs, and several actions in their order', async () => {
    await contract('c-1')
    const fee = { type: 'TariffPublished', occurredAt: '2025-02-01T12:00:00+09:00', data: { tariffId: 't-2', effectiveOn: '2025-02-01', oneTimeFees: [{ item: 'data-transfer', amount: 3_000 }] } } // prettier-ignore
    const fact = { type: 'OneTimeFactOccurred', occurredAt: '2025-02-10T12:00:00+09:00', data: { item: 'data-transfer' } } // prettier-ignore
    const { json } = await preview('c-1', '2025-02', { reference: [fee], actions: [fact] })
    expect(json.difference).toMatchObject({ lines: [{ kind: 'one-time', preview: 3_000 }], total: 3_300 })
    const without = await preview('c-1', '2025-02', { actions: [fact] })
    expect(without.json).toMatchObject({
      preview: { total: null, undetermined: [{ what: 'charge.one-time' }] },
      difference: { total: null },
    })
    expect((await preview('c-1', '2025-02')).json.difference).toMatchObject({ lines: [], total: 0 })
  })

  test('of a closed month says in which bill the difference would stand', async () => {
    await contract('c-1')
    await close('c-1', '2025-01')
    await close('c-1', '2025-02')
    const { json } = await preview('c-1', '2025-01', { actions: [measured('2025-01', '300')] })
    expect(json).toMatchObject({
      status: 'closed',
      adjustedIn: '2025-03',
      now: { status: 'open', total: 110_000 },
    })
    const next = await preview('c-1', '2025-03', { actions: [measured('2025-01', '300')] })
    expect(next.json.difference).toMatchObject({
      lines: [{ kind: 'adjustment' }],
      subtotal: json.difference.subtotal,
    })
  })

  test('what the terms refuse, and what is malformed, is told with the thing it is about', async () => {
    await contract('c-1')
    const option = { type: 'OptionApplied', occurredAt: '2025-02-10T12:00:00+09:00', data: { option: 'drm', ref: 'd-1' } } // prettier-ignore
    const { position } = await open.ledger.store.head()
    expect(await preview('c-1', '2025-02', { actions: [measured('2025-02', '1'), option] })).toMatchObject({
      status: 422,
      json: { type: '/problems/refused', told: option },
    })
    expect(await preview('c-1', '2025-02', { actions: [{ type: 'None' }] })).toMatchObject({ status: 400 })
    expect(await preview('c-none', '2025-02')).toMatchObject({ status: 404 })
    expect((await open.ledger.store.head()).position).toBe(position)
  })

  test('leaves the ledger as it was for what comes after', async () => {
    await contract('c-1')
    await preview('c-1', '2025-02', { actions: [measured('2025-02', '300')] })
    await close('c-1', '2025-02')
    expect((await statement('c-1', '2025-02')).json.total).toBe(110_000)
    expect((await eventsOf(open.ledger, 'StatementNumbered')).length).toBe(1)
  })
})
