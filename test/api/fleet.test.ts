import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, api } from './kit.ts'

let ledger: Api
const iccid = (n: number): string => `sim-${String(n).padStart(4, '0')}`
const list = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ iccid: iccid(from + i) }))
const act = (type: string, occurredAt: string, data: object) => ({
  type,
  service: 'sakura-cloud',
  partyId: 'p-1',
  occurredAt: `${occurredAt}+09:00`,
  data,
})
const AS_OF = `asOf=${encodeURIComponent('2025-06-15T12:00:00+09:00')}`
const base = '/v1/contracts/f-1'
const report = (of: readonly number[], bytes = 5) => ({
  month: '2025-05',
  sims: of.map((n) => ({ iccid: iccid(n), bytes, lastAt: '2025-05-30T10:00:00.000+09:00' })),
})
let usage = ''

beforeAll(async () => {
  ledger = await api()
  await ledger.clock('2025-07-01T09:00:00+09:00')
  await ledger.reference(
    act('TariffPublished', '2024-12-01T12:00:00', {
      tariffId: 't-1',
      effectiveOn: '2025-01-01',
      simBaseFee: 100,
      taxTreatment: 'none',
    }),
  )
  const opened = await ledger.post('f-1', act('SimRegistered', '2025-05-01T10:00:00', { sims: list(0, 200) }))
  expect(opened.status).toBe(201)
  await ledger.post('f-1', act('SimRegistered', '2025-05-01T10:00:00', { sims: list(200, 250) }))
  const told = await ledger.post('f-1', act('SimUsageReported', '2025-05-31T20:00:00', report([3, 1, 2])))
  usage = told.json.events[0].id
})
afterAll(() => ledger.close())

const quantity = async (query = AS_OF): Promise<unknown> =>
  (await ledger.get(`${base}/charges?month=2025-05&${query}`)).json.lines.find(
    ({ kind }: { kind: string }) => kind === 'sim-base',
  )?.quantity

describe('resources page by page', () => {
  test('in order of id, with the cursor of the next page and how many there are', async () => {
    const first = (await ledger.get(`${base}/resources/sims?${AS_OF}`)).json
    expect([first.items.length, first.items[0].iccid, first.next, first.count]).toEqual([
      100,
      iccid(0),
      iccid(99),
      250,
    ])
    const last = (await ledger.get(`${base}/resources/sims?${AS_OF}&cursor=${iccid(199)}&limit=50`)).json
    expect([last.items.length, last.items[49].iccid, last.next]).toEqual([50, iccid(249), null])
    expect((await ledger.get(`${base}/resources/gateways?${AS_OF}`)).json).toEqual({
      items: [],
      next: null,
      count: 0,
    })
    expect((await ledger.get(`${base}/resources/ships?${AS_OF}`)).status).toBe(400)
    expect((await ledger.get('/v1/contracts/nobody/resources/sims')).status).toBe(404)
  })

  test('the card carries 100 of a kind, and counts them all', async () => {
    const card = (await ledger.get(`${base}?${AS_OF}`)).json
    expect([card.resources.sims.length, card.resources.counts.sims]).toEqual([100, 250])
  })
})

describe('long lists are held packed, and told as they came', () => {
  test('in the history, with the hash they were recorded with', async () => {
    const history = (await ledger.get(`${base}/history`)).json
    const event = history.find(({ id }: { id: string }) => id === usage)
    expect(event.data).toEqual(report([3, 1, 2]))
    expect(history[1].data.sims).toHaveLength(50)
  })

  test('the same fact told again is not recorded, another list of the same instant is', async () => {
    const again = await ledger.post('f-1', act('SimUsageReported', '2025-05-31T20:00:00', report([3, 1, 2])))
    expect([again.status, again.json.events]).toEqual([200, []])
    const other = await ledger.post('f-1', act('SimUsageReported', '2025-05-31T20:00:00', report([3, 9, 2])))
    expect(other.status).toBe(201)
    expect(await quantity()).toBe('4')
  })

  test('a page of the SIMs behind a line', async () => {
    const path = `${base}/charges?month=2025-05&${AS_OF}&detail=sim-base&limit=3`
    const first = (await ledger.get(path)).json
    expect([first.items.map(({ ref }: { ref: string }) => ref), first.next]).toEqual([
      [iccid(1), iccid(2), iccid(3)],
      iccid(3),
    ])
    const rest = (await ledger.get(`${path}&cursor=${first.next}`)).json
    expect([rest.items.map(({ ref }: { ref: string }) => ref), rest.next]).toEqual([[iccid(9)], null])
  })

  test('a correction replaces a list, and a late one is read where it belongs', async () => {
    const before = (await ledger.get(`${base}/history`)).json.at(-1).position as number
    await ledger.clock('2025-07-02T09:00:00+09:00')
    const corrected = await ledger.post('f-1', {
      ...act('SimUsageReported', '2025-05-31T20:00:00', report([5])),
      corrects: usage,
    })
    expect(corrected.status).toBe(201)
    expect(await quantity()).toBe('4') // 5 now, and 2, 3, 9 of the other list
    await ledger.post('f-1', act('SimUsageReported', '2025-05-10T20:00:00', report([9, 7])))
    expect(await quantity()).toBe('5')
    await ledger.post('f-1', act('SimUsageReported', '2025-05-31T21:00:00', report([9], 0)))
    expect(await quantity()).toBe('4')
    expect(await quantity(`${AS_OF}&knownAt=@${before}`)).toBe('4')
    const may = encodeURIComponent('2025-05-20T12:00:00+09:00')
    expect(await quantity(`asOf=${may}`)).toBe('2')
  })

  test('a dry run imagines a list and records none', async () => {
    const dry = await ledger.post(
      'f-1',
      act('SimRegistered', '2025-06-01T10:00:00', { sims: list(250, 260) }),
      {},
      '?dryRun=true',
    )
    expect([dry.status, dry.json.contract.resources.counts.sims]).toEqual([201, 260])
    expect((await ledger.get(`${base}/resources/sims?${AS_OF}`)).json.count).toBe(250)
  })
})

test('a device id keeps its SIM: another one for it is a conflict', async () => {
  const grant = (devices: readonly object[]) =>
    act('DeviceIdGranted', '2025-05-03T10:00:00', { projectId: 'p1', devices })
  await ledger.post('f-1', act('MonoProjectCreated', '2025-05-02T10:00:00', { projectId: 'p1' }))
  expect((await ledger.post('f-1', grant([{ deviceId: 'd1', iccid: iccid(1) }]))).status).toBe(201)
  const clash = await ledger.post(
    'f-1',
    grant([
      { deviceId: 'd2', iccid: iccid(2) },
      { deviceId: 'd1', iccid: iccid(3) },
    ]),
  )
  expect([clash.status, clash.json.type]).toEqual([409, expect.stringMatching(/conflict$/)])
  const devices = (await ledger.get(`${base}/resources/devices?${AS_OF}`)).json
  expect(devices.items).toMatchObject([{ deviceId: 'd1', iccid: iccid(1), state: 'granted' }])
  expect((await ledger.get(`${base}/resources/mono-projects?${AS_OF}`)).json.items).toMatchObject([
    { projectId: 'p1', state: 'created' },
  ])
})
