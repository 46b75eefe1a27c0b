import { afterEach, describe, expect, test } from 'vitest'
import { type Api, TOKEN, acceptance, api, application, drmApplication } from './kit.ts'

let ledger: Api
afterEach(() => ledger.close())

/** The samples of a page, by name and labels. */
async function samples(): Promise<ReadonlyMap<string, number>> {
  const { status, headers, text } = await ledger.get('/v1/metrics')
  expect([status, headers['content-type']]).toEqual([
    200,
    expect.stringMatching(/^text\/plain; version=0\.0\.4/),
  ])
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [, sample = '', value] = /^([a-zA-Z_:][\w:]*(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? []
        expect(value, line).toBeDefined()
        return [sample, Number(value)]
      }),
  )
}
const answered = (method: string, route: string, status: number): string =>
  `daicho_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`

describe('/v1/metrics', () => {
  test('counts requests by route as it is declared, never by what was asked for', async () => {
    ledger = await api()
    await ledger.post('c-named', application({ partyId: 'p-named' }))
    for (const id of ['c-named', 'c-unknown', 'c-other'])
      await ledger.get(`/v1/contracts/${id}?asOf=2025-02-01T00:00:00Z`)
    await ledger.get('/v1/nothing-named')
    await ledger.app.inject('/v1/contracts/c-named')
    const found = await samples()
    expect(found.get(answered('POST', '/v1/contracts/:contractId/actions', 201))).toBe(1)
    expect(found.get(answered('GET', '/v1/contracts/:contractId', 404))).toBe(2)
    expect(found.get(answered('GET', '/v1/contracts/:contractId', 401))).toBe(1)
    expect(found.get(answered('GET', 'none', 404))).toBe(1)
    expect([...found.keys()].join('\n')).not.toMatch(/named|c-unknown|c-other/)
    const bucket = answered('GET', '/v1/contracts/:contractId', 404).replace('_count{', '_bucket{le="10",')
    expect(found.get(bucket)).toBe(2)
  })

  test('counts what was recorded, and what was refused, by service; a dry run and a conflict are neither', async () => {
    ledger = await api()
    await ledger.post('c-1', application())
    await ledger.post('c-1', acceptance)
    await ledger.post('c-1', { ...acceptance, occurredAt: '2025-01-12T11:00:00+09:00' }, {}, '?dryRun=true')
    expect((await ledger.post('c-1', drmApplication)).status).toBe(422)
    await ledger.post('c-1', drmApplication, { 'if-match': '"1"' })
    const found = await samples()
    expect(found.get('daicho_events_appended_total{service="iij-media-sphere"}')).toBe(3)
    expect(found.get('daicho_refusals_total{service="iij-media-sphere"}')).toBe(1)
    expect(found.get('daicho_log_position')).toBe(3)
  })

  test('tells what it was given to tell, and leaves out what cannot be told just now', async () => {
    let lag = 7
    ledger = await api({
      measures: [
        { name: 'daicho_projection_lag', help: 'Events behind the log', read: () => lag },
        { name: 'daicho_not_known', help: 'Nobody knows', read: () => undefined },
        { name: 'daicho_hangs', help: 'Its database hangs', read: () => new Promise(() => undefined) },
        { name: 'daicho_away', help: 'Its database is away', read: () => Promise.reject(new Error('away')) },
        {
          name: 'daicho_broken',
          help: 'It throws',
          read: () => {
            throw new Error('broken')
          },
        },
      ],
    })
    expect((await samples()).get('daicho_projection_lag')).toBe(7)
    lag = 0
    const found = await samples()
    expect(found.get('daicho_projection_lag')).toBe(0)
    expect([...found.keys()].filter((name) => /not_known|away|hangs|broken/.test(name))).toEqual([])
  })

  test('answers while the log is away', async () => {
    ledger = await api()
    expect((await samples()).get('daicho_log_position')).toBe(0)
    const { head } = ledger.ledger.store
    Object.assign(ledger.ledger.store, { head: () => Promise.reject(new Error('away')) })
    const found = await samples()
    Object.assign(ledger.ledger.store, { head })
    expect(found.has('daicho_log_position')).toBe(false)
  })

  test('tells of the process: memory, processor time, how late the event loop is', async () => {
    ledger = await api()
    const found = await samples()
    expect(found.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
    expect(found.get('process_cpu_seconds_total')).toBeGreaterThan(0)
    expect(found.has('nodejs_eventloop_lag_p99_seconds')).toBe(true)
  })

  test('needs a token: the operator’s, or one of its own that opens nothing else', async () => {
    ledger = await api({ metricsToken: 'token-of-a-watcher' })
    const asked = async (url: string, token: string) =>
      (await ledger.get(url, { authorization: `Bearer ${token}` })).status
    expect((await ledger.app.inject('/v1/metrics')).statusCode).toBe(401)
    expect(await asked('/v1/metrics', TOKEN)).toBe(200)
    expect(await asked('/v1/metrics', 'token-of-a-watcher')).toBe(200)
    expect(await asked('/v1/metrics?x=1', 'token-of-a-watcher')).toBe(400)
    for (const url of ['/v1/contracts/c-1', '/v1/metrics/', '/v1/tariffs?service=imageflux'])
      expect(await asked(url, 'token-of-a-watcher'), url).toBe(401)
    await ledger.close()
    ledger = await api()
    for (const token of ['token-of-a-watcher', 'undefined', ''])
      expect(await asked('/v1/metrics', token)).toBe(401)
  })
})
