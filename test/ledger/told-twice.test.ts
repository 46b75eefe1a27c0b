import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { api } from '../api/kit.ts'

let server: Awaited<ReturnType<typeof api>>
beforeEach(async () => {
  server = await api()
  await server.clock('2030-01-01T09:00:00+09:00')
  await tell('ApplicationSubmitted', '2027-01-10', { plan: 'basic' })
  await tell('ApplicationAccepted', '2027-01-12', {})
})
afterEach(() => server.close())

const tell = (type: string, on: string, data: object, more: object = {}) =>
  server.post('c-1', {
    type,
    service: 'iij-media-sphere',
    partyId: 'p-1',
    occurredAt: `${on}T12:00:00+09:00`,
    data,
    ...more,
  })

describe('ledger.md section 2: the same fact told twice', () => {
  test('a correction told again is the same fact, not a correction of what is corrected already', async () => {
    const first = await tell('BillingStarted', '2027-01-13', { billingStartsOn: '2027-02-01' })
    const corrects = String(first.json.events[0].id)
    const correction = { billingStartsOn: '2027-02-10' }
    expect((await tell('BillingStarted', '2027-01-13', correction, { corrects })).status).toBe(201)
    expect(await tell('BillingStarted', '2027-01-13', correction, { corrects })).toMatchObject({
      status: 200,
      json: { events: [] },
    })
    expect(
      (await tell('BillingStarted', '2027-01-13', { billingStartsOn: '2027-02-11' }, { corrects })).status,
    ).toBe(409)
  })

  test('a withdrawal told again is the same, another one of the same event is a conflict', async () => {
    const first = await tell('BillingStarted', '2027-01-13', { billingStartsOn: '2027-02-01' })
    const eventId = String(first.json.events[0].id)
    expect((await tell('ActionVoided', '2027-01-14', { eventId, reason: 'mistaken' })).status).toBe(201)
    expect((await tell('ActionVoided', '2027-01-14', { eventId, reason: 'mistaken' })).status).toBe(200)
    expect((await tell('ActionVoided', '2027-01-14', { eventId, reason: 'another reason' })).status).toBe(409)
  })

  test('what was withdrawn may be told again, and is recorded again', async () => {
    const first = await tell('BillingStarted', '2027-01-13', { billingStartsOn: '2027-02-01' })
    await tell('ActionVoided', '2027-01-14', { eventId: String(first.json.events[0].id), reason: 'mistaken' })
    expect((await tell('BillingStarted', '2027-01-13', { billingStartsOn: '2027-02-01' })).status).toBe(201)
    expect((await tell('BillingStarted', '2027-01-13', { billingStartsOn: '2027-02-01' })).status).toBe(200)
  })
})

describe('wire.md section 2: bad input', () => {
  test('gets every error at once, of the envelope and of the data', async () => {
    const answer = await server.post('c-1', {
      type: 'BillingStarted',
      occurredAt: '2027-01-13',
      data: { billingStartsOn: '2027-13-01', more: 1 },
    })
    expect(answer.status).toBe(400)
    expect(answer.json.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'data.billingStartsOn',
      'data.more',
      'occurredAt',
    ])
  })
})
