import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Api, acceptance, api, application, drmApplication } from './kit.ts'

let ledger: Api
beforeEach(async () => {
  ledger = await api()
  await ledger.clock('2025-06-01T09:00:00+09:00')
})
afterEach(() => ledger.close())

const history = async (contractId: string): Promise<readonly string[]> =>
  (await ledger.get(`/v1/contracts/${contractId}/history`)).json.map(({ type }: { type: string }) => type)

describe('recording an action', () => {
  test('answers the event, the card and the revision as ETag', async () => {
    const { status, headers, json } = await ledger.post('c-1', application())
    expect(status).toBe(201)
    expect(headers['etag']).toBe('"1"')
    expect(json.events).toEqual([
      expect.objectContaining({
        stream: 'contract-c-1',
        revision: 1,
        position: 1,
        type: 'ApplicationSubmitted',
        occurredAt: '2025-01-10T10:00:00.000+09:00',
        recordedAt: '2025-06-01T09:00:00.000+09:00',
        actor: { id: 'operator', role: 'operator' },
        corrects: null,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    ])
    expect(json.contract).toMatchObject({ contractId: 'c-1', state: 'applied', revision: 1, knownAt: null })
  })

  test('said twice it is there once', async () => {
    await ledger.post('c-1', application())
    const again = await ledger.post('c-1', application())
    expect([again.status, again.json.events, again.headers['etag']]).toEqual([200, [], '"1"'])
    expect(again.json.contract.revision).toBe(1)
  })

  test('a refusal is a problem with its clause and its event, and moves the revision', async () => {
    await ledger.post('c-1', application())
    const { status, headers, json } = await ledger.post('c-1', drmApplication)
    expect(status).toBe(422)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(headers['etag']).toBe('"2"')
    expect(json).toMatchObject({
      type: '/problems/refused',
      status: 422,
      what: 'refusal.option-requires-plan',
      clause: { terms: 'iij-media-sphere', rule: 'IJ-5-3', article: expect.stringContaining('5') },
      event: { type: 'ActionRefused', revision: 2, data: { type: 'OptionApplied', rule: 'IJ-5-3' } },
    })
    expect(json.detail).toContain('c-1')
    expect(json.causes).toEqual([{ event: expect.any(String) }])
  })

  test.each([
    ['minimal', 'return=minimal'],
    ['minimal among others', 'respond-async, return=minimal; foo=bar'],
    ['in quotes', 'Return="minimal"'],
  ])('Prefer: %s leaves the card out', async (_, prefer) => {
    const { json, headers } = await ledger.post('c-1', application(), { prefer })
    expect(Object.keys(json)).toEqual(['events', 'revision'])
    expect([json.revision, headers['preference-applied']]).toEqual([1, 'return=minimal'])
    const same = await ledger.post('c-1', application(), { prefer })
    expect([same.status, same.json]).toEqual([200, { events: [], revision: 1 }])
    const dry = await ledger.post('c-1', acceptance, { prefer }, '?dryRun=true')
    expect([dry.status, dry.json.revision, dry.json.contract]).toEqual([201, 2, undefined])
  })

  test('Prefer: return=representation keeps it', async () =>
    expect(
      (await ledger.post('c-1', application(), { prefer: 'return=representation' })).json,
    ).toHaveProperty('contract'))
})

describe('a dry run', () => {
  test('answers like the real thing at every door and records nothing', async () => {
    await ledger.post('c-1', application())
    const dry = await ledger.post('c-1', acceptance, {}, '?dryRun=true')
    expect([dry.status, dry.json.contract.state]).toEqual([201, 'concluded'])
    const refused = await ledger.post('c-1', drmApplication, {}, '?dryRun=true')
    expect([refused.status, refused.json.event]).toEqual([422, undefined])
    const tax = { type: 'TaxRatePublished', service: 'iij-media-sphere', occurredAt: '2025-01-01T00:00:00+09:00', data: { rate: '0.10', effectiveOn: '2019-10-01' } } // prettier-ignore
    expect((await ledger.reference(tax, {}, '?dryRun=true')).json.events).toMatchObject([
      { type: 'TaxRatePublished', revision: 1 },
    ])
    const began = { type: 'OutageBegan', service: 'iij-media-sphere', occurredAt: '2025-02-01T00:00:00+09:00', data: { outageId: 'o-1' } } // prettier-ignore
    expect((await ledger.outage(began, {}, '?dryRun=true')).status).toBe(201)
    expect((await ledger.get('/v1/ready')).json.position).toBe(1)
    expect(await history('c-1')).toEqual(['ApplicationSubmitted'])
  })

  test.each(['yes', '1', 'TRUE', ''])('dryRun=%s is neither true nor false', async (value) =>
    expect((await ledger.post('c-1', application(), {}, `?dryRun=${value}`)).status).toBe(400),
  )
  test('dryRun=false records', async () =>
    expect((await ledger.post('c-1', application(), {}, '?dryRun=false')).status).toBe(201))
})

describe('If-Match', () => {
  test('holds on the revision at which the contract stands, and only there', async () => {
    await ledger.post('c-1', application())
    expect((await ledger.post('c-1', acceptance, { 'if-match': '"0"' })).status).toBe(412)
    expect((await ledger.post('c-1', acceptance, { 'if-match': '"2"' })).json).toMatchObject({
      type: '/problems/precondition-failed',
      status: 412,
    })
    expect((await ledger.post('c-1', acceptance, { 'if-match': '"1"' })).status).toBe(201)
    expect((await ledger.post('c-2', application(), { 'if-match': '"0"' })).status).toBe(201)
  })

  test('of a proxy that made the tag weak still holds', async () =>
    expect((await ledger.post('c-1', application(), { 'if-match': 'W/"0"' })).status).toBe(201))

  test.each(['1', '"one"', '"-1"', '"1', '*', '"0", "1"', '""'])('%s is malformed', async (tag) => {
    const { status, json } = await ledger.post('c-1', application(), { 'if-match': tag })
    expect([status, json.errors]).toEqual([400, [expect.objectContaining({ path: 'If-Match' })]])
    expect((await ledger.get('/v1/ready')).json.position).toBe(0)
  })
})

describe('Idempotency-Key', () => {
  test('gives the first answer again, before If-Match is looked at', async () => {
    const key = { 'idempotency-key': 'k-1' }
    const first = await ledger.post('c-1', application(), key)
    await ledger.post('c-1', acceptance)
    const again = await ledger.post('c-1', application(), { ...key, 'if-match': '"9"' })
    expect([again.status, again.json.events]).toEqual([201, first.json.events])
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ])
  })

  test('keeps a refusal, to the letter', async () => {
    await ledger.post('c-1', application())
    const key = { 'idempotency-key': 'k-1' }
    const first = await ledger.post('c-1', drmApplication, key)
    const again = await ledger.post('c-1', drmApplication, key)
    expect(first.status).toBe(422)
    expect(again.text).toBe(first.text)
  })

  test.each([
    ['another type', acceptance],
    ['another value', application({ data: { plan: 'premium' } })],
    ['a fraction', application({ data: { plan: 1.5 } })],
    ['half a character', application({ evidence: '\ud800' })],
    ['nothing', ''],
  ])('with %s in the body is refused', async (_, body) => {
    const key = { 'idempotency-key': 'k-1', 'content-type': 'application/json' }
    await ledger.post('c-1', application(), key)
    const { status, json } = await ledger.post('c-1', body, key)
    expect([status, json.type]).toEqual([422, '/problems/idempotency-key'])
  })

  test('the order of fields is no difference', async () => {
    const key = { 'idempotency-key': 'k-1' }
    await ledger.post('c-1', application(), key)
    const turned = Object.fromEntries(Object.entries(application()).reverse())
    expect((await ledger.post('c-1', turned, key)).status).toBe(201)
  })

  test.each([
    ['of 200 characters', 'k'.repeat(200), 201],
    ['of 201 characters', 'k'.repeat(201), 400],
    ['with a blank', 'k 1', 400],
    ['empty', '', 400],
    ['beyond ASCII', 'k\u00e9', 400],
  ])('%s answers accordingly', async (_, key, status) =>
    expect((await ledger.post('c-1', application(), { 'idempotency-key': key })).status).toBe(status),
  )
})

describe('input that is not in order', () => {
  const sent = (payload: string, type = 'application/json') =>
    ledger.call('POST', '/v1/contracts/c-1/actions', payload, { 'content-type': type })
  const padded = (bytes: number): string => {
    const body = JSON.stringify(application({ evidence: 'e' }))
    return body.padEnd(bytes, ' ')
  }

  test.each([
    ['not JSON', '{'],
    ['empty', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a prototype', JSON.stringify(application()).replace('"data":{', '"data":{"__proto__":{"x":1},')],
    ['a constructor', '{"constructor":{"prototype":{"x":1}}}'],
    ['an unknown field', JSON.stringify(application({ reason: 'x' }))],
    ['an unknown type', JSON.stringify(application({ type: 'Applied' }))],
    [
      'a type of the ledger',
      JSON.stringify(application({ type: 'SubjectErased', data: { subject: 'p-1' } })),
    ],
    ['an instant without an offset', JSON.stringify(application({ occurredAt: '2025-01-10T10:00:00' }))],
    ['no service', JSON.stringify(application({ service: undefined }))],
    ['no party', JSON.stringify(application({ partyId: undefined }))],
    ['half a character in the evidence', JSON.stringify(application({ evidence: '\ud800' }))],
  ])('%s: 400 with errors, and nothing is recorded', async (_, body) => {
    const { status, json } = await sent(body)
    expect(status).toBe(400)
    expect(json).toMatchObject({ type: '/problems/malformed', title: expect.any(String) })
    expect(json.errors.length).toBeGreaterThan(0)
    for (const error of json.errors)
      expect(error).toEqual({ path: expect.any(String), message: expect.any(String) })
    expect((await ledger.get('/v1/ready')).json.position).toBe(0)
  })

  test('text that is not UTF-8 is refused, never replaced', async () => {
    const bytes = Buffer.from(JSON.stringify(application({ evidence: 'caf?' })))
    bytes[bytes.indexOf('?')] = 0xe9
    const { status, json } = await ledger.call('POST', '/v1/contracts/c-1/actions', bytes, {
      'content-type': 'application/json',
    })
    expect([status, json.errors[0].message]).toEqual([400, 'not JSON: the text is not UTF-8'])
  })

  test('1 MiB is enough, a byte more is too large', async () => {
    expect((await sent(padded(1_048_576))).status).toBe(201)
    const { status, json } = await sent(padded(1_048_577))
    expect([status, json.type]).toEqual([413, '/problems/too-large'])
  })

  test.each(['text/plain', 'application/x-ndjson', 'application/xml'])('%s: 415', async (type) => {
    const { status, json } = await sent(JSON.stringify(application()), type)
    expect([status, json.type]).toEqual([415, '/problems/unsupported-media-type'])
  })

  test.each([
    ['/v1/contracts/c 1/actions', 400],
    [`/v1/contracts/${'c'.repeat(65)}/actions`, 400],
    ['/v1/contracts/c-1/actions?dryrun=true', 400],
    ['/v1/contracts/c-1/actions?dryRun=true&dryRun=true', 400],
    ['/v1/contracts/c-1/action', 404],
  ])('POST %s: %i', async (url, status) => {
    const answer = await ledger.call('POST', encodeURI(url), application())
    expect(answer.status).toBe(status)
    expect(answer.json.status).toBe(status)
  })
})

describe('what contradicts the record', () => {
  test('another service, another party: 409; a contract that nothing opened: 404', async () => {
    await ledger.post('c-1', application())
    const other = { ...acceptance, service: 'sakura-cloud' }
    expect((await ledger.post('c-1', other)).json).toMatchObject({ type: '/problems/conflict', status: 409 })
    expect((await ledger.post('c-1', { ...acceptance, partyId: 'p-2' })).status).toBe(409)
    expect((await ledger.post('c-1', { ...acceptance, partyId: 'p-1' })).status).toBe(201)
    const nobody = { ...acceptance, service: 'iij-media-sphere', partyId: 'p-1' }
    expect((await ledger.post('c-9', nobody)).json).toMatchObject({
      type: '/problems/not-found',
      status: 404,
    })
    expect((await ledger.get('/v1/contracts/c-9')).status).toBe(404)
  })
})
