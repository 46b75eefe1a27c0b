import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Event, EventPage } from '../../src/api/schemas/events.ts'
import { acceptance, apiWithLists, application, drmApplication } from './kit.ts'
import { type Entry, NDJSON, pages } from './single-reads.ts'

const CSV = { accept: 'text/csv' }
const at = (day: string): string => `${day}T12:00:00+09:00`

const kit = await apiWithLists()
const { get } = kit
let all: readonly Entry[]
beforeAll(async () => {
  await kit.clock('2025-09-01T09:00:00+09:00')
  const published = { document: 'service-terms', versionId: '2025-08-15', effectiveOn: '2025-08-15', textKnown: true, sameTextAs: '2022-05-01' } // prettier-ignore
  await kit.reference({ type: 'TermsVersionPublished', service: 'iij-media-sphere', occurredAt: at('2025-08-01'), data: published }) // prettier-ignore
  for (const id of ['c-1', 'c-2']) {
    await kit.post(id, application({ partyId: `p-${id}`, data: { plan: 'basic', applicantName: '山田' } }))
    await kit.post(id, { ...acceptance, evidence: '=HYPERLINK("http://x")', reportedBy: '-1-2' })
    await kit.post(id, drmApplication) // refused
  }
  await kit.post('s-1', { ...application({ service: 'soracom-flux' }), data: { plan: 'free' } })
  await kit.outage({ type: 'OutageRecognized', service: 'iij-media-sphere', occurredAt: at('2025-08-20'), data: { outageId: 'o-1', totality: 'total' } }) // prettier-ignore
  expect((await kit.call('POST', '/v1/erasures', { subject: 'p-c-2' })).status).toBeLessThan(300)
  const close = '/v1/contracts/c-1/statements/2025-01/close'
  const open = await kit.call('POST', close, {})
  const leaveOut = (open.json.undetermined as Entry[]).map(({ what }) => what)
  expect((await kit.call('POST', close, { leaveOut })).status).toBe(201)
  await kit.caughtUp()
  all = (await get('/v1/events', NDJSON)).json as Entry[]
})
afterAll(() => kit.close())

const list = async (query: string): Promise<readonly Entry[]> =>
  (await get(`/v1/events?${query}`, NDJSON)).json as Entry[]

describe('GET /v1/events', () => {
  test('gives the whole ledger in its order, as events are described', async () => {
    const stored: string[] = []
    for await (const { id } of kit.ledger.store.readAll(0)) stored.push(id)
    expect(all.map(({ id }) => id)).toEqual(stored)
    expect(all.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ActionRefused', 'SubjectErased', 'StatementNumbered', 'StatementClosed']),
    )
    expect(z.array(Event).parse(all)).toEqual(all)
    const page = EventPage.parse((await get('/v1/events')).json)
    expect(page).toEqual({ items: all, next: null })
  })

  test('each event is that of the history of its contract', async () => {
    const history = (await get('/v1/contracts/c-1/history')).json as Entry[]
    expect(await list('contractId=c-1')).toEqual(history.map(({ correctedBy: _, ...event }) => event))
  })

  test('personal fields are open, and null where the person was erased', () => {
    const applied = all.filter(({ type }) => type === 'ApplicationSubmitted').map(({ data }) => data)
    expect(applied).toMatchObject([
      { applicantName: '山田' },
      { applicantName: null, erased: true },
      { plan: 'free' },
    ])
  })

  test.each([
    ['type=ActionRefused', ({ type }: Entry) => type === 'ActionRefused'],
    ['type=SubjectErased', ({ type }: Entry) => type === 'SubjectErased'],
    ['service=soracom-flux', ({ service }: Entry) => service === 'soracom-flux'],
    ['contractId=c-2', ({ contractId }: Entry) => contractId === 'c-2'],
    ['contractId=c-2&after=5', ({ contractId, position }: Entry) => contractId === 'c-2' && Number(position) > 5],
    ['contractId=nobody', () => false],
    ['after=4', ({ position }: Entry) => Number(position) > 4],
    ['after=4&cursor=6', ({ position }: Entry) => Number(position) > 6],
    ['after=6&cursor=4', ({ position }: Entry) => Number(position) > 6],
    ['after=999999999', () => false],
    ['type=ApplicationAccepted&contractId=c-1', ({ contractId, type }: Entry) => contractId === 'c-1' && type === 'ApplicationAccepted'],
    ['service=iij-media-sphere&type=ActionRefused&after=5', ({ position, type }: Entry) => Number(position) > 5 && type === 'ActionRefused'],
  ] as const)('%s', async (query, holds) => {
    expect(await list(query)).toEqual(all.filter(holds))
    if (query.includes('cursor')) return
    expect(await pages(get, `/v1/events?limit=2&${query}`)).toEqual(all.filter(holds))
  }) // prettier-ignore

  test('by rule: what was recorded under it, and what it refused', async () => {
    const rules = [...new Set(all.flatMap(({ basis }) => basis as string[]))]
    expect(rules.length).toBeGreaterThan(3)
    for (const rule of rules)
      expect(await list(`rule=${rule}`), rule).toEqual(all.filter(({ basis }) => (basis as string[]).includes(rule))) // prettier-ignore
    const [refusal] = await list('type=ActionRefused')
    const { rule } = refusal?.['data'] as { rule: string }
    expect((await list(`rule=${rule}&type=ActionRefused`)).map(({ contractId }) => contractId)).toEqual(['c-1', 'c-2']) // prettier-ignore
    expect(await list(`rule=${rule}&contractId=c-2&service=iij-media-sphere`)).toHaveLength(1)
    expect(await pages(get, `/v1/events?rule=${rule}&limit=1`)).toHaveLength(2)
    expect(await list('rule=XX-1')).toEqual([])
  })

  test.each([
    'cursor=x', 'cursor=-1', 'cursor=', 'cursor=1e3', 'cursor=12345678901234567', 'after=-1', 'after=x', 'type=Birthday',
    'rule=x', 'service=x', 'limit=0', 'limit=1001', 'asOf=2025-01-01T00:00:00%2B09:00', 'contractId=%00', 'bom=1',
  ])('%s is malformed', async (query) => {
    const { status, json } = await get(`/v1/events?${query}`)
    expect([status, json.type]).toEqual([400, '/problems/malformed'])
  }) // prettier-ignore

  test('as a table: a line an event, quoted where it must be, and nothing that a spreadsheet takes for a formula', async () => {
    const answer = await get('/v1/events?type=ApplicationAccepted&contractId=c-1', CSV)
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    const [head, line, end] = answer.text.split('\r\n')
    expect(head).toBe('position,id,stream,revision,contractId,partyId,service,type,occurredAt,recordedAt,actor,reportedBy,basis,corrects,evidence,hash,data') // prettier-ignore
    expect(line).toMatch(/^3,[0-9a-f-]{36},contract-c-1,2,c-1,p-c-1,iij-media-sphere,ApplicationAccepted,2025-01-12T10:00:00.000\+09:00,2025-09-01T09:00:00.000\+09:00,operator,'-1-2,IJ[\w .-]+,,"'=HYPERLINK\(""http:\/\/x""\)",[0-9a-f]{64},\{\}$/) // prettier-ignore
    expect(end).toBe('')
    expect((await get('/v1/events?bom=true&after=999', CSV)).text).toBe(`\uFEFF${head}\r\n`)
    expect((await get('/v1/events', CSV)).text.split('\r\n')).toHaveLength(all.length + 2)
  })
})

describe('an answer goes as far as it says', () => {
  test('what is recorded while it is sent is in the next one', async () => {
    const { headers, json } = await get('/v1/events?limit=3')
    const position = Number(headers['daicho-position'])
    expect(position).toBe(all.length)
    const got = await pages(get, '/v1/events?limit=4', async () => {
      await kit.post('s-1', { type: 'ApplicationAccepted', occurredAt: at('2025-01-20'), data: {} })
    })
    expect(got.slice(0, position)).toEqual(all)
    expect(got).toHaveLength(all.length + 1)
    expect(json.items).toEqual(all.slice(0, 3))
  })

  test('by rule it goes as far as the views have read; `consistent` waits for the rest', async () => {
    const { json } = await kit.post('s-1', { type: 'TerminationNoticeSubmitted', occurredAt: at('2025-02-20'), data: { form: 'online' } }) // prettier-ignore
    const [event] = json.events
    const [rule] = event.basis as string[]
    const asked = `/v1/events?rule=${rule}&after=${event.position - 1}`
    const early = await get(asked)
    expect([Number(early.headers['daicho-position']), early.json.items]).toEqual([all.length, []])
    const waiting = get(`${asked}&consistent=true`)
    await kit.caughtUp()
    expect((await waiting).json.items).toMatchObject([{ id: event.id }])
    expect((await get(`/v1/events?after=${event.position - 1}`)).json.items).toHaveLength(1)
  })
})
